"""What members are told about their data fits into a message and leaves nothing out."""

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.privacy.words import (
    ask_to_erase,
    ask_to_show,
    erased_text,
    hidden,
    inventory_embed,
    nothing_stored,
    shown,
)
from bot.storage.types import Inventory, Verdict
from bot.ui import limits

VISIBLE = 11
"""Where a member is visible: the place of that among what is shown."""

counts = st.integers(0, 10**6)
inventories = st.builds(
    Inventory,
    st.dictionaries(st.sampled_from(Verdict), st.integers(1, 10**6)),
    counts,
    counts,
    counts,
    counts,
    counts,
    counts,
    counts,
    counts,
    st.frozensets(st.integers(1, 9), max_size=5),
    counts,
    counts,
)


def numbers(text):
    return sorted(int(found.replace(",", "")) for found in re.findall(r"[\d,]*\d", text))


@given(inventories, st.none() | st.integers(1, 9))
def test_everything_stored_fits_into_an_embed(stored, guild_id):
    embed = inventory_embed(stored, guild_id)
    assert len(embed) <= limits.ALL_EMBEDS
    assert len(embed.fields) <= 25
    assert all(len(each.value) <= limits.FIELD_VALUE for each in embed.fields)


@given(inventories, st.integers(1, 9))
def test_visibility_is_told_for_here_and_for_elsewhere(stored, guild_id):
    told = inventory_embed(stored, guild_id).fields[VISIBLE].value
    assert numbers(told) == [len(stored.visible_in - {guild_id})] * bool(
        stored.visible_in - {guild_id}
    )


@given(inventories)
def test_the_question_and_the_answer_name_every_count_but_those_of_nothing(stored):
    taste = (stored.verdicts, stored.history, stored.reactions, stored.watchlist, stored.listings)
    counts = sorted(
        filter(
            None,
            (
                *taste,
                stored.server_films,
                stored.shown,
                stored.skipped,
                stored.cards,
                len(stored.visible_in),
                stored.nights,
                stored.imports,
            ),
        )
    )
    for said in (erased_text(stored), ask_to_erase(stored)) if counts else (nothing_stored(),):
        assert len(said) <= limits.CONTENT
        assert numbers(said) == counts


def test_what_others_see_is_said_the_same_before_and_after():
    (before,) = re.findall(r"(?s)• .*?\n• [^\n]*", ask_to_show())
    assert before in shown(already=False)
    assert before in shown(already=True)
    assert before not in hidden(already=False)
