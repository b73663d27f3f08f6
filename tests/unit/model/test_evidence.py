"""Which likes a list's reasons name."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from recsys.model.evidence import assign, histogram
from recsys.types import ItemId

LIKES = [ItemId(item) for item in (1, 2, 3)]


def named(*support):
    return assign(LIKES, np.array(support, dtype=float))


def test_a_reason_names_what_speaks_most_and_next():
    assert named([0.1, 0.9, 0.5]) == [(2, 3)]
    assert named([0.1, 0.9, 0.2]) == [(2,)]


def test_what_was_named_gives_way_to_what_speaks_nearly_as_much():
    first, second, third = named([1.0, 0.9, 0.0], [1.0, 0.9, 0.8], [1.0, 0.3, 0.2])
    assert first == (1, 2)
    assert second == (3,)
    assert third == (1,)


def test_what_speaks_against_a_film_is_no_reason():
    assert named([0.0, -0.5, -0.1]) == [()]
    assert assign([], np.zeros((2, 0))) == [(), ()]


@given(st.lists(st.lists(st.floats(-1, 1), min_size=3, max_size=3), max_size=6))
def test_only_what_speaks_at_least_half_as_much_as_the_loudest_is_named(support):
    for likes, strength in zip(named(*support) if support else [], support, strict=True):
        assert len(likes) <= 2
        assert bool(likes) == (max(strength) > 0)
        assert all(strength[like - 1] >= 0.5 * max(strength) for like in likes)


def test_stars_are_counted_film_by_film():
    half_stars = np.array([[10, 0], [10, 1], [7, 0]], dtype=np.uint8)
    counted = histogram(half_stars)
    assert counted.shape == (2, 10)
    assert counted[0].tolist() == [0, 0, 0, 0, 0, 0, 1, 0, 0, 2]
    assert counted[1].tolist() == [1, 0, 0, 0, 0, 0, 0, 0, 0, 0]
