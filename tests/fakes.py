"""Fakes that implement the Protocols in plain numpy: the reference that engines are held to."""

from collections.abc import Iterable

import numpy as np

from recsys.errors import IndexUnavailable
from recsys.types import (
    IndexMeta,
    Neighbour,
    NeighbourFilter,
    NeighbourIndex,
    SparsePoint,
    SparseVector,
    UserId,
)


class NumpyIndex:
    """A `NeighbourIndex` that looks at every point."""

    def __init__(self, users: Iterable[SparsePoint]) -> None:
        self._users = list(users)

    async def similar_users(
        self, query: SparseVector, k: int, where: NeighbourFilter | None = None
    ) -> list[Neighbour]:
        scored = [
            (-dot(query, point.vector), point.id) for point in self._users if passes(point, where)
        ]
        return [Neighbour(UserId(user), -minus) for minus, user in sorted(scored)[:k] if minus < 0]

    async def health(self) -> None:
        return

    @property
    def meta(self) -> IndexMeta:
        return IndexMeta("numpy", "test", len(self._users))

    async def close(self) -> None:
        return


class SwitchableIndex:
    """A `NeighbourIndex` in front of another one, whose server can be ``away``.

    Closing it leaves the other one open, for the next test.
    """

    def __init__(self, index: NeighbourIndex, *, away: bool = False) -> None:
        self._index = index
        self.away = away

    async def similar_users(
        self, query: SparseVector, k: int, where: NeighbourFilter | None = None
    ) -> list[Neighbour]:
        return await self._reach().similar_users(query, k, where)

    async def health(self) -> None:
        await self._reach().health()

    @property
    def meta(self) -> IndexMeta:
        return self._index.meta

    async def close(self) -> None:
        return

    def _reach(self) -> NeighbourIndex:
        if self.away:
            raise IndexUnavailable("Qdrant can't be reached; start it.")
        return self._index


def dot(a: SparseVector, b: SparseVector) -> float:
    """Return the dot product of two sparse vectors."""
    _, at_a, at_b = np.intersect1d(a.indices, b.indices, return_indices=True)
    return float(a.values[at_a].astype(np.float64) @ b.values[at_b].astype(np.float64))


def passes(point: SparsePoint, where: NeighbourFilter | None) -> bool:
    """Return whether a user may be a neighbour."""
    if where is None:
        return True
    facts = point.payload
    exact = {"age": where.age, "gender": where.gender, "occupation": where.occupation}
    if any(wanted is not None and facts.get(key) != wanted for key, wanted in exact.items()):
        return False
    last_year = facts.get("last_year")
    return where.active_since is None or (
        isinstance(last_year, int) and last_year >= where.active_since
    )
