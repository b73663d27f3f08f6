"""Why a film is recommended: counted from the ratings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from recsys.arrays import Floats, Int64s
from recsys.model.item_weights import LIKE_FROM
from recsys.model.user_knn import Opinions
from recsys.types import Evidence, EvidenceSource, ItemId

_NAMED = 3
"""Titles that the evidence keeps."""


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


class Witnesses:
    """The neighbours as witnesses: asked about one film after the other."""

    def __init__(
        self, said: Opinions, likes: Sequence[ItemId], columns: Int64s, items: int
    ) -> None:
        """Sort out once what the neighbours say of the profile's likes.

        Args:
            said: the neighbours' ratings.
            likes: liked items of the profile that the model knows.
            columns: (likes,) their columns.
            items: how many columns there are.
        """
        self._said = said
        self._likes = likes
        position = np.full(items, -1)
        position[columns] = np.arange(len(columns))
        which = position[said.columns]
        shared = (which >= 0) & (said.half_stars >= LIKE_FROM)
        self._which = which[shared]
        self._who = said.neighbour[shared]
        self._voices = said.weights[self._who]

    def about(self, column: int) -> Evidence:
        """Count what the neighbours think of a film, and which likes its fans share most.

        A like counts as much as the fans' weights a_v together.
        """
        about = self._said.columns == column
        half_stars = self._said.half_stars[about]
        fans = np.zeros(len(self._said.weights), dtype=bool)
        fans[self._said.neighbour[about][half_stars >= LIKE_FROM]] = True
        theirs = fans[self._who]
        support = np.bincount(self._which[theirs], self._voices[theirs], len(self._likes))
        return Evidence(
            source=EvidenceSource.NEIGHBOURS,
            neighbours=len(self._said.weights),
            raters=len(half_stars),
            likers=int(fans.sum()),
            mean_stars=float(half_stars.mean()) / 2 if len(half_stars) else None,
            shared_likes=_largest(dict(zip(self._likes, support.tolist(), strict=True))),
        )


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
