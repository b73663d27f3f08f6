"""Times as people type them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.times import LONGEST_WAIT, NoSuchTime, is_zone, parse_duration, parse_when, zones_like

BERLIN = ZoneInfo("Europe/Berlin")
FRIDAY = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)  # 18:00 in Berlin


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("friday 20:00", "2026-11-20 20:00"),
        ("20:00 friday", "2026-11-20 20:00"),
        ("Fri 8 pm", "2026-11-20 20:00"),
        ("friday 17:00", "2026-11-27 17:00"),
        ("next friday 20:00", "2026-11-27 20:00"),
        ("friday", "2026-11-20 20:00"),
        ("saturday", "2026-11-21 20:00"),
        ("sunday evening", "2026-11-22 20:00"),
        ("tonight", "2026-11-20 20:00"),
        ("tomorrow", "2026-11-21 20:00"),
        ("tomorrow 8pm", "2026-11-21 20:00"),
        ("20:00", "2026-11-20 20:00"),
        ("17:00", "2026-11-21 17:00"),
        ("in 2 hours", "2026-11-20 20:00"),
        ("in an hour", "2026-11-20 19:00"),
        ("in 3 days", "2026-11-23 18:00"),
        ("2026-12-24 19:30", "2026-12-24 19:30"),
        ("24.12.2026 19:30", "2026-12-24 19:30"),
        # Clocks go forward from 2 to 3 and back from 3 to 2.
        ("2027-03-28 02:30", "2027-03-28 03:30"),
        ("2027-03-28 20:00", "2027-03-28 20:00"),
        ("2027-10-31 20:00", "2027-10-31 20:00"),
    ],
)
def test_times_are_read_in_the_zone_of_the_server(typed, meant):
    assert parse_when(typed, BERLIN, FRIDAY).astimezone(BERLIN).strftime("%Y-%m-%d %H:%M") == meant


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("yesterday", "already over"),
        ("last month", "already over"),
        ("now", "leave `when` out"),
        ("Soon!", "leave `when` out"),
        ("friday 25:00", "23:59"),
        ("this weekend", "Saturday or Sunday"),
        ("friday 8", "morning or in the evening"),
    ],
)
def test_what_is_no_time_gets_its_own_sentence(typed, said):
    with pytest.raises(NoSuchTime, match="friday 20:00") as told:
        parse_when(typed, BERLIN, FRIDAY)
    assert said in str(told.value)


def test_hours_pass_on_the_night_when_the_clocks_change():
    before = datetime(2027, 3, 28, 0, 0, tzinfo=UTC)
    assert parse_when("in 6 hours", BERLIN, before) == before + timedelta(hours=6)


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "1", "at 8", "may", "gibberish", "friday 8", "a" * 2_000, "8" * 59, "<@1>", "next"],
)
def test_what_can_not_be_read_is_refused_with_examples(typed):
    with pytest.raises(NoSuchTime, match="friday 20:00"):
        parse_when(typed, BERLIN, FRIDAY)


@pytest.mark.parametrize("typed", ["yesterday 20:00", "2020-01-01 10:00", "1 hour ago"])
def test_the_past_is_refused(typed):
    with pytest.raises(NoSuchTime, match=r"<t:\d+:F>"):
        parse_when(typed, BERLIN, FRIDAY)


def test_a_time_too_far_away_is_refused():
    with pytest.raises(NoSuchTime, match="year"):
        parse_when("2031-01-01 20:00", BERLIN, FRIDAY)


@given(st.text(max_size=70), st.sampled_from(["Europe/Berlin", "America/New_York", "UTC"]))
def test_whatever_is_typed_is_a_time_to_come_or_refused(typed, zone):
    try:
        found = parse_when(typed, ZoneInfo(zone), FRIDAY)
    except NoSuchTime:
        return
    assert FRIDAY < found <= FRIDAY + LONGEST_WAIT
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("2 hours", 120), ("in 3h", 180), ("45 min", 45), ("1 day", 1440), ("1h30m", 90)],
)
def test_lengths_of_time(typed, minutes):
    assert parse_duration(typed, FRIDAY) == timedelta(minutes=minutes)


@pytest.mark.parametrize("typed", ["", "soon", "0 min", "30 d", "90", "-5 min", "friday"])
def test_lengths_that_can_not_be_meant_are_refused(typed):
    with pytest.raises(NoSuchTime):
        parse_duration(typed, FRIDAY)


def test_zones_are_found_by_their_city():
    assert zones_like("berl", 5) == ["Europe/Berlin"]
    assert zones_like("new york", 5) == ["America/New_York"]
    assert len(zones_like("", 25)) == 25
    assert is_zone("Europe/Berlin")
    assert not is_zone("Mars/Olympus")
