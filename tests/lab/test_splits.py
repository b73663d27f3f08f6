import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.evaluation.splits import PROFILE_SIZES, hold_out, split_users
from tests.worlds import random_ratings

RATINGS = random_ratings(seed=9, users=50, items=60)


@given(st.integers(5, 200), st.integers(0, 99))
def test_everybody_is_tested_once_and_nobody_is_in_two_parts(n_users, seed):
    folds = split_users(n_users, seed)
    tested = np.concatenate([fold.test for fold in folds])
    assert sorted(tested.tolist()) == list(range(n_users))
    validated = np.concatenate([fold.validation for fold in folds])
    assert len(set(validated.tolist())) == len(validated)
    for fold in folds:
        everybody = np.concatenate([fold.train, fold.validation, fold.test])
        assert sorted(everybody.tolist()) == list(range(n_users))
        assert len(fold.validation) == round(n_users / 10)


@pytest.mark.parametrize("size", PROFILE_SIZES)
def test_what_is_shown_and_what_is_kept_back_are_all_signals_once(size):
    users = list(hold_out(RATINGS, np.arange(50), size, seed=0))
    assert users
    for user in users:
        columns, half_stars = RATINGS.row(user.row)
        stars = dict(zip(columns.tolist(), half_stars.tolist(), strict=True))
        signals = {c for c, half in stars.items() if half >= 8 or half <= 5}
        parts = [user.shown.tolist(), user.likes.tolist(), user.dislikes.tolist()]
        together = [column for part in parts for column in part]
        assert sorted(together) == sorted(signals)
        assert len(user.shown) == (size if size >= 1 else round(size * len(signals)))
        assert all(stars[c] >= 8 for c in parts[1])
        assert all(stars[c] <= 5 for c in parts[2])
        assert len(parts[1]) >= 3
        shown = {int(RATINGS.item_ids[c]): 1 if stars[c] >= 8 else -1 for c in parts[0]}
        assert dict(user.profile) == shown
        assert user.profile.likes


def test_a_user_keeps_the_same_profile_whoever_else_is_asked():
    alone = next(hold_out(RATINGS, np.array([7]), 5, seed=3))
    among = [user for user in hold_out(RATINGS, np.arange(50), 5, seed=3) if user.row == 7]
    assert [user.profile for user in among] == [alone.profile]
    other = next(hold_out(RATINGS, np.array([7]), 5, seed=4))
    assert other.profile != alone.profile
