"""Finding the film that a member means, and offering films while they type."""

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import islice
from typing import Final

from discord import app_commands

from bot.errors import MemberError, NoSuchFilm, NoSuchGenre, SeveralFilms
from bot.ui import limits
from bot.ui.control import Control, Press, button
from recsys.catalog import Catalog
from recsys.errors import AmbiguousTitle, UnknownTitle
from recsys.movies import Movie
from recsys.search.text import words
from recsys.types import ItemId

OFFERED: Final = 5
"""Films or genres to press, where what was typed is none: a row of buttons."""
_LIKE: Final = 0.7
"""From this share of common letters on, a genre may be meant."""
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
        NoSuchGenre: no film has it; carries those that come closest.
    """
    asked = _letters(submitted)
    for genre in catalog.genres:
        if _letters(genre) == asked:
            return genre
    quoted = limits.plain_clipped(submitted, limits.CHOICE_NAME)
    close = _close_genres(catalog.genres, submitted)
    raise NoSuchGenre(
        f"I don't know the genre “{quoted}”. Try one of: {limits.plain(', '.join(close))}."
        f"{_and_more(len(catalog.genres) - len(close))}",
        close,
    )


def find_film(catalog: Catalog, submitted: str, own: Collection[ItemId] | None = None) -> Movie:
    """Return the film that was submitted.

    Args:
        catalog: of all films.
        submitted: a choice of an autocomplete, or whatever else was typed.
        own: the member's films, if one of them is meant: of several with one name only theirs
            count, and they are found even if the catalogue lost them.

    Raises:
        NoSuchFilm: there is none; carries those that come close.
        SeveralFilms: several films may be meant; carries them.
        MemberError: several films have that title, none of them the member's.
    """
    picked = _picked(submitted)
    if own and picked is not None and picked in own:
        return movie_of(catalog, picked)
    asked = limits.plain_clipped(submitted, limits.CHOICE_NAME) or "that"
    try:
        return catalog.resolve(submitted)
    except AmbiguousTitle as several:
        movies = _theirs(catalog, several.candidates, own)
        if not movies:
            raise MemberError("Several films have that title, but none of them is yours.") from None
        if len(movies) == 1:
            return movies[0]
        raise SeveralFilms(f"Several films fit “{asked}”. Which one?", movies) from None
    except UnknownTitle as unknown:
        movies = _theirs(catalog, unknown.candidates, own)[:OFFERED]
        advice = (
            "Did you mean:" if movies else "Try fewer words, or pick from the list while you type."
        )
        raise NoSuchFilm(f"I couldn't find “{asked}”.", movies, advice) from None


def movie_of(catalog: Catalog, item_id: ItemId) -> Movie:
    """Return a film; a stand-in for one that the catalogue no longer has.

    Verdicts outlive the data set that they were given with.
    """
    if item_id in catalog:
        return catalog[item_id]
    return Movie(item_id, f"Film {item_id} (not in this catalogue)")


def film_buttons(
    movies: Sequence[Movie], press: Callable[[Movie], Press], row: int | None = None
) -> list[Control]:
    """Return a button for each of the first films, with its title and year."""
    return [button(press(movie), label=film_label(movie), row=row) for movie in movies[:OFFERED]]


def film_label(movie: Movie) -> str:
    """Return a film's title and year, for a button."""
    year = "" if movie.year is None else f" ({movie.year})"
    return limits.clip(movie.title, limits.BUTTON_LABEL - len(year)) + year


def _picked(submitted: str) -> ItemId | None:
    """Return the film of an autocomplete's value; ``None`` for any other text."""
    name, _, number = submitted.partition(":")
    if name != "id" or not (number.isascii() and number.isdigit()):
        return None
    return ItemId(int(number[: limits.CHOICE_NAME]))


def _theirs(catalog: Catalog, items: Iterable[int], own: Collection[ItemId] | None) -> list[Movie]:
    return [catalog[item] for item in items if own is None or item in own]


def _and_more(count: int) -> str:
    return f" There are {count} more: they're offered while you type." if count else ""


def _letters(genre: str) -> str:
    return "".join(filter(str.isalnum, genre)).casefold()


def _close_genres(genres: Sequence[str], typed: str) -> list[str]:
    """Return the genres that are most like what was typed, or like one of its words."""
    parts = [part for part in map(_letters, [typed, *typed.split()]) if part]

    def likeness(genre: str) -> float:
        letters = _letters(genre)
        return max((SequenceMatcher(None, part, letters).ratio() for part in parts), default=0.0)

    ranked = sorted(genres, key=likeness, reverse=True)
    return [genre for genre in ranked if likeness(genre) >= _LIKE][:OFFERED] or ranked[:OFFERED]


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
