"""Everything stored about one member: how much it is, and its removal."""

import sqlite3
from typing import Final

from bot.storage.clock import Clock, to_unix, utc_now
from bot.storage.database import Database
from bot.storage.errors import decoding
from bot.storage.types import Inventory, Verdict

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
_STOP_REPLAYS = """
UPDATE card SET replay = 0
WHERE message_id IN (SELECT message_id FROM reaction WHERE member_id = :member)
"""
_ERASE = (
    # Discord still shows their reactions, and a catch-up would bring back what is erased.
    _STOP_REPLAYS,
    "DELETE FROM verdict WHERE member_id = :member",
    "DELETE FROM history WHERE member_id = :member",
    "DELETE FROM reaction WHERE member_id = :member",
    "DELETE FROM watchlist WHERE member_id = :member",
    "DELETE FROM listing WHERE member_id = :member",
    "DELETE FROM visibility WHERE member_id = :member",
    # Nights stay, with the films that the member suggested, but without the member.
    f"UPDATE night SET version = version + 1 WHERE id IN ({_NIGHTS})",  # noqa: S608 - as above
    "DELETE FROM night_member WHERE member_id = :member",
    "DELETE FROM night_invitation WHERE member_id = :member",
    "DELETE FROM night_fit WHERE member_id = :member",
    "DELETE FROM night_approval WHERE member_id = :member",
    "DELETE FROM night_veto WHERE member_id = :member",
    "DELETE FROM night_rating WHERE member_id = :member",
    "DELETE FROM night_credit WHERE member_id = :member",
    "UPDATE night_film SET added_by = NULL WHERE added_by = :member",
    "UPDATE night SET organiser_id = 0 WHERE organiser_id = :member",
)


class MemberData:
    """Counts and erases what is stored about a member."""

    def __init__(self, db: Database, *, now: Clock = utc_now) -> None:
        self._db = db
        self._now = now

    async def count(self, member_id: int) -> Inventory:
        """Count what is stored about a member, all of it at the same moment."""
        return await self._db.read(lambda con: _inventory(con, member_id))

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
        watchlist=_count(con, "watchlist", member_id),
        listings=_count(con, "listing", member_id),
        visible_in=frozenset(guild_id for (guild_id,) in guilds),
        nights=len(nights),
    )


def _count(con: sqlite3.Connection, table: str, member_id: int) -> int:
    statement = f"SELECT count(*) FROM {table} WHERE member_id = ?"  # noqa: S608 - names above
    (count,) = con.execute(statement, (member_id,)).fetchone()
    return int(count)
