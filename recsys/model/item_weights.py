"""Item weights: what each signal of a profile adds to the score of each movie.

`recsys.model.pease` fits them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recsys.arrays import Bools, Floats, Int32s, Int64s, Singles
from recsys.ratings import spans
from recsys.types import Profile, Signal

LIKE_FROM = 8
"""Half stars from which a rating is a like."""
DISLIKE_TO = 5
"""Half stars up to which a rating is a dislike."""

BIAS_DIMENSION = 0


@dataclass(frozen=True, slots=True, eq=False)
class ItemWeights:
    """The fitted weights, a sparse row a dimension: what a signal adds to each movie's score.

    Attributes:
        item_ids: (L,) the movies that have weights, ascending.
        dimensions: (F,) the dimension of each row, ascending, the bias first.
        indptr: (F + 1,) row ``f`` is ``indptr[f]:indptr[f + 1]`` of the next two.
        movies: (weights,) position in ``item_ids`` of each weight's movie, ascending in a row.
        values: (weights,) the weights.
    """

    item_ids: Int64s
    dimensions: Int64s
    indptr: Int64s
    movies: Int32s
    values: Singles

    def scores(self, profile: Profile) -> Floats:
        """Return (L,) each movie's score: the bias and the rows of the signals, added up."""
        rows = self._rows(dimensions_of(profile))
        starts, ends = self.indptr[rows], self.indptr[rows + 1]
        movies, values = spans(self.movies, starts, ends), spans(self.values, starts, ends)
        scores = np.bincount(movies, weights=values, minlength=len(self.item_ids))
        return scores.astype(np.float64, copy=False)

    def added_by(self, dimensions: Int64s, item_ids: Int64s) -> Floats:
        """Return (dimensions, items) what each dimension adds to the score of each item."""
        added = np.zeros((len(dimensions), len(item_ids)))
        movies = np.searchsorted(self.item_ids, item_ids)
        items = np.flatnonzero(_found(self.item_ids, movies, item_ids))
        rows = np.searchsorted(self.dimensions, dimensions)
        known = np.flatnonzero(_found(self.dimensions, rows, dimensions))
        if not (len(known) and len(items)):
            return added
        wanted = movies[items].astype(np.int32)
        starts, ends = self.indptr[rows[known]], self.indptr[rows[known] + 1]
        places = [
            self.movies[start:end].searchsorted(wanted)
            for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
        ]
        at = np.minimum(starts[:, None] + places, ends[:, None] - 1)
        weights = np.where(self.movies[at] == wanted, self.values[at], 0.0)
        added[known[:, None], items] = weights
        return added

    def _rows(self, dimensions: Sequence[int]) -> Int64s:
        """Return the rows of those dimensions that there are."""
        wanted = np.array(dimensions, dtype=np.int64)
        rows = np.searchsorted(self.dimensions, wanted)
        known: Int64s = rows[_found(self.dimensions, rows, wanted)]
        return known


def _found(ascending: Int64s | Int32s, at: Int64s, wanted: Int64s | Int32s) -> Bools:
    """Return which of the wanted values are where `searchsorted` would put them."""
    found = at < len(ascending)
    found[found] = ascending[at[found]] == wanted[found]
    return found


def dimensions_of(profile: Profile) -> list[int]:
    """Return what a profile adds up: the bias, and each like's and dislike's dimension."""
    likes = [like_dimension(item) for item in profile.likes]
    dislikes = [like_dimension(item, Signal.DISLIKE) for item in profile.dislikes]
    return [BIAS_DIMENSION, *likes, *dislikes]


def like_dimension(item_id: int, signal: Signal = Signal.LIKE) -> int:
    """Return the dimension of a like or dislike of a movie."""
    return 2 * item_id + (signal is Signal.DISLIKE)
