"""The hybrid: neighbours' votes and item weights, half and half."""

from recsys.arrays import Floats


def half_over_best(scores: Floats) -> float:
    """Return what makes a part of ``0.5·knn/max(knn) + 0.5·pease/max(pease)`` of its scores.

    That is 0 where nothing is positive.
    """
    best = float(scores.max(initial=0.0))
    return 0.5 / best if best > 0 else 0.0
