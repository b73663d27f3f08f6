"""What stands in ``custom_id``: messages in members' channels have it for ever."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features import PRESSES
from bot.ui.limits import CUSTOM_ID

RELEASED = {
    "say": r"say:[lds]:[0-9]{1,18}:[0-9]{1,10}",
    "later": r"later:[0-9]{1,18}:[0-9]{1,10}",
    "why": r"why:[0-9]{1,18}:[0-9]{1,10}",
    "more": r"more:[0-9]{1,18}",
    "pick": r"pick:(like|dislike|seen|not_interested|forget|save|unsave|add|take_off|card|show)",
    "choose": (
        r"choose:(like|dislike|seen|not_interested|forget|save|unsave|add|take_off|"
        r"card|show):[0-9]{1,10}"
    ),
    "look-up": (
        r"look-up:(like|dislike|seen|not_interested|forget|save|unsave|add|take_off|card|show|"
        r"similar):.{0,70}"
    ),
    "genre": (
        r"genre:[0-9]{1,1}:[0-9]{1,4}:[0-9]{1,4}:(crowd-pleasers|balanced|hidden-gems):[ao]:.{0,40}"
    ),
    "add": r"add:[0-9]{1,18}:[0-9]{1,10}",
    "title": r"title:[0-9]{1,12}:.{0,80}",
    "setting": r"setting:(anybody_suggests|hidden_votes|rewatches|remind)",
    "undo": r"undo:[0-9]{1,18}",
    "forget": r"forget:[0-9]{1,10}:(like|dislike|seen|not_interested)",
    "undo-page": r"undo-page:[0-9]{1,18}:[0-9]{1,6}:[0-9]{1,18}",
    "undo-newest": r"undo-newest",
    "turn": r"turn:(verdicts|watchlist):(first|back|next|last):[0-9]{1,6}:.{0,40}",
    "another": r"another:[0-9]{1,6}:[0-9]{1,10}",
    "page": r"page:[0-9]{1,18}:(back|here|next):[0-9]{1,6}",
    "similar": r"similar:[0-9]{1,10}",
    "server-turn": r"server-turn:(first|back|next|last):[0-9]{1,6}",
    "server-open": r"server-open",
    "visibility": r"visibility:(visible|hidden)",
    "erase": r"erase:(yes|no):[0-9]{1,18}:[0-9]{1,12}",
    "night": (
        r"night:(join|leave|invite|suggest|ballot|reroll|close|cancel|event|watched|liked|disliked|stars"
        r"|stub|done|undone|show_fits|hide_fits|close_now|cancel_now|watched_now|runoff_close"
        r"|runoff_close_now|runoff_done|runoff_undone):[0-9]{1,18}"
    ),
    "mark": r"mark:(ok|no):(1|2):[0-9]{1,18}",
    "veto": r"veto:[0-9]{1,18}:[0-9]{1,18}",
    "privately": r"privately:[0-9]{1,10}",
    "post-taste": r"post-taste",
    "my-films": r"my-films",
    "deck": r"deck:[ldsn]:[0-9]{1,10}",
    "deck-on": r"deck-on",
    "deck-end": r"deck-end",
    "first-films": r"first-films",
    "favourites": r"favourites",
    "four": r"four",
    "tell-import": r"tell-import",
    "vote": r"vote:(ok|no):[0-9]{1,18}:[0-9]{1,18}",
    "invite": r"invite:[0-9]{1,18}",
    "import": r"import:(write|cancel|with|without|undo):[0-9]{1,18}",
    "import-set": r"import-set:(like|dislike|listed):[0-9]{1,18}",
}
"""Every ``custom_id`` that was ever put under a message."""


WITH_TEXT = {"turn", "genre", "title", "look-up"}


@pytest.mark.parametrize("kind", RELEASED)
@given(data=st.data())
def test_every_button_that_was_ever_sent_still_means_something(kind, data):
    custom_id = data.draw(st.from_regex(RELEASED[kind], fullmatch=True))
    press = PRESSES[kind].parse(custom_id)
    assert press is not None
    assert PRESSES[kind].parse(press.custom_id) == press
    assert press.custom_id == re.sub(r"(?<=:)0+(?=\d)", "", custom_id) or kind in WITH_TEXT


@pytest.mark.parametrize("kind", PRESSES)
@given(text=st.text(max_size=120))
def test_any_other_text_means_nothing(kind, text):
    press = PRESSES[kind].parse(f"{kind}:{text}")
    longer_numbers = re.sub(r"\{1,\d+\}", "{1,19}", RELEASED[kind])
    assert press is None or re.fullmatch(longer_numbers, press.custom_id)


@pytest.mark.parametrize("kind", PRESSES)
def test_the_largest_press_fits(kind):
    largest = re.sub(r"\[0-9\]\{1,(\d+)\}", lambda most: "9" * int(most[1]), RELEASED[kind])
    largest = re.sub(r"\(([^)]*)\)", lambda some: max(some[1].split("|"), key=len), largest)
    largest = re.sub(r"\.\{0,(\d+)\}", lambda most: "x" * int(most[1]), largest)
    custom_id = largest.replace("[lds]", "s").replace("[ldsn]", "n").replace("[ao]", "o")
    press = PRESSES[kind].parse(custom_id)
    assert press is not None
    assert len(press.custom_id) <= CUSTOM_ID


def test_numbers_that_no_database_holds_mean_nothing():
    assert PRESSES["more"].parse(f"more:{2**63}") is None
    snowflake = 1_456_074_443_980_800_017
    assert PRESSES["erase"].parse(f"erase:yes:{snowflake}:1") is not None
