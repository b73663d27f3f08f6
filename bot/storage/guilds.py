"""The servers that the bot is in, and what goes some time after it left one."""

import json
import sqlite3
from collections.abc import Collection, Sequence
from datetime import timedelta
from functools import partial

from bot.storage.clock import Clock, to_unix, utc_now
from bot.storage.database import Database

GRACE = timedelta(days=30)
"""How long everything about a server stays after the bot left, in case it is invited again."""
_TABLES = """
SELECT tables.name FROM sqlite_master AS tables
JOIN pragma_table_info(tables.name) AS columns ON columns.name = 'guild_id'
WHERE tables.type = 'table'
"""


class Guilds:
    """Remembers where the bot is, and forgets servers that it left."""

    def __init__(self, db: Database, *, now: Clock = utc_now) -> None:
        self._db = db
        self._now = now

    async def joined(self, guild_id: int) -> None:
        """Save that the bot is in a server; whatever is stored of it stays."""
        await self._db.execute(
            "INSERT INTO guild (guild_id) VALUES (?) ON CONFLICT DO UPDATE SET left_at = NULL",
            guild_id,
        )

    async def left(self, guild_id: int) -> None:
        """Save that the bot left a server."""
        await self._db.execute(
            "INSERT INTO guild (guild_id, left_at) VALUES (?, ?)"
            " ON CONFLICT DO UPDATE SET left_at = coalesce(left_at, excluded.left_at)",
            guild_id,
            to_unix(self._now()),
        )

    async def is_in(self, guild_ids: Collection[int]) -> int:
        """Save all servers that the bot is in; return how many of those it knew it has left."""
        present = {"now": to_unix(self._now()), "guilds": json.dumps(list(guild_ids))}

        def work(con: sqlite3.Connection) -> int:
            gone = con.execute(
                "UPDATE guild SET left_at = :now WHERE left_at IS NULL"
                " AND guild_id NOT IN (SELECT value FROM json_each(:guilds))",
                present,
            )
            con.execute(
                "INSERT INTO guild (guild_id) SELECT value FROM json_each(:guilds) WHERE true"
                " ON CONFLICT DO UPDATE SET left_at = NULL WHERE left_at IS NOT NULL",
                present,
            )
            return gone.rowcount

        return await self._db.write(work)

    async def sweep(self) -> None:
        """Delete everything of servers that the bot left long ago, from the disk too."""
        long_ago = to_unix(self._now() - GRACE)
        rows = await self._db.rows("SELECT guild_id FROM guild WHERE left_at <= ?", long_ago)
        if rows:
            await self._db.erase(partial(_forget, guilds=rows))


def _forget(con: sqlite3.Connection, guilds: Sequence[tuple[int]]) -> None:
    for (table,) in con.execute(_TABLES).fetchall():
        con.executemany(f"DELETE FROM {table} WHERE guild_id = ?", guilds)  # noqa: S608 - as above
    con.executemany("DELETE FROM listing WHERE json_extract(options, '$.guild') = ?", guilds)
