"""Films like one film: liked by the same users, and of the same kind."""

from collections.abc import Iterator

import numpy as np

from recsys.arrays import Floats, Int64s, Singles
from recsys.model.item_weights import LIKE_FROM
from recsys.ratings import Ratings
from recsys.rows import spans

LEAST_LIKERS = 5
"""With fewer who like a film, its co-likes say nothing."""

_MOST_LIKERS = 4000
_SHRINK = 5.0
_GENRE_OFFSET, _GENRE_POWER = 0.1, 0.5
_RATINGS_A_BLOCK = 4_000_000


def likers_of(ratings: Ratings, column: int) -> Int64s:
    """Return the rows of users who like a film: the first few thousand, which is sample enough."""
    found: list[Int64s] = []
    for rows in _rows_of(ratings, column):
        found.append(rows)
        if sum(map(len, found)) >= _MOST_LIKERS:
            break
    return np.concatenate([np.zeros(0, dtype=np.int64), *found])[:_MOST_LIKERS]


def co_likes(ratings: Ratings, rows: Int64s) -> Int64s:
    """Return (items,) how many of these users like each film."""
    starts, ends = ratings.indptr[rows], ratings.indptr[rows + 1]
    liked = spans(ratings.half_stars, starts, ends) >= LIKE_FROM
    columns = spans(ratings.columns, starts, ends)[liked]
    return np.bincount(columns, minlength=ratings.n_items)


def likeness(both: Int64s, likers: Floats, column: int, asked: int, genres: Singles) -> Floats:
    """Return (items,) ``C_ij / (√(l_i·l_j) + 5) · (genre likeness + 0.1)^½``, 0 for the film.

    Args:
        both: (items,) how many of those asked like each film.
        likers: (items,) l, how many of all users do.
        column: the film.
        asked: how many of its likers were asked; C is counted from them.
        genres: (items,) genre likeness (Jaccard) to the film.
    """
    together = both * (likers[column] / max(asked, 1))
    alike: Floats = together / (np.sqrt(likers[column] * likers) + _SHRINK)
    alike *= (genres + _GENRE_OFFSET) ** _GENRE_POWER
    alike[column] = 0.0
    return alike


def _rows_of(ratings: Ratings, column: int) -> Iterator[Int64s]:
    """Yield the users who like a film, a block of ratings at a time."""
    for first in range(0, len(ratings), _RATINGS_A_BLOCK):
        block = slice(first, first + _RATINGS_A_BLOCK)
        at = first + np.flatnonzero(ratings.columns[block] == column)
        at = at[ratings.half_stars[at] >= LIKE_FROM]
        yield np.searchsorted(ratings.indptr, at, side="right") - 1
