import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.errors import InvalidProfile
from recsys.types import NeighbourFilter, Profile, Signal, YearRange

SIGNALS = st.dictionaries(st.integers(1, 2**31 - 1), st.sampled_from([1, 0, -1]), max_size=20)


@given(SIGNALS)
def test_a_profile_is_the_mapping_it_was_made_of(signals):
    profile = Profile(signals)
    assert dict(profile) == signals
    assert list(profile) == sorted(signals)
    assert set(profile.likes) == {item for item, signal in signals.items() if signal == 1}
    assert set(profile.dislikes) == {item for item, signal in signals.items() if signal == -1}
    assert profile.signals == len(profile.likes) + len(profile.dislikes)


@given(SIGNALS)
def test_equal_profiles_are_one_key_whatever_their_order(signals):
    reversed_order = Profile(dict(reversed(signals.items())))
    assert Profile(signals) == reversed_order
    assert hash(Profile(signals)) == hash(reversed_order)


@pytest.mark.parametrize(
    "signals",
    [{0: 1}, {-5: 1}, {2**31: 1}, {"1": 1}, {1.0: 1}, {True: 1}, {1: 2}, {1: 0.5}, {1: None}],
)
def test_what_is_no_signal_for_a_movie_is_refused(signals):
    with pytest.raises(InvalidProfile):
        Profile(signals)


def test_numbers_of_numpy_are_taken_too():
    assert Profile({np.int64(2571): np.int8(1)})[2571] is Signal.LIKE


@pytest.mark.parametrize(
    ("years", "inside", "outside"),
    [
        (YearRange(1990, 1999), [1990, 1999], [1989, 2000, None]),
        (YearRange(first=2000), [2000, 2020], [1999, None]),
        (YearRange(last=1950), [1950, 1900], [1951, None]),
        (YearRange(), [1900, None], []),
    ],
)
def test_a_range_of_years_holds_both_ends(years, inside, outside):
    assert all(year in years for year in inside)
    assert not any(year in years for year in outside)


def test_an_empty_neighbour_filter_filters_nothing():
    assert not NeighbourFilter()
    assert NeighbourFilter(gender="F")
