"""A verdict and its history change together: the only code that writes either, but for imports.

These functions run inside a transaction of the caller.
"""

import sqlite3
from dataclasses import astuple, dataclass

from bot.storage.errors import decoding
from bot.storage.types import Change, Source, Verdict
from recsys.types import ItemId

HISTORY = 200
"""How many changes of a member can be undone."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A row of verdicts, columns in order, without its key; ``rated_at`` in unix seconds."""

    verdict: Verdict
    source: Source
    message_id: int | None
    rated_at: int


def stored(connection: sqlite3.Connection, member_id: int, item_id: int) -> Stored | None:
    """Return the verdict as it stands."""
    row = connection.execute(
        "SELECT opinion, source, message_id, rated_at FROM verdict"
        " WHERE member_id = ? AND item_id = ?",
        (member_id, item_id),
    ).fetchone()
    return _as_stored(*row) if row else None


def rate(
    connection: sqlite3.Connection, member_id: int, item_id: int, after: Stored
) -> Change | None:
    """Store a verdict; ``None`` if that verdict stands already, whatever it came from."""
    before = stored(connection, member_id, item_id)
    if before is not None and before.verdict is after.verdict:
        return None
    _put(connection, member_id, item_id, after)
    return _record(connection, member_id, item_id, before, after, after.source, after.rated_at)


def remove(
    connection: sqlite3.Connection, member_id: int, item_id: int, source: Source, at: int
) -> Change | None:
    """Remove a verdict; ``None`` if there is none."""
    before = stored(connection, member_id, item_id)
    if before is None:
        return None
    _put(connection, member_id, item_id, None)
    return _record(connection, member_id, item_id, before, None, source, at)


def newest(connection: sqlite3.Connection, member_id: int) -> int | None:
    """Return the id of the member's newest change that no import has covered since."""
    (change_id,) = connection.execute(
        "SELECT max(id) FROM history WHERE member_id = ? AND buried_by IS NULL", (member_id,)
    ).fetchone()
    return None if change_id is None else int(change_id)


def is_newest_of_its_film(connection: sqlite3.Connection, member_id: int, change_id: int) -> bool:
    """Return whether it's the member's newest change of its film, and no import covers it."""
    (latest,) = connection.execute(
        "SELECT max(id) FROM history WHERE member_id = ? AND buried_by IS NULL"
        " AND item_id = (SELECT item_id FROM history WHERE id = ?)",
        (member_id, change_id),
    ).fetchone()
    return bool(latest == change_id)


def undo(connection: sqlite3.Connection, change_id: int) -> Change:
    """Undo a change, the newest of its film, and forget it."""
    member_id, item_id, after, verdict, *rest = connection.execute(
        "DELETE FROM history WHERE id = ? RETURNING member_id, item_id, after_opinion,"
        " before_opinion, before_source, before_message_id, before_rated_at",
        (change_id,),
    ).fetchone()
    restored = _as_stored(verdict, *rest) if verdict is not None else None
    with decoding():
        before = Verdict(after) if after is not None else None
    _put(connection, member_id, item_id, restored)
    return Change(
        change_id,
        ItemId(item_id),
        before=before,
        after=restored.verdict if restored else None,
    )


@decoding()
def _as_stored(verdict: str, source: str, message_id: int | None, rated_at: int) -> Stored:
    return Stored(Verdict(verdict), Source(source), message_id, rated_at)


def _put(
    connection: sqlite3.Connection, member_id: int, item_id: int, verdict: Stored | None
) -> None:
    if verdict is None:
        connection.execute(
            "DELETE FROM verdict WHERE member_id = ? AND item_id = ?", (member_id, item_id)
        )
        return
    connection.execute(
        "INSERT INTO verdict (member_id, item_id, opinion, source, message_id, rated_at)"
        " VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET opinion = excluded.opinion, source = excluded.source,"
        " message_id = excluded.message_id, rated_at = excluded.rated_at",
        (member_id, item_id, *astuple(verdict)),
    )


def _record(
    connection: sqlite3.Connection,
    member_id: int,
    item_id: int,
    before: Stored | None,
    after: Stored | None,
    source: Source,
    at: int,
) -> Change:
    (change_id,) = connection.execute(
        "INSERT INTO history (member_id, item_id, source, changed_at, before_opinion,"
        " before_source, before_message_id, before_rated_at, after_opinion)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        (
            member_id,
            item_id,
            source,
            at,
            *(astuple(before) if before else [None] * 4),
            after.verdict if after else None,
        ),
    ).fetchone()
    connection.execute(
        "DELETE FROM history WHERE member_id = :member AND id <= (SELECT id FROM history"
        " WHERE member_id = :member ORDER BY id DESC LIMIT 1 OFFSET :history)",
        {"member": member_id, "history": HISTORY},
    )
    return Change(
        change_id,
        ItemId(item_id),
        before=before.verdict if before else None,
        after=after.verdict if after else None,
    )
