"""Does what is due: votes end, reminders and questions go out, messages catch up with their night.

Everything that waits is in SQLite, so a restart delays it and loses nothing.
"""

import asyncio
from datetime import timedelta
from typing import Final

from discord.ext import commands

from bot.errors import logged
from bot.nights import rules
from bot.nights.messages import Messages, Turns
from bot.nights.night import Night
from bot.nights.store import NightStore

_LONGEST: Final = timedelta(hours=1)
"""No longer is slept, so that a clock that was set is noticed."""
_AGAIN: Final = timedelta(minutes=1)
"""What could not be done is tried again after this time."""


class NightClock(commands.Cog):
    """Attends to nights, one after the other, as long as there is one to attend to.

    `wake` may come at any moment: it is seen to before the clock falls asleep, or wakes it.

    Attributes:
        messages: what the nights of all servers show; whoever edits one asks here.
        events: turns for whoever makes or removes the event of a night.
    """

    def __init__(self, store: NightStore, messages: Messages) -> None:
        self._store = store
        self.messages = messages
        self.events = Turns()
        self._changed: dict[int, Night] = {}
        self._look = False
        self._next_look = store.now()
        self._work: asyncio.Task[None] | None = None
        self._alarm: asyncio.TimerHandle | None = None
        self._closed = False

    def wake(self, night: Night | None = None) -> None:
        """Attend to a night that changed; without one, look for all that are waiting."""
        if self._closed:
            return
        if night is None:
            self._look = True
        else:
            self._hand_over(night)
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._run(), name="movie nights")

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Do what came due while the bot was away."""
        self.wake()

    @commands.Cog.listener()
    async def on_night_changed(self, night: Night | None = None) -> None:
        """Attend to a night that changed; without one, to all that did."""
        self.wake(night)

    async def cog_unload(self) -> None:
        """Stop; what is due stays due."""
        self._closed = True
        if self._alarm is not None:
            self._alarm.cancel()
        if self._work is not None:
            self._work.cancel()
            await asyncio.wait({self._work})

    async def _run(self) -> None:
        while self._look or self._changed:
            if self._look:
                self._look = False
                await logged("looking for movie nights", self._look_for_all())
            nights, self._changed = self._changed, {}
            for night in nights.values():
                await logged(f"night {night.id}", self._attend(night))
        # Nothing is awaited from the last look at what there is to do to the end of the task, so
        # whoever wakes the clock is heard above, or finds that the task is done.
        self._set_alarm()

    async def _look_for_all(self) -> None:
        now = self._store.now()
        self._next_look = now + _AGAIN
        agenda = await self._store.agenda()
        for night in agenda.nights:
            self._hand_over(night)
        self._next_look = min(agenda.next_due or now + _LONGEST, now + _LONGEST)

    async def _attend(self, night: Night) -> None:
        now = self._store.now()
        again = now + _AGAIN
        try:
            if any(due_at <= now for due_at in night.timers.values()):
                night = await self._store.change(night.id, lambda night: rules.ring(night, now))
            while night.pending:
                night = await self.messages.send(night, night.pending[0])
            if not self.messages.is_up_to_date(night):
                night = await self.messages.show(night)
            if night.shown == night.version:
                again = min(night.timers.values(), default=now + _LONGEST)
        finally:
            self._next_look = min(self._next_look, again)

    def _hand_over(self, night: Night) -> None:
        known = self._changed.get(night.id)
        if known is None or known.version <= night.version:
            self._changed[night.id] = night

    def _set_alarm(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
        wait = max(self._next_look - self._store.now(), timedelta())
        self._alarm = asyncio.get_running_loop().call_later(wait.total_seconds(), self.wake)
