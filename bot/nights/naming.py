"""The film that a member names for the vote. Pure."""

from collections.abc import Sequence
from typing import Final

from bot.errors import MemberError, NoSuchFilm
from bot.films.find import find_films
from bot.ui import limits
from recsys.catalog import Catalog
from recsys.movies import Movie

_SHOWN: Final = 5
_TITLE: Final = 100


def named_film(catalog: Catalog, submitted: str) -> Movie | str:
    """Return the film that is meant, or the title as it is where the catalogue lacks it.

    A number alone is a title here, as of the film 1917, and no id.

    Raises:
        MemberError: several films have that title, a choice was made up, or there's no title.
    """
    name = " ".join(submitted.split())
    if not name:
        raise MemberError("Which film? Its title is enough.")
    if name.isdigit():
        movies = [movie for movie in catalog.search(name) if name in {movie.title, *movie.aka}]
        return _only(movies) if movies else name
    try:
        return _only(find_films(catalog, name))
    except NoSuchFilm:
        if name.startswith("id:"):
            raise
        return name


def _only(called: Sequence[Movie]) -> Movie:
    if len(called) == 1:
        return called[0]
    shown = ", ".join(
        f"**{limits.plain_clipped(movie.display, _TITLE)}**" for movie in called[:_SHOWN]
    )
    raise MemberError(
        f"Several films have that title: {shown}. Add the year, or pick a suggestion."
    )
