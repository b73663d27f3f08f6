"""Does what is due: votes end, reminders and questions go out, messages catch up with their night.

Everything that waits is in SQLite, so a restart delays it and loses nothing.
"""

import asyncio
from datetime import timedelta
from typing import Final

from bot.errors import logged
from bot.nights.desk import NightDesk
from bot.nights.noticeboard import Noticeboard
from bot.nights.types import PendingPost, Stage, Timer
from bot.storage import Storage
from bot.storage.clock import Clock

_LONGEST: Final = timedelta(hours=1)
"""No longer is slept, so that a clock that was set is noticed."""
_AGAIN: Final = timedelta(minutes=1)
"""What could not be done is tried again after this time."""
_VOTES: Final = {Timer.VOTE_ENDS: Stage.VOTING, Timer.RUNOFF_ENDS: Stage.RUNOFF}


class Timekeeper:
    """One tick after the other; `wake` asks for one, and the next time that is due for the next."""

    def __init__(
        self, *, desk: NightDesk, board: Noticeboard, storage: Storage, now: Clock
    ) -> None:
        self._desk = desk
        self._board = board
        self._nights = storage.nights
        self._now = now
        self._tick: asyncio.Task[None] | None = None
        self._alarm: asyncio.TimerHandle | None = None
        self._asked_again = False
        self._closed = False

    def wake(self) -> None:
        """Do what is due now; at work already, look once more afterwards."""
        if self._closed:
            return
        if self._tick is not None and not self._tick.done():
            self._asked_again = True
            return
        self._tick = asyncio.create_task(self._run(), name="movie nights")

    async def close(self) -> None:
        """Stop; what is due stays due."""
        self._closed = True
        if self._alarm is not None:
            self._alarm.cancel()
        if self._tick is not None:
            self._tick.cancel()
            await asyncio.wait({self._tick})

    async def _run(self) -> None:
        self._asked_again = True
        while self._asked_again:
            self._asked_again = False
            await logged("movie nights", self._work())
        await logged("setting the alarm", self._set_alarm())

    async def _work(self) -> None:
        for night_id, timer in await self._nights.due(self._now()):
            await logged(f"night {night_id}, {timer}", self._ring(night_id, timer))
        for post in await self._nights.pending_posts():
            await logged(f"night {post.night_id}, {post.post}", self._send(post))
        for night_id in await self._nights.to_show():
            await logged(f"showing night {night_id}", self._show(night_id))

    async def _set_alarm(self) -> None:
        now = self._now()
        due = await self._nights.next_due()
        wait = _LONGEST if due is None else min(due - now, _LONGEST)
        if await self._nights.pending_posts() or await self._nights.to_show():
            wait = min(wait, _AGAIN)
        if due is not None and due <= now:
            wait = _AGAIN
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm = asyncio.get_running_loop().call_later(wait.total_seconds(), self.wake)

    async def _ring(self, night_id: int, timer: Timer) -> None:
        if timer not in _VOTES:
            await self._nights.claim(night_id, timer)
            return
        async with self._desk.one_at_a_time(night_id):
            if await self._desk.end_vote(night_id, _VOTES[timer]) is None:
                await self._nights.drop_timer(night_id, timer)

    async def _send(self, pending: PendingPost) -> None:
        async with self._desk.one_at_a_time(pending.night_id):
            night = await self._nights.get(pending.night_id)
            if night is None or night.winner is None:
                await self._nights.give_up_post(pending.night_id, pending.post)
                return
            await self._board.send(night, pending)

    async def _show(self, night_id: int) -> None:
        async with self._desk.one_at_a_time(night_id):
            night = await self._nights.get(night_id)
            if night is not None:
                await self._board.show(night)
