"""PEASE: item weights for short signed profiles, fitted in closed form.

EASE^R (Steck 2019, arXiv 1905.03375) learns a linear map from what a user liked to what else the
user likes. This variant is for members who say little and also say what they dislike:
every movie has a like-dimension and, with enough dislikes, a dislike-dimension; a bias makes the
answer to an empty profile; and every user counts as if only about three of the signals were known
(π), because a member's profile is short while a MovieLens user's is long.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.linalg import blas, lapack

from recsys.arrays import Bools, Floats, Int32s, Int64s, Singles
from recsys.model.item_weights import BIAS_DIMENSION, DISLIKE_TO, LIKE_FROM, ItemWeights
from recsys.ratings import Ratings

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

_DENSE_FROM = 0.05
"""A user with a larger share of all features is quicker counted in a dense product."""
_USERS_A_BLOCK = 2048
_FEATURES_A_BLOCK = 512


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """What the fit is about, by column of the ratings.

    The features are ordered by dimension: the bias first, then each movie's like-dimension and,
    where it has one, its dislike-dimension.

    Attributes:
        dimensions: (F,) 0, 2·movieId, 2·movieId + 1, ascending.
        targets: (L,) columns of the movies that have a like-dimension.
        like: (items,) the feature of a like of each movie; 0 where there is none.
        dislike: (items,) the feature of a dislike of each movie; 0 where there is none.
    """

    dimensions: Int64s
    targets: Int64s
    like: Int32s
    dislike: Int32s

    def __len__(self) -> int:
        return len(self.dimensions)


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
    disliked = liked[dislikes[liked] >= enough]
    dimensions = np.concatenate(
        [[BIAS_DIMENSION], 2 * ratings.item_ids[liked], 2 * ratings.item_ids[disliked] + 1]
    )
    dimensions.sort()
    like, dislike = np.zeros((2, ratings.n_items), dtype=np.int32)
    like[liked] = np.searchsorted(dimensions, 2 * ratings.item_ids[liked])
    dislike[disliked] = np.searchsorted(dimensions, 2 * ratings.item_ids[disliked] + 1)
    return Features(dimensions, liked, like, dislike)


def fit(
    ratings: Ratings, *, max_movies: int = MAX_MOVIES, max_users: int = MAX_USERS, seed: int = 0
) -> ItemWeights:
    """Fit the weights of every movie with enough likes.

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
        max_users: a larger release is sampled down to this many users.
        seed: of that sample.

    Returns:
        The weights; of no movie where none has enough likes.
    """
    features = choose_features(ratings, max_movies)
    if ratings.n_users > max_users:
        sample = np.random.default_rng(seed).choice(ratings.n_users, max_users, replace=False)
        ratings = ratings.select_users(np.sort(sample))
    gram, cross = _statistics(ratings, features)
    importance = np.sqrt(np.diagonal(gram) / ratings.n_users)
    inverse = _inverse(gram, features)
    weights = _without_self(cross @ inverse, inverse, features)
    return _strongest(weights, importance, ratings.item_ids[features.targets], features)


def _statistics(ratings: Ratings, features: Features) -> tuple[Singles, Singles]:
    """Return G (F, F; its lower triangle) and Cᵀ (L, F).

    Few users have most of the pairs that are counted: those are multiplied densely, in blocks, and
    all the others as sparse matrices, block by block of the result.
    """
    known, targets = _signals(ratings, features)
    size = len(features)
    gram = np.zeros((size, size), dtype=np.float32, order="F")
    cross = np.zeros((len(features.targets), size), dtype=np.float32)
    heavy = np.diff(known.indptr) > _DENSE_FROM * size
    rows = np.flatnonzero(heavy)
    for first in range(0, len(rows), _USERS_A_BLOCK):
        block = rows[first : first + _USERS_A_BLOCK]
        dense = known[block].toarray()
        gram = blas.ssyrk(1.0, dense.T, beta=1.0, c=gram, lower=1, overwrite_c=1)
        cross += targets[block].toarray().T @ dense
    light = known[~heavy]
    _add_product(gram.T, light, light)
    _add_product(cross, targets[~heavy], light)
    diagonal = known.sum(axis=0, dtype=np.float64)
    diagonal[0] = ratings.n_users
    np.fill_diagonal(gram, diagonal)
    gram[:, 0] = diagonal
    cross[:, 0] = targets.sum(axis=0)
    return gram, cross


def _signals(ratings: Ratings, features: Features) -> tuple[sparse.csr_array, sparse.csr_array]:
    """Return π_u·φ_uf (users, F), all but the bias, and T (users, L) as sparse matrices."""
    liked, disliked = ratings.half_stars >= LIKE_FROM, ratings.half_stars <= DISLIKE_TO
    signals = _in_rows(liked | disliked, ratings)
    keep = np.minimum(_KEEP_RATE, _KEEP_SIGNALS / np.maximum(np.diff(signals), 1))
    feature = np.where(liked, features.like[ratings.columns], 0)
    feature[disliked] = features.dislike[ratings.columns[disliked]]
    told = feature > 0
    bounds = _in_rows(told, ratings)
    known = sparse.csr_array(
        (np.repeat(keep, np.diff(bounds)).astype(np.float32), feature[told], bounds),
        shape=(ratings.n_users, len(features)),
    )
    target = np.full(ratings.n_items, -1)
    target[features.targets] = np.arange(len(features.targets))
    movie = target[ratings.columns]
    rated = movie >= 0
    targets = sparse.csr_array(
        (_TARGET[ratings.half_stars[rated]], movie[rated], _in_rows(rated, ratings)),
        shape=(ratings.n_users, len(features.targets)),
    )
    return known, targets


def _in_rows(chosen: Bools, ratings: Ratings) -> Int64s:
    """Return (users + 1,) the bounds of the rows once only the chosen ratings are left."""
    counted = np.concatenate([[0], np.cumsum(chosen)])
    bounds: Int64s = counted[ratings.indptr]
    return bounds


def _add_product(total: Singles, left: sparse.csr_array, right: sparse.csr_array) -> None:
    """Add leftᵀ·right to a dense matrix, a block of rows at a time."""
    turned = sparse.csr_array(left.T)
    for first in range(0, len(total), _FEATURES_A_BLOCK):
        block = slice(first, first + _FEATURES_A_BLOCK)
        total[block] += (turned[block] @ right).toarray()


def _inverse(gram: Singles, features: Features) -> Singles:
    """Return (G + Λ)⁻¹ by a Cholesky factorisation in place of G's lower triangle."""
    ridge = np.full(len(features), _RIDGE_LIKE, dtype=np.float32)
    ridge[features.dimensions % 2 == 1] = _RIDGE_DISLIKE
    ridge[0] = _RIDGE_BIAS
    gram[np.diag_indices_from(gram)] += ridge
    factor, failed = lapack.spotrf(gram, lower=1, overwrite_a=1)
    if failed:
        raise ArithmeticError(f"The item weights can't be fitted: Cholesky stopped at {failed}.")
    inverse: Singles
    inverse, _ = lapack.spotri(factor, lower=1, overwrite_c=1)
    for first in range(0, len(inverse), _FEATURES_A_BLOCK):
        block = slice(first, first + _FEATURES_A_BLOCK)
        inverse[:first, block] = inverse[block, :first].T
        corner = np.tril(inverse[block, block])
        inverse[block, block] = corner + np.tril(corner, -1).T
    return inverse


def _without_self(weights: Singles, inverse: Singles, features: Features) -> Singles:
    """Return (L, F) weights in which no movie's own dimensions take part."""
    for target, column in enumerate(features.targets):
        own = [features.like[column], features.dislike[column]]
        own = own if own[1] else own[:1]
        correction = np.linalg.solve(inverse[np.ix_(own, own)], weights[target, own])
        for feature, share in zip(own, correction, strict=True):
            weights[target] -= share * inverse[:, feature]
        weights[target, own] = 0.0
    return weights


def _strongest(
    weights: Singles, importance: Floats, item_ids: Int64s, features: Features
) -> ItemWeights:
    """Keep of each movie the bias and the largest ``|W_fi| · √(G_ff / N)``."""
    kept = min(KEPT_WEIGHTS, len(features) - 1)
    for row in weights:
        strength = np.abs(row[1:]) * importance[1:]
        row[1 + np.argpartition(-strength, kept - 1)[kept:]] = 0.0
    matrix = sparse.csc_array(weights)
    return ItemWeights(
        item_ids=item_ids,
        dimensions=features.dimensions,
        indptr=matrix.indptr.astype(np.int64),
        movies=matrix.indices.astype(np.int32),
        values=matrix.data,
    )
