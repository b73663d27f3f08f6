"""Fits in words, and only those of members who show them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nights.fit_words import own_fit
from bot.nights.text import suits
from recsys.fits import fit_word

fits = st.floats(0, 1)
some_fits = st.dictionaries(st.integers(1, 30), st.none() | fits, max_size=25)
members = st.sets(st.integers(1, 30))


@pytest.mark.parametrize(
    ("fit", "said"),
    [
        (0.0, "▱▱▱▱▱ not your thing"),
        (0.15, "▰▱▱▱▱ not your thing"),
        (0.35, "▰▰▱▱▱ fine for you"),
        (0.74, "▰▰▰▱▱ fine for you"),
        (0.75, "▰▰▰▰▱ good for you"),
        (0.95, "▰▰▰▰▰ your kind of film"),
    ],
)
def test_a_fit_is_a_bar_and_a_word(fit, said):
    assert own_fit(fit) == said


@given(fits, members)
def test_the_others_read_the_same_word_as_the_member(fit, visible):
    said = suits(dict.fromkeys(visible, fit), visible)
    sentence = {"great": "kind of film", "good": "good for", "okay": "fine for", "weak": "thing"}
    assert sentence[fit_word(fit)] in said or not visible


def test_a_film_suits_members_in_words_the_best_served_first():
    fits = {1: 0.0, 2: 0.96, 3: 0.99, 4: 0.8, 5: 0.4, 6: None}
    assert suits(fits, fits) == (
        "🎯 <@3>'s and <@2>'s kind of film · good for <@4> · fine for <@5> · not <@1>'s thing"
    )


def test_of_many_some_are_named_and_the_others_counted():
    alike = dict.fromkeys(range(1, 5), 1.0)
    assert suits(alike, alike) == "🎯 <@1>'s, <@2>'s, <@3>'s and 1 other's kind of film"
    alike = dict.fromkeys(range(1, 6), 0.4)
    assert suits(alike, alike) == "fine for <@1>, <@2>, <@3> and 2 others"
    alike = dict.fromkeys(range(1, 6), 0.0)
    assert suits(alike, alike) == "not <@1>'s, <@2>'s, <@3>'s and 2 others' thing"


def test_where_nobody_shows_a_fit_nothing_is_said():
    assert suits({1: 0.9, 2: 0.1}, ()) == ""
    assert suits({1: None}, {1}) == ""


@given(some_fits, members, some_fits)
def test_who_is_hidden_changes_nothing(known, visible, others):
    hidden = {who: fit for who, fit in others.items() if who not in visible}
    shown = {who: fit for who, fit in known.items() if who in visible}
    assert suits(shown | hidden, visible) == suits(shown, visible) == suits(known, visible)


@given(some_fits, members)
def test_only_who_shows_it_is_named_and_a_line_stays_short(known, visible):
    said = suits(known, visible)
    named = {int(member) for member in re.findall(r"<@(\d+)>", said)}
    assert named <= visible & {member for member, fit in known.items() if fit is not None}
    assert len(said) <= 450
