"""Why a film is recommended: counted from the ratings."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recsys.arrays import Bytes, Floats, Int64s
from recsys.model.item_weights import LIKE_FROM
from recsys.model.user_knn import Opinions
from recsys.ratings import Ratings
from recsys.types import Evidence, EvidenceSource, ItemId

_SPEAKS = 0.5
"""A film is named if it speaks at least so much as the one that speaks most."""
_WORN = 0.7
"""What naming a film leaves of it for the reasons that follow."""
_STEPS = 11
"""Half stars, and 0 for a film not rated."""


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


def receive(ratings: Ratings) -> Reception:
    """Count how all users received each item."""
    # Film and stars in one number: counted once, at the price of one array as long as the ratings.
    steps = ratings.columns.astype(np.int64)
    steps *= _STEPS
    steps += ratings.half_stars
    counted = np.bincount(steps, minlength=_STEPS * ratings.n_items).reshape(-1, _STEPS)
    raters = counted.sum(axis=1)
    return Reception(
        raters=raters.astype(np.float64),
        likers=counted[:, LIKE_FROM:].sum(axis=1).astype(np.float64),
        mean_stars=counted @ np.arange(_STEPS) / 2 / np.maximum(raters, 1),
    )


def stars_of(said: Opinions, asked: Int64s, items: int) -> Bytes:
    """Return (K, asked) each neighbour's half stars for some films, 0 for a film not rated.

    Args:
        said: the neighbours' ratings.
        asked: (asked,) columns of the films, distinct.
        items: how many columns there are.
    """
    is_asked, place = np.zeros(items, dtype=bool), np.empty(items, dtype=np.int32)
    is_asked[asked], place[asked] = True, np.arange(len(asked))
    about = np.flatnonzero(is_asked.take(said.columns))
    told = np.diff(about.searchsorted(np.cumsum(said.counts)), prepend=0)
    neighbours = np.repeat(np.arange(len(told)), told)
    half_stars = np.zeros((len(told), len(asked)), dtype=np.uint8)
    half_stars[neighbours, place[said.columns[about]]] = said.half_stars[about]
    return half_stars


def histogram(half_stars: Bytes) -> Int64s:
    """Return (films, 10) how many of the neighbours gave each film 0.5, 1, … 5 stars.

    Args:
        half_stars: (K, films) as of `stars_of`.
    """
    films = half_stars.shape[1]
    steps = half_stars + _STEPS * np.arange(films)
    counted = np.bincount(steps.ravel(), minlength=_STEPS * films)
    return counted.reshape(films, _STEPS)[:, 1:]


def from_popularity(reception: Reception, column: int) -> Evidence:
    """Return the evidence of a film that is there because most people love it."""
    raters = int(reception.raters[column])
    return Evidence(
        source=EvidenceSource.POPULARITY,
        neighbours=0,
        raters=raters,
        likers=int(reception.likers[column]),
        mean_stars=float(reception.mean_stars[column]) if raters else None,
    )


def assign(likes: Sequence[ItemId], support: Floats) -> list[tuple[ItemId, ...]]:
    """Choose for each film of a list the likes that its reason names, best first.

    That is the like that speaks most for it, and the next one. But the same film named again and
    again says nothing: one that was named gives way to another that speaks nearly as much, and
    isn't named second.

    Args:
        likes: the member's likes.
        support: (films, likes) how much each like speaks for each film, in the list's order.
    """
    speaks = (support > 0) & (support >= _SPEAKS * support.max(axis=1, initial=0.0)[:, None])
    told: list[dict[int, float]] = [{} for _ in support]
    films, known = np.nonzero(speaks)
    amounts = support[films, known].tolist()
    for film, like, amount in zip(films.tolist(), known.tolist(), amounts, strict=True):
        told[film][like] = amount
    left = [1.0] * len(likes)
    named = []
    for worth in told:
        chosen = sorted(worth, key=lambda like: -worth[like] * left[like])[:1]
        fresh = [like for like in worth if left[like] == 1.0 and like not in chosen]
        chosen += sorted(fresh, key=lambda like: -worth[like])[:1]
        for like in chosen:
            left[like] *= _WORN
        named.append(tuple(likes[like] for like in chosen))
    return named
