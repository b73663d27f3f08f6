"""Stars on the person's own scale."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.onboarding.imports.scale import BEST, Scale, own_scale
from bot.storage.types import Verdict

RATINGS = st.lists(st.integers(1, BEST), max_size=60)


def normal(mean, spread, count=200):
    """Return ratings with about this mean and standard deviation, in half stars."""
    return [mean - spread, mean + spread] * (count // 2)


@pytest.mark.parametrize(
    ("half_stars", "like_from", "dislike_to"),
    [
        ([], 8, 5),
        (normal(7, 2), 8, 5),
        (normal(9, 1), 9, 6),
        (normal(5, 2), 6, 3),
        (normal(3, 2), 6, 1),
        ([10] * 300, 10, 6),
        ([8] * 300, 8, 6),
        ([6] * 300, 7, 5),
        ([10], 9, 5),
    ],
)
def test_the_rule_as_it_is_explained(half_stars, like_from, dislike_to):
    assert own_scale(half_stars) == Scale(like_from, dislike_to)


@given(RATINGS)
def test_a_scale_is_one(half_stars):
    scale = own_scale(half_stars)
    assert 0 <= scale.dislike_to < scale.like_from <= BEST


@given(RATINGS, st.integers(1, BEST), st.integers(1, BEST))
def test_more_stars_are_never_a_worse_verdict(half_stars, one, other):
    order = [Verdict.DISLIKE, Verdict.SEEN, Verdict.LIKE]
    scale = own_scale(half_stars)
    low, high = sorted((one, other))
    assert order.index(scale.verdict(low)) <= order.index(scale.verdict(high))


@given(st.permutations([*normal(7, 2, 20), 1, 10]))
def test_the_order_of_ratings_does_not_count(half_stars):
    assert own_scale(half_stars) == own_scale(sorted(half_stars))


@given(RATINGS, st.integers(1, BEST + 1), st.integers(0, BEST))
def test_moved_thresholds_never_cross(half_stars, like_from, dislike_to):
    scale = own_scale(half_stars)
    moved = scale.liking_from(like_from)
    assert (moved.like_from, moved.dislike_to < moved.like_from) == (like_from, True)
    moved = scale.disliking_to(dislike_to)
    assert (moved.dislike_to, moved.dislike_to < moved.like_from) == (dislike_to, True)
