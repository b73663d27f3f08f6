"""The hybrid: neighbours' votes and item weights, half and half."""

from recsys.arrays import Floats

_WEIGHT_OF_ITEM_WEIGHTS = 0.5


def blend(knn: Floats, weighted: Floats) -> tuple[Floats, Floats]:
    """Return both parts of ``0.5·knn/max(knn) + 0.5·pease/max(pease)``.

    A part in which nothing is positive is 0.

    Args:
        knn: (items,) votes of the neighbours; profile items still included.
        weighted: (movies,) scores by item weights.
    """
    return (
        knn * _scale(knn, 1 - _WEIGHT_OF_ITEM_WEIGHTS),
        weighted * _scale(weighted, _WEIGHT_OF_ITEM_WEIGHTS),
    )


def _scale(scores: Floats, weight: float) -> float:
    highest = float(scores.max(initial=0.0))
    return weight / highest if highest > 0 else 0.0
