"""How much of a member's is being worked on: a few requests at once, so that others have room."""

import asyncio
from typing import Final

AT_ONCE: Final = 3
"""Requests of one member; more than that nobody has the patience to read."""


class StillAtWork(Exception):
    """A member asks again while enough of theirs is being worked on."""


class AtWork:
    """The tasks that do what members asked for."""

    def __init__(self) -> None:
        self._tasks: dict[int, set[asyncio.Task[object]]] = {}

    def begin(self, member_id: int) -> None:
        """Count the present task as work for a member, until it ends.

        Raises:
            StillAtWork: enough is being worked on for them.
        """
        task = asyncio.current_task()
        assert task is not None
        tasks = self._tasks.setdefault(member_id, set())
        if task in tasks:
            return
        if len(tasks) >= AT_ONCE:
            raise StillAtWork
        tasks.add(task)
        task.add_done_callback(lambda _: self._end(member_id, task))

    def _end(self, member_id: int, task: asyncio.Task[object]) -> None:
        tasks = self._tasks[member_id]
        tasks.remove(task)
        if not tasks:
            del self._tasks[member_id]
