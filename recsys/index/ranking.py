"""One promised order of neighbours, whatever the engine.

With few signals most queries tie at the k-th neighbour, and engines cut ties in an order of their
own. So a few more than asked for are fetched, and still more while the list ends in a tie. Sums
that are equal on paper differ in the last digits of a 32-bit float when they are added up in
another order, as engines do from one build to the next. So scores are rounded to be compared.
"""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from recsys.types import Neighbour, UserId

Hits: TypeAlias = list[tuple[int, float]]
"""Ids and scores as an engine found them: the best ones, in order except for ties."""

SPARE = 28
"""How many more hits than wanted are fetched at first."""


async def nearest(search: Callable[[int], Awaitable[Hits]], k: int, points: int) -> list[Neighbour]:
    """Return the best ``k`` by (−score, id), only those with a score above 0.

    Args:
        search: asks the engine for this many of its best.
        k: how many are wanted; none when not positive.
        points: how many there are.
    """
    if k < 1 or points < 1:
        return []
    limit = min(k + SPARE, points)
    while True:
        hits = await search(limit)
        ranked = rank(hits)
        if limit >= points or is_settled(hits, ranked, k, limit):
            return [Neighbour(UserId(user), score) for user, score in ranked[:k]]
        limit = min(2 * limit, points)


def rank(hits: Hits) -> Hits:
    """Return the hits with a positive score by (−score, id), scores rounded."""
    positive = [(point, rounded(score)) for point, score in hits if score > 0]
    return sorted(positive, key=lambda hit: (-hit[1], hit[0]))


def rounded(score: float) -> float:
    """Return the score with seven significant digits; the rest is noise in 32 bits."""
    return float(f"{score:.6e}")


def is_settled(hits: Hits, ranked: Hits, k: int, limit: int) -> bool:
    """Return whether no hit beyond ``limit`` can be among the best ``k``."""
    if len(hits) < limit or len(ranked) < k:
        return True
    return rounded(min(score for _, score in hits)) < ranked[k - 1][1]
