"""Finding the film that a member means, and offering films while they type."""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Final

from discord import app_commands

from bot.errors import MemberError, NoSuchFilm, NoSuchGenre
from bot.ui import limits
from recsys.catalog import Catalog
from recsys.errors import AmbiguousTitle, UnknownTitle
from recsys.movies import Movie
from recsys.search.text import words
from recsys.types import ItemId

_NAMES: Final = 16_384
"""Names whose words are remembered: splitting them anew at every keystroke takes long."""


def film_choices(
    movies: Iterable[Movie], marks: Mapping[ItemId, str] | None = None
) -> list[app_commands.Choice[str]]:
    """Return as many films as an autocomplete can show, each behind its mark if it has one."""
    marks = marks or {}
    return [
        limits.choice(f"{marks.get(movie.id, '')} {movie.display}".strip(), f"id:{movie.id}")
        for movie in islice(movies, limits.CHOICES)
    ]


async def search_own(catalog: Catalog, own: Sequence[ItemId], typed: str) -> list[Movie]:
    """Return those of a member's films whose names have all the words typed, in their order.

    The last letters of a word may be missing. Where no film has the words, the catalogue's search
    is asked, which forgives mistyped ones.
    """
    found = await asyncio.to_thread(_with_words, catalog, own, typed)
    if found:
        return found
    mine = set(own)
    return [movie for movie in catalog.search(typed, limits.CHOICES) if movie.id in mine]


def genre_choices(catalog: Catalog, typed: str) -> list[app_commands.Choice[str]]:
    """Return the genres that begin with, or else contain, what is typed."""
    word = typed.strip().casefold()
    fitting = [genre for genre in catalog.genres if word in genre.casefold()]
    fitting.sort(key=lambda genre: not genre.casefold().startswith(word))
    return [limits.choice(genre, genre) for genre in fitting[: limits.CHOICES]]


def find_genre(catalog: Catalog, submitted: str) -> str:
    """Return the genre that was submitted, written as the catalogue does: "sci fi" is Sci-Fi.

    Raises:
        NoSuchGenre: no film has it; names those that there are.
    """
    asked = _letters(submitted)
    for genre in catalog.genres:
        if _letters(genre) == asked:
            return genre
    quoted = limits.plain_clipped(submitted, limits.CHOICE_NAME)
    known = limits.plain(", ".join(catalog.genres))
    raise NoSuchGenre(f"I don't know the genre “{quoted}”. Try one of: {known}.")


def find_films(
    catalog: Catalog, submitted: str, own: Collection[ItemId] | None = None
) -> list[Movie]:
    """Return the film that was submitted; several where they share the name that was typed.

    Args:
        catalog: of all films.
        submitted: a choice of an autocomplete, or whatever else was typed.
        own: the member's films, if one of them is meant: of several with one name only theirs are
            returned, and they are found even if the catalogue lost them.

    Raises:
        NoSuchFilm: there is none; says which come close.
        MemberError: several films have that title, none of them the member's.
    """
    picked = _picked(submitted)
    if own and picked is not None and picked in own:
        return [movie_of(catalog, picked)]
    try:
        return [catalog.resolve(submitted)]
    except AmbiguousTitle as several:
        movies = [catalog[ItemId(item)] for item in several.candidates[: limits.SELECT_OPTIONS]]
        mine = movies if own is None else [movie for movie in movies if movie.id in own]
        if not mine:
            raise MemberError("Several films have that title, but none of them is yours.") from None
        return mine
    except UnknownTitle as unknown:
        asked = limits.plain_clipped(submitted, limits.CHOICE_NAME) or "that"
        close = [limits.plain_clipped(title, limits.CHOICE_NAME) for title in unknown.suggestions]
        advice = (
            f"Did you mean {_either(close)}?"
            if close
            else "Try fewer words, or pick from the list while you type."
        )
        raise NoSuchFilm(f"I couldn't find “{asked}”. {advice}") from None


def movie_of(catalog: Catalog, item_id: ItemId) -> Movie:
    """Return a film; a stand-in for one that the catalogue no longer has.

    Verdicts outlive the data set that they were given with.
    """
    if item_id in catalog:
        return catalog[item_id]
    return Movie(item_id, f"Film {item_id} (not in this catalogue)")


def _picked(submitted: str) -> ItemId | None:
    """Return the film of an autocomplete's value; ``None`` for any other text."""
    name, _, number = submitted.partition(":")
    if name != "id" or not (number.isascii() and number.isdigit()):
        return None
    return ItemId(int(number[: limits.CHOICE_NAME]))


def _letters(genre: str) -> str:
    return "".join(filter(str.isalnum, genre)).casefold()


def _either(titles: list[str]) -> str:
    *others, last = [f"**{title}**" for title in titles]
    return f"{', '.join(others)} or {last}" if others else last


def _with_words(catalog: Catalog, own: Sequence[ItemId], typed: str) -> list[Movie]:
    movies = [movie_of(catalog, item_id) for item_id in own]
    wanted = [f" {word}" for word in words(typed)]
    return [movie for movie in movies if _has(movie, wanted)] if wanted else movies


def _has(movie: Movie, wanted: Sequence[str]) -> bool:
    text = _spaced(movie.title) + "".join(map(_spaced, movie.aka)) + f" {movie.year}"
    return all(start in text for start in wanted)


@lru_cache(maxsize=_NAMES)
def _spaced(name: str) -> str:
    """Return the words of a name, a space before each."""
    return "".join(f" {word}" for word in words(name))
