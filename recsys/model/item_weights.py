"""Item weights: what each signal of a profile adds to the score of each movie.

`recsys.model.pease` fits them.
"""

from dataclasses import dataclass

import numpy as np

from recsys.arrays import Bools, Floats, Int32s, Int64s, Singles
from recsys.rows import places, spans
from recsys.types import Profile

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
        rows, known = places(self.dimensions, dimensions_of(profile))
        starts, ends = self.indptr[rows[known]], self.indptr[rows[known] + 1]
        movies, values = spans(self.movies, starts, ends), spans(self.values, starts, ends)
        scores = np.bincount(movies, weights=values, minlength=len(self.item_ids))
        return scores.astype(np.float64, copy=False)

    def added_by(self, dimensions: Int64s, item_ids: Int64s) -> Floats:
        """Return (dimensions, items) what each dimension adds to the score of each item."""
        added = np.zeros((len(dimensions), len(item_ids)))
        movies, weighted = places(self.item_ids, item_ids)
        rows, there = places(self.dimensions, dimensions)
        items, known = np.flatnonzero(weighted), np.flatnonzero(there)
        if not (len(known) and len(items)):
            return added
        wanted = movies[items].astype(np.int32)
        starts, ends = self.indptr[rows[known]], self.indptr[rows[known] + 1]
        within = [
            self.movies[start:end].searchsorted(wanted)
            for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
        ]
        at = np.minimum(starts[:, None] + within, ends[:, None] - 1)
        weights = np.where(self.movies[at] == wanted, self.values[at], 0.0)
        added[known[:, None], items] = weights
        return added


def dimensions_of(profile: Profile) -> Int64s:
    """Return what a profile adds up: the bias, and each like's and dislike's dimension."""
    likes, dislikes = np.array(profile.likes, np.int64), np.array(profile.dislikes, np.int64)
    return np.concatenate([[BIAS_DIMENSION], 2 * likes, 2 * dislikes + 1])


def signal_dimensions(item_ids: Int64s, liked: Bools) -> Int64s:
    """Return the dimension of the like, or else of the dislike, of each movie."""
    return 2 * item_ids + ~liked
