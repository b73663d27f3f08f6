"""What drawn pictures of numbers are made on, in the house's colours."""

from io import BytesIO
from math import cos, pi, sin
from typing import Final

from PIL import Image, ImageDraw

from bot.posters.lettering import ems, fit, font, legible

WIDTH: Final = 520
EDGE: Final = 26
BAR: Final = 14

NIGHT, TRACK = "#1c1a29", "#35324a"
PAPER, FAINT = "#f4ecdd", "#a39db8"
GOLD, COOL = "#e8b04a", "#6f6791"

_SHARP: Final = 2
"""Pixels a unit, so that the picture is sharp on fine screens."""
_FINE: Final = 2
"""Shapes are drawn this many times larger still and then reduced, for smooth edges."""
_LEADING: Final = 1.05
_QUALITY: Final = 88
_SMOOTH: Final = Image.Resampling.BILINEAR


class Sheet:
    """Takes shapes, lettering and pictures in units, the origin at the top left."""

    def __init__(self, height: int) -> None:
        """Begin an empty one, `WIDTH` wide."""
        self._scale = _SHARP * _FINE
        self._image = Image.new("RGB", (WIDTH * self._scale, height * self._scale), NIGHT)
        self._draw = ImageDraw.Draw(self._image)
        self._pictures: list[tuple[Image.Image, tuple[int, int]]] = []

    def box(
        self,
        x0: float,
        y0: float,
        x1: float,
        y1: float,
        fill: str,
        *,
        radius: float = 0,
        corners: tuple[bool, bool, bool, bool] = (True, True, True, True),
    ) -> None:
        """Draw a box from one corner to the other."""
        left, top, right, bottom = (round(edge * self._scale) for edge in (x0, y0, x1, y1))
        if left < right and top < bottom:
            box = (left, top, right - 1, bottom - 1)
            self._draw.rounded_rectangle(box, radius * self._scale, fill, corners=corners)

    def text(
        self, x: float, baseline: float, line: str, size: int, fill: str, anchor: str = "ls"
    ) -> None:
        """Set a line of type; ``anchor`` as of Pillow."""
        scale = self._scale
        self._draw.text(
            (x * scale, baseline * scale), line, fill, font(size * scale), anchor=anchor
        )

    def bar(self, x0: float, x1: float, top: float, share: float, fill: str) -> None:
        """Draw a bar of which a share, 0 … 1, is filled; a little of it always shows."""
        self.box(x0, top, x1, top + BAR, TRACK, radius=BAR / 2)
        to = max(x0 + (x1 - x0) * share, x0 + BAR)
        self.box(x0, top, to, top + BAR, fill, radius=BAR / 2)

    def name(self, x: float, middle: float, name: str, room: float, size: int) -> None:
        """Set a name in letters that the font has, in a line or two around a height."""
        setting = fit(
            legible((name,)) or "?",
            width=room,
            height=1.7 * size,
            sizes=range(size, 10, -1),
            leading=_LEADING,
        )
        pitch = setting.size * _LEADING
        first = middle + setting.size * 0.35 - pitch * (len(setting.lines) - 1) / 2
        for number, line in enumerate(setting.lines):
            self.text(x, first + pitch * number, line, setting.size, PAPER)

    def key(self, right: float, baseline: float, word: str, fill: str, size: int) -> float:
        """Say what a colour means, ending at ``right``; return where the next one may end."""
        self.text(right, baseline, word, size, FAINT, "rs")
        left = right - ems(word) * size - 18
        self.box(left, baseline - 11, left + 12, baseline + 1, fill, radius=3)
        return left - 16

    def star(self, x: float, y: float, fill: str) -> None:
        """Draw a small star around a point; the font has none."""
        points = [
            (
                x + (8 if n % 2 == 0 else 3.4) * sin(pi * n / 5),
                y - (8 if n % 2 == 0 else 3.4) * cos(pi * n / 5),
            )
            for n in range(10)
        ]
        self._draw.polygon([(a * self._scale, b * self._scale) for a, b in points], fill)

    def picture(self, image: Image.Image, x: float, y: float, width: float, height: float) -> None:
        """Put an image somewhere, above all else."""
        image = image.resize(
            (round(width * _SHARP), round(height * _SHARP)), _SMOOTH, reducing_gap=1.5
        )
        self._pictures.append((image, (round(x * _SHARP), round(y * _SHARP))))

    def jpeg(self) -> bytes:
        """Return what was drawn as JPEG, which suits posters better."""
        return self._finished("JPEG", quality=_QUALITY)

    def png(self) -> bytes:
        """Return what was drawn as PNG, twice as many pixels as units."""
        return self._finished("PNG")

    def _finished(self, kind: str, **options: int) -> bytes:
        image = self._image.reduce(_FINE)
        # They have no edges to smooth, and would only take time in the larger size.
        for picture, corner in self._pictures:
            image.paste(picture, corner)
        stream = BytesIO()
        image.save(stream, kind, **options)
        return stream.getvalue()
