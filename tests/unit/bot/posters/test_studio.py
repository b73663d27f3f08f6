"""Posters on request: drawn once, the latest kept, off the loop."""

import asyncio
import threading

import pytest

from bot.posters import Artwork, draw_placeholder
from bot.posters.artwork import studio
from recsys.movies import Movie
from recsys.types import ItemId


def film(item_id: int) -> Movie:
    return Movie(ItemId(item_id), f"Film {item_id}", 1990, ("Comedy",))


@pytest.fixture
def drawn(monkeypatch):
    """The films that were drawn, in order; the pictures are words."""
    films = []

    def draw(movie):
        assert threading.current_thread() is not threading.main_thread()
        films.append(movie.id)
        return movie.title.encode()

    monkeypatch.setattr(studio, "draw_placeholder", draw)
    return films


async def test_the_poster_is_the_one_that_is_drawn():
    assert await Artwork().placeholder(film(3)) == draw_placeholder(film(3))


async def test_whoever_asks_at_once_shares_one_drawing(drawn):
    artwork = Artwork()
    posters = await asyncio.gather(*(artwork.placeholder(film(1)) for _ in range(20)))
    assert posters == [b"Film 1"] * 20
    assert drawn == [1]
    assert await artwork.placeholder(film(1)) == b"Film 1"
    assert drawn == [1]


async def test_only_the_latest_are_kept(drawn):
    artwork = Artwork(kept=2)
    for item_id in (1, 2, 1, 3, 1, 2):
        await artwork.placeholder(film(item_id))
    assert drawn == [1, 2, 3, 2]


async def test_one_who_leaves_spoils_it_for_nobody(drawn):
    artwork = Artwork()
    first = asyncio.create_task(artwork.placeholder(film(1)))
    second = asyncio.create_task(artwork.placeholder(film(1)))
    await asyncio.sleep(0)
    first.cancel()
    assert await second == b"Film 1"
    assert first.cancelled()
    assert drawn == [1]
