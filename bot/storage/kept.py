"""What is kept about one member, counted."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from bot.storage.database import Database
from bot.storage.erasure import nights_of
from bot.storage.types import Verdict


@dataclass(frozen=True, slots=True)
class Kept:
    """How much is kept about a member, by kind.

    Attributes:
        by_verdict: films by verdict; verdicts that were never given are left out.
        history: changes that undo can take back.
        reactions: reactions on cards that have had their effect.
        watchlist: films on the list.
        listings: lists of films that they asked for.
        visible_in: the guilds in which they are visible.
        nights: movie nights in which they took part.
    """

    by_verdict: Mapping[Verdict, int]
    history: int
    reactions: int
    watchlist: int
    listings: int
    visible_in: frozenset[int]
    nights: int

    @property
    def verdicts(self) -> int:
        """How many films they gave a verdict on."""
        return sum(self.by_verdict.values())

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing."""
        counts = (self.verdicts, self.history, self.reactions, self.watchlist, self.listings)
        return not (any(counts) or self.visible_in or self.nights)


async def count_kept(db: Database, member_id: int) -> Kept:
    """Count what is kept about a member, all of it at the same moment."""

    def work(con: sqlite3.Connection) -> Kept:
        verdicts = con.execute(
            "SELECT opinion, count(*) FROM verdict WHERE member_id = ? GROUP BY opinion",
            (member_id,),
        ).fetchall()
        guilds = con.execute(
            "SELECT guild_id FROM visibility WHERE member_id = ?", (member_id,)
        ).fetchall()
        return Kept(
            by_verdict={Verdict(verdict): count for verdict, count in verdicts},
            history=_count(con, "history", member_id),
            reactions=_count(con, "reaction", member_id),
            watchlist=_count(con, "watchlist", member_id),
            listings=_count(con, "listing", member_id),
            visible_in=frozenset(guild_id for (guild_id,) in guilds),
            nights=len(nights_of(con, member_id)),
        )

    return await db.read(work)


def _count(con: sqlite3.Connection, table: str, member_id: int) -> int:
    statement = f"SELECT count(*) FROM {table} WHERE member_id = ?"  # noqa: S608 - names above
    (count,) = con.execute(statement, (member_id,)).fetchone()
    return int(count)
