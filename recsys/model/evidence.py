"""Why a film is recommended: counted from the ratings."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recsys.arrays import Floats, Int64s
from recsys.model.item_weights import LIKE_FROM
from recsys.model.user_knn import Opinions
from recsys.ratings import Ratings
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


def receive(ratings: Ratings) -> Reception:
    """Count how all users received each item."""
    size = ratings.n_items
    raters = np.bincount(ratings.columns, minlength=size)
    liked = ratings.columns[ratings.half_stars >= LIKE_FROM]
    stars = np.bincount(ratings.columns, weights=ratings.half_stars, minlength=size) / 2
    return Reception(
        raters=raters.astype(np.float64),
        likers=np.bincount(liked, minlength=size).astype(np.float64),
        mean_stars=stars / np.maximum(raters, 1),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Testimony:
    """What the neighbours say of some films.

    Attributes:
        raters: (films,) neighbours who rated each film.
        likers: (films,) those who gave it 4 stars or more: its fans.
        mean_stars: (films,) the raters' mean, 0 where nobody rated it.
        shared: (films, likes) the weights a_v of the film's fans who like each like, together.
    """

    raters: Int64s
    likers: Int64s
    mean_stars: Floats
    shared: Floats


def testify(said: Opinions, films: Sequence[int], likes: Int64s, items: int) -> Testimony:
    """Look the neighbours' ratings through for some films and a profile's likes.

    Args:
        said: the neighbours' ratings.
        films: columns of the films.
        likes: (likes,) columns of the profile's likes.
        items: how many columns there are.
    """
    asked = np.union1d(likes, films).astype(np.int64)
    is_asked, place = np.zeros(items, dtype=bool), np.empty(items, dtype=np.int32)
    is_asked[asked], place[asked] = True, np.arange(len(asked))
    about = np.flatnonzero(is_asked.take(said.columns))
    neighbours = np.searchsorted(np.cumsum(said.counts), about, side="right")
    half_stars = np.zeros((len(said.counts), len(asked)), dtype=np.uint8)
    half_stars[neighbours, place[said.columns[about]]] = said.half_stars[about]
    of_films = half_stars[:, place[films]]
    raters = np.count_nonzero(of_films, axis=0)
    fans = of_films >= LIKE_FROM
    voices = (half_stars[:, place[likes]] >= LIKE_FROM) * said.weights[:, None]
    return Testimony(
        raters=raters,
        likers=np.count_nonzero(fans, axis=0),
        mean_stars=of_films.sum(axis=0) / (2 * np.maximum(raters, 1)),
        # Not a matrix product: its threads cost more than these few numbers.
        shared=np.einsum("vf,vl->fl", fans.astype(np.float64), voices),
    )


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


def largest(items: Int64s, support: Floats) -> tuple[ItemId, ...]:
    """Return the few items with the largest support above 0, best first, ties in their order."""
    best = np.argsort(-support, kind="stable")[:_NAMED].tolist()
    return tuple(ItemId(int(items[at])) for at in best if support[at] > 0)
