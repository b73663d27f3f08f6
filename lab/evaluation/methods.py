"""The methods that are compared, each opened on one fold's training users."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import numpy as np

from lab.evaluation.baselines import Ease, ItemKnn, Popular
from recsys.arrays import Floats
from recsys.datasets.types import Dataset
from recsys.index.edge import build_edge_index, open_edge_index
from recsys.model import pease
from recsys.model.points import Points
from recsys.model.recommender import Recommender
from recsys.model.tutorials import Tutorial, TutorialMethod, open_tutorial
from recsys.ratings import Ratings
from recsys.store.artifacts import INDEX_FOLDER
from recsys.store.build import assemble
from recsys.types import Method, Profile

BASELINE = "notebook"
"""What every gain is measured against."""


HYBRID = "hybrid"
"""The scores that lists are made of."""


class Scores(Protocol):
    """Anything that scores all items for a profile."""

    async def scores(self, profile: Profile) -> Floats:
        """Return (items,) scores; −inf for an item never recommended."""
        ...


class OpenFold:
    """What a fold's methods share: the model and the tutorials' index, each made at first use.

    Args:
        dataset: with the ratings of the training users alone.
        stack: closes what this opens.
    """

    def __init__(self, dataset: Dataset, stack: AsyncExitStack) -> None:
        self.dataset = dataset
        self._stack = stack
        self._recommender: Recommender | None = None
        self._tutorial: Tutorial | None = None

    async def recommender(self) -> Recommender:
        """Return the recommender as it ships, on the real embedded engine."""
        if self._recommender is None:
            opening = _open_recommender(self.dataset)
            self._recommender = await self._stack.enter_async_context(opening)
        return self._recommender

    async def tutorial(self, method: TutorialMethod) -> Tutorial:
        """Return one of the tutorials; they have one index in common."""
        if self._tutorial is None:
            opening = open_tutorial(self.dataset.ratings, self.dataset.demographics, method)
            self._tutorial = await self._stack.enter_async_context(opening)
        return self._tutorial.summing(method)


@asynccontextmanager
async def open_fold(dataset: Dataset) -> AsyncIterator[OpenFold]:
    """Yield a fold with these training users; what it opened is closed behind it."""
    async with AsyncExitStack() as stack:
        yield OpenFold(dataset, stack)


Opener = Callable[[OpenFold], Awaitable[Scores]]


class Ours:
    """The recommender as it ships, on the real embedded engine."""

    def __init__(
        self,
        recommender: Recommender,
        method: Method,
        *,
        safe: bool = False,
    ) -> None:
        self._recommender = recommender
        self._method = method
        self._safe = safe

    async def scores(self, profile: Profile) -> Floats:
        """Return (items,) the ranking scores."""
        scored = await self._recommender.score(profile, method=self._method, safe=self._safe)
        return np.where(scored.total != 0, scored.total, -np.inf)


@asynccontextmanager
async def _open_recommender(dataset: Dataset) -> AsyncIterator[Recommender]:
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


def _ours(method: Method, *, safe: bool = False) -> Opener:
    async def opened(fold: OpenFold) -> Scores:
        return Ours(await fold.recommender(), method, safe=safe)

    return opened


def _tutorial(method: TutorialMethod) -> Opener:
    async def opened(fold: OpenFold) -> Scores:
        return await fold.tutorial(method)

    return opened


def _fitted(kind: Callable[[Ratings], Scores]) -> Opener:
    async def opened(fold: OpenFold) -> Scores:
        return kind(fold.dataset.ratings)

    return opened


METHODS: dict[str, Opener] = {
    "notebook": _tutorial(TutorialMethod.NOTEBOOK),
    "tutorial": _tutorial(TutorialMethod.TUTORIAL),
    "tutorial-with-seen": _tutorial(TutorialMethod.TUTORIAL_WITH_SEEN),
    "popular": _fitted(Popular),
    "item-knn": _fitted(ItemKnn),
    "ease": _fitted(Ease),
    "user-knn": _ours(Method.USER_KNN),
    HYBRID: _ours(Method.HYBRID),
    "hybrid-safe": _ours(Method.HYBRID, safe=True),
}
"""Every method by its name on the command line."""

KEEPS_SEEN = frozenset({"tutorial-with-seen"})
"""Methods whose published form recommends what the profile holds already."""

DEFAULT_METHODS = tuple(name for name in METHODS if "hybrid-" not in name)
