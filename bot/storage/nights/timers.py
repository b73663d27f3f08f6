"""What waits for its time."""

import sqlite3
from datetime import datetime

from bot.nights.types import Timer
from bot.storage.clock import from_unix, to_unix
from bot.storage.nights.tables import NightTables


class Timers(NightTables):
    """Timers of all nights; whatever ends a night takes its timers with it."""

    async def due(self, now: datetime) -> list[tuple[int, Timer]]:
        """Return the nights and their timers whose time has come, oldest first."""
        rows = await self._db.read(
            lambda con: con.execute(
                "SELECT night_id, timer FROM night_timer WHERE due_at <= ?"
                " ORDER BY due_at, night_id, timer",
                (to_unix(now),),
            ).fetchall()
        )
        return [(night_id, Timer(timer)) for night_id, timer in rows]

    async def next_due(self) -> datetime | None:
        """Return when the next timer is due, which may be over; ``None`` without timers."""
        (due_at,) = await self._db.read(
            lambda con: con.execute("SELECT min(due_at) FROM night_timer").fetchone()
        )
        return None if due_at is None else from_unix(due_at)

    async def drop_timer(self, night_id: int, timer: Timer) -> None:
        """Forget a timer that has nothing to do any more."""
        await self._db.write(lambda con: remove_timer(con, night_id, timer))


def set_timer(con: sqlite3.Connection, night_id: int, timer: Timer, due_at: datetime) -> None:
    """Set a timer that isn't set yet."""
    con.execute(
        "INSERT INTO night_timer (night_id, timer, due_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (night_id, timer, to_unix(due_at)),
    )


def remove_timer(con: sqlite3.Connection, night_id: int, timer: Timer) -> bool:
    """Remove a timer; return whether it was there."""
    removed = con.execute(
        "DELETE FROM night_timer WHERE night_id = ? AND timer = ?", (night_id, timer)
    )
    return removed.rowcount == 1


def remove_timers(con: sqlite3.Connection, night_id: int) -> None:
    """Remove all timers of a night."""
    con.execute("DELETE FROM night_timer WHERE night_id = ?", (night_id,))
