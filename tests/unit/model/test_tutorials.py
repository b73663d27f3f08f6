"""The tutorials' sums, added up again without an engine."""

from statistics import mean, stdev

import numpy as np
import pytest

from recsys.model.tutorials import TutorialMethod, ZScores, open_tutorial
from recsys.types import Profile
from tests.worlds import random_ratings


def test_z_scores_are_in_sample_deviations_from_the_mean():
    ratings = random_ratings(4)
    stars = (ratings.half_stars / 2).tolist()
    expected = [(each - mean(stars)) / stdev(stars) for each in stars]
    z_scores = ZScores(ratings)
    got = np.concatenate([z_scores.of_row(row)[1] for row in range(ratings.n_users)])
    assert got.tolist() == pytest.approx(expected)


async def test_the_tutorials_sum_what_their_twenty_neighbours_rated():
    ratings = random_ratings(4)
    profile = Profile({3: 1, 5: 1, 8: -1})
    async with open_tutorial(ratings, {}, TutorialMethod.NOTEBOOK) as notebook:
        neighbours = await notebook.neighbours(profile)
        sums = await notebook.scores(profile)
    z_scores = ZScores(ratings)
    dense = np.zeros((ratings.n_users, ratings.n_items))
    for row in range(ratings.n_users):
        columns, values = z_scores.of_row(row)
        dense[row, columns] = values
    similarity = dense[:, 2] + dense[:, 4] - dense[:, 7]
    best = sorted(range(ratings.n_users), key=lambda row: (-similarity[row], row))[:20]
    rows = [row for row in best if similarity[row] > 1e-6]
    assert [each.user_id - 1 for each in neighbours] == rows
    heard = np.isfinite(sums)
    assert sums[heard].tolist() == pytest.approx(dense[rows].sum(0)[heard].tolist(), abs=1e-5)
