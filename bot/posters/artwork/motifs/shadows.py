"""Motifs of dark stories."""

import math
from itertools import pairwise

from numpy.random import Generator

from bot.posters.artwork.canvas import (
    HORIZON,
    Canvas,
    Point,
    around,
    mix,
    polar,
    rounded,
    turned,
    veil,
)
from bot.posters.artwork.palette import Palette


def spiral(canvas: Canvas, palette: Palette, rng: Generator) -> None:
    """Thriller: a spiral that draws everything in."""
    x, y = rng.uniform(185, 215), rng.uniform(195, 215)
    start, turn = rng.uniform(0, 360), rng.choice([-1, 1])
    arms = 2
    for arm in range(arms):
        outer: list[Point] = []
        inner: list[Point] = []
        for step in range(0, 1190, 4):
            radius = 2.0 * 1.0051**step
            angle = start + arm * 360 / arms + turn * step
            outer.append(polar(x, y, radius, angle))
            inner.append(polar(x, y, radius, angle + turn * (28 + 40 * step / 1190)))
        canvas.shape([*outer, *reversed(inner)], palette.spark if arm else palette.sun)
    canvas.disc(x, y, 7, palette.paper)


def claws(canvas: Canvas, palette: Palette, rng: Generator) -> None:
    """Horror: a moon, torn by claws."""
    x, y = rng.uniform(190, 210), 200
    canvas.disc(x, y, 150, mix(palette.sun, palette.bottom, 0.78))
    canvas.disc(x, y, 122, palette.sun)
    lean = rng.choice([-1, 1]) * rng.uniform(16, 24)
    for place, reach in zip((-84, -28, 28, 84), (118, 168, 176, 132), strict=True):
        for width, tone in ((15, palette.ink), (6.5, palette.spark)):
            claw = _slash(x + place, y, reach - 15 + width, width)
            canvas.shape(turned(claw, x, y, lean), tone)


def _slash(x: float, y: float, reach: float, width: float) -> list[Point]:
    """Return a curved cut, widest a little above the middle."""
    down = [step / 24 for step in range(25)]
    mid = [(x + 16 * math.sin(math.pi * t), y - reach + 2 * reach * t) for t in down]
    half = [width * math.sin(math.pi * t**0.8) for t in down]
    left = [(px - w, py) for (px, py), w in zip(mid, half, strict=True)]
    right = [(px + w, py) for (px, py), w in zip(mid, half, strict=True)]
    return [*left, *reversed(right)]


def blinds(canvas: Canvas, palette: Palette, rng: Generator) -> None:
    """Film noir: light through a blind, and a man with a hat."""
    lean = rng.choice([-1, 1])
    left, right = 58, 342

    def at(x: float, y: float) -> Point:
        return x, y + lean * (x - 200) * 0.2

    for row in range(11):
        top = 74 + row * 27
        canvas.shape(
            [at(left, top), at(right, top), at(right, top + 15), at(left, top + 15)],
            mix(palette.sun, palette.bottom, 0.05 * row),
        )
    canvas.shape([at(197, 70), at(203, 70), at(203, 362), at(197, 362)], palette.bottom)
    x = 200 + lean * rng.uniform(22, 46)
    shoulders = around(x, 412, 112, 96, start=180, end=360)
    canvas.shape(shoulders, palette.ink)
    canvas.box(x - 23, 268, x + 23, 340, palette.ink)
    canvas.oval(x, 248, 42, 54, palette.ink)
    canvas.shape(
        [(x - 60, 322), (x - 20, 300), (x + 20, 300), (x + 60, 322), (x, 366)], palette.ink
    )
    canvas.shape(around(x, 218, 88, 17, tilt=-7 * lean), palette.ink)
    dent = [(x - 44, 158), (x - 16, 144), (x, 160), (x + 18, 144), (x + 44, 158)]
    canvas.shape(rounded([(x - 56, 226), *dent, (x + 56, 226)], 2), palette.ink)
    canvas.shape(
        [
            (x - 51, 216 + 6 * lean),
            (x - 49, 200 + 6 * lean),
            (x + 49, 200 - 6 * lean),
            (x + 51, 216 - 6 * lean),
        ],
        palette.spark,
    )


def fingerprint(canvas: Canvas, palette: Palette, rng: Generator) -> None:
    """Crime: a fingerprint, one of its lines marked."""
    x, y = 200, 192
    marked = int(rng.integers(3, 7))
    for ring, breaks in enumerate((1, 1, 2, 2, 2, 2, 3, 3, 3, 3)):
        rx, ry = 8 + ring * 12.4, 12 + ring * 16.0
        gaps = sorted(rng.uniform(0, 360, size=breaks))
        for begin, end in pairwise([*gaps, gaps[0] + 360]):
            start = begin + min(44 / (ring + 2), 0.6 * (end - begin))
            line = around(x, y + ring * 1.6, rx, ry, start=start, end=end, tilt=7)
            canvas.line(line, 6.6, palette.spark if ring == marked else palette.sun)


def keyhole(canvas: Canvas, palette: Palette, rng: Generator) -> None:
    """Mystery: light through a keyhole, and an eye behind it."""
    x, y = 200, 178
    glow = veil(palette.sun, 0.12)
    for radius in (196, 158, 124):
        canvas.disc(x, y + 20, radius, glow)
    canvas.shape(
        [(x - 34, y + 30), (x + 34, y + 30), (x + 66, y + 186), (x - 66, y + 186)], palette.sun
    )
    canvas.disc(x, y, 78, palette.sun)
    lid = 44
    eye = around(x, y + lid, 78, 78, start=214, end=326) + around(
        x, y - lid, 78, 78, start=34, end=146
    )
    canvas.shape(eye, palette.ink)
    look = rng.uniform(-16, 16)
    canvas.disc(x + look, y, 27, palette.spark)
    canvas.disc(x + look, y, 13, palette.ink)
    canvas.disc(x + look + 8, y - 9, 5, palette.paper)


def poppy(canvas: Canvas, palette: Palette, rng: Generator) -> None:
    """War: a poppy."""
    x, y = rng.uniform(185, 215), rng.uniform(176, 192)
    bend = rng.choice([-1, 1]) * rng.uniform(20, 34)
    stem = [(x + bend * (t / 10) ** 2, y + (HORIZON + 8 - y) * t / 10) for t in range(11)]
    canvas.line(stem, 9, palette.ink)
    leaf_x, leaf_y = stem[7]
    for side in (-1, 1):
        canvas.shape(
            [
                (leaf_x, leaf_y + 14),
                *around(leaf_x + side * 46, leaf_y - 18, 52, 13, start=0, end=360, tilt=-38 * side),
            ],
            palette.ink,
        )
    turn = rng.uniform(-16, 16)
    back, front = mix(palette.sun, palette.ink, 0.24), palette.sun
    for degrees, tone in (
        (0, back),
        (180, back),
        (90, front),
        (270, mix(palette.sun, palette.paper, 0.12)),
    ):
        px, py = polar(x, y, 54, degrees + turn)
        canvas.shape(around(px, py, 66, 84, tilt=degrees + turn), tone)
    canvas.disc(x, y, 35, palette.ink)
    for seed in range(16):
        canvas.disc(*polar(x, y, 47, seed * 22.5 + turn), 3.6, palette.ink)
    canvas.disc(x, y, 12, palette.spark)
    for seed in range(8):
        canvas.line(
            [polar(x, y, 13, seed * 45 + turn), polar(x, y, 25, seed * 45 + turn)],
            2.4,
            palette.spark,
        )
