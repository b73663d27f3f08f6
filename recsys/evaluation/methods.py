"""The methods that are compared, each opened on one fold's training users."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import numpy as np

from recsys.arrays import Floats
from recsys.datasets.types import Dataset
from recsys.evaluation.baselines import Ease, ItemKnn, Popular
from recsys.evaluation.seeds import SeedMethod, open_seed
from recsys.index.edge import build_edge_index, open_edge_index
from recsys.model import pease
from recsys.model.points import Points
from recsys.model.recommender import Recommender
from recsys.ratings import Ratings
from recsys.store.artifacts import INDEX_FOLDER
from recsys.store.build import assemble
from recsys.types import Method, Profile, Taste

BASELINE = "notebook"
"""What every gain is measured against."""


class Scores(Protocol):
    """Anything that scores all items for a profile."""

    async def scores(self, profile: Profile) -> Floats:
        """Return (items,) scores; −inf for an item that is never recommended."""
        ...


Opener = Callable[[Dataset], AbstractAsyncContextManager[Scores]]


class Ours:
    """The recommender as it ships, on the real embedded engine."""

    def __init__(
        self,
        recommender: Recommender,
        method: Method,
        taste: Taste = Taste.BALANCED,
        *,
        safe: bool = False,
    ) -> None:
        self._recommender = recommender
        self._method = method
        self._taste = taste
        self._safe = safe

    async def scores(self, profile: Profile) -> Floats:
        """Return (items,) the ranking scores."""
        scored = await self._recommender.score(
            profile, taste=self._taste, method=self._method, safe=self._safe
        )
        return np.where(scored.total != 0, scored.total, -np.inf)


@asynccontextmanager
async def open_fold(dataset: Dataset) -> AsyncIterator[Recommender]:
    """Build a model of these ratings in a temporary folder and open it."""
    with TemporaryDirectory(prefix="matinee-fold-") as temporary:
        folder = Path(temporary)
        weights = pease.fit(dataset.ratings)
        model = assemble(dataset, weights, "fold", "edge", folder)
        points = Points(model)
        build_edge_index(folder / INDEX_FOLDER, "fold", points.users())
        index = await open_edge_index(folder / INDEX_FOLDER, "fold")
        async with Recommender(model, index) as recommender:
            yield recommender


def _ours(method: Method, taste: Taste = Taste.BALANCED, *, safe: bool = False) -> Opener:
    @asynccontextmanager
    async def opened(dataset: Dataset) -> AsyncIterator[Scores]:
        async with open_fold(dataset) as recommender:
            yield Ours(recommender, method, taste, safe=safe)

    return opened


def _seed(method: SeedMethod) -> Opener:
    def opened(dataset: Dataset) -> AbstractAsyncContextManager[Scores]:
        return open_seed(dataset.ratings, dataset.demographics, method)

    return opened


def _fitted(kind: Callable[[Ratings], Scores]) -> Opener:
    @asynccontextmanager
    async def opened(dataset: Dataset) -> AsyncIterator[Scores]:
        yield kind(dataset.ratings)

    return opened


METHODS: dict[str, Opener] = {
    "notebook": _seed(SeedMethod.NOTEBOOK),
    "tutorial": _seed(SeedMethod.TUTORIAL),
    "tutorial-with-seen": _seed(SeedMethod.TUTORIAL_WITH_SEEN),
    "popular": _fitted(Popular),
    "item-knn": _fitted(ItemKnn),
    "ease": _fitted(Ease),
    "user-knn": _ours(Method.USER_KNN),
    "hybrid": _ours(Method.HYBRID),
    "hybrid-safe": _ours(Method.HYBRID, safe=True),
    "hybrid-crowd-pleasers": _ours(Method.HYBRID, Taste.CROWD_PLEASERS),
    "hybrid-hidden-gems": _ours(Method.HYBRID, Taste.HIDDEN_GEMS),
}
"""Every method by its name on the command line."""

KEEPS_SEEN = frozenset({"tutorial-with-seen"})
"""Methods whose published form recommends what the profile holds already."""

DEFAULT_METHODS = tuple(name for name in METHODS if "hybrid-" not in name)
