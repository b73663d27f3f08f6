"""Which films may be recommended: by genre, year and exclusion, as masks over the columns."""

from collections.abc import Collection, Iterable

import numpy as np

from recsys.arrays import Bools, Int64s
from recsys.catalog import Movie
from recsys.errors import UsageError
from recsys.types import YearRange


class ItemFacts:
    """Years and genres of all items, by column, ready to be compared at once."""

    def __init__(self, movies: Iterable[Movie]) -> None:
        by_column = tuple(movies)
        self.item_ids: Int64s = np.array([movie.id for movie in by_column], dtype=np.int64)
        self._years = np.array([movie.year or 0 for movie in by_column])
        self._genres: dict[str, Bools] = {}
        for column, movie in enumerate(by_column):
            for genre in movie.genres:
                mask = self._genres.setdefault(genre, np.zeros(len(by_column), dtype=bool))
                mask[column] = True
        self._by_name = {genre.casefold(): mask for genre, mask in self._genres.items()}

    def columns(self, item_ids: Collection[int]) -> Int64s:
        """Return the columns of the ids that are there; unknown ones are left out."""
        wanted = np.fromiter(item_ids, dtype=np.int64, count=len(item_ids))
        return np.flatnonzero(np.isin(self.item_ids, wanted, kind="sort"))

    def allowed(
        self, *, genres: Collection[str], years: YearRange, exclude: Collection[int]
    ) -> Bools:
        """Return (items,) which films pass: any of the genres, a year within, not excluded.

        A film without a year passes only where no year is asked for.

        Raises:
            UsageError: no film has such a genre, or the first year is after the last.
        """
        if years.first is not None and years.last is not None and years.first > years.last:
            raise UsageError(
                f"No year is from {years.first} to {years.last}: give the earlier year first."
            )
        mask = np.ones(len(self.item_ids), dtype=bool)
        if genres:
            mask &= np.logical_or.reduce([self._genre(name) for name in genres])
        if years.first is not None:
            mask &= self._years >= years.first
        if years.last is not None:
            mask &= (self._years <= years.last) & (self._years > 0)
        mask[self.columns(exclude)] = False
        return mask

    def _genre(self, name: str) -> Bools:
        mask = self._by_name.get(name.casefold())
        if mask is None:
            known = ", ".join(sorted(self._genres))
            raise UsageError(f"No film has the genre {name!r}: choose one of {known}.")
        return mask
