"""What a night's message and its scheduled event show."""

import sqlite3
from datetime import timedelta

from bot.nights.types import Night, Stage
from bot.storage.clock import to_unix
from bot.storage.nights.tables import NightTables

SHOWN_FOR = timedelta(days=30)
"""How old a night may be whose message is still brought up to date."""


class Showing(NightTables):
    """Which message is the night's, what it shows, and the event in Discord's calendar."""

    async def set_message(self, night_id: int, channel_id: int, message_id: int) -> None:
        """Keep which message is the night's; it shows no version yet."""
        await self._db.write(
            lambda con: con.execute(
                "UPDATE night SET channel_id = ?, message_id = ?, shown = 0 WHERE id = ?",
                (channel_id, message_id, night_id),
            )
        )

    async def to_show(self) -> list[int]:
        """Return the nights of the last 30 days whose message doesn't show how they stand.

        Those that have no message yet are among them.
        """
        since = to_unix(self._now() - SHOWN_FOR)
        rows = await self._db.read(
            lambda con: con.execute(
                "SELECT id FROM night WHERE shown < version AND created_at > ? ORDER BY id",
                (since,),
            ).fetchall()
        )
        return [night_id for (night_id,) in rows]

    async def shown(self, night_id: int, version: int) -> None:
        """Keep that the message shows this version, or a later one."""
        await self._db.write(
            lambda con: con.execute(
                "UPDATE night SET shown = max(shown, ?) WHERE id = ?", (version, night_id)
            )
        )

    async def try_event(self, night_id: int) -> bool:
        """Return whether the scheduled event is still to be made: ``True`` once."""
        return await self._mark_event(night_id, tried=True)

    async def untry_event(self, night_id: int) -> None:
        """Have the next `try_event` return ``True`` again."""
        await self._mark_event(night_id, tried=False)

    async def set_event(self, night_id: int, event_id: int) -> Night | None:
        """Keep which scheduled event was made for a night."""

        def work(con: sqlite3.Connection, _: Night) -> bool:
            con.execute(
                "UPDATE night SET event_id = ?, event_tried = 1 WHERE id = ?", (event_id, night_id)
            )
            return True

        return await self._change(night_id, set(Stage), work)

    async def _mark_event(self, night_id: int, *, tried: bool) -> bool:
        statement = "UPDATE night SET event_tried = ? WHERE id = ? AND event_tried <> ?"
        count = await self._db.write(
            lambda con: con.execute(statement, (tried, night_id, tried)).rowcount
        )
        return count == 1
