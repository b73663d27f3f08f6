"""Times as people type them, in the time zone of their server."""

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

import dateparser

from bot.errors import MemberError

LONGEST_WAIT: Final = timedelta(days=365)
_TYPED = 60
_LONE_NUMBER: Final = re.compile(r"\D*\d{1,2}\W*")
"""It could be an hour, a day or a month."""
_WEEKDAY = "(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?"
_DAY_ALONE: Final = re.compile(
    rf"((this|next|on)\s+)?(today|tonight|tomorrow|{_WEEKDAY})(\s+(evening|night))?", re.IGNORECASE
)
_NAMES_A_DAY: Final = re.compile(
    rf"\d|\bin\s|\b(today|tonight|tomorrow|{_WEEKDAY})\b", re.IGNORECASE
)
_WEEKDAYS: Final = re.compile(rf"\b({_WEEKDAY})\b", re.IGNORECASE)
_ORDER: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NEXT: Final = re.compile(r"\bnext\b", re.IGNORECASE)
_EVENING: Final = 20
_EXAMPLES = "like `friday 20:00`, `in 2 hours` or `2026-12-24 19:30`"


_ODD: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), said)
    for pattern, said in (
        (
            rf"\b(yesterday|ago|last\s+({_WEEKDAY}|night|week|month|year))\b",
            "That's already over: a movie night needs a time that's still to come.",
        ),
        (
            r"^\s*(right\s+)?(now|asap|soon|later|whenever|some ?time|any ?time|never)\W*$",
            "I need a day or a time, or leave `when` out for a night without one.",
        ),
        (r"\b(2[4-9]|[3-9]\d):\d\d\b", "A day ends at 23:59."),
        (r"\bweek-?end\b", "Saturday or Sunday?"),
        (r"^\D*\b\d{1,2}\s*$", "Is that in the morning or in the evening, and on which day?"),
    )
)
"""What people type that is no time, and what to tell them."""
_UNREADABLE: Final = "I can't read that time."


class NoSuchTime(MemberError):
    """A time that makes no sense here."""


def parse_when(typed: str, zone: ZoneInfo, now: datetime) -> datetime:
    """Return the moment that was typed.

    A time without a day is the next one; a day that was named alone means its evening, 20:00. Where
    clocks are set forward, a time that they skip is taken as much later.

    Returns:
        Aware, in UTC; what is typed is in the server's zone.

    Raises:
        NoSuchTime: it can't be read, is in the past, or more than a year away.
    """
    found = _parse(typed, zone, now)
    if found is None:
        said = next((said for odd, said in _ODD if odd.search(typed[:_TYPED])), _UNREADABLE)
        raise NoSuchTime(f"{said} Write it {_EXAMPLES}.")
    if found <= now:
        raise NoSuchTime(f"{stamp(found)} is already over. Pick a time in the future.")
    if found > now + LONGEST_WAIT:
        raise NoSuchTime("That's more than a year away. Pick an earlier time.")
    return found


def parse_duration(typed: str, now: datetime) -> timedelta:
    """Return the length of time that was typed: "2 hours", "45 min", "1 day".

    Raises:
        NoSuchTime: it can't be read, or is no length between a minute and two weeks.
    """
    text = typed.strip().removeprefix("in ").strip()
    found = _parse(f"in {text}", ZoneInfo("UTC"), now) if text[:1].isdigit() else None
    if found is None:
        raise NoSuchTime("I can't read that. Write it like `2 hours`, `45 min` or `1 day`.")
    length = found - now
    if not timedelta(minutes=1) <= length <= timedelta(days=14):
        raise NoSuchTime("A vote can take between a minute and two weeks.")
    return length


def is_zone(name: str) -> bool:
    """Return whether there is a time zone of this name."""
    return name in _zones()


def zones_like(typed: str, most: int) -> list[str]:
    """Return time zones whose name has what is typed, those first that begin with it."""
    word = typed.strip().replace(" ", "_").casefold()
    fitting = [zone for zone in _zones() if word in zone.casefold()]

    def rank(zone: str) -> tuple[bool, bool, str]:
        city = zone.rpartition("/")[2].casefold()
        return not city.startswith(word), "/" not in zone, zone

    return sorted(fitting, key=rank)[:most]


def stamp(moment: datetime, style: str = "F") -> str:
    """Return a moment so that every reader sees it in their own time zone."""
    return f"<t:{int(moment.timestamp())}:{style}>"


def warm_up() -> None:
    """Load what the first parse and the list of zones need, which takes a tenth of a second."""
    _zones()
    parse_when("in 2 hours", ZoneInfo("UTC"), datetime.now(UTC))


@cache
def _zones() -> frozenset[str]:
    """Return the zones' names; the first call reads a thousand files."""
    return frozenset(available_timezones())


def _parse(typed: str, zone: ZoneInfo, now: datetime) -> datetime | None:
    text = " ".join(typed.split())
    if len(text) > _TYPED or _LONE_NUMBER.fullmatch(text) or not _NAMES_A_DAY.search(text):
        return None
    local = now.astimezone(zone)
    found = dateparser.parse(
        text,
        languages=["en"],
        settings={
            "TIMEZONE": zone.key,
            "RETURN_AS_TIMEZONE_AWARE": True,
            "PREFER_DATES_FROM": "future",
            "RELATIVE_BASE": local.replace(tzinfo=None),
        },
    )
    if found is None:
        return None
    wall = found.replace(tzinfo=None)
    if _DAY_ALONE.fullmatch(text):
        wall = wall.replace(hour=_EVENING, minute=0, second=0, microsecond=0)
    named = _WEEKDAYS.search(text)
    if named is not None:
        if wall.weekday() != _ORDER.index(named[1].lower()[:3]):
            return None
        sooner = wall - timedelta(days=7)
        if (
            sooner.date() == local.date()
            and sooner.replace(tzinfo=zone) > now
            and not _NEXT.search(text)
        ):
            wall = sooner  # on a Friday afternoon, "friday 20:00" is tonight
    if text.lower().startswith("in "):
        # Two hours are two hours, also when the clocks change meanwhile.
        return now + (wall - local.replace(tzinfo=None))
    return wall.replace(tzinfo=zone).astimezone(UTC)
