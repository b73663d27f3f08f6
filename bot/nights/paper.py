"""Paper for what a night has drawn: tickets and cards in a few palettes, torn and punched."""

from dataclasses import dataclass
from io import BytesIO
from random import Random
from typing import Final

from PIL import Image, ImageDraw

from bot.posters.lettering import Setting, fit, font, legible

WIDTH: Final = 550
"""Units across: as wide as Discord shows a picture on a desktop."""

_SHARP: Final = 2
"""Pixels a unit, so that a picture is sharp on fine screens."""
_FINE: Final = 2
"""Everything is drawn this many times larger still and then reduced, for smooth edges."""
_NOWHERE: Final = (0, 0, 0, 0)
_CORNER: Final = 18
_CAPITALS: Final = 0.7
"""How high capital letters are, in multiples of their size."""
_NOTCH: Final = 15
_BARS: Final = 26


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a picture.

    Attributes:
        paper: the ground, dark or bright enough to stand out from either theme of Discord.
        shade: shapes on it that stay in the background.
        ink: what is read first.
        faint: what is read last.
        accent: what catches the eye.
    """

    paper: str
    shade: str
    ink: str
    faint: str
    accent: str


PALETTES: Final = (
    Palette("#7c1f2d", "#8b2a37", "#fff3dc", "#e9b9a8", "#f6c453"),
    Palette("#f3e4c3", "#ead6ab", "#2b2140", "#7a6650", "#c43d2b"),
    Palette("#17315c", "#1f3d6d", "#f4efe2", "#a9bfe0", "#ffcf56"),
    Palette("#0f5257", "#176265", "#fdf3e1", "#a5d3c8", "#ff9b71"),
    Palette("#3b2357", "#482d68", "#f8ecff", "#c3a9dd", "#ff8fab"),
    Palette("#e9a23b", "#f0b251", "#33191f", "#7a4318", "#8c1c32"),
    Palette("#24402f", "#2e4e3a", "#f5f0dc", "#b0c9a8", "#f2b950"),
)


def palette_of(night_id: int) -> Palette:
    """Return the colours of a night; those of the next one are others."""
    return PALETTES[night_id % len(PALETTES)]


class Sheet:
    """Takes shapes and lettering in units, the origin at the top left; clear around the paper."""

    def __init__(self, height: int, palette: Palette) -> None:
        self._scale = _SHARP * _FINE
        size = (WIDTH * self._scale, height * self._scale)
        self._image = Image.new("RGBA", size, palette.paper)
        self._draw = ImageDraw.Draw(self._image)
        self._height, self._palette = height, palette
        self._mask = Image.new("L", size, 0)
        self._cut = ImageDraw.Draw(self._mask)
        self._cut.rounded_rectangle((0, 0, size[0] - 1, size[1] - 1), _CORNER * self._scale, 255)

    def punch(self, x: float, y: float, radius: float) -> None:
        """Cut out a round hole."""
        self._cut.ellipse(self._box(x - radius, y - radius, x + radius, y + radius), 0)

    def perforate(self, tear: float) -> None:
        """Make a ticket of the paper, whose stub begins here."""
        self.box(tear, 0, WIDTH, self._height, self._palette.shade)
        first, last = 27, self._height - 27
        holes = round((last - first) / 17)
        for number in range(holes + 1):
            y = first + (last - first) * number / holes
            self.dot(tear, y, 1.8, self._palette.faint)
            for x in (0, WIDTH):
                self.punch(x, y, 4.5)
        for y in (0, self._height):
            self.punch(tear, y, _NOTCH)

    def barcode(self, number: int, x: float, top: float, width: float) -> None:
        """Draw bars that belong to a number, and mean nothing."""
        chance = Random(number)  # noqa: S311 - bars, no secrets
        widths = [chance.choice((1, 1, 2, 3)) for _ in range(_BARS)]
        unit = width / sum(widths)
        for place, wide in enumerate(widths):
            if place % 2 == 0:
                self.box(x, top, x + wide * unit, top + 30, self._palette.ink)
            x += wide * unit

    def dot(self, x: float, y: float, radius: float, fill: str) -> None:
        """Draw a round spot."""
        self._draw.ellipse(self._box(x - radius, y - radius, x + radius, y + radius), fill)

    def box(self, x0: float, y0: float, x1: float, y1: float, fill: str, radius: float = 0) -> None:
        """Draw a filled box."""
        self._draw.rounded_rectangle(self._box(x0, y0, x1, y1), radius * self._scale, fill)

    def shape(self, points: list[tuple[float, float]], fill: str) -> None:
        """Draw a filled polygon."""
        self._draw.polygon([(x * self._scale, y * self._scale) for x, y in points], fill)

    def paste(self, picture: Image.Image, x: float, y: float, width: float, height: float) -> None:
        """Put a picture on the paper, as large as this."""
        left, top, right, bottom = map(round, self._box(x, y, x + width, y + height))
        self._image.paste(picture.resize((right - left, bottom - top)), (left, top))

    def text(
        self, x: float, baseline: float, line: str, size: int, fill: str, anchor: str = "ls"
    ) -> None:
        """Write a line."""
        at = (x * self._scale, baseline * self._scale)
        self._draw.text(at, line, fill, font(size * self._scale), anchor=anchor)

    def lines(self, x: float, top: float, setting: Setting, fill: str) -> float:
        """Write lines below each other; return where the last one stands."""
        baseline = top + setting.size * _CAPITALS
        for number, line in enumerate(setting.lines):
            self.text(x, baseline + number * setting.size * LEADING, line, setting.size, fill)
        return baseline + (len(setting.lines) - 1) * setting.size * LEADING

    def png(self) -> bytes:
        """Return the picture."""
        clear = Image.new("RGBA", self._image.size, _NOWHERE)
        clear.paste(self._image, mask=self._mask)
        stream = BytesIO()
        # So few colours make a third of the file, and nobody sees the difference.
        clear.reduce(_FINE).quantize(256, Image.Quantize.FASTOCTREE).save(stream, "PNG")
        return stream.getvalue()

    def _box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        return (
            x0 * self._scale,
            y0 * self._scale,
            x1 * self._scale - 1,
            y1 * self._scale - 1,
        )


LEADING: Final = 1.06
"""From line to line, in multiples of the size."""


def set_in(text: str, width: float, height: float, largest: int, least: int = 14) -> Setting:
    """Return a text as large as it fits into this room, in letters that the font has."""
    sizes = range(largest, least - 1, -1)
    shown = legible((text,)) or ""
    return fit(shown, width=width, height=height, sizes=sizes, leading=LEADING)
