"""Motifs of wide skies."""

import math

from numpy.random import Generator

from bot.posters.artwork.canvas import HORIZON, WIDTH, Canvas, around, mix, polar, turned, veil
from bot.posters.artwork.palette import Palette


def stars(canvas: Canvas, palette: Palette, rng: Generator, *, count: int, lowest: float) -> None:
    """Scatter stars over the sky."""
    for _ in range(count):
        x, y = rng.uniform(14, WIDTH - 14), rng.uniform(52, lowest)
        canvas.disc(x, y, rng.choice([0.9, 1.2, 1.6, 2.2]), palette.paper)


def ringed_planet(canvas: Canvas, palette: Palette, rng: Generator) -> None:
    """Science fiction: a planet with a ring, and its moon."""
    stars(canvas, palette, rng, count=46, lowest=HORIZON - 20)
    x, y, radius = rng.uniform(185, 215), rng.uniform(200, 215), rng.uniform(84, 98)
    tilt = rng.choice([-1, 1]) * rng.uniform(14, 28)
    inner, outer = radius * 1.32, radius * 1.86
    flat = 0.24

    def half_ring(start: float, end: float) -> None:
        for near, far, tone in (
            (inner, inner + (outer - inner) * 0.62, palette.spark),
            (inner + (outer - inner) * 0.7, outer, mix(palette.spark, palette.paper, 0.55)),
        ):
            edge = around(x, y, far, far * flat, start=start, end=end, tilt=tilt)
            edge += around(x, y, near, near * flat, start=end, end=start, tilt=tilt)
            canvas.shape(edge, tone)

    half_ring(180, 360)
    canvas.disc(x, y, radius, palette.sun)
    shade = mix(palette.sun, palette.ink, 0.34)
    lit = 205 if tilt > 0 else 335
    night = around(x, y, radius, radius, start=lit + 90, end=lit + 270)
    night += around(x, y, radius * 0.42, radius, start=-90, end=90, tilt=lit - 180)[::-1]
    canvas.shape(night, shade)
    half_ring(0, 180)
    moon_x, moon_y = polar(x, y, radius * 1.75, -100 + tilt * 2.6)
    canvas.disc(moon_x, max(moon_y, 74), 15, palette.paper)
    canvas.disc(moon_x + 5, max(moon_y, 74) + 2, 12, veil(palette.ink, 0.25))


def desert(canvas: Canvas, palette: Palette, rng: Generator) -> None:
    """Western: a striped sun behind mesas, and a cactus."""
    x = rng.uniform(150, 250)
    canvas.disc(x, 262, 122, palette.sun)
    for row in range(5):
        top = 250 + row * 26
        canvas.box(
            x - 130, top, x + 130, top + 3 + 3.4 * row, mix(palette.top, palette.bottom, 0.72)
        )
    far = mix(palette.spark, palette.bottom, 0.35)
    left = rng.uniform(-30, 10)
    _mesa(canvas, left, 318, 128, far)
    _mesa(canvas, left + 250, 300, 150, palette.spark)
    _mesa(canvas, left + 108, 344, 96, mix(palette.spark, palette.ink, 0.35))
    canvas.shape(
        [(0, 372), (90, 362), (210, 378), (320, 366), (400, 376), (400, HORIZON), (0, HORIZON)],
        palette.ink,
    )
    _cactus(canvas, rng.choice([82, 306]), palette, rng.uniform(0.94, 1.08))


def _mesa(canvas: Canvas, left: float, top: float, width: float, tone: tuple[int, ...]) -> None:
    slope = width * 0.16
    canvas.shape(
        [
            (left + slope, top),
            (left + width - slope, top),
            (left + width - slope * 0.8, top + 22),
            (left + width + slope, HORIZON),
            (left - slope, HORIZON),
            (left + slope * 0.8, top + 22),
        ],
        tone,
    )


def _cactus(canvas: Canvas, x: float, palette: Palette, size: float) -> None:
    base, trunk = HORIZON, 24 * size
    canvas.box(x - trunk / 2, base - 196 * size, x + trunk / 2, base + 10, palette.ink, trunk / 2)
    for side, elbow, tip in ((-1, 92, 158), (1, 66, 128)):
        arm = 17 * size
        reach = x + side * 46 * size
        low, high = base - elbow * size, base - tip * size
        canvas.line(
            [(x, low), (reach - side * 10, low), (reach, low - 10), (reach, high)], arm, palette.ink
        )


def mountains(canvas: Canvas, palette: Palette, rng: Generator) -> None:
    """Adventure: ranges before a rising sun, and a flag on the summit."""
    canvas.disc(rng.uniform(110, 290), rng.uniform(150, 185), 78, palette.sun)
    tones = (
        mix(palette.spark, palette.bottom, 0.55),
        palette.spark,
        mix(palette.spark, palette.ink, 0.5),
    )
    for tone, base, height in zip(tones, (262, 322, 372), (40, 44, 30), strict=True):
        peaks = [(float(px), base - height * rng.uniform(0.1, 1)) for px in range(-60, 520, 58)]
        dips = [(px + 29, base + height * rng.uniform(0.1, 0.7)) for px, _ in peaks]
        ridge = [point for pair in zip(peaks, dips, strict=True) for point in pair]
        canvas.shape([*ridge, (460, HORIZON), (-60, HORIZON)], tone)
    summit = rng.uniform(165, 235)
    canvas.shape([(summit, 172), (summit + 132, HORIZON), (summit - 142, HORIZON)], palette.ink)
    canvas.shape(
        [
            (summit, 172),
            (summit + 33, 228),
            (summit + 17, 220),
            (summit + 7, 238),
            (summit - 9, 222),
            (summit - 22, 236),
            (summit - 35, 228),
        ],
        palette.paper,
    )
    canvas.line([(summit, 173), (summit, 136)], 2.6, palette.paper)
    canvas.shape([(summit, 135), (summit + 30, 144), (summit, 154)], palette.paper)


def castle(canvas: Canvas, palette: Palette, rng: Generator) -> None:
    """Fantasy: a castle under the crescent moon."""
    stars(canvas, palette, rng, count=40, lowest=300)
    x, y = rng.uniform(130, 270), rng.uniform(138, 152)
    side = rng.choice([0, 180])
    outer = around(x, y, 82, 82, start=60, end=300, tilt=side)
    dark = 82 * math.sin(math.radians(60))
    inner = around(
        x + 41 * math.cos(math.radians(side)), y, dark * 0.82, dark, start=270, end=90, tilt=side
    )
    canvas.shape(turned([*outer, *inner], x, y, rng.uniform(-24, 24)), palette.sun)
    canvas.shape(
        [*around(200, 430, 320, 96, start=180, end=360)], mix(palette.spark, palette.ink, 0.55)
    )
    canvas.shape([*around(200, 452, 260, 96, start=180, end=360)], palette.ink)
    canvas.box(146, 316, 254, HORIZON, palette.ink)
    for x, half, top in (
        (147, 15, 288),
        (253, 15, 296),
        (200, 18, 246),
        (176, 10, 278),
        (225, 9, 270),
    ):
        canvas.box(x - half, top, x + half, HORIZON, palette.ink)
        roof = [(x - half - 5, top + 1), (x, top - half * 2.7), (x + half + 5, top + 1)]
        canvas.shape(roof, palette.ink)
    for wx, wy in ((200, 268), (147, 306), (253, 314), (190, 340), (210, 340)):
        canvas.box(wx - 3, wy, wx + 3, wy + 12, palette.spark, 3)
    canvas.line([(200, 200), (200, 178)], 1.8, palette.ink)
    canvas.shape([(200, 177), (218, 183), (200, 190)], palette.spark)


def sea(canvas: Canvas, palette: Palette, rng: Generator) -> None:
    """Drama: a lone boat before a low sun."""
    x, level = rng.uniform(160, 240), 262
    canvas.disc(x, level - 34, 118, veil(palette.spark, 0.16))
    canvas.disc(x, level - 34, 92, palette.spark)
    canvas.box(0, level, WIDTH, HORIZON, mix(palette.bottom, palette.ink, 0.55))
    for row in range(8):
        half = 88 - 9 * row + rng.uniform(-8, 8)
        top, drift = level + 8 + row * 15.5, rng.uniform(-14, 14)
        canvas.box(
            x - half + drift, top, x + half + drift, top + 5.4 - 0.3 * row, palette.spark, 2.6
        )
    boat = 200 + rng.choice([-1, 1]) * rng.uniform(58, 96)
    water = 318
    canvas.shape(
        [
            (boat - 46, water - 12),
            (boat + 46, water - 12),
            (boat + 30, water + 8),
            (boat - 30, water + 8),
        ],
        palette.ink,
    )
    canvas.line([(boat - 4, water - 12), (boat - 4, water - 112)], 3, palette.ink)
    canvas.shape([(boat, water - 108), (boat + 44, water - 22), (boat, water - 22)], palette.paper)
    canvas.shape(
        [(boat - 8, water - 98), (boat - 8, water - 22), (boat - 38, water - 22)], palette.sun
    )
    canvas.box(boat - 34, water + 12, boat + 34, water + 14.5, palette.ink, 1)
