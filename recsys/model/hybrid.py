"""The hybrid: neighbours' votes and item weights, half and half."""

import numpy as np

from recsys.arrays import Floats

_WEIGHT_OF_ITEM_WEIGHTS = 0.5


def shares_of(knn: Floats, weighted: Floats) -> tuple[Floats, Floats]:
    """Return what neighbours and item weights add to ``0.5·pease/max(pease) + 0.5·knn/max(knn)``.

    Args:
        knn: (items,) votes of the neighbours; profile items still included.
        weighted: (items,) scores by item weights, 0 where an item has none.
    """
    from_neighbours = (1 - _WEIGHT_OF_ITEM_WEIGHTS) * _by_maximum(knn)
    return from_neighbours, _WEIGHT_OF_ITEM_WEIGHTS * _by_maximum(weighted)


def _by_maximum(scores: Floats) -> Floats:
    """Return the scores divided by the largest; 0 where nothing is positive."""
    highest = scores.max(initial=0.0)
    if highest <= 0:
        return np.zeros_like(scores)
    scaled: Floats = scores / highest
    return scaled
