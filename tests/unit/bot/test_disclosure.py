"""What members are told about their data fits into a message and leaves nothing out."""

import re
from dataclasses import astuple

from hypothesis import given
from hypothesis import strategies as st

from bot.privacy.words import ask_to_erase, ask_to_show, erased_text, hidden, kept_embed, shown
from bot.storage.kept import Kept
from bot.storage.types import Erased, Verdict
from bot.ui import limits

VISIBLE = 6
"""Where a member is visible: the place of that among what is shown."""

counts = st.integers(0, 10**6)
kepts = st.builds(
    Kept,
    st.dictionaries(st.sampled_from(Verdict), st.integers(1, 10**6)),
    counts,
    counts,
    counts,
    counts,
    st.frozensets(st.integers(1, 9), max_size=5),
    counts,
)
erasures = st.builds(Erased, **dict.fromkeys(Erased.__dataclass_fields__, counts))


def numbers(text):
    return sorted(int(found.replace(",", "")) for found in re.findall(r"[\d,]*\d", text))


@given(kepts, st.none() | st.integers(1, 9))
def test_everything_kept_fits_into_an_embed(kept, guild_id):
    embed = kept_embed(kept, guild_id)
    assert len(embed) <= limits.ALL_EMBEDS
    assert len(embed.fields) <= limits.EMBED_FIELDS
    assert all(len(each.value) <= limits.FIELD_VALUE for each in embed.fields)


@given(kepts, st.integers(1, 9))
def test_visibility_is_told_for_here_and_for_elsewhere(kept, guild_id):
    told = kept_embed(kept, guild_id).fields[VISIBLE].value
    assert numbers(told) == [len(kept.visible_in - {guild_id})] * bool(kept.visible_in - {guild_id})


@given(erasures)
def test_every_count_of_what_was_removed_is_said_but_those_of_nothing(erased):
    said = erased_text(erased)
    assert len(said) <= limits.CONTENT
    assert numbers(said) == sorted(count for count in astuple(erased) if count)


@given(kepts)
def test_the_question_names_what_will_be_gone(kept):
    said = ask_to_erase(kept)
    assert len(said) <= limits.CONTENT
    taste = (kept.verdicts, kept.history, kept.reactions, kept.watchlist, kept.listings)
    rest = (len(kept.visible_in), kept.nights)
    assert numbers(said) == sorted(count for count in (*taste, *rest) if count)


def test_what_others_see_is_said_the_same_before_and_after():
    (before,) = re.findall(r"(?s)• .*?\n• [^\n]*", ask_to_show())
    assert before in shown(already=False)
    assert before in shown(already=True)
    assert before not in hidden(already=False)
