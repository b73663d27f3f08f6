"""An index on a server that may be down: opened when first needed, and tried again."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from recsys.errors import IndexTimeout, IndexUnavailable
from recsys.types import IndexMeta, Neighbour, NeighbourFilter, NeighbourIndex, SparseVector

_PAUSE = 2.0
"""Seconds after a failure in which calls fail at once, so that a crowd doesn't wait in line."""


class ReconnectingIndex:
    """A `recsys.types.NeighbourIndex` that works as soon as its server does.

    While the server is down, every call raises `IndexUnavailable` or `IndexTimeout`. Anything else
    that is wrong (key, build) is raised at once.

    Attributes:
        meta: what the index holds.
    """

    def __init__(
        self,
        opener: Callable[[], Awaitable[NeighbourIndex]],
        meta: IndexMeta,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Remember how to open the index that holds this; the clock counts seconds."""
        self._opener = opener
        self.meta = meta
        self._clock = clock
        self._index: NeighbourIndex | None = None
        self._opening = asyncio.Lock()
        self._away: tuple[float, IndexUnavailable | IndexTimeout] | None = None

    async def similar_users(
        self, query: SparseVector, k: int, where: NeighbourFilter | None = None
    ) -> list[Neighbour]:
        """Ask the server, if it is there."""
        return await (await self._open()).similar_users(query, k, where)

    async def health(self) -> None:
        """Open the index if need be, and ask it."""
        await (await self._open()).health()

    async def close(self) -> None:
        """Release the connection; a second call does nothing."""
        async with self._opening:
            if self._index is not None:
                await self._index.close()

    async def _open(self) -> NeighbourIndex:
        if self._index is not None:
            return self._index
        async with self._opening:
            if self._index is None:
                if self._away is not None and self._clock() < self._away[0]:
                    raise self._away[1]
                try:
                    self._index = await self._opener()
                    self.meta = self._index.meta
                except (IndexUnavailable, IndexTimeout) as error:
                    self._away = (self._clock() + _PAUSE, error)
                    raise
            return self._index
