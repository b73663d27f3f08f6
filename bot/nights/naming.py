"""The film that a member names for the vote. Pure."""

from collections.abc import Sequence
from typing import Final

from bot import limits
from bot.errors import MemberError
from bot.films import find_film
from recsys.catalog import Catalog
from recsys.errors import AmbiguousTitle, UnknownTitle
from recsys.movies import Movie

_SHOWN: Final = 5
_TITLE: Final = 100


def named_film(catalog: Catalog, submitted: str) -> Movie | str:
    """Return the film that is meant, or the title as it is where the catalogue lacks it.

    A number alone is a title here, as of the film 1917, and no id.

    Raises:
        MemberError: several films are called so, or a choice was made up.
    """
    name = " ".join(submitted.split())
    if name.startswith("id:"):
        return find_film(catalog, name)
    if name.isdigit():
        called = [movie for movie in catalog.search(name) if name in {movie.title, *movie.aka}]
        return _only(called) if called else name
    try:
        return catalog.resolve(name)
    except AmbiguousTitle as several:
        return _only([catalog[item] for item in several.candidates])
    except UnknownTitle:
        return name


def _only(called: Sequence[Movie]) -> Movie:
    if len(called) == 1:
        return called[0]
    shown = ", ".join(
        f"**{limits.plain_clipped(movie.display, _TITLE)}**" for movie in called[:_SHOWN]
    )
    raise MemberError(
        f"Several films are called so: {shown}. Add the year, or pick one that I offer."
    )
