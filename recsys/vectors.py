"""Sparse vectors and their validation.

No engine checks its input (Qdrant Edge accepts duplicates, NaN and unequal lengths, and
panics later), so every vector is made here.
"""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from recsys.errors import InvalidVector
from recsys.types import Profile, SparseVector

_UINT32_MAX = 2**32 - 1


def sparse_vector(indices: npt.ArrayLike, values: npt.ArrayLike) -> SparseVector:
    """Return a vector that any engine can take: sorted, finite, read-only.

    Args:
        indices: (m,) dimensions, distinct whole numbers from 0 to 2³² − 1, in any order.
        values: (m,) finite numbers.

    Raises:
        InvalidVector: empty, unequal lengths, not one-dimensional, a repeated or impossible
            dimension, a value that isn't finite (also once it is a 32-bit float).
    """
    dimensions, numbers = np.asarray(indices), np.asarray(values, dtype=np.float64)
    if dimensions.ndim != 1 or dimensions.shape != numbers.shape:
        raise InvalidVector(
            f"A sparse vector needs as many indices as values, in one dimension each, "
            f"not {dimensions.shape} and {numbers.shape}."
        )
    if len(dimensions) and not np.issubdtype(dimensions.dtype, np.integer):
        raise InvalidVector(f"Dimensions are whole numbers, not {dimensions.dtype}.")
    order = np.argsort(dimensions, kind="stable")
    bounds = np.array([0, len(order)])
    (vector,) = sparse_vectors(bounds, dimensions[order], numbers[order])
    return vector


def sparse_vectors(
    bounds: npt.NDArray[np.int64], indices: npt.NDArray[np.int64], values: npt.NDArray[np.float64]
) -> Iterator[SparseVector]:
    """Yield many vectors, checked all at once.

    Args:
        bounds: (n + 1,) vector ``v`` is ``bounds[v]:bounds[v + 1]`` of the next two.
        indices: (m,) dimensions from 0 to 2³² − 1, ascending in a vector.
        values: (m,) finite numbers.

    Raises:
        InvalidVector: an empty vector, a dimension out of order, repeated or impossible, a value
            that isn't finite (also once it is a 32-bit float).
    """
    lengths = np.diff(bounds)
    if not len(lengths):
        return
    if lengths.min() < 1:
        raise InvalidVector("A sparse vector needs at least one dimension.")
    ascending = np.diff(indices) > 0
    ascending[bounds[1:-1] - 1] = True
    if not ascending.all() or indices.min() < 0 or indices.max() > _UINT32_MAX:
        raise InvalidVector("Dimensions ascend, each named once, between 0 and 2**32 - 1.")
    dimensions, singles = indices.astype(np.uint32), _singles(values)
    dimensions.flags.writeable = singles.flags.writeable = False
    for start, end in pairwise(bounds.tolist()):
        yield SparseVector(dimensions[start:end], singles[start:end])


def _singles(numbers: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
    with np.errstate(over="ignore"):
        singles = numbers.astype(np.float32)
    if not np.isfinite(singles).all():
        raise InvalidVector("The values of a sparse vector are finite 32-bit floats.")
    return singles


def taste_query(profile: Profile, dislike: float) -> SparseVector | None:
    """Return the query for similar users: +1 per like, ``dislike`` per dislike.

    ``None`` for a profile without either: it has no taste to compare.

    Args:
        profile: a member's verdicts.
        dislike: what a dislike weighs, negative.
    """
    if not profile.signals:
        return None
    items = [*profile.likes, *profile.dislikes]
    values = [1.0] * len(profile.likes) + [dislike] * len(profile.dislikes)
    return sparse_vector(items, values)
