"""Why a film is recommended: counted from the ratings, and said in one sentence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from recsys.arrays import Floats, Int64s
from recsys.model.item_weights import LIKE_FROM
from recsys.model.user_knn import Opinions
from recsys.types import Evidence, EvidenceSource, ItemId

_NAMED = 3
"""Titles that the evidence keeps; the sentence names the first two."""


@dataclass(frozen=True, slots=True, eq=False)
class Reception:
    """How all users received each item.

    Attributes:
        raters: (items,) users who rated it.
        likers: (items,) users who gave it 4 stars or more.
        mean_stars: (items,) mean rating, 0 where nobody rated it.
    """

    raters: Floats
    likers: Floats
    mean_stars: Floats


def from_neighbours(said: Opinions, column: int, likes: Mapping[int, ItemId]) -> Evidence:
    """Count what the neighbours think of a film.

    Args:
        said: the neighbours' ratings.
        column: the film's column.
        likes: the profile's liked items by column.
    """
    about = said.columns == column
    half_stars = said.half_stars[about]
    fans = said.neighbour[about][half_stars >= LIKE_FROM]
    return Evidence(
        source=EvidenceSource.NEIGHBOURS,
        neighbours=len(said.weights),
        raters=len(half_stars),
        likers=len(fans),
        mean_stars=float(half_stars.mean()) / 2 if len(half_stars) else None,
        shared_likes=_shared_likes(said, fans, likes),
    )


def _shared_likes(said: Opinions, fans: Int64s, likes: Mapping[int, ItemId]) -> tuple[ItemId, ...]:
    """Return the likes that these neighbours share most, weighted by a_v."""
    is_fan = np.zeros(len(said.weights), dtype=bool)
    is_fan[fans] = True
    theirs = is_fan[said.neighbour] & (said.half_stars >= LIKE_FROM)
    columns, voices = said.columns[theirs], said.weights[said.neighbour[theirs]]
    support = {item: float(voices[columns == column].sum()) for column, item in likes.items()}
    return _largest(support)


def from_item_weights(counted: Evidence, contributions: Mapping[ItemId, float]) -> Evidence:
    """Return the evidence of a film that the item weights put forward.

    Args:
        counted: what the neighbours think of it all the same.
        contributions: what each liked item of the profile adds to the film's score.
    """
    return Evidence(
        source=EvidenceSource.ITEM_WEIGHTS,
        neighbours=counted.neighbours,
        raters=counted.raters,
        likers=counted.likers,
        mean_stars=counted.mean_stars,
        shared_likes=counted.shared_likes,
        because=_largest(contributions),
    )


def from_popularity(reception: Reception, column: int) -> Evidence:
    """Return the evidence of a film that is there because it is well loved by all."""
    raters = int(reception.raters[column])
    return Evidence(
        source=EvidenceSource.POPULARITY,
        neighbours=0,
        raters=raters,
        likers=int(reception.likers[column]),
        mean_stars=float(reception.mean_stars[column]) if raters else None,
    )


def _largest(support: Mapping[ItemId, float]) -> tuple[ItemId, ...]:
    """Return the items with the largest positive support, best first, ties by movie id."""
    ranked = sorted((-value, item) for item, value in support.items() if value > 0)
    return tuple(item for _, item in ranked[:_NAMED])


def explain(evidence: Evidence, title_of: Callable[[ItemId], str]) -> str:
    """Say the evidence in one sentence, without a full stop.

    Args:
        evidence: of a recommendation.
        title_of: how a film is called, with any markup that the reader's place needs.
    """
    match evidence.source:
        case EvidenceSource.NEIGHBOURS:
            return _say_neighbours(evidence, title_of)
        case EvidenceSource.ITEM_WEIGHTS:
            return f"because you liked {_and(evidence.because, title_of)}"
        case EvidenceSource.POPULARITY:
            return (
                f"well loved: {evidence.likers:,} of {evidence.raters:,} MovieLens viewers who "
                f"rated it gave 4★ or more{_mean(evidence)}"
            )


def _say_neighbours(evidence: Evidence, title_of: Callable[[ItemId], str]) -> str:
    said = (
        f"{evidence.likers} of your {evidence.neighbours} closest MovieLens viewers loved it"
        f"{_mean(evidence)}"
    )
    if evidence.shared_likes:
        said += f"; they also loved {_and(evidence.shared_likes, title_of)}"
    return said


def _mean(evidence: Evidence) -> str:
    return "" if evidence.mean_stars is None else f" ({evidence.mean_stars:.1f}★)"


def _and(items: tuple[ItemId, ...], title_of: Callable[[ItemId], str]) -> str:
    return " and ".join(title_of(item) for item in items[:2])
