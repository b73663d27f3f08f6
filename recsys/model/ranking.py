"""From scores of all items to a list."""

import numpy as np

from recsys.arrays import Floats, Int64s


def top(scores: Floats, n: int) -> Int64s:
    """Return (≤ n,) columns by (−score, column); −inf is never recommended."""
    candidates = np.flatnonzero(np.isfinite(scores))
    if len(candidates) > n:
        least = np.partition(scores[candidates], -n)[-n]
        candidates = candidates[scores[candidates] >= least]
    return candidates[np.argsort(-scores[candidates], kind="stable")[:n]]
