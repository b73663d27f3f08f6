"""What ours is compared with: popularity, item-kNN and EASE, fitted on the same users.

Their parameters were chosen on the validation users of latest-small (`--part validation`).
"""

import numpy as np
from scipy import sparse
from scipy.linalg import lapack

from recsys.arrays import Floats, Singles
from recsys.errors import UsageError
from recsys.model.item_weights import LIKE_FROM
from recsys.ratings import Ratings
from recsys.types import Profile


def likes_matrix(ratings: Ratings) -> sparse.csr_array:
    """Return (users, items) 1 where a user liked an item."""
    ones = (ratings.half_stars >= LIKE_FROM).astype(np.float32)
    shape = (ratings.n_users, ratings.n_items)
    matrix = sparse.csr_array((ones, ratings.columns.copy(), ratings.indptr.copy()), shape=shape)
    matrix.eliminate_zeros()
    return matrix


_MOST_ITEMS = 20_000
"""A matrix of this many items squared is 1.6 GB; the peers hold several."""


def check_size(ratings: Ratings, method: str) -> None:
    """Refuse a release that a method with a dense item-item matrix has no memory for.

    Raises:
        UsageError: too many items.
    """
    if ratings.n_items > _MOST_ITEMS:
        raise UsageError(
            f"The peer {method} is dense in the films and {ratings.n_items:,} are too many: "
            f"choose others with --methods notebook,tutorial,popular,user-knn,hybrid."
        )


class Popular:
    """The films that most users rated, the same for everybody."""

    def __init__(self, ratings: Ratings) -> None:
        self._raters = np.bincount(ratings.columns, minlength=ratings.n_items).astype(float)

    async def scores(self, profile: Profile) -> Floats:  # noqa: ARG002 - the same for everybody
        """Return (items,) the number of raters."""
        return self._raters.copy()


class ItemKnn:
    """Item-kNN: the sum of the cosines of each film with the profile's likes.

    Sarwar et al. 2001; each film keeps its ``K`` most similar ones.
    """

    K = 400
    SHRINKAGE = 20.0

    def __init__(self, ratings: Ratings) -> None:
        check_size(ratings, "item-knn")
        likes = likes_matrix(ratings)
        self._ratings = ratings
        together = np.asarray((likes.T @ likes).todense(), dtype=np.float32)
        lengths = np.sqrt(np.diagonal(together))
        cosine = together / (np.outer(lengths, lengths) + self.SHRINKAGE)
        np.fill_diagonal(cosine, 0.0)
        k = min(self.K, len(cosine) - 1)
        least = -np.partition(-cosine, k - 1, axis=1)[:, k - 1 : k]
        self._similar: Singles = np.where(cosine >= least, cosine, 0.0)

    async def scores(self, profile: Profile) -> Floats:
        """Return (items,) the sum of similarities; 0 where there is none."""
        liked = self._ratings.columns_of(profile.likes)
        scores: Floats = self._similar[liked].sum(axis=0, dtype=np.float64)
        return scores


class Ease:
    """EASE^R on likes (Steck 2019, arXiv 1905.03375): ``B = I − P / diag(P)``, ``P = (XᵀX + λ)⁻¹``.

    Films that nobody liked have no weights and score 0.
    """

    RIDGE = 2000.0

    def __init__(self, ratings: Ratings) -> None:
        check_size(ratings, "ease")
        likes = likes_matrix(ratings)
        self._ratings = ratings
        self._known = np.flatnonzero(np.asarray(likes.sum(axis=0)) > 0)
        likes = sparse.csr_array(likes[:, self._known])
        gram = np.asfortranarray((likes.T @ likes).todense(), dtype=np.float32)
        gram[np.diag_indices_from(gram)] += self.RIDGE
        factor, _ = lapack.spotrf(gram, lower=1, overwrite_a=1)
        inverse: Singles
        inverse, _ = lapack.spotri(factor, lower=1, overwrite_c=1)
        inverse += np.tril(inverse, -1).T
        inverse /= -np.diagonal(inverse).copy()
        np.fill_diagonal(inverse, 0.0)
        self._weights = inverse

    async def scores(self, profile: Profile) -> Floats:
        """Return (items,) the sum of the likes' weights."""
        columns = self._ratings.columns_of(profile.likes)
        liked = np.flatnonzero(np.isin(self._known, columns))
        scores = np.zeros(self._ratings.n_items)
        scores[self._known] = self._weights[liked].sum(axis=0)
        return scores
