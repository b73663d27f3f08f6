"""The vectorised formulas against the same formulas written as plain loops."""

from math import log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.model.user_knn import (
    BOLD,
    FAME_POWER,
    SAFE,
    fame,
    fame_factors,
    knn_scores,
    neighbour_weights,
    opinions,
    taste_vectors,
)
from recsys.types import Taste
from tests.worlds import random_ratings, ratings_of


def raters(ratings):
    return [int((ratings.columns == column).sum()) + 1 for column in range(ratings.n_items)]


def grade(half_stars):
    stars = half_stars / 2
    return 1.0 if stars >= 4 else 0.5 if stars >= 3 else -0.3


def bold_vote(half_stars):
    stars = half_stars / 2
    return 1.0 if stars >= 4.5 else 0.8 if stars >= 4 else 0.2 if stars >= 3 else -0.6


@given(st.integers(0, 1000))
def test_taste_vectors_follow_the_formula(seed):
    ratings = random_ratings(seed, users=8, items=12)
    n = raters(ratings)
    vectors = list(taste_vectors(ratings, fame(ratings)))
    assert len(vectors) == ratings.n_users
    for row, taste in enumerate(vectors):
        columns, half_stars = ratings.row(row)
        x = [
            grade(h) * log(ratings.n_users / n[c] + 1) ** 0.7
            for c, h in zip(columns.tolist(), half_stars.tolist(), strict=True)
        ]
        norm = sqrt(sum(value**2 for value in x))
        assert taste.indices.tolist() == ratings.item_ids[columns].tolist()
        expected = [value / (norm + 3) ** 0.75 for value in x]
        assert taste.values.tolist() == pytest.approx(expected, rel=1e-6)


def test_many_blocks_of_users_are_one_release(monkeypatch):
    ratings = random_ratings(1, users=20)
    whole = [taste.values.tolist() for taste in taste_vectors(ratings, fame(ratings))]
    monkeypatch.setattr("recsys.model.user_knn._USERS_A_BLOCK", 3)
    blocks = taste_vectors(ratings, fame(ratings))
    assert [taste.values.tolist() for taste in blocks] == whole


@given(st.integers(0, 1000), st.sampled_from(Taste))
def test_scores_follow_the_formula(seed, taste):
    ratings = random_ratings(seed, users=15, items=12)
    random = np.random.default_rng(seed)
    rows = np.sort(random.choice(15, 5, replace=False))
    weights = random.random(5)
    said = opinions(ratings, ratings.user_ids[rows], weights)
    scores = knn_scores(said, fame_factors(fame(ratings))[taste], BOLD)
    n, beta = raters(ratings), FAME_POWER[taste]
    expected = np.zeros(ratings.n_items)
    for row, weight in zip(rows.tolist(), weights.tolist(), strict=True):
        columns, half_stars = ratings.row(row)
        for column, half in zip(columns.tolist(), half_stars.tolist(), strict=True):
            expected[column] += (
                weight
                * bold_vote(half)
                * len(columns) ** -0.15
                * (n[column] / ratings.n_users) ** -beta
            )
    assert scores.tolist() == pytest.approx(expected.tolist())


def test_nobody_asked_means_nothing_scored():
    ratings = random_ratings(0)
    said = opinions(ratings, np.array([], dtype=np.int64), np.array([]))
    assert not knn_scores(said, fame_factors(fame(ratings))[Taste.BALANCED]).any()


@pytest.mark.parametrize(("signals", "power"), [(1, 1.5), (9, 1.5), (10, 2), (29, 2), (30, 3)])
def test_the_nearest_count_more_the_more_is_known(signals, power):
    weights = neighbour_weights(np.array([2.0, 1.0]), signals)
    assert weights.tolist() == pytest.approx([1.0, 0.5**power])


def test_three_stars_are_no_dislike_and_playing_safe_hears_dislikes_louder():
    world = ratings_of({1: {1: 3.0, 2: 2.5, 3: 5.0}, 2: {1: 3.0, 2: 2.5, 3: 5.0}})
    said = opinions(world, world.user_ids, np.ones(2))
    three, low, high = knn_scores(said, fame_factors(fame(world))[Taste.CROWD_PLEASERS], BOLD)
    assert high > three > 0 > low
    safe = knn_scores(said, fame_factors(fame(world))[Taste.CROWD_PLEASERS], SAFE)
    assert safe[1] < low
    assert safe[0] == 0


def test_hidden_gems_lift_the_rare_film_over_the_famous_one():
    stars = {user: {1: 5.0} for user in range(1, 30)}
    stars[1][2] = stars[2][2] = 5.0
    world = ratings_of(stars)
    said = opinions(world, np.array([1, 2]), np.ones(2))
    gap = {}
    for taste in Taste:
        famous, rare = knn_scores(said, fame_factors(fame(world))[taste])
        gap[taste] = rare / famous
    assert gap[Taste.CROWD_PLEASERS] < gap[Taste.BALANCED] < gap[Taste.HIDDEN_GEMS]
