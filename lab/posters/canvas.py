"""A poster-sized canvas and the few marks that every motif is made of.

Everything is in poster units: 400 wide, 600 high, the origin at the top left, angles in degrees
clockwise from the right.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from typing import Final, TypeAlias

from PIL import Image, ImageChops, ImageDraw, ImageFilter

WIDTH: Final = 400
HEIGHT: Final = 600

_FINE: Final = 3
"""Marks are made this many times larger and then reduced, for smooth edges."""

_RIM: Final = 178
"""The level that Pillow's radial gradient has in the middle of an edge."""

Colour: TypeAlias = tuple[int, int, int]
"""Red, green, blue, each 0 … 255."""
Point: TypeAlias = tuple[float, float]
Outline: TypeAlias = Sequence[Point]


@dataclass(frozen=True, slots=True)
class Fade:
    """A fill that turns from one colour into another between two heights."""

    top: Colour
    bottom: Colour
    start: float = 0
    end: float = HEIGHT


Fill: TypeAlias = Colour | Fade


def colour(code: str) -> Colour:
    """Return the colour of a code such as ``"f4e9d2"``."""
    red, green, blue = bytes.fromhex(code)
    return red, green, blue


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """Return a colour between two: ``share`` 0 is the first, 1 the second."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def path(points: str) -> list[Point]:
    """Return points that are written as SVG has them: ``"40,430 50,330"``."""
    return [(float(x), float(y)) for x, y in (point.split(",") for point in points.split())]


def polar(x: float, y: float, radius: float, degrees: float) -> Point:
    """Return the point at a distance and an angle from another."""
    angle = math.radians(degrees)
    return x + radius * math.cos(angle), y + radius * math.sin(angle)


def arc(
    x: float, y: float, rx: float, ry: float, start: float = 0, end: float = 360, tilt: float = 0
) -> list[Point]:
    """Return points along an ellipse; ``tilt`` turns the whole of it."""
    steps = max(24, round(abs(end - start) / 2))
    angles = [math.radians(start + (end - start) * step / steps) for step in range(steps + 1)]
    return turned([(x + rx * math.cos(a), y + ry * math.sin(a)) for a in angles], x, y, tilt)


def box(x0: float, y0: float, x1: float, y1: float) -> list[Point]:
    """Return the corners of a rectangle."""
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


def turned(points: Iterable[Point], x: float, y: float, degrees: float) -> list[Point]:
    """Return points turned around a centre."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return [
        (x + (px - x) * cos - (py - y) * sin, y + (px - x) * sin + (py - y) * cos)
        for px, py in points
    ]


def moved(
    points: Iterable[Point], x: float, y: float, *, size: float = 1, tilt: float = 0
) -> list[Point]:
    """Return points that were given around the origin, scaled, turned and brought to a place."""
    return turned([(x + px * size, y + py * size) for px, py in points], x, y, tilt)


def mirrored(points: Iterable[Point], x: float = WIDTH / 2) -> list[Point]:
    """Return points as a mirror that stands at ``x`` shows them."""
    return [(2 * x - px, py) for px, py in points]


def smooth(points: Outline, *, closed: bool = True) -> list[Point]:
    """Return an outline or a line with its corners cut three times, as Chaikin does."""
    outline = list(points)
    for _ in range(3):
        round_trip = [*outline, outline[0]] if closed else outline
        cut = [
            (a * share + b * (1 - share), c * share + d * (1 - share))
            for (a, c), (b, d) in pairwise(round_trip)
            for share in (0.75, 0.25)
        ]
        outline = cut if closed else [outline[0], *cut, outline[-1]]
    return outline


def star(x: float, y: float, outer: float, inner: float, points: int, turn: float = -90) -> Outline:
    """Return a star whose spikes reach ``outer`` and whose notches lie at ``inner``."""
    return [
        polar(x, y, inner if corner % 2 else outer, turn + corner * 180 / points)
        for corner in range(2 * points)
    ]


def heart(x: float, y: float, size: float, tilt: float = 0) -> Outline:
    """Return a heart twice ``size`` wide."""
    unit = size / 16
    turns = [step / 60 * math.pi for step in range(120)]
    points = [
        (
            x + 16 * math.sin(t) ** 3 * unit,
            y
            - (13 * math.cos(t) - 5 * math.cos(2 * t) - 2 * math.cos(3 * t) - math.cos(4 * t))
            * unit,
        )
        for t in turns
    ]
    return turned(points, x, y, tilt)


def ridge(
    chance: Random, base: float, height: float, peaks: int, *, floor: float = HEIGHT
) -> Outline:
    """Return a jagged skyline across the canvas, and everything below it."""
    step = WIDTH / peaks
    line: list[Point] = []
    for peak in range(peaks + 1):
        line.append((step * (peak - 0.5), base - chance.uniform(0, 0.25) * height))
        line.append(
            (step * (peak + chance.uniform(-0.2, 0.2)), base - chance.uniform(0.5, 1) * height)
        )
    return [(-60, floor), (-60, base), *line, (460, base), (460, floor)]


def hill(crest: float, lean: float = 0, *, rise: float = 40, floor: float = HEIGHT) -> Outline:
    """Return a soft hill as wide as the canvas, its top shifted by ``lean``."""
    line = [
        (x, crest + rise * (1 - math.cos((x - 200 - lean) / 400 * math.pi)))
        for x in range(-10, 411, 10)
    ]
    return [(-10, floor), *line, (410, floor)]


class Canvas:
    """Takes marks, one above the other, on a ground that fades from top to bottom."""

    def __init__(self, top: Colour, bottom: Colour) -> None:
        self._image = Image.new("RGB", (WIDTH * _FINE, HEIGHT * _FINE), bottom)
        self.shape(box(0, 0, WIDTH, HEIGHT), fill=Fade(top, bottom))

    def shape(
        self,
        *outlines: Outline,
        fill: Fill,
        holes: Sequence[Outline] = (),
        within: Outline | None = None,
        opacity: float = 1,
        blur: float = 0,
    ) -> None:
        """Fill outlines as one shape.

        Args:
            outlines: polygons.
            fill: what with.
            holes: polygons that are left out.
            within: a polygon outside of which nothing is filled.
            opacity: 0 … 1.
            blur: how far the edges spread.
        """

        def paint(draw: ImageDraw.ImageDraw) -> None:
            for outline in outlines:
                draw.polygon(_fine(outline), 255)
            for hole in holes:
                draw.polygon(_fine(hole), 0)

        self._lay(paint, fill, within, opacity, blur)

    def disc(
        self, x: float, y: float, radius: float, fill: Fill, opacity: float = 1, blur: float = 0
    ) -> None:
        """Fill a circle."""
        self.shape(arc(x, y, radius, radius), fill=fill, opacity=opacity, blur=blur)

    def line(
        self,
        *lines: Outline,
        width: float,
        fill: Fill,
        within: Outline | None = None,
        opacity: float = 1,
        blur: float = 0,
    ) -> None:
        """Draw lines with round ends and joints as one shape."""

        def paint(draw: ImageDraw.ImageDraw) -> None:
            # Pillow's own round joints are ragged where a wide line bends.
            reach = width * _FINE / 2
            for points in lines:
                fine = _fine(points)
                for start, end in pairwise(fine):
                    draw.line([start, end], 255, max(1, round(2 * reach)))
                for x, y in fine:
                    draw.ellipse((x - reach, y - reach, x + reach, y + reach), 255)

        self._lay(paint, fill, within, opacity, blur)

    def glow(self, x: float, y: float, radius: float, tone: Colour, opacity: float = 0.7) -> None:
        """Lay light around a point that fades out at ``radius``."""
        reach = round(radius * _FINE)
        light = Image.radial_gradient("L").point(
            [round(255 * opacity * max(0, 1 - far / _RIM) ** 2) for far in range(256)]
        )
        self._image.paste(
            Image.new("RGB", (2 * reach, 2 * reach), tone),
            (round(x * _FINE) - reach, round(y * _FINE) - reach),
            light.resize((2 * reach, 2 * reach), Image.Resampling.BICUBIC),
        )

    def finished(self) -> Image.Image:
        """Return the picture in its final size."""
        return self._image.reduce(_FINE)

    def _lay(
        self,
        paint: Callable[[ImageDraw.ImageDraw], None],
        fill: Fill,
        within: Outline | None,
        opacity: float,
        blur: float,
    ) -> None:
        mask = Image.new("L", self._image.size)
        paint(ImageDraw.Draw(mask))
        if blur:
            mask = mask.filter(ImageFilter.GaussianBlur(blur * _FINE))
        if within is not None:
            window = Image.new("L", mask.size)
            ImageDraw.Draw(window).polygon(_fine(within), 255)
            mask = ImageChops.multiply(mask, window)
        if opacity < 1:
            mask = mask.point([round(level * opacity) for level in range(256)])
        self._image.paste(_ramp(fill) if isinstance(fill, Fade) else fill, None, mask)


def _fine(points: Iterable[Point]) -> list[Point]:
    return [(x * _FINE, y * _FINE) for x, y in points]


def _ramp(fade: Fade) -> Image.Image:
    """Return a canvas of one fade."""
    column = Image.new("RGB", (1, HEIGHT))
    reach = fade.end - fade.start
    column.putdata(
        [
            mix(fade.top, fade.bottom, min(1, max(0, (y - fade.start) / reach)))
            for y in range(HEIGHT)
        ]
    )
    return column.resize((WIDTH * _FINE, HEIGHT * _FINE), Image.Resampling.BILINEAR)
