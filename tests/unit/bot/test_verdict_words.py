"""Opinions as people see them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.films.verdict_words import (
    SAID,
    acknowledge,
    acknowledge_undo,
    bold,
    reaction_verdict,
)
from bot.storage.types import Change, Reaction, Verdict
from recsys.movies import Movie
from recsys.types import ItemId

LIKE, DISLIKE, SEEN = Verdict.LIKE, Verdict.DISLIKE, Verdict.SEEN
ALIEN = Movie(ItemId(1214), "Alien", 1979)
TONES = "🏻🏼🏽🏾🏿"


@pytest.mark.parametrize(
    ("emoji", "reaction"),
    [
        ("👍", Reaction(LIKE, "👍")),
        ("❤", Reaction(LIKE, "❤")),
        ("❤️", Reaction(LIKE, "❤")),
        ("👎", Reaction(DISLIKE, "👎")),
        ("👀", Reaction(SEEN, "👀")),
        ("👀️", Reaction(SEEN, "👀")),
        *((f"👍{tone}", Reaction(LIKE, f"👍{tone}")) for tone in TONES),
        *((f"👎{tone}", Reaction(DISLIKE, f"👎{tone}")) for tone in TONES),
        ("🖤", None),
        ("❤️‍🔥", None),
        ("🙅", None),
        ("<:like:12345678901234567>", None),
        ("👍👍", None),
        ("", None),
    ],
)
def test_an_emoji_says_something_or_nothing(emoji, reaction):
    assert reaction_verdict(emoji) == reaction


@given(st.text())
def test_any_emoji_at_all_has_an_answer(emoji):
    reaction = reaction_verdict(emoji)
    assert reaction is None or reaction.verdict in (LIKE, DISLIKE, SEEN)


def test_acknowledgements_say_what_is_kept_now():
    new = acknowledge(ALIEN, LIKE, Change(1, ALIEN.id, None, LIKE))
    changed = acknowledge(ALIEN, SEEN, Change(1, ALIEN.id, LIKE, SEEN))
    same = acknowledge(ALIEN, LIKE, None)
    for said, emoji in ((new, "👍"), (changed, "👀"), (same, "👍")):
        assert said.startswith(emoji)
        assert "**Alien (1979)**" in said
    assert "👍" in changed
    assert new != same


def test_undoing_says_what_is_kept_now():
    gone = acknowledge_undo(ALIEN, Change(2, ALIEN.id, LIKE, None))
    back = acknowledge_undo(ALIEN, Change(2, ALIEN.id, LIKE, DISLIKE))
    for said in (gone, back):
        assert said.startswith("↩️")
        assert "**Alien (1979)**" in said
    assert SAID[DISLIKE] in back


@pytest.mark.parametrize("verdict", list(Verdict))
@given(title=st.text(min_size=1, max_size=400))
def test_every_opinion_has_words_and_no_title_breaks_the_sentence(verdict, title):
    movie = Movie(ItemId(1), title, 2000)
    change = Change(1, movie.id, None, verdict)
    assert len(acknowledge(movie, verdict, change)) < 300
    assert "**" not in bold(movie)[2:-2]
