"""An index on a server that may be down or hang: opened when first needed, and tried again."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from recsys.errors import IndexFault, IndexTimeout, IndexUnavailable
from recsys.types import IndexMeta, Neighbour, NeighbourFilter, NeighbourIndex, SparseVector

_T = TypeVar("_T")
_PAUSE = 2.0
"""Seconds between two looks at a server that is away."""
AT_ONCE = 8
"""Calls under way. Each keeps the event loop half a millisecond at its start and one at its end, so
a movie night of 25 would hold everybody else up; a server answers no faster to more of them."""


class ReconnectingIndex:
    """A `recsys.types.NeighbourIndex` that works as soon as its server does.

    The first call that finds the server away (`IndexUnavailable` or `IndexTimeout`) waits for it.
    From then on calls fail at once, while one task looks whether the server is back. Anything else
    that is wrong (key, build) is raised at once, at each call.

    Attributes:
        meta: what the index holds.
    """

    def __init__(
        self,
        opener: Callable[[], Awaitable[NeighbourIndex]],
        meta: IndexMeta,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Remember how to open the index that holds this; ``sleep`` waits some seconds."""
        self._opener = opener
        self.meta = meta
        self._sleep = sleep
        self._index: NeighbourIndex | None = None
        self._places = asyncio.Semaphore(AT_ONCE)
        self._opening = asyncio.Lock()
        self._away: IndexUnavailable | IndexTimeout | None = None
        self._looking: asyncio.Task[None] | None = None

    async def similar_users(
        self, query: SparseVector, k: int, where: NeighbourFilter | None = None
    ) -> list[Neighbour]:
        """Ask the server, if it is there."""
        return await self._ask(lambda index: index.similar_users(query, k, where))

    async def health(self) -> None:
        """Open the index if need be, and ask it."""
        await self._ask(lambda index: index.health())

    async def close(self) -> None:
        """Release the connection; a second call does nothing."""
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.wait([self._looking])
        async with self._opening:
            if self._index is not None:
                await self._index.close()

    async def _ask(self, call: Callable[[NeighbourIndex], Awaitable[_T]]) -> _T:
        try:
            async with self._places:
                async with self._opening:
                    if self._away is not None:
                        # Another one each time: one that is raised again and again grows.
                        raise type(self._away)(*self._away.args)
                    index = await self._open()
                return await call(index)
        except (IndexUnavailable, IndexTimeout) as error:
            if self._away is None:
                self._away = error
                self._looking = asyncio.create_task(self._look())
            raise

    async def _look(self) -> None:
        """Return when the server is back, or has another trouble, which the next call tells."""
        try:
            while True:
                try:
                    await (await self._open()).health()
                except (IndexUnavailable, IndexTimeout) as error:
                    self._away = error
                    await self._sleep(_PAUSE)
                except IndexFault:
                    return
                else:
                    return
        finally:
            self._away = None

    async def _open(self) -> NeighbourIndex:
        """Open the index once: callers stand in line, and while `_look` runs none gets here."""
        if self._index is None:
            self._index = await self._opener()
            self.meta = self._index.meta
        return self._index
