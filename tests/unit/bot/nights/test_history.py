"""What a server has watched, a line a night."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.nights.history import history_text
from bot.nights.types import NightOptions
from bot.ui import limits
from tests.unit.bot.nights.strategies import FITS, a_night

NOON = datetime(2026, 2, 5, 12, tzinfo=UTC)
EVENING = NOON + timedelta(hours=8)


def stamped(moment):
    return f"<t:{int(moment.timestamp())}:D>"


def test_a_night_has_its_day_its_film_and_how_it_was_liked():
    night = replace(a_night(FITS[:1]), liked={101: True, 102: False}, watched_at=NOON)
    assert history_text([night], {1: "Alien"}, 1) == f"{stamped(NOON)} · **Alien** · 👍 1 👎 1 of 2"


def test_the_day_is_that_of_the_film_not_of_the_announcement():
    night = replace(a_night(FITS[:1]), options=NightOptions(starts_at=NOON), watched_at=EVENING)
    assert history_text([night], {}, 1).startswith(f"{stamped(NOON)} · **a film**")
    sooner = replace(night, options=NightOptions(starts_at=EVENING), watched_at=NOON)
    assert history_text([sooner], {}, 1).startswith(stamped(NOON))


def test_nothing_to_show_is_said():
    assert "begins the first" in history_text([], {}, 1)
    assert "further back" in history_text([], {}, 2)


def test_ten_nights_with_long_titles_fit():
    nights = [replace(a_night(FITS[:1]), id=number) for number in range(10)]
    text = history_text(nights, dict.fromkeys(range(10), "\\*" * 50), 1)
    assert len(text) <= limits.EMBED_DESCRIPTION
    assert len(text.splitlines()) == 10
