"""What is asked for, in words and stored."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import MemberError
from bot.films.request import MOST, Wish
from recsys.types import Taste

years = st.none() | st.integers(1870, 2100)
wishes = st.builds(
    Wish,
    count=st.integers(1, MOST),
    genre=st.none() | st.text(min_size=1),
    first=years,
    last=years,
    taste=st.sampled_from(Taste),
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=3,
)


@given(wishes)
def test_a_wish_survives_being_stored(wish):
    assert Wish.from_json(json.loads(json.dumps(wish.to_json()))) == wish


@given(
    st.dictionaries(
        st.sampled_from(["count", "genre", "first", "last", "taste", "guild"]), anything
    )
)
def test_whatever_was_stored_is_some_wish(stored):
    wish = Wish.from_json(stored)
    assert 1 <= wish.count <= MOST
    assert isinstance(wish.taste, Taste)
    wish.describe()


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (Wish(), ""),
        (Wish(count=4), ""),
        (Wish(genre="Drama"), "Drama"),
        (Wish(first=1990), "from 1990"),
        (Wish(last=1990), "until 1990"),
        (Wish(first=1990, last=1990), "1990"),
        (Wish(first=1990, last=1999), "1990–1999"),
        (Wish(taste=Taste.HIDDEN_GEMS), "hidden gems"),
        (
            Wish(genre="War", first=1990, last=1999, taste=Taste.CROWD_PLEASERS),
            "War · 1990–1999 · crowd pleasers",
        ),
    ],
)
def test_it_is_said_in_words(wish, said):
    assert wish.describe() == said


def test_every_filter_can_be_left_away():
    wish = Wish(count=2, genre="War", first=1990, last=1999, taste=Taste.HIDDEN_GEMS)
    assert wish.relaxed() == {
        "the genre War": Wish(2, None, 1990, 1999, Taste.HIDDEN_GEMS),
        "the first year 1990": Wish(2, "War", None, 1999, Taste.HIDDEN_GEMS),
        "the last year 1999": Wish(2, "War", 1990, None, Taste.HIDDEN_GEMS),
    }
    assert wish.bare() == Wish(2, taste=Taste.HIDDEN_GEMS)
    assert Wish().relaxed() == {}


@given(years, years)
def test_years_that_run_backwards_are_refused_and_no_others(first, last):
    wish = Wish(first=first, last=last)
    if first is not None and last is not None and first > last:
        with pytest.raises(MemberError, match=f"Did you mean from {last} to {first}"):
            wish.check_years()
    else:
        wish.check_years()
