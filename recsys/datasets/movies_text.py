"""Lists of movies: what every format has in common."""

from collections.abc import Iterable, Iterator
from typing import Final

from recsys.datasets.text import whole_number
from recsys.datasets.types import RawMovie
from recsys.errors import MalformedData

_TODAYS_NAMES: Final = {"Children's": "Children"}
_NO_GENRE: Final = ("", "(no genres listed)", "unknown")


def genres(names: Iterable[str]) -> tuple[str, ...]:
    """Return today's names of the genres, without the placeholders for none."""
    return tuple(_TODAYS_NAMES.get(name, name) for name in names if name not in _NO_GENRE)


def movie(file: str, line: int, item_id: str, title: str, names: Iterable[str]) -> RawMovie:
    """Return the movie of a row.

    Raises:
        MalformedData: no movie id, or no title.
    """
    if not title.strip():
        raise MalformedData(file, line, "title is empty.")
    return RawMovie(whole_number(item_id, file, line, "movieId"), title.strip(), genres(names))


def listed_once(file: str, numbered: Iterator[tuple[int, RawMovie]]) -> list[RawMovie]:
    """Return the movies of a file, given with their lines.

    Raises:
        MalformedData: no movie, or one that is listed twice.
    """
    first_lines: dict[int, int] = {}
    movies = []
    for line, listed in numbered:
        first = first_lines.setdefault(listed.item_id, line)
        if first != line:
            reason = f"movie {listed.item_id} is already listed in line {first}."
            raise MalformedData(file, line, reason)
        movies.append(listed)
    if not movies:
        raise MalformedData(file, None, "the file lists no movies.")
    return movies
