"""The model in use: lent to whoever works with it, and replaced without anybody noticing."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from bot.errors import logged
from recsys.model.recommender import Recommender


@dataclass(slots=True, eq=False)
class _Lent:
    """A model, and how many work with it."""

    recommender: Recommender
    users: int = 0
    closed: asyncio.Event = field(default_factory=asyncio.Event)


class Models:
    """The model in use, which another one can replace at any moment.

    Whoever borrows the model has the same one to the end of the loan. One that was replaced is
    closed when the last loan of it has ended.

    Attributes:
        coming: what to tell about a data set that isn't in use yet; empty if there is none.
    """

    def __init__(self, first: Recommender) -> None:
        """Begin with a model that is open; from now on it is closed here."""
        self.coming = ""
        self._in_use = _Lent(first)
        self._closing: set[asyncio.Task[None]] = set()

    @contextmanager
    def borrow(self) -> Iterator[Recommender]:
        """Give the model in use, which stays open as long as this lasts."""
        lent = self._in_use
        lent.users += 1
        try:
            yield lent.recommender
        finally:
            lent.users -= 1
            self._release(lent)

    async def replace(self, fresh: Recommender) -> None:
        """Let everybody who borrows from now on have this model; it is closed here, too.

        Returns when the one before is closed. That happens also if this is cancelled.
        """
        before, self._in_use, self.coming = self._in_use, _Lent(fresh), ""
        self._release(before)
        await before.closed.wait()

    async def close(self) -> None:
        """Close every model; nobody works with one any more, or borrows one."""
        while self._closing:
            await asyncio.wait(self._closing)
        await self._in_use.recommender.close()

    def _release(self, lent: _Lent) -> None:
        if lent.users or lent is self._in_use:
            return
        task = asyncio.create_task(_close(lent))
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)


async def _close(lent: _Lent) -> None:
    try:
        await logged("closing a model", lent.recommender.close())
    finally:
        lent.closed.set()
