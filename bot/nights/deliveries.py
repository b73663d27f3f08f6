"""Nights whose messages have to follow: a task for each, so that none waits for another."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, Final

from bot.nights.night import Night

AT_ONCE: Final = 32
"""So many nights are at work at a time …"""
OF_A_SERVER: Final = 2
"""… and so many of one server, so that its trouble leaves room for everyone else."""


class Deliveries:
    """Attends to nights side by side, to each by one task at a time; the newest state counts."""

    def __init__(self, attend: Callable[[Night], Coroutine[Any, Any, None]]) -> None:
        self._attend = attend
        self._waiting: dict[int, Night] = {}
        self._at_work: dict[int, tuple[Night, asyncio.Task[None]]] = {}

    def put(self, night: Night) -> None:
        """Attend to a night as soon as there is room."""
        at_work, _ = self._at_work.get(night.id, (night, None))
        known = self._waiting.get(night.id, at_work)
        if known.version <= night.version:
            self._waiting[night.id] = night
            self._begin()

    async def close(self) -> None:
        """Stop what is at work, and forget what waits."""
        self._waiting.clear()
        tasks = [task for _, task in self._at_work.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _begin(self) -> None:
        for night in list(self._waiting.values()):
            if self._has_room_for(night):
                del self._waiting[night.id]
                task = asyncio.create_task(self._attend(night), name=f"night {night.id}")
                self._at_work[night.id] = night, task
                task.add_done_callback(partial(self._end, night.id))

    def _has_room_for(self, night: Night) -> bool:
        of_its_server = sum(other.guild_id == night.guild_id for other, _ in self._at_work.values())
        return (
            night.id not in self._at_work
            and len(self._at_work) < AT_ONCE
            and of_its_server < OF_A_SERVER
        )

    def _end(self, night_id: int, _task: asyncio.Task[None]) -> None:
        del self._at_work[night_id]
        self._begin()
