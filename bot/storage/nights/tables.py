"""How a stored night is read and changed."""

import sqlite3
from collections.abc import Callable, Collection

from bot.nights.types import Night, Stage
from bot.storage.clock import Clock, to_unix, utc_now
from bot.storage.database import Database
from bot.storage.nights.loading import load


class NightTables:
    """What every part of the repository does the same way."""

    def __init__(self, db: Database, *, now: Clock = utc_now) -> None:
        self._db = db
        self._now = now

    async def get(self, night_id: int) -> Night | None:
        """Return a night."""
        return await self._db.read(lambda con: load(con, night_id))

    async def _change(
        self,
        night_id: int,
        stages: Collection[Stage],
        work: Callable[[sqlite3.Connection, Night], bool],
    ) -> Night | None:
        """Change a night in these stages; ``work`` returns whether that is allowed.

        Nothing may be written by ``work`` before it refuses.
        """

        def transact(con: sqlite3.Connection) -> Night | None:
            night = load(con, night_id)
            if night is None or night.stage not in stages:
                return None
            before = con.total_changes
            if not work(con, night):
                return None
            if con.total_changes == before:
                return night
            con.execute("UPDATE night SET version = version + 1 WHERE id = ?", (night_id,))
            return load(con, night_id)

        return await self._db.write(transact)

    def _seconds(self) -> int:
        return to_unix(self._now())
