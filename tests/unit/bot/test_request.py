"""What is asked for, in words and stored."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import MemberError
from bot.films.request import MOST, Request, check_years
from recsys.types import Taste

years = st.none() | st.integers(1870, 2100)
requests = st.builds(
    Request,
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


@given(requests)
def test_a_request_survives_being_stored(asked):
    assert Request.from_json(json.loads(json.dumps(asked.to_json()))) == asked


@given(
    st.dictionaries(
        st.sampled_from(["count", "genre", "first", "last", "taste", "guild"]), anything
    )
)
def test_whatever_was_stored_is_some_wish(stored):
    asked = Request.from_json(stored)
    assert 1 <= asked.count <= MOST
    assert isinstance(asked.taste, Taste)
    asked.describe()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Request(), ""),
        (Request(count=4), ""),
        (Request(genre="Drama"), "Drama"),
        (Request(first=1990), "from 1990"),
        (Request(last=1990), "until 1990"),
        (Request(first=1990, last=1990), "1990"),
        (Request(first=1990, last=1999), "1990–1999"),
        (Request(taste=Taste.HIDDEN_GEMS), "hidden gems"),
        (
            Request(genre="War", first=1990, last=1999, taste=Taste.CROWD_PLEASERS),
            "War · 1990–1999 · crowd pleasers",
        ),
    ],
)
def test_it_is_said_in_words(asked, said):
    assert asked.describe() == said


def test_every_filter_can_be_left_away():
    asked = Request(count=2, genre="War", first=1990, last=1999, taste=Taste.HIDDEN_GEMS)
    assert list(asked.relaxed().values()) == [
        Request(2, None, 1990, 1999, Taste.HIDDEN_GEMS),
        Request(2, "War", None, 1999, Taste.HIDDEN_GEMS),
        Request(2, "War", 1990, None, Taste.HIDDEN_GEMS),
    ]
    for name, left_away in zip(asked.relaxed(), ("War", "1990", "1999"), strict=True):
        assert left_away in name
    assert asked.bare() == Request(2, taste=Taste.HIDDEN_GEMS)
    assert Request().relaxed() == {}


@given(years, years)
def test_years_that_run_backwards_are_refused_and_no_others(first, last):
    asked = Request(first=first, last=last)
    if first is not None and last is not None and first > last:
        with pytest.raises(MemberError, match=rf"{last} to {first}\?"):
            check_years(asked.first, asked.last)
    else:
        check_years(asked.first, asked.last)
