"""Films that members want to watch."""

import json
import sqlite3
from collections.abc import Collection

from bot.storage.clock import Clock, to_unix, utc_now
from bot.storage.database import Database
from recsys.types import ItemId


class Watchlists:
    """One list of films for each member."""

    def __init__(self, db: Database, *, now: Clock = utc_now) -> None:
        self._db = db
        self._now = now

    async def add(self, member_id: int, item_id: int) -> bool:
        """Put a film on the list; ``False`` if it was there."""
        at = to_unix(self._now())
        return await self._db.write(lambda con: _add(con, member_id, item_id, at))

    async def remove(self, member_id: int, item_id: int) -> bool:
        """Take a film off the list; ``False`` if it was not there."""
        return await self._db.write(lambda con: _remove(con, member_id, item_id))

    async def toggle(self, member_id: int, item_id: int) -> bool:
        """Put a film on the list or take it off; return whether it is there now."""
        at = to_unix(self._now())
        return await self._db.write(
            lambda con: not _remove(con, member_id, item_id) and _add(con, member_id, item_id, at)
        )

    async def items(self, member_id: int) -> list[ItemId]:
        """Return the films on a member's list, newest first."""
        rows = await self._db.rows(
            "SELECT item_id FROM watchlist WHERE member_id = ? ORDER BY added_at DESC, rowid DESC",
            member_id,
        )
        return [ItemId(item_id) for (item_id,) in rows]

    async def counts(self, member_ids: Collection[int]) -> dict[ItemId, int]:
        """Return on how many of these members' lists each film is."""
        rows = await self._db.rows(
            "SELECT item_id, count(*) FROM watchlist"
            " WHERE member_id IN (SELECT value FROM json_each(?)) GROUP BY item_id",
            json.dumps([*member_ids]),
        )
        return {ItemId(item_id): count for item_id, count in rows}


def _add(con: sqlite3.Connection, member_id: int, item_id: int, at: int) -> bool:
    added = con.execute(
        "INSERT INTO watchlist (member_id, item_id, added_at) VALUES (?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        (member_id, item_id, at),
    )
    return added.rowcount == 1


def _remove(con: sqlite3.Connection, member_id: int, item_id: int) -> bool:
    removed = con.execute(
        "DELETE FROM watchlist WHERE member_id = ? AND item_id = ?", (member_id, item_id)
    )
    return removed.rowcount == 1
