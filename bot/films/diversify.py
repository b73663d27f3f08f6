"""Well-loved films that are unlike each other: three parts of one saga say little of a taste."""

from collections.abc import Callable, Collection, Sequence
from typing import Final

from recsys.types import ItemId, Recommendation

POOL: Final = 8
"""How many times as many films are asked for as are shown."""
_LIKENESS: Final = 0.5
"""How much likeness to a film that is taken costs, where 1 is the score of the best film."""


def diversify(
    films: Sequence[Recommendation],
    genres_of: Callable[[ItemId], Collection[str]],
    count: int,
) -> list[Recommendation]:
    """Return ``count`` of the films: the best, then each time the best for how new it is.

    Maximal marginal relevance (Carbonell and Goldstein 1998); two films are alike by the share of
    their genres that they have in common (Jaccard).

    The films come best first, with scores above 0.
    """
    if not films:
        return []
    highest = films[0].score
    genres = [frozenset(genres_of(film.item_id)) for film in films]
    # How much each is like the most similar film taken so far: saved, since counting it again for
    # each film takes long for a watchlist.
    alike = [0.0] * len(films)
    left = list(range(len(films)))
    taken: list[Recommendation] = []
    while left and len(taken) < count:
        best = max(left, key=lambda at: films[at].score / highest - _LIKENESS * alike[at])
        left.remove(best)
        taken.append(films[best])
        for at in left:
            alike[at] = max(alike[at], _jaccard(genres[at], genres[best]))
    return taken


def _jaccard(some: frozenset[str], others: frozenset[str]) -> float:
    union = len(some | others)
    return len(some & others) / union if union else 0.0
