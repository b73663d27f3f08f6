"""PEASE: item weights for short signed profiles, fitted in closed form.

EASE^R (Steck 2019, arXiv 1905.03375) learns a linear map from what a user liked to what else the
user likes. This is its variant for members who say little, and who also say what they dislike:
every movie has a like-dimension and, with enough dislikes, a dislike-dimension; a bias makes the
answer to an empty profile; and every user counts as if only about three of the signals were known
(π), because a member's profile is short while a MovieLens user's is long.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.linalg import blas, lapack

from recsys.arrays import Floats, Int64s, Singles
from recsys.ratings import Ratings
from recsys.types import Profile, SparseVector, Verdict
from recsys.vectors import sparse_vector

LIKE_FROM = 8
"""Half stars from which a rating is a like."""
DISLIKE_TO = 5
"""Half stars up to which a rating is a dislike."""

BIAS_DIMENSION = 0

_MIN_LIKES = 3
_FEW_RATINGS = 500_000
_MIN_DISLIKES_FEW, _MIN_DISLIKES_MANY = 3, 20
_RIDGE_LIKE, _RIDGE_DISLIKE, _RIDGE_BIAS = 0.3, 1.0, 0.01
_KEEP_RATE, _KEEP_SIGNALS = 0.7, 3.0
_TARGET = np.array([0.0] + [-0.75] * 5 + [0.1] * 2 + [0.8] + [1.0] * 2, dtype=np.float32)

KEPT_WEIGHTS = 1000
"""How many weights of a movie are stored besides its bias."""
MAX_MOVIES = 4000
"""Movies that get weights; on a larger release the most liked ones."""
MAX_USERS = 100_000
"""Users that the weights are fitted on; of a larger release a seeded sample."""

_USERS_A_BLOCK = 2048


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """The dimensions of the fit, in this order: bias, likes, dislikes.

    Attributes:
        liked: (L,) columns of the movies that have a like-dimension; these are the targets too.
        disliked: (D,) columns of the movies that have a dislike-dimension, a subset of them.
    """

    liked: Int64s
    disliked: Int64s

    def __len__(self) -> int:
        return 1 + len(self.liked) + len(self.disliked)

    def dimensions(self, item_ids: Int64s) -> Int64s:
        """Return (F,) the index dimension of each feature: 0, 2·movieId, 2·movieId + 1."""
        return np.concatenate(
            [[BIAS_DIMENSION], 2 * item_ids[self.liked], 2 * item_ids[self.disliked] + 1]
        )


@dataclass(frozen=True, slots=True, eq=False)
class ItemWeights:
    """The fitted weights, a sparse row a movie.

    Attributes:
        item_ids: (L,) movie ids, ascending.
        matrix: (L, 2·max id + 2) weights by index dimension.
        users: how many users the fit has seen.
    """

    item_ids: Int64s
    matrix: sparse.csr_array
    users: int

    def vectors(self) -> Iterator[tuple[int, SparseVector]]:
        """Yield (movie id, weights) as the index stores them."""
        for row, item_id in enumerate(self.item_ids):
            span = slice(self.matrix.indptr[row], self.matrix.indptr[row + 1])
            yield int(item_id), sparse_vector(self.matrix.indices[span], self.matrix.data[span])


def weights_query(profile: Profile) -> SparseVector:
    """Return the query of a profile: 1 on the bias and on each like's and dislike's dimension."""
    dimensions = [BIAS_DIMENSION]
    dimensions += [2 * item for item in profile.likes]
    dimensions += [2 * item + 1 for item in profile.dislikes]
    return sparse_vector(dimensions, np.ones(len(dimensions)))


def like_dimension(item_id: int, verdict: Verdict = Verdict.LIKE) -> int:
    """Return the index dimension of a verdict on a movie."""
    return 2 * item_id + (verdict is Verdict.DISLIKE)


def choose_features(ratings: Ratings, max_movies: int = MAX_MOVIES) -> Features:
    """Return the dimensions that the release has enough likes and dislikes for."""
    likes = np.bincount(ratings.columns[ratings.half_stars >= LIKE_FROM], minlength=ratings.n_items)
    dislikes = np.bincount(
        ratings.columns[ratings.half_stars <= DISLIKE_TO], minlength=ratings.n_items
    )
    most_liked_first = np.lexsort((ratings.item_ids, -likes))[:max_movies]
    liked = np.sort(most_liked_first[likes[most_liked_first] >= _MIN_LIKES])
    few = len(ratings) < _FEW_RATINGS
    enough = _MIN_DISLIKES_FEW if few else _MIN_DISLIKES_MANY
    return Features(liked=liked, disliked=liked[dislikes[liked] >= enough])


def fit(
    ratings: Ratings, *, max_movies: int = MAX_MOVIES, max_users: int = MAX_USERS, seed: int = 0
) -> ItemWeights:
    """Fit the weights of every movie that is liked often enough.

    With the 0/1 features φ of each user u, ``π_u = min(0.7, 3 / signals of u)``, targets
    ``T_ui`` = 1 (4.5 stars or more), 0.8 (4), 0.1 (3 – 3.5), −0.75 (less), else 0::

        G_fg = Σ_u π_u² φ_uf φ_ug    G_ff = Σ_u π_u φ_uf    bias: G_bf = G_ff, G_bb = N
        C_fi = Σ_u π_u φ_uf T_ui     C_bi = Σ_u T_ui
        P = (G + Λ)⁻¹                W0 = P·C

    and a movie's own dimensions S_i are forced to zero, so that no film recommends itself:
    ``W_i = W0_i − P[:, S_i] (P[S_i, S_i])⁻¹ W0[S_i, i]``.

    Args:
        ratings: all users of the release.
        max_movies: the most liked movies that get weights; the fit is dense in them.
        max_users: a larger release is sampled down to so many users.
        seed: of that sample.

    Returns:
        The weights; of no movie where none has likes enough.
    """
    features = choose_features(ratings, max_movies)
    if not len(features.liked):
        nothing = sparse.csr_array(np.zeros((0, 1), dtype=np.float32))
        return ItemWeights(np.array([], dtype=np.int64), nothing, ratings.n_users)
    if ratings.n_users > max_users:
        sample = np.random.default_rng(seed).choice(ratings.n_users, max_users, replace=False)
        ratings = ratings.select_users(np.sort(sample))
    gram, cross = _statistics(ratings, features)
    rates = np.diagonal(gram).astype(np.float64) / ratings.n_users
    inverse = _inverse(gram, features)
    weights = _without_self(inverse, inverse @ cross, features)
    return _strongest(weights, rates, ratings, features)


def _statistics(ratings: Ratings, features: Features) -> tuple[Singles, Singles]:
    """Return G (F, F; its lower triangle) and C (F, L), summed over dense blocks of users."""
    likes, dislikes, targets = _signals(ratings, features)
    seen = np.asarray((ratings.half_stars >= LIKE_FROM) | (ratings.half_stars <= DISLIKE_TO))
    lengths = ratings.row_lengths()
    rows = np.repeat(np.arange(ratings.n_users), lengths)
    signals = np.bincount(rows[seen], minlength=ratings.n_users)
    keep = np.minimum(_KEEP_RATE, _KEEP_SIGNALS / np.maximum(signals, 1)).astype(np.float32)

    size = len(features)
    gram = np.zeros((size, size), dtype=np.float32, order="F")
    cross = np.zeros((size, len(features.liked)), dtype=np.float32)
    diagonal = np.zeros(size)
    for first in range(0, ratings.n_users, _USERS_A_BLOCK):
        block = slice(first, first + _USERS_A_BLOCK)
        known = np.ones((len(keep[block]), size), dtype=np.float32)
        known[:, 1 : 1 + len(features.liked)] = likes[block].toarray()
        known[:, 1 + len(features.liked) :] = dislikes[block].toarray()
        known[:, 1:] *= keep[block, None]
        gram = blas.ssyrk(1.0, known.T, beta=1.0, c=gram, lower=1, overwrite_c=1)
        cross += known.T @ targets[block].toarray()
        diagonal += known.sum(axis=0, dtype=np.float64)
    np.fill_diagonal(gram, diagonal)
    return gram, cross


def _signals(
    ratings: Ratings, features: Features
) -> tuple[sparse.csr_array, sparse.csr_array, sparse.csr_array]:
    """Return likes (users, L), dislikes (users, D) and targets (users, L) as sparse matrices."""
    shape = (ratings.n_users, ratings.n_items)
    ones = np.ones(len(ratings), dtype=np.float32)
    parts = []
    for values, columns in (
        (ones * (ratings.half_stars >= LIKE_FROM), features.liked),
        (ones * (ratings.half_stars <= DISLIKE_TO), features.disliked),
        (_TARGET[ratings.half_stars], features.liked),
    ):
        full = sparse.csr_array((values, ratings.columns, ratings.indptr), shape=shape)
        parts.append(sparse.csr_array(full[:, columns]))
    return parts[0], parts[1], parts[2]


def _inverse(gram: Singles, features: Features) -> Singles:
    """Return (G + Λ)⁻¹ by a Cholesky factorisation in place of G's lower triangle."""
    ridge = np.full(len(features), _RIDGE_DISLIKE, dtype=np.float32)
    ridge[: 1 + len(features.liked)] = _RIDGE_LIKE
    ridge[0] = _RIDGE_BIAS
    gram[np.diag_indices_from(gram)] += ridge
    factor, failed = lapack.spotrf(gram, lower=1, overwrite_a=1)
    if failed:
        raise ArithmeticError(f"The item weights can't be fitted: Cholesky stopped at {failed}.")
    inverse: Singles
    inverse, _ = lapack.spotri(factor, lower=1, overwrite_c=1)
    inverse += np.tril(inverse, -1).T
    return inverse


def _without_self(inverse: Singles, weights: Singles, features: Features) -> Singles:
    """Return (F, L) weights in which no movie's own dimensions take part."""
    n_liked = len(features.liked)
    like = np.arange(n_liked) + 1
    dislike = np.full(n_liked, -1)
    dislike[np.searchsorted(features.liked, features.disliked)] = (
        np.arange(len(features.disliked)) + 1 + n_liked
    )
    for target in range(n_liked):
        own = [like[target]] if dislike[target] < 0 else [like[target], dislike[target]]
        correction = np.linalg.solve(inverse[np.ix_(own, own)], weights[own, target])
        weights[:, target] -= inverse[:, own] @ correction
        weights[own, target] = 0.0
    return weights


def _strongest(
    weights: Singles, rates: Floats, ratings: Ratings, features: Features
) -> ItemWeights:
    """Keep of each movie the bias and the largest ``|W_fi| · √(G_ff / N)``."""
    dimensions = features.dimensions(ratings.item_ids)
    importance = np.sqrt(rates)
    kept = min(KEPT_WEIGHTS, len(dimensions) - 1)
    indices, values, lengths = [], [], []
    for target in range(len(features.liked)):
        column = weights[:, target]
        best = 1 + np.argpartition(-np.abs(column[1:]) * importance[1:], kept - 1)[:kept]
        best = best[column[best] != 0.0]
        chosen = np.concatenate([[0], best])
        chosen = chosen[np.argsort(dimensions[chosen])]
        indices.append(dimensions[chosen])
        values.append(column[chosen])
        lengths.append(len(chosen))
    indptr = np.concatenate([[0], np.cumsum(lengths)])
    matrix = sparse.csr_array(
        (np.concatenate(values), np.concatenate(indices), indptr),
        shape=(len(features.liked), int(dimensions.max()) + 2),
    )
    return ItemWeights(ratings.item_ids[features.liked], matrix, ratings.n_users)
