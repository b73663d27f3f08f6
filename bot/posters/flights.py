"""Work that several ask for at once and that is done once."""

import asyncio
from collections.abc import Coroutine, Hashable
from typing import Any, Generic, TypeVar

_K = TypeVar("_K", bound=Hashable)
_V = TypeVar("_V")


class Flights(Generic[_K, _V]):
    """Tasks by what they are about; each goes on when whoever asked for it is gone."""

    def __init__(self) -> None:
        self._tasks: dict[_K, asyncio.Task[_V]] = {}

    def __len__(self) -> int:
        return len(self._tasks)

    def under_way(self, key: _K) -> asyncio.Task[_V] | None:
        """Return the task about ``key``, if there is one."""
        return self._tasks.get(key)

    def start(self, key: _K, work: Coroutine[Any, Any, _V]) -> asyncio.Task[_V]:
        """Begin work about ``key``; nothing about it may be under way."""
        task = asyncio.create_task(work)
        self._tasks[key] = task
        task.add_done_callback(lambda _: self._tasks.pop(key, None))
        return task

    async def close(self, grace: float) -> None:
        """Wait up to ``grace`` seconds for what is under way, then cancel the rest."""
        tasks = list(self._tasks.values())
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=grace)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
