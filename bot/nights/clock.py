"""Does what is due: votes end, reminders and questions go out, messages catch up with their night.

What needs the database alone is done first and never waits for Discord; messages have a task a
night. Everything that waits is in SQLite, so a restart delays it and loses nothing.
"""

import asyncio
import logging
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from discord.ext import commands

from bot.errors import logged
from bot.nights import rules
from bot.nights.deliveries import Deliveries
from bot.nights.messages import Messages, NightLocks
from bot.nights.night import Night
from bot.nights.store import NightStore

log = logging.getLogger(__name__)

_LONGEST: Final = timedelta(hours=1)
"""No longer is slept, so that a clock that was set is noticed."""
_AGAIN: Final = timedelta(minutes=1)
"""What could not be done is tried again after this time."""
_PATIENCE: Final = timedelta(minutes=1)
"""How long Discord gets for the messages of one night."""


class NightClock(commands.Cog):
    """Rings for nights whose time has come, and has their messages follow.

    `wake` may come at any moment: it is seen to before the clock falls asleep, or wakes it.

    Attributes:
        messages: what the nights of all servers show; whoever edits one asks here.
        events: locks for whoever makes or removes the event of a night.
    """

    def __init__(self, store: NightStore, messages: Messages) -> None:
        self._store = store
        self.messages = messages
        self.events = NightLocks()
        self._deliveries = Deliveries(self._deliver)
        self._look = False
        self._next_look = store.now()
        self._work: asyncio.Task[None] | None = None
        self._alarm: asyncio.TimerHandle | None = None
        self._closed = False

    def wake(self, night: Night | None = None) -> None:
        """Attend to a night that changed; without one, look for all that are waiting."""
        if self._closed:
            return
        if night is not None:
            self._expect(night)
            return
        self._look = True
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
        if self._work is not None:
            self._work.cancel()
            await asyncio.wait({self._work})
        await self._deliveries.close()
        if self._alarm is not None:
            self._alarm.cancel()

    async def _run(self) -> None:
        # Nothing is awaited from the last look at what there is to do to the end of the task, so
        # whoever wakes the clock is heard here, or finds that the task is done.
        while self._look:
            self._look = False
            await logged("looking for movie nights", self._look_for_all())

    async def _look_for_all(self) -> None:
        now = self._store.now()
        # Whatever is noted from here on counts besides what this look finds.
        self._next_look, again = now + _LONGEST, now + _AGAIN
        try:
            agenda = await self._store.agenda()
            again = agenda.next_due or now + _LONGEST
        finally:
            self._look_by(again)
        for night in agenda.nights:
            await logged(f"night {night.id}", self._ring(night, now))

    async def _ring(self, night: Night, now: datetime) -> None:
        """Do what a night's timers wait for, then see to its messages."""
        again = now + _AGAIN
        try:
            if any(due_at <= now for due_at in night.timers.values()):
                night = await self._store.change(night.id, partial(rules.ring, now=now))
            self._expect(night)
            again = now + _LONGEST
        finally:
            self._look_by(again)

    def _expect(self, night: Night) -> None:
        """Have a night's messages follow, and wake up for its next timer."""
        self._deliveries.put(night)
        if night.timers:
            self._look_by(min(night.timers.values()))

    async def _deliver(self, night: Night) -> None:
        await logged(f"messages of night {night.id}", self._bring_up_to_date(night))

    async def _bring_up_to_date(self, night: Night) -> None:
        again = self._store.now() + _AGAIN
        try:
            async with asyncio.timeout(_PATIENCE.total_seconds()):
                while night.pending:
                    night = await self.messages.send(night, night.pending[0])
                if not self.messages.is_up_to_date(night):
                    night = await self.messages.show(night)
        except TimeoutError:
            log.warning("Night %d: Discord doesn't answer. I'll try again.", night.id)
        finally:
            if night.pending or night.shown < night.version:
                self._look_by(again)

    def _look_by(self, moment: datetime) -> None:
        """Look for what is waiting at this moment, if not before."""
        if self._closed:
            return
        self._next_look = min(self._next_look, moment)
        if self._alarm is not None:
            self._alarm.cancel()
        wait = max(self._next_look - self._store.now(), timedelta())
        self._alarm = asyncio.get_running_loop().call_later(wait.total_seconds(), self.wake)
