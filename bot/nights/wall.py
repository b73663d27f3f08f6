"""The wall: the posters of the films that a server has watched, with their date and how they were.

Pure, and slow: to be drawn off the event loop.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw

from bot.posters.lettering import font
from bot.ui import limits

COLUMNS: Final = 4
_NIGHT, _PAPER = "#1c1a29", "#f4ecdd"
_LIKED, _DISLIKED = "#e8b04a", "#8d84b3"
_POSTER: Final = (180, 270)
_GAP, _CAPTION = 20, 84
_SIZE, _MARK = 26, 16
_QUALITY: Final = 85


@dataclass(frozen=True, slots=True)
class Hung:
    """A film on the wall.

    Attributes:
        poster: an image of any size, 2 to 3.
        name: of the film, as people read it.
        day: when it was watched, where the server is.
        liked: how many liked it.
        disliked: how many didn't.
    """

    poster: bytes
    name: str
    day: date
    liked: int
    disliked: int


def draw_wall(films: Sequence[Hung]) -> bytes:
    """Return the films as JPEG, at least one, in rows of four."""
    width, height = _POSTER[0] + _GAP, _POSTER[1] + _CAPTION
    columns, rows = min(len(films), COLUMNS), -(-len(films) // COLUMNS)
    wall = Image.new("RGB", (columns * width + _GAP, rows * height + _GAP), _NIGHT)
    pen = ImageDraw.Draw(wall)
    for number, film in enumerate(films):
        row, column = divmod(number, COLUMNS)
        left, top = _GAP + column * width, _GAP + row * height
        with Image.open(BytesIO(film.poster)) as poster:
            wall.paste(poster.convert("RGB").resize(_POSTER, Image.Resampling.LANCZOS), (left, top))
        _write_caption(pen, film, left, top + _POSTER[1])
    stream = BytesIO()
    wall.save(stream, "JPEG", quality=_QUALITY)
    return stream.getvalue()


def describe_wall(films: Sequence[Hung]) -> str:
    """Return what the wall shows, for someone who can't see it."""
    told = (
        f"{film.name} on {_day(film.day)}, liked by {film.liked}, disliked by {film.disliked}"
        for film in films
    )
    return limits.clip(f"Posters of what was watched: {'; '.join(told)}.", limits.ALT_TEXT)


def _write_caption(pen: ImageDraw.ImageDraw, film: Hung, left: int, top: int) -> None:
    middle = left + _POSTER[0] / 2
    pen.text((middle, top + 34), _day(film.day), _PAPER, font(_SIZE), anchor="ms")
    for x, count, up in ((left + 42, film.liked, True), (left + 108, film.disliked, False)):
        peak, foot = (top + 48, top + 48 + _MARK) if up else (top + 48 + _MARK, top + 48)
        fill = _LIKED if up else _DISLIKED
        # The font has no thumbs.
        pen.polygon([(x, foot), (x + _MARK, foot), (x + _MARK / 2, peak)], fill)
        pen.text((x + _MARK + 7, top + 66), str(count), fill, font(_SIZE - 2), anchor="ls")


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
