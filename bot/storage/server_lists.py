"""Films that a server wants to watch: one list for each, to which everybody there adds."""

import sqlite3
from enum import Enum, auto
from typing import Final

from bot.storage.clock import Clock, from_unix, to_unix, utc_now
from bot.storage.database import Database
from bot.storage.errors import decoding
from bot.storage.types import ServerFilm
from recsys.types import ItemId

ROOM: Final = 500
"""Films on the list of a server."""


class Adding(Enum):
    """What came of adding a film."""

    ADDED = auto()
    LISTED = auto()
    """It was there already."""
    FULL = auto()


class ServerLists:
    """One list of films for each server."""

    def __init__(self, db: Database, *, now: Clock = utc_now) -> None:
        self._db = db
        self._now = now

    async def add(self, guild_id: int, item_id: int, member_id: int) -> Adding:
        """Put a film on a server's list, unless it is there or the list is full."""
        row = (guild_id, item_id, member_id, to_unix(self._now()))

        def work(con: sqlite3.Connection) -> Adding:
            listed, films = con.execute(
                "SELECT count(*) FILTER (WHERE item_id = ?), count(*) FROM server_film"
                " WHERE guild_id = ?",
                (item_id, guild_id),
            ).fetchone()
            if listed:
                return Adding.LISTED
            if films >= ROOM:
                return Adding.FULL
            con.execute("INSERT INTO server_film VALUES (?, ?, ?, ?)", row)
            return Adding.ADDED

        return await self._db.write(work)

    async def remove(self, guild_id: int, item_id: int) -> None:
        """Take a film off a server's list."""
        await self._db.execute(
            "DELETE FROM server_film WHERE guild_id = ? AND item_id = ?", guild_id, item_id
        )

    async def films(self, guild_id: int) -> list[ServerFilm]:
        """Return the films on a server's list, newest first."""
        rows = await self._db.rows(
            "SELECT item_id, added_by, added_at FROM server_film WHERE guild_id = ?"
            " ORDER BY added_at DESC, rowid DESC",
            guild_id,
        )
        return [_film(*row) for row in rows]


@decoding()
def _film(item_id: int, added_by: int | None, added_at: int) -> ServerFilm:
    return ServerFilm(ItemId(item_id), added_by, from_unix(added_at))
