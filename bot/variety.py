"""Well-loved films that are unlike each other: three parts of one saga teach nobody's taste."""

from collections.abc import Callable, Collection, Sequence
from typing import Final

from recsys.types import ItemId, Recommendation

POOL: Final = 8
"""How many times as many films are asked for as are shown."""
_LIKENESS: Final = 0.5
"""How much likeness to a film that is taken costs, where 1 is the score of the best film."""


def varied(
    films: Sequence[Recommendation],
    genres_of: Callable[[ItemId], Collection[str]],
    count: int,
) -> list[Recommendation]:
    """Return ``count`` of the films: the best, then each time the best for how new it is.

    Maximal marginal relevance (Carbonell and Goldstein 1998); two films are alike by the share of
    their genres that they have in common (Jaccard).

    Args:
        films: best first, with scores above 0.
        genres_of: the genres of a film.
        count: how many.
    """
    left = list(films)
    taken: list[Recommendation] = []
    highest = max((film.score for film in films), default=1.0)

    def worth(film: Recommendation) -> float:
        own = genres_of(film.item_id)
        alike = max((_jaccard(own, genres_of(other.item_id)) for other in taken), default=0.0)
        return film.score / highest - _LIKENESS * alike

    while left and len(taken) < count:
        best = max(left, key=worth)
        left.remove(best)
        taken.append(best)
    return taken


def _jaccard(some: Collection[str], others: Collection[str]) -> float:
    union = set(some) | set(others)
    return len(set(some) & set(others)) / len(union) if union else 0.0
