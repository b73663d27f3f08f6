"""A poster-sized canvas with the few shapes that a motif is made of."""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, TypeAlias

from PIL import Image, ImageChops, ImageDraw

from bot.posters.artwork.lettering import font

WIDTH: Final = 400
HEIGHT: Final = 600
HORIZON: Final = 396
"""Where the block that holds the title begins."""

_FINE: Final = 3
"""Shapes are drawn this many times larger and then reduced, for smooth edges."""

Colour: TypeAlias = tuple[int, ...]
"""Red, green, blue and, where it lets something through, opacity; each 0 … 255."""
Point: TypeAlias = tuple[float, float]


def colour(code: str) -> Colour:
    """Return the colour of a code such as ``"f4e9d2"``."""
    return tuple(bytes.fromhex(code))


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """Return a colour between two: ``share`` 0 is the first, 1 the second."""
    return tuple(round(a + (b - a) * share) for a, b in zip(first, second, strict=True))


def veil(base: Colour, opacity: float) -> Colour:
    """Return a colour that lets what is below shine through."""
    return (*base[:3], round(255 * opacity))


def around(
    x: float,
    y: float,
    rx: float,
    ry: float,
    *,
    start: float = 0,
    end: float = 360,
    tilt: float = 0,
) -> list[Point]:
    """Return points along an ellipse, in degrees clockwise from the right; ``tilt`` turns it."""
    steps = max(8, round(abs(end - start) / 3))
    angles = [math.radians(start + (end - start) * step / steps) for step in range(steps + 1)]
    return turned([(x + rx * math.cos(a), y + ry * math.sin(a)) for a in angles], x, y, tilt)


def polar(x: float, y: float, radius: float, degrees: float) -> Point:
    """Return the point at a distance and an angle, clockwise from the right."""
    angle = math.radians(degrees)
    return x + radius * math.cos(angle), y + radius * math.sin(angle)


def rounded(points: Sequence[Point], rounds: int = 3) -> list[Point]:
    """Return a closed outline with its corners cut again and again, as Chaikin does."""
    outline = list(points)
    for _ in range(rounds):
        cut: list[Point] = []
        for (ax, ay), (bx, by) in pairwise([*outline, outline[0]]):
            cut += [(0.75 * ax + 0.25 * bx, 0.75 * ay + 0.25 * by)]
            cut += [(0.25 * ax + 0.75 * bx, 0.25 * ay + 0.75 * by)]
        outline = cut
    return outline


def turned(points: Iterable[Point], x: float, y: float, degrees: float) -> list[Point]:
    """Return points turned clockwise around a centre."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return [
        (x + (px - x) * cos - (py - y) * sin, y + (px - x) * sin + (py - y) * cos)
        for px, py in points
    ]


class Canvas:
    """Takes shapes in poster units: 400 wide, 600 high, the origin at the top left."""

    def __init__(self, top: Colour, bottom: Colour) -> None:
        ramp = Image.linear_gradient("L").resize((1, HORIZON * _FINE))
        sky = Image.composite(
            Image.new("RGB", ramp.size, bottom), Image.new("RGB", ramp.size, top), ramp
        )
        self._image = Image.new("RGB", (WIDTH * _FINE, HEIGHT * _FINE), bottom)
        self._image.paste(sky.resize((WIDTH * _FINE, HORIZON * _FINE)))
        self._draw = ImageDraw.Draw(self._image, "RGBA")

    def disc(self, x: float, y: float, radius: float, fill: Colour) -> None:
        """Draw a filled circle."""
        self.oval(x, y, radius, radius, fill)

    def oval(self, x: float, y: float, rx: float, ry: float, fill: Colour) -> None:
        """Draw a filled ellipse."""
        self._draw.ellipse(_fine((x - rx, y - ry, x + rx, y + ry)), fill)

    def ring(self, x: float, y: float, radius: float, width: float, fill: Colour) -> None:
        """Draw a circle's line, which lies inside ``radius``."""
        box = _fine((x - radius, y - radius, x + radius, y + radius))
        self._draw.ellipse(box, outline=fill, width=round(width * _FINE))

    def wedge(
        self, x: float, y: float, radius: float, start: float, end: float, fill: Colour
    ) -> None:
        """Draw a slice of a disc, in degrees clockwise from the right."""
        self._draw.pieslice(
            _fine((x - radius, y - radius, x + radius, y + radius)), start, end, fill
        )

    def shape(self, points: Iterable[Point], fill: Colour) -> None:
        """Draw a filled polygon."""
        self._draw.polygon([(x * _FINE, y * _FINE) for x, y in points], fill)

    def overlap(self, first: Iterable[Point], second: Iterable[Point], fill: Colour) -> None:
        """Draw what two polygons have in common."""
        masks = [Image.new("1", self._image.size) for _ in range(2)]
        for mask, points in zip(masks, (first, second), strict=True):
            ImageDraw.Draw(mask).polygon([(x * _FINE, y * _FINE) for x, y in points], 1)
        self._image.paste(fill, mask=ImageChops.logical_and(*masks))

    def box(
        self, x0: float, y0: float, x1: float, y1: float, fill: Colour, radius: float = 0
    ) -> None:
        """Draw a filled rectangle, with rounded corners if ``radius`` says so."""
        self._draw.rounded_rectangle(_fine((x0, y0, x1, y1)), radius * _FINE, fill)

    def line(self, points: Sequence[Point], width: float, fill: Colour) -> None:
        """Draw a line of round joints and ends."""
        fine = [(x * _FINE, y * _FINE) for x, y in points]
        self._draw.line(fine, fill, round(width * _FINE), joint="curve")
        for x, y in (points[0], points[-1]):
            self.disc(x, y, width / 2, fill)

    def text(self, x: float, baseline: float, line: str, size: int, fill: Colour) -> None:
        """Set a line of type, whose left end stands at ``x``."""
        self._draw.text((x * _FINE, baseline * _FINE), line, fill, font(size * _FINE), anchor="ls")

    def finished(self) -> Image.Image:
        """Return the picture in its final size."""
        return self._image.reduce(_FINE)


def _fine(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = box
    return x0 * _FINE, y0 * _FINE, x1 * _FINE, y1 * _FINE
