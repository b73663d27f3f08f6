"""From a whole name, as another catalogue writes it, to the films that have it.

Where `TitleSearch` ranks what a person may mean, this tells what a name is: case, accents,
punctuation, articles and numerals don't count, anything else does.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from recsys.movies import Movie
from recsys.search.text import name_keys, without_article, words

_SHORTEST = 2
"""Words of a name that may be the beginning of a longer one; "It" begins too many."""
_MOST_WORDS = 40
"""Of a name that are read; a hostile one can have as many as its file."""

_Start: TypeAlias = tuple[int | str, ...]
"""A year, and the first words of a name."""


class NameIndex:
    """The films of a catalogue by their names; immutable.

    Args:
        movies: the films, in any order.
    """

    def __init__(self, movies: Iterable[Movie]) -> None:
        self._by_key: defaultdict[str, list[Movie]] = defaultdict(list)
        self._by_start: defaultdict[_Start, list[tuple[list[str], Movie]]] = defaultdict(list)
        for movie in movies:
            named = [words(name) for name in (movie.title, *movie.aka)]
            for key in {key for each in named for key in name_keys(each)}:
                self._by_key[key].append(movie)
            for each in map(without_article, named):
                if movie.year is not None and len(each) >= _SHORTEST:
                    self._by_start[_start(each, movie.year)].append((each, movie))

    def called(self, name: str) -> list[Movie]:
        """Return the films that have this name, the one with the most ratings first."""
        keys = name_keys(words(name)[:_MOST_WORDS])
        found = {movie.id: movie for key in keys for movie in self._by_key.get(key, ())}
        return sorted(found.values(), key=lambda movie: (-movie.ratings, movie.id))

    def longer_or_shorter(self, name: str, year: int) -> list[Movie]:
        """Return the films of a year whose name begins this one, or begins with it.

        "Star Wars" of 1977 is "Star Wars: Episode IV - A New Hope". Ordered as of `called`.
        """
        asked = without_article(words(name)[:_MOST_WORDS])
        found = {
            movie.id: movie
            for named, movie in self._by_start.get(_start(asked, year), ())
            if named[: len(asked)] == asked or asked[: len(named)] == named
        }
        return sorted(found.values(), key=lambda movie: (-movie.ratings, movie.id))


@dataclass(frozen=True, slots=True)
class TwoNameIndexes:
    """Two of them as one: what the first has comes first."""

    first: "NameIndex | TwoNameIndexes"
    second: "NameIndex | TwoNameIndexes"

    def called(self, name: str) -> list[Movie]:
        """Return the films that have this name."""
        return self.first.called(name) + self.second.called(name)

    def longer_or_shorter(self, name: str, year: int) -> list[Movie]:
        """Return the films of a year whose name begins this one, or begins with it."""
        return self.first.longer_or_shorter(name, year) + self.second.longer_or_shorter(name, year)


def _start(name: Sequence[str], year: int) -> _Start:
    return year, *name[:_SHORTEST]
