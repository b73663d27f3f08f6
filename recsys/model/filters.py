"""Which films can be recommended: by genre and year, as masks over the columns."""

from collections.abc import Collection, Iterable

import numpy as np

from recsys.arrays import Bools
from recsys.errors import UsageError
from recsys.model.genres import GenreSets
from recsys.movies import Movie
from recsys.types import YearRange


class ItemFacts:
    """Years and genres of all items, by column, ready to be compared at once."""

    def __init__(self, movies: Iterable[Movie], genres: GenreSets) -> None:
        """Lay out the films, which are in the order of the columns."""
        self._years = np.array([movie.year or 0 for movie in movies])
        self._genres = genres
        self._by_key = {_key(name): name for name in genres.names}

    def passing(self, *, genres: Collection[str], years: YearRange) -> Bools:
        """Return (items,) which films pass: any of the genres, a year within.

        A film without a year passes only where no year is asked for.

        Raises:
            UsageError: no film has such a genre, or the first year is after the last.
        """
        if years.first is not None and years.last is not None and years.first > years.last:
            raise UsageError(
                f"Those years are the wrong way round: did you mean {years.last} to {years.first}?"
            )
        mask = np.ones(len(self._years), dtype=bool)
        if genres:
            mask &= np.logical_or.reduce([self._genre(name) for name in genres])
        if years.first is not None:
            mask &= self._years >= years.first
        if years.last is not None:
            mask &= (self._years <= years.last) & (self._years > 0)
        return mask

    def _genre(self, name: str) -> Bools:
        known = self._by_key.get(_key(name))
        if known is None:
            known = ", ".join(self._genres.names)
            raise UsageError(f"I don't know the genre {name!r}: choose one of {known}.")
        return self._genres.having(known)


def _key(genre: str) -> str:
    """Return a genre as it is compared: "sci fi" is Sci-Fi."""
    return "".join(filter(str.isalnum, genre)).casefold()
