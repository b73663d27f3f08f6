"""The protocol on a world whose right answers are plain, and on the real release."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from recsys.datasets.collect import collect
from recsys.datasets.source import open_source
from recsys.errors import UsageError
from recsys.evaluation.groups import evaluate_groups
from recsys.evaluation.methods import METHODS
from recsys.evaluation.protocol import evaluate
from recsys.evaluation.seeds import SeedMethod, ZScores, open_seed
from recsys.evaluation.splits import Part
from recsys.types import GroupStrategy, Profile
from tests.worlds import camp_dataset, random_ratings


async def test_every_method_is_measured_on_the_same_users():
    results = await evaluate(camp_dataset(40), list(METHODS), draws=1, sizes=(3, 0.5))
    assert [result.method for result in results] == list(METHODS)
    assert len({result.users for result in results}) == 1
    by_name = {result.method: result for result in results}
    # Camps love 10 films each: whoever knows three can name the others; fame alone can not.
    assert by_name["hybrid"].mean > by_name["popular"].mean + 0.1
    assert by_name["user-knn"].mean > by_name["popular"].mean + 0.1
    assert by_name["hybrid"].auc > 0.9
    assert by_name["notebook"].gain == 0
    assert by_name["popular"].gain is not None
    assert by_name["popular"].gain < 0


async def test_keeping_seen_films_wastes_places():
    kept, removed = await evaluate(
        camp_dataset(40), ["tutorial-with-seen", "tutorial"], sizes=(0.5,)
    )
    assert kept.mean < removed.mean
    assert kept.gain is None


async def test_the_same_seed_gives_the_same_figures():
    once = await evaluate(camp_dataset(40), ["hybrid"], part=Part.VALIDATION, sizes=(3,), seed=5)
    again = await evaluate(camp_dataset(40), ["hybrid"], part=Part.VALIDATION, sizes=(3,), seed=5)
    assert once == again


async def test_every_group_strategy_is_measured_on_the_same_groups():
    results = await evaluate_groups(camp_dataset(60), groups=20, signals=4)
    assert {strategy.value for strategy in GroupStrategy} < {each.strategy for each in results}
    for each in results:
        assert each.groups == 20
        assert 0 <= each.worst <= each.mean <= 1
        assert 0 <= each.nothing <= 1
    assert await evaluate_groups(camp_dataset(60), groups=20, signals=4) == results


async def test_a_data_set_that_is_too_small_says_so():
    with pytest.raises(UsageError, match="larger data set"):
        await evaluate(camp_dataset(40), ["popular"], sizes=(10,))
    with pytest.raises(UsageError, match="larger data set"):
        await evaluate_groups(camp_dataset(40), groups=20)


async def test_z_scores_are_those_of_pandas():
    ratings = random_ratings(4)
    stars = pd.Series(ratings.half_stars / 2)
    expected = (stars - stars.mean()) / stars.std()
    z_scores = ZScores(ratings)
    got = np.concatenate([z_scores.of_row(row)[1] for row in range(ratings.n_users)])
    assert got.tolist() == pytest.approx(expected.tolist())


async def test_the_tutorials_sum_what_their_twenty_neighbours_rated():
    ratings = random_ratings(4)
    profile = Profile({3: 1, 5: 1, 8: -1})
    async with open_seed(ratings, {}, SeedMethod.NOTEBOOK) as notebook:
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


@pytest.mark.realdata
async def test_ours_reach_the_promised_figures_on_real_ratings(realdata: Path):
    dataset = collect(open_source(realdata))
    results = await evaluate(dataset, ["notebook", "user-knn", "hybrid"], draws=1, sizes=(10,))
    notebook, user_knn, hybrid = results
    assert user_knn.mean > 1.1 * notebook.mean
    assert hybrid.mean > 1.1 * notebook.mean
    for result in (user_knn, hybrid):
        assert result.interval is not None
        assert result.interval[0] > 0


@pytest.mark.realdata
async def test_fair_lists_leave_fewer_members_with_nothing_than_the_tutorials(realdata: Path):
    dataset = collect(open_source(realdata))
    results = {each.strategy: each for each in await evaluate_groups(dataset, groups=200)}
    fair, seed = results["fair"], results["seed: one pooled vector"]
    assert fair.mean > seed.mean
    assert fair.worst > seed.worst
    assert fair.nothing < seed.nothing
