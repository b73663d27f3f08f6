"""Fits in words, and nothing that tells a hidden member's fit from another's."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nights.text import bar, group_lines, own_fit, word

fits = st.floats(0, 1)
some_fits = st.dictionaries(st.integers(1, 30), st.none() | fits, max_size=25)
members = st.sets(st.integers(1, 30))


@pytest.mark.parametrize(
    ("fit", "blocks", "said"),
    [
        (0.0, "▱▱▱▱▱", "weak"),
        (0.05, "▰▱▱▱▱", "weak"),
        (0.15, "▰▰▱▱▱", "okay"),
        (0.35, "▰▰▰▱▱", "good"),
        (0.6, "▰▰▰▰▱", "great"),
        (0.85, "▰▰▰▰▰", "great"),
        (1.0, "▰▰▰▰▰", "great"),
    ],
)
def test_a_fit_is_a_bar_and_a_word(fit, blocks, said):
    assert (bar(fit), word(fit)) == (blocks, said)
    assert own_fit(fit) == f"{blocks} {said} fit for you"


@given(fits, fits)
def test_a_better_fit_never_looks_worse(one, other):
    worse, better = sorted((one, other))
    order = ["weak", "okay", "good", "great"]
    assert bar(worse).count("▰") <= bar(better).count("▰")
    assert order.index(word(worse)) <= order.index(word(better))


def test_a_group_of_hidden_members_is_told_as_one():
    assert group_lines({1: 0.9, 2: 0.4}, ()) == ["▰▰▰▰▱ a good fit for everyone; at worst good"]
    assert group_lines({1: 0.9, 2: 0.1}, ()) == ["▰▰▰▱▱ a good fit for 1 of 2; at worst weak"]
    assert group_lines({1: 0.3, 2: 0.1}, ()) == ["▰▰▱▱▱ a compromise for everyone; at worst weak"]


def test_visible_members_have_a_line_each_best_first():
    assert group_lines({1: 0.2, 2: 0.9, 3: 0.9}, {1, 2, 3}) == [
        "▰▰▰▰▱ a good fit for 2 of 3; at worst okay",
        "<@2> ▰▰▰▰▰ great",
        "<@3> ▰▰▰▰▰ great",
        "<@1> ▰▰▱▱▱ okay",
    ]


def test_a_single_hidden_member_is_not_given_away_by_the_group():
    assert group_lines({1: 0.2, 2: 0.9}, {2}) == [
        "<@2> ▰▰▰▰▰ great",
        "and 1 with a hidden taste",
    ]
    assert group_lines({1: 0.2}, ()) == []


def test_beside_a_single_hidden_member_those_who_show_their_taste_are_the_group():
    assert group_lines({1: 0.2, 2: 0.9, 3: 0.8}, {2, 3}) == [
        "▰▰▰▰▰ a good fit for everyone who shows their taste; at worst great",
        "<@2> ▰▰▰▰▰ great",
        "<@3> ▰▰▰▰▱ great",
        "and 1 with a hidden taste",
    ]


def test_of_many_the_best_served_are_named_and_the_others_counted():
    fits = dict.fromkeys(range(1, 10), 1.0)
    *named, rest = group_lines(fits, range(1, 9))[1:]
    assert [line[:4] for line in named] == [f"<@{member}>" for member in range(1, 7)]
    assert rest == "and 2 more, 1 with a hidden taste"


def test_members_without_taste_are_left_out():
    assert group_lines({1: None, 2: None}, {1}) == []
    assert group_lines({1: 0.9, 2: None, 3: 0.8}, ()) == group_lines({1: 0.9, 3: 0.8}, ())


@given(some_fits, members, fits, st.data())
def test_where_one_is_hidden_their_fit_changes_nothing(known, visible, other, data):
    hidden = [member for member, fit in known.items() if fit is not None and member not in visible]
    if not hidden:
        return
    alone = data.draw(st.sampled_from(hidden))
    visible |= {member for member in hidden if member != alone}
    assert group_lines(known, visible) == group_lines(known | {alone: other}, visible)


@given(some_fits, members, st.randoms())
def test_who_of_the_hidden_has_which_fit_never_shows(known, visible, random):
    hidden = [member for member, fit in known.items() if fit is not None and member not in visible]
    mixed = [known[member] for member in hidden]
    random.shuffle(mixed)
    swapped = known | dict(zip(hidden, mixed, strict=True))
    assert group_lines(known, visible) == group_lines(swapped, visible)


@given(some_fits, members)
def test_only_who_shows_their_taste_is_named(known, visible):
    text = "\n".join(group_lines(known, visible))
    named = {int(member) for member in re.findall(r"<@(\d+)>", text)}
    assert named <= visible & {member for member, fit in known.items() if fit is not None}
    assert len(text) <= 1_024


@given(fits, fits)
def test_the_same_blocks_have_the_same_word(one, other):
    assert (bar(one) != bar(other)) or (word(one) == word(other))
