"""What is left of a night: the card with its result, and a ticket stub for each who joined."""

from dataclasses import dataclass
from io import BytesIO
from math import cos, pi, sin
from typing import Final

from PIL import Image

from bot.nights.paper import WIDTH, Palette, Sheet, palette_of, set_in
from bot.posters.lettering import ems
from bot.ui import limits

_HEIGHT: Final = 276
_POSTER: Final = 184
_EDGE: Final = 30
_STARS: Final = 5
_HALF_A_STAR: Final = 6
"""So many corners has its left half."""
_STUB_HEIGHT: Final = 206
_TEAR: Final = 412


@dataclass(frozen=True, slots=True)
class Result:
    """What stands on the card of a night that is over.

    Attributes:
        number: the night's; its colours follow from it.
        film: title and year.
        day: when it was watched, in words.
        server: its name; "" when it isn't known.
        liked: how many liked it.
        disliked: how many didn't.
        stars: their mean, 0.5 … 5; ``None`` with fewer than two, which would be a member's own.
        poster: a JPEG of the film's poster; ``None`` where it stands beside the card.
    """

    number: int
    film: str
    day: str
    server: str
    liked: int
    disliked: int
    stars: float | None
    poster: bytes | None


@dataclass(frozen=True, slots=True)
class Stub:
    """What stands on a ticket stub; as of `Result`, with the row and the seat of a member."""

    number: int
    film: str
    day: str
    server: str
    row: str
    seat: int


def describe_result(result: Result) -> str:
    """Return a result in words, for people who can't see it."""
    stars = "" if result.stars is None else f" {result.stars:.1f} of 5 stars."
    of = f" of {result.server}" if result.server else ""
    said = (
        f"Result of a movie night{of}: {result.film}, {result.day}. "
        f"{result.liked} liked it, {result.disliked} didn't.{stars}"
    )
    return limits.clip(said, limits.ALT_TEXT)


def describe_stub(stub: Stub) -> str:
    """Return a ticket stub in words, for people who can't see it."""
    of = f" of {stub.server}" if stub.server else ""
    said = (
        f"Ticket stub no. {stub.number} of a movie night{of}: {stub.film}, {stub.day}, "
        f"row {stub.row}, seat {stub.seat}."
    )
    return limits.clip(said, limits.ALT_TEXT)


def draw_result(result: Result) -> bytes:
    """Return the card as PNG, 1,100 × 552, clear around its corners."""
    palette = palette_of(result.number)
    sheet = Sheet(_HEIGHT, palette)
    left: float = _EDGE
    if result.poster is not None:
        poster = Image.open(BytesIO(result.poster), formats=["JPEG"])
        sheet.paste(poster, 0, 0, _POSTER, _HEIGHT)
        left += _POSTER - 6
    room = WIDTH - _EDGE - left
    sheet.text(left, 46, "WE WATCHED", 20, palette.accent)
    title = set_in(result.film, room, 92, 44, 20)
    below = sheet.lines(left, 62, title, palette.ink)
    when = set_in(" · ".join(filter(None, (result.day, result.server))), room, 24, 19)
    sheet.lines(left, below + 16, when, palette.faint)
    if result.stars is not None:
        _draw_stars(sheet, result.stars, left, palette)
    x = left
    for up, count, fill in (
        (True, result.liked, palette.accent),
        (False, result.disliked, palette.faint),
    ):
        _draw_thumb(sheet, x, 222, fill, up=up)
        sheet.text(x + 36, 248, f"{count}", 34, fill)
        x += 36 + ems(f"{count}") * 34 + 28
    return sheet.png()


def draw_stub(stub: Stub) -> bytes:
    """Return the ticket stub as PNG, 1,100 × 412, clear around its edges."""
    palette = palette_of(stub.number)
    sheet = Sheet(_STUB_HEIGHT, palette)
    for left, right in ((60, 150), (215, 290), (345, 390)):
        sheet.shape([(0, _STUB_HEIGHT), (left, 0), (right, 0)], palette.shade)
    sheet.perforate(_TEAR)
    room = _TEAR - 2 * _EDGE
    sheet.text(_EDGE, 46, "I WAS THERE", 20, palette.accent)
    title = set_in(stub.film, room, 76, 40, 18)
    sheet.lines(_EDGE, 64, title, palette.ink)
    day = set_in(stub.day, room, 22, 19)
    sheet.lines(_EDGE, 148, day, palette.faint)
    server = set_in(stub.server, room, 22, 19)
    sheet.lines(_EDGE, 172, server, palette.faint)
    middle = (_TEAR + WIDTH) / 2
    for word, said, x in (("ROW", stub.row, middle - 30), ("SEAT", f"{stub.seat}", middle + 30)):
        sheet.text(x, 46, word, 18, palette.faint, "ms")
        size = set_in(said, 52, 60, 46).size
        sheet.text(x, 98, said, size, palette.ink, "ms")
    sheet.text(middle, 136, f"No. {stub.number:04}", 18, palette.accent, "ms")
    sheet.barcode(stub.number * 100 + stub.seat, _TEAR + 24, 152, WIDTH - _TEAR - 48)
    return sheet.png()


def _draw_stars(sheet: Sheet, stars: float, left: float, palette: Palette) -> None:
    """Draw stars to the nearest half, and say how many exactly."""
    halves = round(stars * 2)
    for number in range(_STARS):
        star = _star(left + 13 + number * 31, 193)
        sheet.shape(star, palette.shade)
        if halves > 2 * number:
            full = halves > 2 * number + 1
            sheet.shape(star if full else star[:_HALF_A_STAR], palette.accent)
    sheet.text(left + _STARS * 31 + 8, 201, f"{stars:.1f}", 24, palette.ink)


def _star(x: float, y: float) -> list[tuple[float, float]]:
    """Return a star's corners, from its top on by its left."""
    spikes = [(14.0 if point % 2 == 0 else 6.0, pi * point / 5) for point in range(10)]
    return [(x - radius * sin(turn), y - radius * cos(turn)) for radius, turn in spikes]


def _draw_thumb(sheet: Sheet, x: float, top: float, fill: str, *, up: bool) -> None:
    """Draw a thumb of 28 × 28 units."""

    def shape(*points: tuple[float, float]) -> None:
        sheet.shape([(x + across, top + (y if up else 28 - y)) for across, y in points], fill)

    shape((0, 12), (6, 12), (6, 27), (0, 27))
    shape(
        *((8, 13), (14, 2), (18, 0), (20, 3), (18, 11), (26, 11), (28, 14), (25, 25), (22, 27)),
        (8, 27),
    )
