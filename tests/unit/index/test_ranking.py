"""The promised order, whatever order an engine tells its hits in."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.index.ranking import SPARE, Hits, is_settled, nearest, rank, rounded

_scores = st.integers(-3, 3).map(float)
_corpora = st.dictionaries(st.integers(1, 300), _scores, max_size=120)


class Engine:
    """Finds the best so many, ties in any order."""

    def __init__(self, scores: dict[int, float], seed: int) -> None:
        self._order = sorted(scores.items(), key=lambda hit: (-hit[1], hash((hit[0], seed))))
        self.limits: list[int] = []

    async def search(self, limit: int) -> Hits:
        self.limits.append(limit)
        return self._order[:limit]


@given(scores=_corpora, k=st.integers(0, 130), seed=st.integers(0, 9))
async def test_ties_do_not_depend_on_the_engine(
    scores: dict[int, float], k: int, seed: int
) -> None:
    found = await nearest(Engine(scores, seed).search, k, len(scores))
    best = sorted((-score, key) for key, score in scores.items() if score > 0)
    assert [(-one.similarity, one.user_id) for one in found] == best[:k]


async def test_one_search_is_enough_where_the_end_is_no_tie() -> None:
    engine = Engine({key: float(key) for key in range(1, 1001)}, seed=0)
    assert len(await nearest(engine.search, 100, 1000)) == 100
    assert engine.limits == [100 + SPARE]


async def test_a_long_tie_is_followed_to_its_end() -> None:
    engine = Engine(dict.fromkeys(range(1, 1001), 1.0), seed=0)
    found = await nearest(engine.search, 100, 1000)
    assert [one.user_id for one in found] == list(range(1, 101))
    assert engine.limits == [128, 256, 512, 1000]


async def test_nothing_is_asked_for_nothing() -> None:
    engine = Engine({1: 1.0}, seed=0)
    assert await nearest(engine.search, 0, 1) == []
    assert await nearest(engine.search, 5, 0) == []
    assert engine.limits == []


def test_only_positive_scores_are_ranked() -> None:
    assert rank([(9, 0.0), (2, 0.5), (1, 0.5), (3, -1.0), (4, 2.0)]) == [
        (4, 2.0),
        (1, 0.5),
        (2, 0.5),
    ]


@pytest.mark.parametrize(
    ("hits", "k", "limit", "settled"),
    [
        ([(1, 3.0), (2, 2.0), (3, 2.0)], 2, 3, False),
        ([(1, 3.0), (2, 2.0), (3, 1.0)], 2, 3, True),
        ([(1, 3.0), (2, 2.0)], 2, 3, True),
        ([(1, 3.0), (2, 0.0), (3, 0.0)], 2, 3, True),
        ([], 1, 1, True),
    ],
)
def test_when_no_more_has_to_be_fetched(hits: Hits, k: int, limit: int, *, settled: bool) -> None:
    assert is_settled(hits, rank(hits), k, limit) is settled


def test_sums_that_differ_by_the_order_of_adding_are_ties() -> None:
    forwards, backwards = 1.5, float(np.nextafter(np.float32(1.5), np.float32(2)))
    assert forwards != backwards
    assert [point for point, _ in rank([(2, backwards), (1, forwards)])] == [1, 2]
    assert [point for point, _ in rank([(1, forwards), (2, backwards)])] == [1, 2]


@given(st.floats(2**-100, 2**100))
def test_rounding_changes_a_score_by_less_than_a_millionth(score: float) -> None:
    assert rounded(score) == pytest.approx(score, rel=1e-6, abs=0)
