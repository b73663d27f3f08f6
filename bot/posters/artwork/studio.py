"""Posters on request: drawn once, off the event loop, and the latest kept."""

import asyncio
from collections import OrderedDict
from typing import Final

from bot.posters.artwork.poster import draw_placeholder
from bot.posters.flights import Flights
from recsys.movies import Movie

_KEPT: Final = 512
"""Posters of about twenty kilobytes each."""


class Artwork:
    """Draws posters and remembers the last ``kept``."""

    def __init__(self, *, kept: int = _KEPT) -> None:
        self._kept = kept
        self._drawn: OrderedDict[Movie, bytes] = OrderedDict()
        self._drawing: Flights[Movie, bytes] = Flights()
        # Two at once are no faster, and the event loop would have to compete with both.
        self._easel = asyncio.Semaphore(1)

    async def placeholder(self, movie: Movie) -> bytes:
        """Return a film's poster as PNG, 400 × 600."""
        if movie in self._drawn:
            self._drawn.move_to_end(movie)
            return self._drawn[movie]
        drawing = self._drawing.under_way(movie) or self._drawing.start(movie, self._draw(movie))
        # Whoever else waits for the same poster still gets it when this one is cancelled.
        return await asyncio.shield(drawing)

    async def _draw(self, movie: Movie) -> bytes:
        async with self._easel:
            poster = await asyncio.to_thread(draw_placeholder, movie)
        self._drawn[movie] = poster
        while len(self._drawn) > self._kept:
            self._drawn.popitem(last=False)
        return poster
