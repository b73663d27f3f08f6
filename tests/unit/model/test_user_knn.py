"""The vectorised formulas against the same formulas written as plain loops."""

from math import log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.model.evidence import stars_of
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
    votes_of,
)
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


@given(st.integers(0, 1000))
def test_scores_follow_the_formula(seed):
    ratings = random_ratings(seed, users=15, items=12)
    random = np.random.default_rng(seed)
    rows = np.sort(random.choice(15, 5, replace=False))
    weights = random.random(5)
    said = opinions(ratings, ratings.user_ids[rows], weights)
    scores = knn_scores(said, fame_factors(fame(ratings)), BOLD)
    n, beta = raters(ratings), FAME_POWER
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
    assert not knn_scores(said, fame_factors(fame(ratings))).any()


@pytest.mark.parametrize(("signals", "power"), [(1, 1.5), (9, 1.5), (10, 2), (29, 2), (30, 3)])
def test_the_nearest_count_more_the_more_is_known(signals, power):
    weights = neighbour_weights(np.array([2.0, 1.0]), signals)
    assert weights.tolist() == pytest.approx([1.0, 0.5**power])


def test_three_stars_are_no_dislike_and_playing_safe_hears_dislikes_louder():
    world = ratings_of({1: {1: 3.0, 2: 2.5, 3: 5.0}, 2: {1: 3.0, 2: 2.5, 3: 5.0}})
    said = opinions(world, world.user_ids, np.ones(2))
    three, low, high = knn_scores(said, fame_factors(fame(world)), BOLD)
    assert high > three > 0 > low
    safe = knn_scores(said, fame_factors(fame(world)), SAFE)
    assert safe[1] < low
    assert safe[0] == 0


def test_a_film_that_few_have_rated_counts_more():
    stars = {user: {1: 5.0} for user in range(1, 30)}
    stars[1][2] = stars[2][2] = 5.0
    world = ratings_of(stars)
    said = opinions(world, np.array([1, 2]), np.ones(2))
    famous, rare = knn_scores(said, fame_factors(fame(world)))
    assert rare > famous


def test_votes_for_some_films_add_up_to_their_scores():
    ratings = random_ratings(2, users=10, items=8)
    said = opinions(ratings, ratings.user_ids, np.linspace(1, 0.1, 10))
    films = np.arange(8)
    votes = votes_of(said, stars_of(said, films, 8), SAFE)
    scores = knn_scores(said, np.ones(8), SAFE)
    assert votes.sum(axis=0).tolist() == pytest.approx(scores.tolist())
