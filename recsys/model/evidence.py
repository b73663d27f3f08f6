"""Why a film is recommended: counted from the ratings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from recsys.arrays import Floats
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
    """The neighbours as witnesses: what they say of some films, and of the profile's likes."""

    def __init__(
        self, said: Opinions, films: Sequence[int], likes: Mapping[ItemId, int], items: int
    ) -> None:
        """Look the ratings through once.

        Args:
            said: the neighbours' ratings.
            films: columns of the films that will be asked about.
            likes: liked items of the profile that the model knows, with their columns.
            items: how many columns there are.
        """
        asked = list(dict.fromkeys([*films, *likes.values()]))
        place = np.full(items, -1, dtype=np.int32)
        place[asked] = np.arange(len(asked))
        places = place[said.columns]
        about = np.flatnonzero(places >= 0)
        neighbours = np.repeat(np.arange(len(said.counts)), said.counts)[about]
        self._half_stars = np.zeros((len(said.counts), len(asked)), dtype=np.uint8)
        self._half_stars[neighbours, places[about]] = said.half_stars[about]
        self._place = place
        self._weights = said.weights
        self._likes = list(likes)
        likers = self._half_stars[:, place[list(likes.values())]] >= LIKE_FROM
        self._voices = likers * said.weights[:, None]

    def about(self, column: int) -> Evidence:
        """Count what the neighbours think of a film, and which likes its fans share most.

        A like counts as much as the fans' weights a_v together.
        """
        half_stars = self._half_stars[:, self._place[column]]
        rated, fans = half_stars > 0, half_stars >= LIKE_FROM
        support = self._voices[fans].sum(axis=0)
        return Evidence(
            source=EvidenceSource.NEIGHBOURS,
            neighbours=len(half_stars),
            raters=int(rated.sum()),
            likers=int(fans.sum()),
            mean_stars=float(half_stars[rated].mean()) / 2 if rated.any() else None,
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
