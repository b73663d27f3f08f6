from math import log2

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.evaluation import metrics

HITS = st.lists(st.booleans(), min_size=10, max_size=10).map(np.array)


def test_ndcg_by_hand():
    hits = np.array([True, False, True] + [False] * 7)
    assert metrics.ndcg(hits, 2) == pytest.approx((1 + 1 / log2(4)) / (1 + 1 / log2(3)))


@given(HITS, st.integers(0, 30))
def test_ndcg_and_recall_lie_between_none_and_all(hits, more):
    targets = int(hits.sum()) + more
    assert 0 <= metrics.ndcg(hits, targets) <= 1 + 1e-12
    assert 0 <= metrics.recall(hits, targets) <= 1


@given(st.integers(1, 30))
def test_the_best_possible_list_is_one_however_few_targets_there_are(targets):
    hits = np.arange(10) < targets
    assert metrics.ndcg(hits, targets) == pytest.approx(1)
    assert metrics.recall(hits, targets) == 1


def test_a_hit_further_up_is_worth_more():
    up, down = np.zeros(10, dtype=bool), np.zeros(10, dtype=bool)
    up[1], down[7] = True, True
    assert metrics.ndcg(up, 3) > metrics.ndcg(down, 3)
    assert metrics.recall(up, 3) == metrics.recall(down, 3)


def test_auc_counts_ties_half_and_is_unknown_without_a_pair():
    assert metrics.auc(np.array([2.0, 1.0]), np.array([1.0, 0.0])) == pytest.approx(3.5 / 4)
    assert metrics.auc(np.array([]), np.array([1.0])) is None
    assert metrics.auc(np.array([1.0]), np.array([])) is None


def test_the_interval_of_a_clear_gain_holds_it_and_excludes_none():
    random = np.random.default_rng(0)
    baseline = random.random((300, 2))
    better = baseline * 1.2 + random.normal(0, 0.05, (300, 2))
    better[0, 1] = baseline[0, 1] = np.nan
    gain = np.nanmean(better, axis=0).mean() / np.nanmean(baseline, axis=0).mean() - 1
    low, high = metrics.bootstrap_gain(better, baseline)
    assert 0 < low < gain < high
    assert metrics.bootstrap_gain(better, baseline) == (low, high)


def test_no_gain_over_oneself():
    values = np.random.default_rng(0).random((50, 3))
    assert metrics.bootstrap_gain(values, values) == (0, 0)
