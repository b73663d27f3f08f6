"""The commands as people read them: whatever the tree holds, within Discord's limits."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.about.help import Entry, Option, details, entry_choices, find_entries, overview
from bot.errors import MemberError
from bot.ui import limits

SHOW = Entry("privacy show", "See it.")
DELETE = Entry("privacy delete", "Delete it.")
RECOMMEND = Entry(
    "recommend",
    "Find films.",
    options=(
        Option("count", "How many", required=False, lowest=1, highest=4),
        Option("taste", "How adventurous", required=True, choices=("safe", "bold")),
    ),
    servers_only=True,
    rights=("Manage Guild",),
)
MENU = Entry("Rate this film", "In the menu of a message, under Apps", is_menu=True)
EVERY = [SHOW, DELETE, RECOMMEND, MENU]

names = st.text("abcdefghij-", min_size=1, max_size=32)
texts = st.text(min_size=1, max_size=100)
options = st.builds(
    Option, names, texts, st.booleans(), st.lists(texts, max_size=25).map(tuple), st.none()
)
commands = st.builds(Entry, names, texts, st.lists(options, max_size=25).map(tuple))


@given(st.lists(commands, min_size=1, max_size=100))
def test_any_tree_fits_into_a_message(every):
    for embed in (overview(every), details(every), details(every[:1])):
        assert len(embed) <= limits.ALL_EMBEDS
        assert len(embed.title) <= limits.EMBED_TITLE
        assert len(embed.description) <= limits.EMBED_DESCRIPTION


@pytest.mark.parametrize("asked", ["/privacy show", "PRIVACY  SHOW", " privacy show "])
def test_a_command_is_found_however_it_is_written(asked):
    assert find_entries(EVERY, asked) == [SHOW]


def test_the_name_of_a_group_means_its_commands_and_a_menu_is_found_too():
    assert find_entries(EVERY, "/privacy") == [SHOW, DELETE]
    assert find_entries(EVERY, "rate this film") == [MENU]


@pytest.mark.parametrize("asked", ["", " ", "/", "priv", "privacy s", "nothing"])
def test_no_other_text_means_a_command(asked):
    with pytest.raises(MemberError, match="/help"):
        find_entries(EVERY, asked)


def test_a_command_is_shown_with_all_that_one_has_to_know():
    said = details([RECOMMEND])
    assert said.title == "/recommend"
    what, count, taste, rights, _, where = said.description.splitlines()
    assert what == RECOMMEND.description
    assert re.search(r"`count`.*How many.*1.*4", count)
    assert re.search(r"`taste`.*How adventurous.*safe; bold", taste)
    assert "Manage Guild" in rights
    assert where == "Only in servers."


def test_what_is_so_of_all_commands_of_a_group_is_said_once():
    nights = [Entry(f"movienight {what}", "Do it.", servers_only=True) for what in "abcde"]
    assert details(nights).description.count("Only in servers.") == 1
    mixed = details([SHOW, RECOMMEND]).description.splitlines()
    assert mixed.index("Only in servers.") > mixed.index("`/recommend`: Find films.")
    assert "Only in servers." not in details([SHOW, DELETE]).description


def test_a_menu_entry_is_listed_with_where_to_find_it():
    listed = [field.value for field in overview(EVERY).fields]
    assert any(
        "**Rate this film** (in the menu of a message, under Apps)" in each for each in listed
    )


def test_choices_carry_the_name_and_stop_at_discords_limit():
    assert [each.value for each in entry_choices(EVERY, "/PRIVACY")] == [SHOW.name, DELETE.name]
    assert len(entry_choices([SHOW] * 40, "")) == limits.CHOICES
