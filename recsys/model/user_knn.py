"""User-kNN: what the nearest MovieLens users loved, weighted by how near they are.

Every formula stands in its function's docstring, with N users in the index, n_i raters of item i
plus one, n_v films rated by user v, and stars r.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from recsys.arrays import Bytes, Floats, Int32s, Int64s, Singles
from recsys.ratings import Ratings
from recsys.rows import spans
from recsys.types import SparseVector
from recsys.vectors import sparse_vectors

NEIGHBOURS = 100
"""K, how many users have a say."""

_IDF_POWER = 0.7
_NORM_OFFSET = 3.0
_NORM_POWER = 0.75
_LENGTH_POWER = 0.15
FAME_POWER = 0.2
"""β: how strongly fame counts against a film."""

_USERS_A_BLOCK = 4096


def _by_half_stars(below_3: float, from_3: float, from_4: float, from_4_5: float) -> Floats:
    """Return a table indexed by half stars, 0 … 10."""
    return np.array([0.0] + [below_3] * 5 + [from_3] * 2 + [from_4] + [from_4_5] * 2)


GRADE = _by_half_stars(-0.3, 0.5, 1.0, 1.0)
"""g(r), what a rating says about its user's taste."""


@dataclass(frozen=True, slots=True, eq=False)
class Caution:
    """How much dislikes weigh: ``dislike`` in the query, ``votes`` = t(r) by half stars."""

    dislike: float
    votes: Floats


BOLD = Caution(dislike=-0.3, votes=_by_half_stars(-0.6, 0.2, 0.8, 1.0))
SAFE = Caution(dislike=-1.0, votes=_by_half_stars(-2.0, 0.0, 0.8, 1.0))
"""“Play it safe”: fewer films that people with your taste disliked, for a little accuracy."""


def fame(ratings: Ratings) -> Floats:
    """Return (items,) n_i / N, the share of the users who rated each item; never 0."""
    raters = np.bincount(ratings.columns, minlength=ratings.n_items)
    return fame_of(raters.astype(np.float64), ratings.n_users)


def fame_of(raters: Floats, users: int) -> Floats:
    """Return (items,) n_i / N where the raters, (items,), have been counted already."""
    shares: Floats = (raters + 1.0) / max(users, 1)
    return shares


def taste_vectors(ratings: Ratings, shares: Floats) -> Iterator[SparseVector]:
    """Yield each user's taste by movie id, in the order of the rows.

    ``x_vi = g(r_vi) · ln(N/n_i + 1)^0.7`` and ``taste_vi = x_vi / (‖x_v‖ + 3)^0.75``: rare films
    say more than famous ones, and a long history alone is no likeness.

    Args:
        ratings: the users to be indexed.
        shares: (items,) n_i / N as `fame` gives it.
    """
    rarity = rarity_of(shares)
    for first in range(0, ratings.n_users, _USERS_A_BLOCK):
        indptr = ratings.indptr[first : first + _USERS_A_BLOCK + 1]
        span = slice(int(indptr[0]), int(indptr[-1]))
        columns = np.asarray(ratings.columns[span])
        values = GRADE[ratings.half_stars[span]] * rarity[columns]
        lengths = np.diff(indptr)
        rows = np.repeat(np.arange(len(lengths)), lengths)
        norms = np.sqrt(np.bincount(rows, weights=values**2, minlength=len(lengths)))
        values /= np.repeat((norms + _NORM_OFFSET) ** _NORM_POWER, lengths)
        yield from sparse_vectors(indptr - indptr[0], ratings.item_ids[columns], values)


def rarity_of(shares: Floats) -> Floats:
    """Return ``ln(N/n_i + 1)^0.7``: how much a rating of each item says about a taste."""
    rarity: Floats = np.log(1.0 / shares + 1.0) ** _IDF_POWER
    return rarity


def neighbour_weights(similarities: Floats, signals: int) -> Floats:
    """Return (K,) ``a_v = (s_v / s_max)^p``; p = 1.5, 2 from 10 signals on, 3 from 30 on.

    The more a member has said, the more the nearest users can be trusted over the next.

    Args:
        similarities: (K,) positive dot products.
        signals: likes and dislikes in the member's profile.
    """
    if not len(similarities):
        return similarities
    power = 1.5 if signals < 10 else 2.0 if signals < 30 else 3.0  # noqa: PLR2004 - see docstring
    weights: Floats = (similarities / similarities.max()) ** power
    return weights


@dataclass(frozen=True, slots=True, eq=False)
class Opinions:
    """The neighbours' ratings, one after the other: what scores and evidence are counted from.

    Attributes:
        weights: (K,) a_v of each neighbour.
        counts: (K,) how many films each neighbour rated.
        columns: (ratings,) the rated item's column.
        half_stars: (ratings,) twice the stars.
    """

    weights: Floats
    counts: Int64s
    columns: Int32s
    half_stars: Bytes


def opinions(ratings: Ratings, user_ids: Int64s, weights: Floats) -> Opinions:
    """Read the ratings of these users; the only place that touches the memory map."""
    rows = ratings.rows_of(user_ids)
    starts, ends = ratings.indptr[rows], ratings.indptr[rows + 1]
    return Opinions(
        weights=weights,
        counts=ends - starts,
        columns=spans(ratings.columns, starts, ends),
        half_stars=spans(ratings.half_stars, starts, ends),
    )


def fame_factors(shares: Floats) -> Floats:
    """Return (items,) ``(n_i/N)^−β``."""
    factors: Floats = shares**-FAME_POWER
    return factors


def votes_of(said: Opinions, half_stars: Bytes, caution: Caution) -> Floats:
    """Return (K, films) ``a_v · t(r_vi) · n_v^−0.15``, each neighbour's vote for some films.

    Args:
        said: the neighbours' ratings.
        half_stars: (K, films) twice their stars, 0 for a film not rated.
        caution: chooses t(r).
    """
    votes: Floats = _voices(said)[:, None] * by_stars(caution.votes, half_stars)
    return votes


def knn_scores(said: Opinions, factors: Floats, caution: Caution = BOLD) -> Floats:
    """Return (items,) ``score_i = Σ_v a_v · t(r_vi) · n_v^−0.15 · (n_i/N)^−β``.

    An item that no neighbour rated scores 0. ``factors`` (items,) are as of `fame_factors`; the
    caution chooses t(r).
    """
    votes = by_stars(caution.votes, said.half_stars)
    scores = add_up(said.columns, votes, said.counts, _voices(said), len(factors))
    scores *= factors
    return scores


def by_stars(table: Floats, half_stars: Bytes) -> Floats:
    """Return what a table says of each of some half stars."""
    # Looked up by bytes as they are, numpy takes five times as long.
    return table.take(half_stars.astype(np.intp))


def _voices(said: Opinions) -> Floats:
    """Return (K,) ``a_v · n_v^−0.15``."""
    voices: Floats = said.weights * np.maximum(said.counts, 1.0) ** -_LENGTH_POWER
    return voices


def add_up(
    columns: Int32s, values: Singles | Floats, lengths: Int64s, factors: Floats, size: int
) -> Floats:
    """Return (size,) the sum of sparse rows, each times a factor.

    Args:
        columns: (numbers,) the column of each number, of one row after the other.
        values: (numbers,) the numbers.
        lengths: (rows,) how many numbers each row has.
        factors: (rows,) what each row is multiplied by.
        size: how many columns there are.
    """
    bounds = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    rows = sparse.csc_array((values, columns, bounds), shape=(size, len(lengths)))
    return np.asarray(rows @ factors)
