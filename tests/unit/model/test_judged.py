"""A profile by the columns of the ratings."""

from hypothesis import given
from hypothesis import strategies as st

from recsys.model.judged import judge
from recsys.types import Profile, Signal
from tests.worlds import ratings_of

RATINGS = ratings_of({1: dict.fromkeys((2, 3, 5, 8, 13), 4.0)})


@given(st.dictionaries(st.integers(1, 15), st.sampled_from(Signal)).map(Profile))
def test_a_profile_is_laid_out_by_columns_and_unknown_films_are_left_out(profile):
    judged = judge(RATINGS, profile)
    assert judged.columns.tolist() == RATINGS.columns_of(profile).tolist()
    assert judged.likes.tolist() == RATINGS.columns_of(profile.likes).tolist()
    signals = RATINGS.columns_of([*profile.likes, *profile.dislikes])
    assert judged.signals.tolist() == signals.tolist()
    said = [profile[item] for item in RATINGS.item_ids[signals].tolist()]
    assert judged.liked.tolist() == [each is Signal.LIKE for each in said]
