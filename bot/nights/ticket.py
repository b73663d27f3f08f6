"""The ticket of a night: the picture in its announcement."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.nights.night import Night, NightOptions
from bot.nights.paper import WIDTH, Palette, Sheet, palette_of, set_in
from bot.posters.lettering import ems
from bot.services import Services
from bot.ui import limits
from bot.ui.message import Picture

_HEIGHT: Final = 276
_EDGE: Final = 30
_TEAR: Final = 412
"""Where the stub begins."""
_ROOM: Final = _TEAR - 2 * _EDGE
_TIME: Final = 52
_TIME_STANDS: Final = 200
_SOON: Final = "Soon"


@dataclass(frozen=True, slots=True)
class Ticket:
    """What stands on a ticket.

    Attributes:
        number: the night's; its colours follow from it.
        day: as in "Friday 27 November".
        time: as in "20:00"; "" when nobody said.
        zone: whose time that is, as in "Berlin time".
        theme: what kind of films.
        server: its name; "" when it isn't known.
    """

    number: int
    day: str
    time: str
    zone: str
    theme: str
    server: str


async def ticket_picture(services: Services, night: Night, server: str) -> Picture:
    """Draw the ticket of a night, once, off the event loop; ``server`` as of `Ticket`."""
    setting = await services.storage.guild_settings.get(night.guild_id)
    ticket = ticket_of(night, ZoneInfo(setting.time_zone), server)
    drawn = await services.artwork.drawn(draw_ticket, ticket)
    return Picture(f"ticket-{night.id}.png", drawn, describe_ticket(ticket))


def ticket_of(night: Night, zone: ZoneInfo, server: str) -> Ticket:
    """Return what stands on the ticket of a night, in this time zone."""
    starts_at = night.options.starts_at
    local = None if starts_at is None else starts_at.astimezone(zone)
    return Ticket(
        number=night.id,
        day=_SOON if local is None else day_of(local, night.created_at.astimezone(zone)),
        time="" if local is None else f"{local:%H:%M}",
        zone=zone_in_words(zone),
        theme=theme_of(night.options),
        server=server,
    )


def day_of(day: datetime, seen: datetime) -> str:
    """Return a day in words, with the year if it isn't the one in which it is read."""
    if day.year == seen.year:
        return f"{day:%A} {day.day} {day:%B}"
    return f"{day:%a} {day.day} {day:%B} {day.year}"


def zone_in_words(zone: ZoneInfo) -> str:
    """Return whose time it is: "Buenos Aires time"."""
    name = zone.key.rpartition("/")[2].replace("_", " ")
    return name if name.isupper() else f"{name} time"


def theme_of(options: NightOptions) -> str:
    """Return in a few words what films may be chosen."""
    parts = [
        options.genre or "",
        _years(options),
        f"up to {options.max_minutes} min" if options.max_minutes else "",
    ]
    return " · ".join(part for part in parts if part) or "Whatever suits us all"


def describe_ticket(ticket: Ticket) -> str:
    """Return a ticket in words, for people who can't see it."""
    time = f", {ticket.time} {ticket.zone}" if ticket.time else ""
    of = f" of {ticket.server}" if ticket.server else ""
    said = f"Ticket no. {ticket.number} for a movie night{of}: {ticket.day}{time}. {ticket.theme}."
    return limits.clip(said, limits.ALT_TEXT)


def draw_ticket(ticket: Ticket) -> bytes:
    """Return a ticket as PNG, 1,100 × 552, clear around its edges."""
    palette = palette_of(ticket.number)
    sheet = Sheet(_HEIGHT, palette)
    _draw_beams(sheet, palette)
    sheet.perforate(_TEAR)
    _draw_night(sheet, ticket, palette)
    _draw_stub(sheet, ticket, palette)
    return sheet.png()


def _years(options: NightOptions) -> str:
    match options.first, options.last:
        case None, None:
            return ""
        case first, None:
            return f"from {first} on"
        case None, last:
            return f"up to {last}"
        case first, last:
            return f"{first}–{last}" if first != last else f"{first}"


def _draw_beams(sheet: Sheet, palette: Palette) -> None:
    """Draw the light of a projector, from the lower left."""
    for left, right in ((60, 150), (215, 290), (345, 390)):
        sheet.shape([(0, _HEIGHT), (left, 0), (right, 0)], palette.shade)


def _draw_night(sheet: Sheet, ticket: Ticket, palette: Palette) -> None:
    sheet.text(_EDGE, 48, "MOVIE NIGHT", 20, palette.accent)
    where = set_in(ticket.server, _ROOM, 24, 20)
    below = sheet.lines(_EDGE, 64, where, palette.faint)
    day = set_in(ticket.day, _ROOM, 56, 60, 28)
    middle = (below + _TIME_STANDS - _TIME * 0.7) / 2
    sheet.text(_EDGE, middle, day.lines[0], day.size, palette.ink, "lm")
    time = ticket.time or "--:--"
    sheet.text(_EDGE, _TIME_STANDS, time, _TIME, palette.accent)
    after = _EDGE + ems(time) * _TIME + 10
    said = ticket.zone if ticket.time else "The time is still open"
    zone = set_in(said, _TEAR - _EDGE - after, 24, 20)
    sheet.text(after, _TIME_STANDS, zone.lines[0], zone.size, palette.faint)
    theme = set_in(ticket.theme, _ROOM, 26, 22)
    sheet.text(_EDGE, _HEIGHT - 34, theme.lines[0], theme.size, palette.ink)


def _draw_stub(sheet: Sheet, ticket: Ticket, palette: Palette) -> None:
    middle = (_TEAR + WIDTH) / 2
    sheet.text(middle, 48, "ADMIT ALL", 20, palette.accent, "ms")
    sheet.text(middle, 116, "No.", 20, palette.faint, "ms")
    number = set_in(f"{ticket.number:04}", 100, 50, 46)
    sheet.text(middle, 160, number.lines[0], number.size, palette.ink, "ms")
    sheet.barcode(ticket.number, _TEAR + 24, 212, WIDTH - _TEAR - 48)
