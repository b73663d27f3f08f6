"""The protocol on a world whose right answers are plain, and on the real release."""

from pathlib import Path

import pytest

from lab.evaluation.felt import MODEL, Memory, evaluate_felt
from lab.evaluation.groups import evaluate_groups
from lab.evaluation.methods import METHODS
from lab.evaluation.onboarding import CARDS, POPULAR, evaluate_onboarding
from lab.evaluation.protocol import evaluate
from lab.evaluation.splits import Part
from recsys.datasets.collect import collect
from recsys.datasets.source import open_source
from recsys.errors import UsageError
from recsys.types import GroupStrategy, Taste
from tests.worlds import camp_dataset


async def test_every_method_is_measured_on_the_same_users():
    results = await evaluate(camp_dataset(40), list(METHODS), draws=1, sizes=(3, 0.5), folds=2)
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
        camp_dataset(40), ["tutorial-with-seen", "tutorial"], sizes=(0.5,), folds=2
    )
    assert kept.mean < removed.mean
    assert kept.gain is None


async def test_the_same_seed_gives_the_same_figures():
    once, again, other = [
        await evaluate(
            camp_dataset(40), ["hybrid"], part=Part.VALIDATION, sizes=(3,), folds=2, seed=seed
        )
        for seed in (5, 5, 6)
    ]
    assert once == again != other


async def test_every_group_strategy_is_measured_on_the_same_groups():
    results, again = [
        await evaluate_groups(camp_dataset(60), groups=20, signals=4, folds=2) for _ in range(2)
    ]
    # Which of equally near users are the tutorial's twenty differs from index to index.
    assert results[1:] == again[1:]
    assert {strategy.value for strategy in GroupStrategy} < {each.strategy for each in results}
    for each in results:
        assert each.groups == 20
        assert 0 <= each.worst <= each.mean <= 1
        assert 0 <= each.nothing <= 1


async def test_lists_are_measured_as_they_are_shown():
    result = await evaluate_felt(camp_dataset(30), signals=4, folds=2)
    lists = {each.name: each for each in result.lists}
    assert lists.keys() == {MODEL, *Taste}
    for each in result.lists:
        shares = (each.ndcg, each.seen, each.liked, each.short_liked, each.famous, each.coverage)
        assert all(0 <= share <= 1 for share in shares)
    assert lists[MODEL].ndcg > 0.5
    weeks = {each.name: each for each in result.weeks}
    assert weeks[Memory.NOTHING].different == 3
    assert weeks[Memory.SHOWN].different > 5
    assert set(Memory) <= weeks.keys()


async def test_a_data_set_that_is_too_small_says_so():
    with pytest.raises(UsageError, match="larger data set"):
        await evaluate(camp_dataset(40), ["popular"], sizes=(10,))
    with pytest.raises(UsageError, match="larger data set"):
        await evaluate_groups(camp_dataset(40), groups=20)
    with pytest.raises(UsageError, match="larger data set"):
        await evaluate_felt(camp_dataset(40))


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
    fair, tutorial = results["fair"], results["tutorial: one pooled vector"]
    assert fair.mean > tutorial.mean
    assert fair.worst > tutorial.worst
    assert fair.nothing < tutorial.nothing


@pytest.mark.realdata
async def test_lists_keep_their_promises_on_real_ratings(realdata: Path):
    result = await evaluate_felt(collect(open_source(realdata)), folds=2)
    lists = {each.name: each for each in result.lists}
    model, gems = lists[MODEL], lists[Taste.HIDDEN_GEMS]
    crowd, balanced = lists[Taste.CROWD_PLEASERS], lists[Taste.BALANCED]
    assert max(each.repeats for each in (crowd, balanced, gems)) == 0
    assert result.common[f"{Taste.CROWD_PLEASERS} and {Taste.HIDDEN_GEMS}"] < 0.01
    assert gems.famous == 0
    assert gems.rank > 10 * model.rank
    assert gems.liked > 0.6
    assert balanced.seen < model.seen - 0.05
    assert balanced.famous < model.famous - 0.2
    # Quality: what was rated of the list is liked nearly as often.
    assert balanced.short_liked > model.short_liked - 0.06
    weeks = {each.name: each for each in result.weeks}
    assert weeks[Memory.SHOWN].different > 4 * weeks[Memory.NOTHING].different
    assert weeks[Memory.SHOWN].hits > 3 * weeks[Memory.NOTHING].hits
    most = ", who had seen most"
    taught, untaught = weeks[f"{Memory.TAUGHT}{most}"], weeks[f"{Memory.SEEN}{most}"]
    assert taught.seen < untaught.seen
    assert taught.famous < untaught.famous - 0.03
    assert taught.liked > untaught.liked - 0.03


@pytest.mark.realdata
async def test_the_deck_learns_more_than_films_chosen_without_thought(realdata: Path):
    results = await evaluate_onboarding(collect(open_source(realdata)), draws=1, folds=2)
    decks = {result.deck: result for result in results}
    ours = decks.pop("ours")
    for at in range(len(CARDS)):
        assert ours.ndcg[at] > 1.05 * max(other.ndcg[at] for other in decks.values())
        assert 0 <= ours.answered[at] <= CARDS[at]
    assert decks[POPULAR].gain == (0, 0)
    assert {result.users for result in results} == {ours.users}


async def test_without_likes_to_find_no_deck_is_measured():
    with pytest.raises(UsageError, match="larger data set"):
        await evaluate_onboarding(camp_dataset(2), folds=2)
