"""Which films can be recommended: by genre and year, as masks over the columns."""

from collections.abc import Collection, Iterable

import numpy as np

from recsys.arrays import Bools
from recsys.catalog import Movie
from recsys.errors import UsageError
from recsys.types import YearRange


class ItemFacts:
    """Years and genres of all items, by column, ready to be compared at once."""

    def __init__(self, movies: Iterable[Movie]) -> None:
        """Lay out the films, which are in the order of the columns."""
        by_column = tuple(movies)
        self._years = np.array([movie.year or 0 for movie in by_column])
        self._genres: dict[str, Bools] = {}
        for column, movie in enumerate(by_column):
            for genre in movie.genres:
                mask = self._genres.setdefault(genre, np.zeros(len(by_column), dtype=bool))
                mask[column] = True
        self._by_name = {_key(genre): mask for genre, mask in self._genres.items()}

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
        mask = self._by_name.get(_key(name))
        if mask is None:
            known = ", ".join(sorted(self._genres))
            raise UsageError(f"I don't know the genre {name!r}: choose one of {known}.")
        return mask


def _key(genre: str) -> str:
    """Return a genre as it is compared: "sci fi" is Sci-Fi."""
    return "".join(filter(str.isalnum, genre)).casefold()
