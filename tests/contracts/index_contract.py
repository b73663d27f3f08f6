"""What every `NeighbourIndex` promises, as tests that each adapter's class inherits."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recsys.errors import IndexFault
from recsys.types import (
    Neighbour,
    NeighbourFilter,
    NeighbourIndex,
    SparsePoint,
    SparseVector,
)
from recsys.vectors import sparse_vector

OpenIndex = Callable[[Sequence[SparsePoint]], Awaitable[NeighbourIndex]]


def point(key: int, numbers: dict[int, float], **payload: int | str) -> SparsePoint:
    return SparsePoint(key, vector(numbers), payload)


def vector(numbers: dict[int, float]) -> SparseVector:
    return sparse_vector(list(numbers), list(numbers.values()))


def pairs(neighbours: Iterable[Neighbour]) -> list[tuple[int, float]]:
    return [(neighbour.user_id, neighbour.similarity) for neighbour in neighbours]


def dot(query: SparseVector, other: SparseVector) -> float:
    """The reference: a dense product in double precision."""
    dense = np.zeros(1 + max(query.indices.max(), other.indices.max()))
    dense[query.indices] = query.values
    return float(dense[other.indices] @ other.values.astype(np.float64))


def slack(query: SparseVector, other: SparseVector) -> float:
    """How far single precision may be off: 1e-5 of the terms' size."""
    return 1e-5 * dot(
        SparseVector(query.indices, abs(query.values)),
        SparseVector(other.indices, abs(other.values)),
    )


# Four genres of films, ids far apart: 1-4 science fiction, 100-103 romance, 2_000_000 a rarity.
USERS = [
    point(
        11,
        {1: 0.5, 2: 0.5, 3: 0.25},
        age=25,
        gender="F",
        occupation="12",
        ratings=3,
        last_year=2000,
    ),
    point(12, {1: 0.5, 2: 0.25}, age=25, gender="M", occupation="12", ratings=2, last_year=2003),
    point(
        13, {1: 0.5, 100: -0.25}, age=35, gender="F", occupation="writer", ratings=2, last_year=2003
    ),
    point(14, {100: 0.5, 101: 0.5}, age=35, gender="M", ratings=2, last_year=1997),
    point(15, {1: -0.25, 100: 0.75, 102: 0.125}, age=25, gender="F", ratings=3, last_year=2018),
    point(16, {2: 0.5, 3: 0.5, 4: 0.5, 2_000_000: 1.0}, ratings=4),
    point(2_147_483_647, {1: 0.5, 2: 0.25}, age=25, gender="M", occupation="12", ratings=2),
]
SCIFI_FAN = vector({1: 1.0, 2: 1.0, 100: -0.25})

# Values of this shape add up without rounding, in any order.
_exact = st.integers(-24, 24).filter(bool).map(lambda eighths: eighths / 8)
_any = st.floats(-8, 8, width=32, allow_subnormal=False).filter(bool)


def _vectors(values: st.SearchStrategy[float]) -> st.SearchStrategy[SparseVector]:
    return st.dictionaries(st.integers(0, 12), values, min_size=1, max_size=8).map(vector)


def _points(values: st.SearchStrategy[float]) -> st.SearchStrategy[list[SparsePoint]]:
    return st.dictionaries(
        st.integers(1, 2**31 - 1), _vectors(values), min_size=1, max_size=25
    ).map(lambda made: [SparsePoint(key, numbers) for key, numbers in made.items()])


_examples = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=[
        # `open_index` makes another index at each call, so examples don't share anything.
        HealthCheck.function_scoped_fixture,
        # Each adapter's class inherits the property; without a database nothing is mixed up.
        HealthCheck.differing_executors,
    ],
)


class IndexContract:
    """Inherit, and give a fixture ``open_index``."""

    @pytest.fixture
    async def index(self, open_index: OpenIndex) -> NeighbourIndex:
        return await open_index(USERS)

    async def test_meta_tells_what_it_holds(self, index: NeighbourIndex) -> None:
        assert index.meta.users == len(USERS)
        assert index.meta.build_id
        await index.health()

    async def test_golden_neighbours(self, index: NeighbourIndex) -> None:
        assert pairs(await index.similar_users(SCIFI_FAN, 10)) == [
            (11, 1.0),
            (12, 0.75),
            (2_147_483_647, 0.75),
            (13, 0.5625),
            (16, 0.5),
        ]
        romantic = vector({100: 1.0, 101: 1.0, 1: -0.5, 7: 1.0})
        assert pairs(await index.similar_users(romantic, 10)) == [(14, 1.0), (15, 0.875)]
        assert pairs(await index.similar_users(vector({2_000_000: 0.5}), 10)) == [(16, 0.5)]

    @pytest.mark.parametrize("k", [1, 2, 3, 5, 7, 1_000])
    async def test_a_smaller_k_is_the_beginning_of_a_larger(
        self, index: NeighbourIndex, k: int
    ) -> None:
        everybody = await index.similar_users(SCIFI_FAN, 7)
        assert await index.similar_users(SCIFI_FAN, k) == everybody[:k]

    async def test_no_k_no_neighbours(self, index: NeighbourIndex) -> None:
        assert await index.similar_users(SCIFI_FAN, 0) == []

    async def test_only_dislikes_find_those_who_disliked_too(self, index: NeighbourIndex) -> None:
        assert pairs(await index.similar_users(vector({1: -1.0, 100: -1.0}), 10)) == []
        assert pairs(await index.similar_users(vector({100: -1.0}), 10)) == [(13, 0.25)]

    async def test_nobody_shares_an_unknown_film(self, index: NeighbourIndex) -> None:
        assert await index.similar_users(vector({555: 1.0}), 10) == []

    @pytest.mark.parametrize(
        ("where", "expected"),
        [
            (NeighbourFilter(), [11, 12, 2_147_483_647, 13, 16]),
            (NeighbourFilter(age=25), [11, 12, 2_147_483_647]),
            (NeighbourFilter(gender="F"), [11, 13]),
            (NeighbourFilter(occupation="12"), [11, 12, 2_147_483_647]),
            (NeighbourFilter(occupation="writer"), [13]),
            (NeighbourFilter(active_since=2003), [12, 13]),
            (NeighbourFilter(age=25, gender="M", occupation="12", active_since=2001), [12]),
            (NeighbourFilter(age=99), []),
            (NeighbourFilter(active_since=2019), []),
        ],
    )
    async def test_filters(
        self, index: NeighbourIndex, where: NeighbourFilter, expected: list[int]
    ) -> None:
        found = await index.similar_users(SCIFI_FAN, 10, where)
        assert [neighbour.user_id for neighbour in found] == expected

    async def test_ties_go_to_the_smaller_ids(self, open_index: OpenIndex) -> None:
        twins = [point(key, {1: 0.5, key + 10: 1.0}) for key in range(300, 0, -1)]
        index = await open_index([*twins, point(500, {1: 0.75})])
        found = await index.similar_users(vector({1: 1.0}), 10)
        assert pairs(found) == [(500, 0.75), *((key, 0.5) for key in range(1, 10))]

    async def test_many_at_once_get_what_each_gets_alone(self, open_index: OpenIndex) -> None:
        users = [point(key, {key % 7: 1.0, 7 + key % 5: 0.5}) for key in range(1, 200)]
        index = await open_index(users)
        queries = [vector({at % 7: 1.0, 7 + at % 5: at / 4 - 1.1}) for at in range(20)]
        alone = [await index.similar_users(query, 15) for query in queries]
        at_once = await asyncio.gather(*(index.similar_users(query, 15) for query in queries))
        assert at_once == alone

    async def test_an_index_may_be_empty(self, open_index: OpenIndex) -> None:
        index = await open_index([])
        assert await index.similar_users(SCIFI_FAN, 5) == []

    async def test_closing_twice_does_no_harm(self, index: NeighbourIndex) -> None:
        await index.close()
        await index.close()

    async def test_a_closed_index_says_so(self, index: NeighbourIndex) -> None:
        await index.close()
        for ask in (
            lambda: index.similar_users(SCIFI_FAN, 5),
            index.health,
        ):
            with pytest.raises(IndexFault, match="closed"):
                await ask()

    @_examples
    @given(
        users=_points(_exact),
        queries=st.lists(_vectors(_exact), min_size=4, max_size=4),
        k=st.integers(1, 30),
    )
    async def test_neighbours_are_those_of_the_plain_product(
        self, open_index: OpenIndex, users: list[SparsePoint], queries: list[SparseVector], k: int
    ) -> None:
        index = await open_index(users)
        for query in queries:
            scored = [(user.id, dot(query, user.vector)) for user in users]
            best = sorted((one for one in scored if one[1] > 0), key=lambda one: (-one[1], one[0]))
            assert pairs(await index.similar_users(query, k)) == best[:k]
        await index.close()

    @_examples
    @given(users=_points(_any), queries=st.lists(_vectors(_any), min_size=4, max_size=4))
    async def test_similarities_are_the_plain_product_up_to_rounding(
        self, open_index: OpenIndex, users: list[SparsePoint], queries: list[SparseVector]
    ) -> None:
        index = await open_index(users)
        by_id = {user.id: user.vector for user in users}
        for query in queries:
            found = pairs(await index.similar_users(query, len(users)))
            assert all(before[1] >= after[1] for before, after in pairwise(found))
            for user, similarity in found:
                assert similarity == pytest.approx(
                    dot(query, by_id[user]), rel=1e-5, abs=slack(query, by_id[user])
                )
            clearly = {
                user.id for user in users if dot(query, user.vector) > slack(query, user.vector) > 0
            }
            assert clearly <= {user for user, _ in found}
        await index.close()
