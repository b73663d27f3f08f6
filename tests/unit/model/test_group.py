import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.model import group
from recsys.types import GroupStrategy


def random_scores(seed, members=3, items=15):
    return np.random.default_rng(seed).random((members, items))


@given(st.integers(0, 500), st.sampled_from(GroupStrategy), st.integers(1, 20))
def test_every_strategy_lists_allowed_films_once(seed, strategy, n):
    scores = random_scores(seed)
    allowed = np.random.default_rng(seed + 1).random(15) < 0.6
    columns = [column for column, _ in group.choose(scores, allowed, n, strategy)]
    assert len(columns) == len(set(columns)) == min(n, allowed.sum())
    assert allowed[columns].all()


@given(st.integers(0, 500), st.sampled_from(GroupStrategy))
def test_a_group_of_one_gets_its_own_ranking(seed, strategy):
    scores = random_scores(seed, members=1)
    chosen = group.choose(scores, np.ones(15, dtype=bool), 5, strategy)
    assert [column for column, _ in chosen] == np.argsort(-scores[0])[:5].tolist()


@given(st.integers(0, 500), st.sampled_from(GroupStrategy))
def test_who_is_named_first_does_not_matter(seed, strategy):
    scores = random_scores(seed)
    everything = np.ones(15, dtype=bool)
    forwards = group.choose(scores, everything, 6, strategy)
    backwards = group.choose(scores[::-1], everything, 6, strategy)
    assert [column for column, _ in forwards] == [column for column, _ in backwards]


def test_fair_serves_the_one_who_got_least():
    # Two like films 0–2 best, one likes film 3 alone: the average never gets to it.
    scores = np.array([[1, 0.95, 0.9, 0.1], [1, 0.95, 0.9, 0.1], [0.05, 0.05, 0.05, 1]])
    everything = np.ones(4, dtype=bool)
    fair = [c for c, _ in group.choose(scores, everything, 2, GroupStrategy.FAIR)]
    average = [c for c, _ in group.choose(scores, everything, 2, GroupStrategy.AVERAGE)]
    assert average == [0, 1]
    assert fair == [0, 3]


def test_no_misery_leaves_out_what_somebody_ranks_low(monkeypatch):
    monkeypatch.setattr(group, "MISERY_RANK", 2)
    scores = np.array([[1.0, 0.9, 0.2], [0.1, 0.8, 0.7]])
    everything = np.ones(3, dtype=bool)
    assert group.choose(scores, everything, 3, GroupStrategy.NO_MISERY) == [
        (1, pytest.approx(0.85))
    ]


def test_a_member_whom_nothing_suits_does_not_upset_the_list():
    scores = np.array([[1.0, 0.9, 0.8], [1e-12, -1.0, -1.0], [-0.5, -0.2, -0.4]])
    chosen = group.choose(scores, np.ones(3, dtype=bool), 3, GroupStrategy.FAIR)
    assert chosen
    assert all(np.isfinite(score) for _, score in chosen)


def test_nothing_allowed_is_an_empty_list():
    nothing = np.zeros(15, dtype=bool)
    assert all(group.choose(random_scores(1), nothing, 3, each) == [] for each in GroupStrategy)


def test_films_that_a_member_scores_alike_are_ranked_alike(monkeypatch):
    monkeypatch.setattr(group, "MISERY_RANK", 2)
    scores = np.array([[0.5, 0.0, 0.0, 0.0], [0.1, 0.9, 0.8, 0.2]])
    everything = np.ones(4, dtype=bool)
    listed = [column for column, _ in group.choose(scores, everything, 4, GroupStrategy.NO_MISERY)]
    # Films 1 to 3 are all second for the first member; 0 and 3 are last for the other one.
    assert listed == [1, 2]


@given(
    st.integers(0, 500),
    st.sampled_from(GroupStrategy),
    st.lists(st.integers(0, 14), unique=True, max_size=4),
    st.integers(1, 8),
)
def test_kept_films_come_first_and_once(seed, strategy, keep, n):
    allowed = np.random.default_rng(seed).random(15) < 0.5
    chosen = group.choose(random_scores(seed), allowed, n, strategy, keep=keep)
    columns = [column for column, _ in chosen]
    assert columns[: len(keep)] == keep
    assert len(columns) == len(set(columns))
    assert allowed[columns[len(keep) :]].all()
    assert len(columns) <= max(n, len(keep))


@given(st.integers(0, 500), st.integers(1, 8), st.integers(0, 8))
def test_going_on_with_a_fair_list_is_the_fair_list(seed, n, kept):
    scores, everything = random_scores(seed), np.ones(15, dtype=bool)
    whole = group.choose(scores, everything, n, GroupStrategy.FAIR)
    keep = [column for column, _ in whole[:kept]]
    again = group.choose(scores, everything, n, GroupStrategy.FAIR, keep=keep)
    assert [column for column, _ in again] == [column for column, _ in whole]


@pytest.mark.parametrize("strategy", [GroupStrategy.FAIR, GroupStrategy.AVERAGE])
def test_a_member_who_weighs_more_is_served_first(strategy):
    scores, everything = np.array([[1.0, 0.8], [0.8, 1.0]]), np.ones(2, dtype=bool)
    for weights, first in (([1.5, 1.0], 0), ([1.0, 1.5], 1)):
        chosen = group.choose(scores, everything, 1, strategy, weights=np.array(weights))
        assert chosen[0][0] == first


@given(st.integers(0, 500), st.sampled_from(GroupStrategy), st.floats(0.1, 10))
def test_equal_weights_are_no_weights(seed, strategy, weight):
    scores, everything = random_scores(seed), np.ones(15, dtype=bool)
    plain = group.choose(scores, everything, 6, strategy)
    weighed = group.choose(scores, everything, 6, strategy, weights=np.full(3, weight))
    assert [column for column, _ in weighed] == [column for column, _ in plain]


@given(st.integers(0, 500), st.sampled_from(GroupStrategy), st.integers(1, 10))
def test_a_list_holds_one_film_of_a_series(seed, strategy, n):
    series = np.random.default_rng(seed).integers(-1, 4, 15).astype(np.int32)
    everything = np.ones(15, dtype=bool)
    chosen = group.choose(random_scores(seed), everything, n, strategy, keep=[3], series=series)
    numbers = [series[column] for column, _ in chosen if series[column] >= 0]
    assert len(numbers) == len(set(numbers))
    alone = (series < 0).sum() + len(set(series.tolist()) - {-1})
    assert len(chosen) == min(n, alone)


@given(st.integers(0, 500), st.integers(1, 15))
def test_films_that_are_bad_for_somebody_come_last(seed, n):
    worst = np.random.default_rng(seed).random(15)
    everything = np.ones(15, dtype=bool)
    kind = [worst >= least for least in group.LEAST_FITS]
    chosen = group.choose(random_scores(seed), everything, n, GroupStrategy.FAIR, kind=kind)
    levels = [int(worst[column] >= 0.5) + int(worst[column] >= 0.25) for column, _ in chosen]
    assert levels == sorted(levels, reverse=True)
    assert len(chosen) == n


WANTED = st.lists(st.booleans(), min_size=15, max_size=15).map(np.array)


@given(st.integers(0, 500), st.sampled_from(GroupStrategy), WANTED, st.integers(1, 20))
def test_only_films_that_are_wanted_are_chosen(seed, strategy, wanted, n):
    allowed = np.random.default_rng(seed).random(15) < 0.6
    chosen = group.choose(random_scores(seed), allowed, n, strategy, keep=[3], only=wanted)
    columns = [column for column, _ in chosen]
    possible = allowed & wanted
    possible[3] = False
    assert columns[0] == 3
    assert possible[columns[1:]].all()
    assert len(columns) - 1 == min(max(n, 1) - 1, possible.sum())


@given(st.integers(0, 500), st.sampled_from(GroupStrategy))
def test_to_want_everything_is_to_want_nothing_special(seed, strategy):
    scores, everything = random_scores(seed), np.ones(15, dtype=bool)
    plain = group.choose(scores, everything, 6, strategy)
    assert group.choose(scores, everything, 6, strategy, only=everything) == plain


@pytest.mark.parametrize("strategy", GroupStrategy)
def test_wanted_films_that_suit_nobody_come_last(strategy):
    scores = np.array([[0.0, 0.2, 1.0, -0.1], [0.0, 0.3, 1.0, -0.2]])
    wanted = np.array([True, True, False, True])
    chosen = group.choose(scores, np.ones(4, dtype=bool), 4, strategy, only=wanted)
    assert [column for column, _ in chosen] == [1, 0, 3]


def test_misery_is_told_from_all_films_not_from_the_wanted_ones(monkeypatch):
    monkeypatch.setattr(group, "MISERY_RANK", 2)
    scores = np.array([[0.9, 0.1, 0.8, 0.7], [0.8, 0.9, 0.9, 0.9]])
    wanted = np.array([True, True, False, False])
    chosen = group.choose(scores, np.ones(4, dtype=bool), 2, GroupStrategy.NO_MISERY, only=wanted)
    assert [column for column, _ in chosen] == []
