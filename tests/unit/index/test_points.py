"""Portions of bounded size, and what a filter asks of a payload."""

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from recsys.index.points import MOST_POINTS, PAYLOAD, AtLeast, Equals, conditions, portions
from recsys.types import NeighbourFilter, SparsePoint
from recsys.vectors import sparse_vector


def _point(key: int, size: int) -> SparsePoint:
    return SparsePoint(key, sparse_vector(range(size), [1.0] * size))


@given(sizes=st.lists(st.integers(1, 30), max_size=60), most=st.integers(1, 50))
def test_portions_are_bounded_and_lose_nothing(sizes: list[int], most: int) -> None:
    made = list(portions((_point(key, size) for key, size in enumerate(sizes)), most))
    assert [point.id for portion in made for point in portion] == list(range(len(sizes)))
    for portion in made:
        assert portion
        assert len(portion) == 1 or sum(len(one.vector.indices) for one in portion) <= most


def test_portions_of_tiny_points_are_bounded_too() -> None:
    made = list(portions((_point(key, 1) for key in range(MOST_POINTS + 1)), 10**9))
    assert [len(portion) for portion in made] == [MOST_POINTS, 1]


def test_points_are_taken_one_portion_at_a_time() -> None:
    taken: list[int] = []

    def points() -> Iterator[SparsePoint]:
        for key in range(100):
            taken.append(key)
            yield _point(key, 10)

    next(portions(points(), 50))
    assert len(taken) == 6


def test_conditions_of_a_filter() -> None:
    assert conditions(None) == []
    assert conditions(NeighbourFilter()) == []
    everything = NeighbourFilter(age=1, gender="F", occupation="3", active_since=2015)
    assert conditions(everything) == [
        Equals("age", 1),
        Equals("gender", "F"),
        Equals("occupation", "3"),
        AtLeast("last_year", 2015),
    ]


def test_every_condition_is_about_an_indexed_key_of_its_type() -> None:
    everything = NeighbourFilter(age=1, gender="F", occupation="3", active_since=2015)
    for condition in conditions(everything):
        assert PAYLOAD[condition.key] is type(condition.value)
