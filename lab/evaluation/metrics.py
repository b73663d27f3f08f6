"""Metrics of one ranked list, and their mean with an interval over users.

Järvelin & Kekäläinen 2002 for NDCG; Fawcett 2006 for AUC.
"""

import numpy as np

from recsys.arrays import Bools, Floats

_RESAMPLES = 2000


def ndcg(hits: Bools, targets: int) -> float:
    """Return ``Σ_r hit_r / log₂(r + 1)`` over the same sum of the best possible list.

    The best list has ``min(len(hits), targets)`` hits in front, so a user with few targets can
    reach 1 too. 0 without targets.

    Args:
        hits: (N,) whether the film at rank 1 … N is a target.
        targets: how many targets there are.
    """
    best = min(len(hits), targets)
    if not best:
        return 0.0
    discounts = 1.0 / np.log2(np.arange(len(hits)) + 2)
    return float((hits * discounts).sum() / discounts[:best].sum())


def recall(hits: Bools, targets: int) -> float:
    """Return the hits over ``min(len(hits), targets)``; 0 without targets."""
    best = min(len(hits), targets)
    return float(hits.sum() / best) if best else 0.0


def auc(likes: Floats, dislikes: Floats) -> float | None:
    """Return how often a held-out like scores above a held-out dislike; a tie counts half.

    ``None`` where either is missing: then there is nothing to compare.
    """
    if not len(likes) or not len(dislikes):
        return None
    difference = likes[:, None] - dislikes[None, :]
    return float((difference > 0).mean() + 0.5 * (difference == 0).mean())


def bootstrap_gain(values: Floats, baseline: Floats, seed: int = 0) -> tuple[float, float]:
    """Return the 95 % interval of the relative gain of one method's mean over another's.

    Users are drawn anew, with all their columns, so both methods see the same users (a paired
    percentile bootstrap; Efron 1979).

    Args:
        values: (users, columns) a metric of the method, NaN where a user has no such column.
        baseline: (users, columns) the same of the other method.
        seed: of the resampling.
    """
    users = len(values)
    draws = np.random.default_rng(seed).multinomial(users, [1 / users] * users, size=_RESAMPLES)
    known = np.isfinite(values).astype(float)
    counts = np.maximum(draws @ known, 1)
    means = [(draws @ np.nan_to_num(each) / counts).mean(axis=1) for each in (values, baseline)]
    gains = means[0] / means[1] - 1
    low, high = np.percentile(gains, [2.5, 97.5])
    return float(low), float(high)
