"""Imports of members: what a file has until it is written, and what was written until it's undone.

An undone import is as if it had never been. Where a member has changed a film since, their change
stays, and what it says was there before is what the import had replaced.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.storage.clock import Clock, from_unix, to_unix, utc_now
from bot.storage.database import Database
from bot.storage.errors import decoding
from bot.storage.types import JSON, Source, Verdict
from recsys.types import ItemId

PREVIEWED: Final = timedelta(days=1)
"""How long a preview can be confirmed."""
UNDOABLE: Final = timedelta(days=30)
"""How long an import can be undone."""
MOST: Final = 5
"""Imports of a member that can be undone, the newest ones."""

_COLUMNS = "id, service, found, choices, done_at"
_FIND = f"""
SELECT {_COLUMNS} FROM import
WHERE id = ? AND member_id = ? AND (done_at >= ? OR (done_at IS NULL AND created_at >= ?))
"""  # noqa: S608 - named above
_NEWEST = f"""
SELECT {_COLUMNS} FROM import
WHERE member_id = ? AND done_at >= ? ORDER BY id DESC LIMIT 1
"""  # noqa: S608
_STANDING = "SELECT item_id, opinion FROM verdict WHERE member_id = ?"
_ROWS = "SELECT item_id, opinion, source, message_id, rated_at FROM verdict WHERE member_id = ?"
_CHANGE = "INSERT INTO import_change VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_RATE = """
INSERT INTO verdict (member_id, item_id, opinion, source, message_id, rated_at)
SELECT member_id, item_id, opinion, :source, NULL, rated_at FROM import_change
WHERE import_id = :import AND opinion IS NOT NULL
ON CONFLICT DO UPDATE SET opinion = excluded.opinion, source = excluded.source,
    message_id = excluded.message_id, rated_at = excluded.rated_at
"""
_WANT = """
INSERT INTO watchlist (member_id, item_id, added_at)
SELECT member_id, item_id, wanted_at FROM import_change
WHERE import_id = :import AND wanted_at IS NOT NULL ORDER BY wanted_at, item_id
"""
_BURY = """
UPDATE history SET buried_by = :import
WHERE member_id = :member AND buried_by IS NULL AND item_id IN (
    SELECT item_id FROM import_change WHERE import_id = :import AND opinion IS NOT NULL)
"""
_LATER = """
SELECT min(later.import_id) FROM import_change AS later
WHERE later.member_id = :member AND later.import_id > :import AND later.opinion IS NOT NULL
    AND later.item_id = {film}.item_id
"""
_AS_WRITTEN = (
    "{film}.before_opinion = done.opinion AND {film}.before_source = :source"
    " AND {film}.before_message_id IS NULL AND {film}.before_rated_at = done.rated_at"
)
_SET_BEFORE = (
    "before_opinion = done.before_opinion, before_source = done.before_source,"
    " before_message_id = done.before_message_id, before_rated_at = done.before_rated_at"
)
_UNCHANGED = f"""
SELECT done.item_id FROM import_change AS done JOIN verdict USING (member_id, item_id)
WHERE done.import_id = :import AND verdict.opinion = done.opinion
    AND verdict.source = :source AND verdict.rated_at = done.rated_at
    AND ({_LATER.format(film="done")}) IS NULL
"""  # noqa: S608 - made of the above, as below
_UNDO: Final = (
    # What came after says that the import was there before: now what was before that was.
    f"""
    UPDATE history SET {_SET_BEFORE} FROM import_change AS done
    WHERE done.import_id = :import AND history.member_id = :member
        AND history.item_id = done.item_id AND {_AS_WRITTEN.format(film="history")}
        AND (history.buried_by IS NULL OR history.buried_by > :import)
    """,  # noqa: S608
    f"""
    UPDATE import_change AS next SET {_SET_BEFORE} FROM import_change AS done
    WHERE done.import_id = :import AND next.item_id = done.item_id
        AND next.import_id = ({_LATER.format(film="done")})
        AND {_AS_WRITTEN.format(film="next")}
    """,  # noqa: S608
    f"UPDATE history SET buried_by = ({_LATER.format(film='history')}) WHERE buried_by = :import",  # noqa: S608
    """
    UPDATE verdict SET opinion = done.before_opinion, source = done.before_source,
        message_id = done.before_message_id, rated_at = done.before_rated_at
    FROM import_change AS done
    WHERE done.import_id = :import AND verdict.member_id = :member
        AND verdict.item_id = done.item_id AND done.before_opinion IS NOT NULL
        AND done.item_id IN (SELECT value FROM json_each(:unchanged))
    """,
    """
    DELETE FROM verdict WHERE member_id = :member AND item_id IN (
        SELECT item_id FROM import_change
        WHERE import_id = :import AND before_opinion IS NULL
            AND item_id IN (SELECT value FROM json_each(:unchanged)))
    """,
    """
    DELETE FROM watchlist WHERE member_id = :member AND (item_id, added_at) IN (
        SELECT item_id, wanted_at FROM import_change AS done
        WHERE import_id = :import AND NOT EXISTS (
            SELECT 1 FROM import_change AS later
            WHERE later.member_id = :member AND later.item_id = done.item_id
                AND later.import_id > :import AND later.wanted_at IS NOT NULL))
    """,
    "DELETE FROM import WHERE id = :import",
)
_FORGET_BURIED = """
DELETE FROM history WHERE buried_by IS NOT NULL AND buried_by NOT IN (SELECT id FROM import)
"""


@dataclass(frozen=True, slots=True)
class Incoming:
    """What an import says about one film.

    Attributes:
        item_id: the film.
        verdict: ``None`` if it says none.
        rated_at: aware; ``None`` if it's not known.
        mild: whether the verdict counts only where there is none.
        wanted: whether it belongs on the watchlist.
        wanted_at: aware; ``None`` if it's not known.
    """

    item_id: ItemId
    verdict: Verdict | None
    rated_at: datetime | None = None
    mild: bool = False
    wanted: bool = False
    wanted_at: datetime | None = None

    def rates(self, standing: Verdict | None) -> bool:
        """Return whether it changes the verdict that stands."""
        if self.verdict is None or self.verdict is standing:
            return False
        return standing is None or not self.mild


@dataclass(frozen=True, slots=True)
class Import:
    """An import, written or not.

    Attributes:
        id: stands in the buttons.
        service: where the file is from.
        found: what it has, as the caller wrote it; empty once it is written.
        choices: of the member, as the caller wrote them.
        done_at: when it was written, aware; ``None`` until then.
    """

    id: int
    service: str
    found: Mapping[str, JSON]
    choices: Mapping[str, JSON]
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What is stored about the films of a member."""

    verdicts: Mapping[ItemId, Verdict]
    wanted: frozenset[ItemId]


@dataclass(frozen=True, slots=True)
class Written:
    """What an import has written.

    Attributes:
        verdicts: films by verdict.
        replaced: how many of those had another verdict.
        wanted: films that came onto the watchlist.
    """

    verdicts: Mapping[Verdict, int]
    replaced: int
    wanted: int


@dataclass(frozen=True, slots=True)
class Undone:
    """What undoing an import has done: films that are as before, and films changed since."""

    films: int
    kept: int


class Imports:
    """Imports of members; those of others are as if there were none."""

    def __init__(self, db: Database, *, now: Clock = utc_now) -> None:
        self._db = db
        self._now = now

    async def preview(
        self,
        member_id: int,
        service: str,
        found: Mapping[str, JSON],
        choices: Mapping[str, JSON],
    ) -> Import:
        """Save what a file has until the member decides; an earlier preview of theirs goes."""
        at = to_unix(self._now())

        def work(con: sqlite3.Connection) -> Import:
            con.execute("DELETE FROM import WHERE member_id = ? AND done_at IS NULL", (member_id,))
            (import_id,) = con.execute(
                "INSERT INTO import (member_id, service, found, choices, created_at)"
                " VALUES (?, ?, ?, ?, ?) RETURNING id",
                (member_id, service, json.dumps(found), json.dumps(choices), at),
            ).fetchone()
            return Import(import_id, service, found, choices, None)

        return await self._db.write(work)

    async def get(self, member_id: int, import_id: int) -> Import | None:
        """Return a member's import; ``None`` if it was withdrawn or undone, or has expired."""
        since = self._since()
        return await self._db.read(lambda con: _find(con, _FIND, import_id, member_id, *since))

    async def choose(self, member_id: int, import_id: int, choices: Mapping[str, JSON]) -> None:
        """Save what a member chose in a preview."""
        await self._db.execute(
            "UPDATE import SET choices = ? WHERE id = ? AND member_id = ? AND done_at IS NULL",
            json.dumps(choices),
            import_id,
            member_id,
        )

    async def withdraw(self, member_id: int, import_id: int) -> None:
        """Delete a preview of a member."""
        await self._db.execute(
            "DELETE FROM import WHERE id = ? AND member_id = ? AND done_at IS NULL",
            import_id,
            member_id,
        )

    async def newest(self, member_id: int) -> Import | None:
        """Return a member's newest import that can be undone."""
        undoable, _ = self._since()
        return await self._db.read(lambda con: _find(con, _NEWEST, member_id, undoable))

    async def standing(self, member_id: int) -> Standing:
        """Return a member's verdicts and watchlist, all of the same moment."""
        return await self._db.read(lambda con: _standing(con, member_id))

    async def write(
        self, member_id: int, import_id: int, films: Sequence[Incoming]
    ) -> Written | None:
        """Write a preview, all of it or nothing; ``None`` if it's not there any more.

        Each film comes once. Earlier changes of a film can't be undone before the import is.
        """
        now = to_unix(self._now())
        since = self._since()

        def work(con: sqlite3.Connection) -> Written | None:
            saved = _find(con, _FIND, import_id, member_id, *since)
            if saved is None or saved.done_at is not None:
                return None
            written = _write(con, member_id, import_id, films, now)
            con.execute(
                "UPDATE import SET found = '{}', done_at = ? WHERE id = ?", (now, import_id)
            )
            con.execute(
                "DELETE FROM import WHERE member_id = :member AND done_at IS NOT NULL AND id <= ("
                "SELECT id FROM import WHERE member_id = :member AND done_at IS NOT NULL"
                " ORDER BY id DESC LIMIT 1 OFFSET :most)",
                {"member": member_id, "most": MOST},
            )
            con.execute(_FORGET_BURIED)
            return written

        return await self._db.write(work)

    async def undo(self, member_id: int, import_id: int) -> Undone | None:
        """Undo an import, all of it or nothing; ``None`` if it's not there any more."""
        since = self._since()

        def work(con: sqlite3.Connection) -> Undone | None:
            saved = _find(con, _FIND, import_id, member_id, *since)
            if saved is None or saved.done_at is None:
                return None
            return _undo(con, member_id, import_id)

        return await self._db.write(work)

    async def sweep(self) -> None:
        """Delete what has expired."""
        since = self._since()

        def work(con: sqlite3.Connection) -> None:
            con.execute(
                "DELETE FROM import WHERE done_at < ? OR (done_at IS NULL AND created_at < ?)",
                since,
            )
            con.execute(_FORGET_BURIED)

        await self._db.write(work)

    def _since(self) -> tuple[int, int]:
        """Return since when an import can be undone, and a preview written."""
        now = self._now()
        return to_unix(now - UNDOABLE), to_unix(now - PREVIEWED)


def _find(con: sqlite3.Connection, statement: str, *values: int) -> Import | None:
    row = con.execute(statement, values).fetchone()
    return None if row is None else _import(*row)


@decoding()
def _import(key: int, service: str, found: str, choices: str, done_at: int | None) -> Import:
    done = None if done_at is None else from_unix(done_at)
    return Import(key, service, json.loads(found), json.loads(choices), done)


@decoding()
def _standing(con: sqlite3.Connection, member_id: int) -> Standing:
    return Standing(
        {ItemId(item): Verdict(verdict) for item, verdict in con.execute(_STANDING, (member_id,))},
        _wanted(con, member_id),
    )


def _wanted(con: sqlite3.Connection, member_id: int) -> frozenset[ItemId]:
    rows = con.execute("SELECT item_id FROM watchlist WHERE member_id = ?", (member_id,))
    return frozenset(ItemId(item) for (item,) in rows)


@decoding()
def _write(
    con: sqlite3.Connection, member_id: int, import_id: int, films: Iterable[Incoming], now: int
) -> Written:
    before = {item: row for item, *row in con.execute(_ROWS, (member_id,))}
    wanted = _wanted(con, member_id)
    verdicts = dict.fromkeys(Verdict, 0)
    replaced = wishes = 0
    changes: list[tuple[int | str | None, ...]] = []
    for film in films:
        stood = before.get(film.item_id)
        verdict = film.verdict if film.rates(Verdict(stood[0]) if stood else None) else None
        wish = film.wanted and film.item_id not in wanted
        if verdict is not None:
            verdicts[verdict] += 1
            replaced += stood is not None
        wishes += wish
        if verdict is not None or wish:
            changes.append(
                (
                    import_id,
                    member_id,
                    film.item_id,
                    verdict,
                    None if verdict is None else _at(film.rated_at, now),
                    *(stood if stood and verdict is not None else [None] * 4),
                    _at(film.wanted_at, now) if wish else None,
                )
            )
    con.executemany(_CHANGE, changes)
    values = {"import": import_id, "member": member_id, "source": Source.IMPORT}
    for statement in (_RATE, _WANT, _BURY):
        con.execute(statement, values)
    return Written(verdicts, replaced, wishes)


def _at(moment: datetime | None, now: int) -> int:
    """Return when something was, in unix seconds: now at the latest, whatever a file says."""
    return now if moment is None else min(to_unix(moment), now)


def _undo(con: sqlite3.Connection, member_id: int, import_id: int) -> Undone:
    values = {"import": import_id, "member": member_id, "source": Source.IMPORT}
    unchanged = [item for (item,) in con.execute(_UNCHANGED, values)]
    (films, rated) = con.execute(
        "SELECT count(*), count(opinion) FROM import_change WHERE import_id = :import", values
    ).fetchone()
    for statement in _UNDO:
        con.execute(statement, values | {"unchanged": json.dumps(unchanged)})
    kept = rated - len(unchanged)
    return Undone(films=films - kept, kept=kept)
