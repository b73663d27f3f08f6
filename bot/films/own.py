"""Films of a member's own: those they rated or mean to watch, found by what is typed."""

import asyncio
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from discord import app_commands

from bot.films.find import movie_of
from bot.ui import limits
from recsys.catalog import Catalog
from recsys.movies import Movie
from recsys.search.text import words
from recsys.types import ItemId

_REMEMBERED: Final = 16_384
"""Names whose words are kept: taking them apart anew with every keystroke is what takes long."""


async def matching(catalog: Catalog, own: Sequence[ItemId], typed: str) -> list[Movie]:
    """Return those of a member's films whose names have all the words typed, in their order.

    The last letters of a word may be missing. Where no film has the words, the catalogue's search
    is asked, which forgives mistyped ones.
    """
    found = await asyncio.to_thread(_with_words, catalog, own, typed)
    if found:
        return found
    mine = set(own)
    return [movie for movie in catalog.search(typed, limits.CHOICES) if movie.id in mine]


def own_choices(
    movies: Sequence[Movie], marks: Mapping[ItemId, str]
) -> list[app_commands.Choice[str]]:
    """Return as many films as an autocomplete can show, each behind its mark."""
    return [
        limits.choice(f"{marks.get(movie.id, '')} {movie.display}".strip(), f"id:{movie.id}")
        for movie in movies[: limits.CHOICES]
    ]


def _with_words(catalog: Catalog, own: Sequence[ItemId], typed: str) -> list[Movie]:
    movies = [movie_of(catalog, item_id) for item_id in own]
    wanted = [f" {word}" for word in words(typed)]
    return [movie for movie in movies if _has(movie, wanted)] if wanted else movies


def _has(movie: Movie, wanted: Sequence[str]) -> bool:
    text = _spaced(movie.title) + "".join(map(_spaced, movie.aka)) + f" {movie.year}"
    return all(start in text for start in wanted)


@lru_cache(maxsize=_REMEMBERED)
def _spaced(name: str) -> str:
    """Return the words of a name, a space before each."""
    return "".join(f" {word}" for word in words(name))
