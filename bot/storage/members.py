"""Everything stored about one member: how much it is, a copy of it, and its removal."""

import sqlite3
from collections.abc import Mapping
from typing import Final

from bot.storage.clock import Clock, to_unix, utc_now
from bot.storage.database import Database
from bot.storage.errors import decoding
from bot.storage.types import Inventory, Table, Verdict

ERASED_AT: Final = "erased_at"
"""Key of the state: the second in which a member was erased last. Older copies hold that member."""
_VERDICTS = "SELECT opinion, count(*) FROM verdict WHERE member_id = :member GROUP BY opinion"
_GUILDS = "SELECT guild_id FROM visibility WHERE member_id = :member"
_NIGHTS = """
SELECT id FROM night WHERE organiser_id = :member
UNION SELECT night_id FROM night_member WHERE member_id = :member
UNION SELECT night_id FROM night_invitation WHERE member_id = :member
UNION SELECT night_id FROM night_film WHERE added_by = :member
UNION SELECT night_id FROM night_film JOIN night_fit ON film_id = id WHERE member_id = :member
UNION SELECT night_id FROM night_film JOIN night_approval ON film_id = id WHERE member_id = :member
UNION SELECT night_id FROM night_veto WHERE member_id = :member
UNION SELECT night_id FROM night_rating WHERE member_id = :member
"""


def _own(table: str, *order: str) -> str:
    by = ", ".join(order)
    return f"SELECT * FROM {table} WHERE member_id = :member ORDER BY {by}"  # noqa: S608


def _of_films(table: str) -> str:
    return f"""
    SELECT {table}.*, film.night_id, film.item_id, film.title
    FROM {table} JOIN night_film AS film ON film.id = {table}.film_id
    WHERE member_id = :member ORDER BY film_id
    """  # noqa: S608


HELD: Final[Mapping[str, str]] = {
    "verdict": _own("verdict", "rated_at", "item_id"),
    "history": _own("history", "id"),
    "reaction": """
    SELECT reaction.*, guild_id, channel_id, item_id FROM reaction JOIN card USING (message_id)
    WHERE reaction.member_id = :member ORDER BY message_id, emoji
    """,
    "card": _own("card", "posted_at", "message_id"),
    "watchlist": _own("watchlist", "added_at", "rowid"),
    "server_film": "SELECT * FROM server_film WHERE added_by = :member ORDER BY added_at, rowid",
    "listing": _own("listing", "id"),
    "shown": _own("shown", "shown_at", "item_id"),
    "skip": _own("skip", "skipped_at", "item_id"),
    "import": _own("import", "id"),
    "import_change": _own("import_change", "import_id", "item_id"),
    "visibility": _own("visibility", "guild_id"),
    "night": f"""
    SELECT night.*, item_id, title FROM night LEFT JOIN night_film ON night_film.id = winner_id
    WHERE night.id IN ({_NIGHTS}) ORDER BY night.id
    """,  # noqa: S608
    "night_invitation": _own("night_invitation", "night_id"),
    "night_member": _own("night_member", "night_id"),
    "night_film": "SELECT * FROM night_film WHERE added_by = :member ORDER BY id",
    "night_fit": _of_films("night_fit"),
    "night_approval": _of_films("night_approval"),
    "night_veto": _of_films("night_veto"),
    "night_rating": _own("night_rating", "night_id"),
    "night_credit": _own("night_credit", "guild_id"),
}
"""Where something about a member stands, by table, and what of it is theirs to have.

An export has these rows; an erasure deletes them, and where they are others' too (`_SHARED`), only
the member goes from them.
"""
_SHARED: Final = {"night", "night_film", "server_film"}
_STOP_REPLAYS = """
UPDATE card SET replay = 0
WHERE message_id IN (SELECT message_id FROM reaction WHERE member_id = :member)
"""
_ERASE: Final = (
    # Discord still shows their reactions, and a catch-up would bring back what is erased.
    _STOP_REPLAYS,
    # Nights stay, with the films that the member suggested, but without the member.
    f"UPDATE night SET version = version + 1 WHERE id IN ({_NIGHTS})",  # noqa: S608
    # The results that name them are shown anew.
    f"""
    UPDATE night_post SET state = 'pending'
    WHERE post = 'how_was_it' AND state = 'sent' AND night_id IN ({_NIGHTS})
    """,  # noqa: S608
    *(
        f"DELETE FROM {table} WHERE member_id = :member"  # noqa: S608
        for table in HELD
        if table not in _SHARED
    ),
    "UPDATE server_film SET added_by = NULL WHERE added_by = :member",
    "UPDATE night_film SET added_by = NULL WHERE added_by = :member",
    "UPDATE night SET organiser_id = 0 WHERE organiser_id = :member",
)


class MemberData:
    """Counts, copies and erases what is stored about a member."""

    def __init__(self, db: Database, *, now: Clock = utc_now) -> None:
        self._db = db
        self._now = now

    async def count(self, member_id: int) -> Inventory:
        """Count what is stored about a member, all of it at the same moment."""
        return await self._db.read(lambda con: _inventory(con, member_id))

    async def tables(self, member_id: int) -> dict[str, Table]:
        """Return the rows about a member, by table as in `HELD`, all of the same moment."""
        return await self._db.read(
            lambda con: {name: _table(con, select, member_id) for name, select in HELD.items()}
        )

    async def erase(self, member_id: int) -> Inventory:
        """Remove everything about a member, from the disk too; return what it was."""

        def work(con: sqlite3.Connection) -> Inventory:
            erased = _inventory(con, member_id)
            for statement in _ERASE:
                con.execute(statement, {"member": member_id})
            con.execute(
                "INSERT OR REPLACE INTO state (key, value) VALUES (?, ?)",
                (ERASED_AT, str(to_unix(self._now()))),
            )
            return erased

        return await self._db.erase(work)


@decoding()
def _inventory(con: sqlite3.Connection, member_id: int) -> Inventory:
    by_verdict, guilds, nights = (
        con.execute(statement, {"member": member_id}).fetchall()
        for statement in (_VERDICTS, _GUILDS, _NIGHTS)
    )
    return Inventory(
        by_verdict={Verdict(verdict): count for verdict, count in by_verdict},
        history=_count(con, "history", member_id),
        reactions=_count(con, "reaction", member_id),
        cards=_count(con, "card", member_id),
        watchlist=_count(con, "watchlist", member_id),
        server_films=_count(con, "server_film", member_id, who="added_by"),
        listings=_count(con, "listing", member_id),
        shown=_count(con, "shown", member_id),
        skipped=_count(con, "skip", member_id),
        visible_in=frozenset(guild_id for (guild_id,) in guilds),
        nights=len(nights),
        imports=_count(con, "import", member_id),
    )


def _table(con: sqlite3.Connection, select: str, member_id: int) -> Table:
    rows = con.execute(select, {"member": member_id})
    return Table(tuple(column for column, *_ in rows.description), tuple(rows.fetchall()))


def _count(con: sqlite3.Connection, table: str, member_id: int, *, who: str = "member_id") -> int:
    statement = f"SELECT count(*) FROM {table} WHERE {who} = ?"  # noqa: S608 - names above
    (count,) = con.execute(statement, (member_id,)).fetchone()
    return int(count)
