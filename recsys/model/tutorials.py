"""The two tutorial methods that Matinee grew from, kept as baselines with their mistakes.

Both query the raw dot product of a ±1 profile with globally z-scored ratings and listen to 20
users. `notebook` (ML-1M, also the OVHcloud tutorial) sums the neighbours' z-scores; `tutorial`
(ml-latest) adds a neighbour's similarity to everything the neighbour rated, disliked films too.
"""

from collections.abc import AsyncIterator, Collection, Iterator, Mapping
from contextlib import asynccontextmanager
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from recsys.arrays import Floats, Int64s
from recsys.datasets.types import Demographics
from recsys.index.edge import build_edge_index, open_edge_index
from recsys.model.built import Model
from recsys.model.filters import ItemFacts
from recsys.model.genres import GenreSets
from recsys.model.points import user_payload
from recsys.model.ranking import top
from recsys.ratings import Ratings
from recsys.types import (
    ItemId,
    Neighbour,
    NeighbourFilter,
    NeighbourIndex,
    Profile,
    SparsePoint,
    YearRange,
)
from recsys.vectors import sparse_vector, taste_query

NEIGHBOURS = 20
_DISLIKE = -1.0
_ANY_YEAR = YearRange()


class TutorialMethod(StrEnum):
    """Which tutorial's sum."""

    NOTEBOOK = "notebook"
    TUTORIAL = "tutorial"
    TUTORIAL_WITH_SEEN = "tutorial-with-seen"


class ZScores:
    """Ratings normalised to mean 0 and standard deviation 1 over all users at once."""

    def __init__(self, ratings: Ratings) -> None:
        stars = np.arange(11) / 2
        counts = np.bincount(ratings.half_stars, minlength=11)
        mean = float(counts @ stars) / len(ratings)
        # The sample's deviation (n − 1), as pandas computes it.
        variance = float(counts @ (stars - mean) ** 2) / max(len(ratings) - 1, 1)
        self._by_half_stars = (stars - mean) / np.sqrt(variance or 1.0)
        self.ratings = ratings

    def of_row(self, row: int) -> tuple[Int64s, Floats]:
        """Return a user's columns and z-scores."""
        columns, half_stars = self.ratings.row(row)
        return columns.astype(np.int64), self._by_half_stars[half_stars]

    def points(self, demographics: Mapping[int, Demographics]) -> Iterator[SparsePoint]:
        """Yield the users as the tutorials index them."""
        for row, user_id in enumerate(self.ratings.user_ids.tolist()):
            columns, values = self.of_row(row)
            vector = sparse_vector(self.ratings.item_ids[columns], values)
            payload = user_payload(self.ratings, row, demographics.get(user_id))
            yield SparsePoint(user_id, vector, payload)


class Tutorial:
    """One of the tutorial methods on an index of z-scored users."""

    def __init__(self, ratings: Ratings, index: NeighbourIndex, method: TutorialMethod) -> None:
        self.ratings = ratings
        self._index = index
        self._sums_ratings = method is TutorialMethod.NOTEBOOK
        self._z_scores = ZScores(ratings)

    def summing(self, method: TutorialMethod) -> "Tutorial":
        """Return another tutorial on the same index."""
        return Tutorial(self.ratings, self._index, method)

    async def neighbours(
        self, profile: Profile, where: NeighbourFilter | None = None
    ) -> list[Neighbour]:
        """Return the 20 users with the largest raw dot product."""
        query = taste_query(profile, _DISLIKE)
        return await self._index.similar_users(query, NEIGHBOURS, where) if query else []

    async def scores(self, profile: Profile, where: NeighbourFilter | None = None) -> Floats:
        """Return (items,) the sums; −inf for films that no neighbour rated."""
        sums = np.zeros(self.ratings.n_items)
        seen = np.zeros(self.ratings.n_items, dtype=bool)
        for neighbour in await self.neighbours(profile, where):
            row = int(np.searchsorted(self.ratings.user_ids, neighbour.user_id))
            columns, values = self._z_scores.of_row(row)
            sums[columns] += values if self._sums_ratings else neighbour.similarity
            seen[columns] = True
        return np.where(seen, sums, -np.inf)


@asynccontextmanager
async def open_tutorial(
    ratings: Ratings, demographics: Mapping[int, Demographics], method: TutorialMethod
) -> AsyncIterator[Tutorial]:
    """Index the ratings as the tutorials do, in a temporary embedded engine."""
    with TemporaryDirectory(prefix="matinee-tutorial-") as folder:
        place = Path(folder) / "index"
        build_edge_index(place, method, ZScores(ratings).points(demographics))
        index = await open_edge_index(place, method)
        try:
            yield Tutorial(ratings, index, method)
        finally:
            await index.close()


async def recommend_as_tutorial(
    model: Model,
    profile: Profile,
    n: int,
    *,
    method: TutorialMethod,
    genres: Collection[str] = (),
    years: YearRange = _ANY_YEAR,
    where: NeighbourFilter | None = None,
) -> list[tuple[ItemId, float]]:
    """Return up to ``n`` (movie id, sum) as the tutorial does, without the profile's films.

    Args:
        model: whose ratings are indexed anew, z-scored.
        profile: the member's verdicts.
        n: how many.
        method: which tutorial.
        genres: films of any of these genres.
        years: years of release.
        where: which users may be neighbours.
    """
    allowed = ItemFacts(model.catalog, GenreSets(model.catalog)).passing(genres=genres, years=years)
    allowed[model.ratings.columns_of(profile)] = False
    async with open_tutorial(model.ratings, model.demographics, method) as tutorial:
        scores = await tutorial.scores(profile, where)
    best = top(np.where(allowed, scores, -np.inf), n)
    return [(ItemId(int(model.ratings.item_ids[at])), float(scores[at])) for at in best]
