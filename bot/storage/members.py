"""All that is kept about one member."""

import sqlite3

from bot.storage.database import Database
from bot.storage.erasure import erase_from_nights
from bot.storage.types import Erased


class MemberData:
    """Removes everything about a member."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def erase(self, member_id: int) -> Erased:
        """Remove every row about a member, all or none, from the disk too; return how many.

        Their reactions still stand on Discord, so the cards that carry them take no more
        additions from a catch-up: it would bring back what was erased.
        """

        def work(con: sqlite3.Connection) -> Erased:
            con.execute(
                "UPDATE card SET replay = 0 WHERE message_id IN"
                " (SELECT message_id FROM reaction WHERE member_id = ?)",
                (member_id,),
            )
            return Erased(
                verdicts=_delete(con, "verdict", member_id),
                history=_delete(con, "history", member_id),
                reactions=_delete(con, "reaction", member_id),
                watchlist=_delete(con, "watchlist", member_id),
                listings=_delete(con, "listing", member_id),
                visibility=_delete(con, "visibility", member_id),
                nights=erase_from_nights(con, member_id),
            )

        return await self._db.erase(work)


def _delete(con: sqlite3.Connection, table: str, member_id: int) -> int:
    statement = f"DELETE FROM {table} WHERE member_id = ?"  # noqa: S608 - the names stand above
    return con.execute(statement, (member_id,)).rowcount
