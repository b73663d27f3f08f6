"""What stands on the ticket of a night, and how it looks."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from bot.nights.night import NightOptions
from bot.nights.paper import PALETTES
from bot.nights.ticket import Ticket, describe_ticket, draw_ticket, theme_of, ticket_of
from tests.unit.bot.nights.strategies import a_night

NIGHT = replace(a_night([{}]), id=7)
BERLIN = ZoneInfo("Europe/Berlin")
TICKET = Ticket(7, "Friday 27 November", "20:00", "Berlin time", "Sci-Fi", "Film club")


def at(*moment):
    return replace(NIGHT, options=NightOptions(starts_at=datetime(*moment, tzinfo=UTC)))


def test_day_and_time_are_those_of_the_server():
    ticket = ticket_of(at(2026, 11, 27, 23, 30), BERLIN, "Film club")
    assert (ticket.day, ticket.time, ticket.zone) == (
        "Saturday 28 November",
        "00:30",
        "Berlin time",
    )
    later = ticket_of(at(2027, 1, 2, 20), ZoneInfo("UTC"), "")
    assert (later.day, later.zone) == ("Sat 2 January 2027", "UTC")
    far = ticket_of(at(2026, 5, 1, 20), ZoneInfo("America/Argentina/Buenos_Aires"), "")
    assert (far.time, far.zone) == ("17:00", "Buenos Aires time")


def test_a_night_without_a_time_says_so():
    ticket = ticket_of(NIGHT, BERLIN, "Film club")
    assert (ticket.day, ticket.time) == ("Soon", "")
    said = describe_ticket(ticket)
    assert said == "Ticket no. 7 for a movie night of Film club: Soon. Whatever suits us all."


@pytest.mark.parametrize(
    ("options", "theme"),
    [
        ({}, "Whatever suits us all"),
        ({"genre": "Sci-Fi"}, "Sci-Fi"),
        ({"genre": "Horror", "first": 1980, "last": 1989}, "Horror · 1980–1989"),
        ({"first": 1999, "last": 1999}, "1999"),
        ({"first": 1990}, "from 1990 on"),
        ({"last": 1960, "max_minutes": 90}, "up to 1960 · up to 90 min"),
    ],
)
def test_the_theme_is_what_may_be_chosen(options, theme):
    assert theme_of(NightOptions(**options)) == theme


@pytest.mark.parametrize(
    "ticket",
    [
        TICKET,
        replace(TICKET, day="Soon", time="", server=""),
        replace(TICKET, number=2**62, server="映画" * 50, theme="W" * 300, zone="Z" * 80),
    ],
)
def test_a_ticket_is_clear_around_its_edges_and_light(ticket):
    data = draw_ticket(ticket)
    picture = opened(data)
    assert picture.size == (1100, 552)
    assert picture.getpixel((0, 0))[3] == 0
    assert picture.getpixel((824, 2))[3] == 0
    assert picture.getpixel((550, 276))[3] > 250
    assert len(data) < 60_000


def test_nights_in_a_row_have_other_colours_and_the_same_night_the_same():
    drawings = [draw_ticket(replace(TICKET, number=number)) for number in range(len(PALETTES))]
    grounds = {opened(each).getpixel((40, 120)) for each in drawings}
    assert len(grounds) == len(PALETTES) >= 5
    assert draw_ticket(replace(TICKET, number=0)) == drawings[0]


@pytest.mark.parametrize("palette", PALETTES)
def test_what_is_written_can_be_read_on_its_paper(palette):
    for ground in (palette.paper, palette.shade):
        assert contrast(palette.ink, ground) >= 4.5
        assert contrast(palette.accent, ground) >= 3
        assert contrast(palette.faint, ground) >= 3


def opened(data):
    return Image.open(io.BytesIO(data)).convert("RGBA")


def contrast(one, other):
    """Return the contrast of two colours as WCAG 2 counts it, 1 … 21."""
    lighter, darker = sorted(map(luminance, (one, other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour):
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
