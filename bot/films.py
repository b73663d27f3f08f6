"""Finding the film that a member means, and offering films while they type."""

from discord import app_commands

from bot import limits
from bot.errors import NoSuchFilm, NoSuchGenre
from recsys.catalog import Catalog
from recsys.errors import UnknownTitle
from recsys.movies import Movie
from recsys.types import ItemId


def film_choices(catalog: Catalog, typed: str) -> list[app_commands.Choice[str]]:
    """Return the films that fit what is typed so far; popular ones before anything is typed."""
    return [
        limits.choice(movie.display, f"id:{movie.id}")
        for movie in catalog.search(typed, limits.CHOICES)
    ]


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
    raise NoSuchGenre(f"I know no genre “{quoted}”. These I know: {known}.")


def find_film(catalog: Catalog, submitted: str) -> Movie:
    """Return the film that was submitted: one that was chosen, or text with one clear match.

    Raises:
        AmbiguousTitle: several films fit; it carries them.
        NoSuchFilm: none does; says which come close.
    """
    try:
        return catalog.resolve(submitted)
    except UnknownTitle as unknown:
        asked = limits.plain_clipped(submitted, limits.CHOICE_NAME) or "that"
        close = [limits.plain_clipped(title, limits.CHOICE_NAME) for title in unknown.suggestions]
        advice = (
            f"Did you mean {_either(close)}?"
            if close
            else "Try fewer words, or pick one of the films that I offer while you type."
        )
        raise NoSuchFilm(f"I know no film called “{asked}”. {advice}") from None


def movie_of(catalog: Catalog, item_id: ItemId) -> Movie:
    """Return a film; a stand-in for one that the catalogue no longer has.

    Verdicts outlive the data set that they were given with.
    """
    if item_id in catalog:
        return catalog[item_id]
    return Movie(item_id, f"Film {item_id}, which is not in this catalogue")


def namesakes(catalog: Catalog, candidates: tuple[int, ...]) -> list[Movie]:
    """Return the films that a menu can offer."""
    return [catalog[ItemId(item)] for item in candidates[: limits.SELECT_OPTIONS]]


def _letters(genre: str) -> str:
    return "".join(filter(str.isalnum, genre)).casefold()


def _either(titles: list[str]) -> str:
    *others, last = [f"**{title}**" for title in titles]
    return f"{', '.join(others)} or {last}" if others else last
