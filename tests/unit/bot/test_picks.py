"""Which film of a watchlist comes next, and how it is told."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.storage.types import Kind
from bot.ui import limits
from bot.watchlist.pick import Picks, place_after
from bot.watchlist.pick_message import nothing_to_pick, pick_heading
from recsys.types import ItemId

lists = st.lists(st.integers(1, 50).map(ItemId), min_size=1, max_size=20, unique=True)


def choice(films=3, listed=3, kind=Kind.PERSONAL):
    return Picks(kind, tuple(ItemId(n) for n in range(1, films + 1)), {}, listed)


@given(lists)
def test_going_on_shows_every_film_once_and_then_begins_again(films):
    place, shown = 0, [films[0]]
    for _ in films[1:]:
        place = place_after(films, place, shown[-1])
        shown.append(films[place])
    assert shown == films
    assert place_after(films, place, shown[-1]) == 0


@given(lists.filter(lambda films: len(films) > 1), st.data())
def test_when_the_shown_film_is_gone_none_is_skipped(films, data):
    place = data.draw(st.integers(0, len(films) - 1))
    left = films[:place] + films[place + 1 :]
    following = films[place + 1] if place + 1 < len(films) else films[0]
    assert left[place_after(left, place, films[place])] == following


@given(lists, st.integers(0, 999_999), st.integers(1, 50).map(ItemId))
def test_any_old_button_leads_to_a_film(films, place, shown):
    assert 0 <= place_after(films, place, shown) < len(films)


def test_the_heading_says_out_of_how_many():
    assert numbers(pick_heading(choice(), 0)) == [3]
    assert numbers(pick_heading(choice(listed=9), 1)) == [2, 3]
    assert numbers(pick_heading(choice(1, 1), 0)) == []
    assert pick_heading(choice(listed=9), 0) != pick_heading(choice(), 0)


def numbers(text):
    return [int(found) for found in re.findall(r"\d+", text)]


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_a_heading(kind):
    assert 0 < len(pick_heading(choice(kind=kind), 0)) < limits.CONTENT


def test_an_empty_list_and_one_that_is_all_rated_are_two_things():
    assert nothing_to_pick(choice(0, 0)) != nothing_to_pick(choice(0, 4))
