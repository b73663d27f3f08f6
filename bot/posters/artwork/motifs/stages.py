"""Motifs of the stage and the cinema."""

import math

from numpy.random import Generator

from bot.posters.artwork.canvas import (
    HORIZON,
    WIDTH,
    Canvas,
    around,
    mix,
    polar,
    rounded,
    turned,
    veil,
)
from bot.posters.artwork.palette import Palette


def curtain(canvas: Canvas, palette: Palette, rng: Generator) -> None:
    """Drama: a spotlight between the halves of a curtain."""
    x = rng.uniform(186, 214)
    canvas.shape(
        [(x - 16, 0), (x + 16, 0), (x + 92, 368), (x - 92, 368)], veil(palette.paper, 0.17)
    )
    canvas.oval(x, 368, 92, 19, mix(palette.bottom, palette.paper, 0.78))
    folds = (
        palette.sun,
        mix(palette.sun, palette.ink, 0.28),
        palette.sun,
        mix(palette.sun, palette.ink, 0.42),
    )
    for side in (-1, 1):
        edge = 200 + side * 200
        for fold in range(4):
            near, far = 128 - fold * 32, 128 - (fold + 1) * 32
            canvas.shape(
                [
                    (edge - side * far, 0),
                    (edge - side * near, 0),
                    *_hang(edge, side, near),
                    *reversed(_hang(edge, side, far)),
                ],
                folds[3 - fold],
            )
    for scallop in range(5):
        cx = 40 + scallop * 80
        canvas.oval(cx, 26, 44, 46, mix(palette.sun, palette.ink, 0.16 if scallop % 2 else 0.0))
    canvas.box(0, 0, WIDTH, 26, palette.ink)
    canvas.box(0, HORIZON - 16, WIDTH, HORIZON, mix(palette.spark, palette.ink, 0.2))
    canvas.box(0, HORIZON - 16, WIDTH, HORIZON - 12, palette.spark)


def _hang(edge: float, side: int, reach: float) -> list[tuple[float, float]]:
    """Return the line in which a fold hangs, tied back at two thirds of its height."""
    return [(edge - side * reach * _drawn(y), y) for y in range(20, 381, 8)]


def _drawn(y: float) -> float:
    tied = 258
    if y < tied:
        return 0.42 + 0.29 * (1 + math.cos(math.pi * (y / tied) ** 1.4))
    return 0.42 + 0.2 * math.sin(math.pi / 2 * (y - tied) / (HORIZON - tied))


def bowler(canvas: Canvas, palette: Palette, rng: Generator) -> None:
    """Comedy: a bowler hat, a moustache and a bow tie."""
    x, lean = 200, float(rng.choice([-1, 1]) * rng.uniform(4, 10))
    canvas.disc(x, 210, 150, mix(palette.sun, palette.bottom, 0.8))
    canvas.disc(x, 210, 124, palette.sun)
    crown = around(x, 152, 84, 92, start=180, end=360)
    canvas.shape(turned(crown, x, 150, lean), palette.ink)
    canvas.shape(
        turned([(x - 86, 124), (x + 86, 124), (x + 86, 152), (x - 86, 152)], x, 150, lean),
        palette.spark,
    )
    canvas.shape(turned(around(x, 154, 138, 17), x, 150, lean), palette.ink)
    for side in (-1, 1):
        canvas.oval(x + side * 40, 206, 8, 13, palette.ink)
        tip = [
            (x, 240),
            (x + side * 30, 234),
            (x + side * 62, 252),
            (x + side * 92, 236),
            (x + side * 66, 276),
            (x + side * 26, 272),
            (x, 258),
        ]
        canvas.shape(rounded(tip), palette.ink)
        canvas.shape([(x, 362), (x + side * 62, 332), (x + side * 62, 392)], palette.spark)
    canvas.box(x - 13, 347, x + 13, 377, mix(palette.spark, palette.ink, 0.4), 8)


def vinyl(canvas: Canvas, palette: Palette, rng: Generator) -> None:
    """Musical: a record, and light on its grooves."""
    x, y, radius = 200, 208, 154
    canvas.disc(x, y, radius, palette.ink)
    side = rng.choice([-1, 1])
    light = 270 + side * rng.uniform(8, 68)
    for angle in (light, light + 180):
        for width, tone in ((26, 0.16), (12, 0.26)):
            canvas.wedge(x, y, radius - 3, angle - width, angle + width, veil(palette.paper, tone))
    for groove in range(60, 150, 9):
        canvas.ring(x, y, groove, 1.3, palette.ink)
    canvas.disc(x, y, 55, palette.sun)
    canvas.ring(x, y, 44, 1.6, palette.ink)
    canvas.disc(x, y, 7, palette.paper)
    note_x, note_y = 202 - side * 116, 334
    for dx in (0, 42):
        canvas.shape(around(note_x + dx, note_y + 12 - dx / 5, 17, 13, tilt=-24), palette.spark)
        canvas.box(
            note_x + dx + 10,
            note_y - 64 - dx / 5,
            note_x + dx + 16,
            note_y + 10 - dx / 5,
            palette.spark,
        )
    canvas.shape(
        [
            (note_x + 10, note_y - 66),
            (note_x + 58, note_y - 75),
            (note_x + 58, note_y - 57),
            (note_x + 10, note_y - 48),
        ],
        palette.spark,
    )


def iris(canvas: Canvas, palette: Palette, rng: Generator) -> None:
    """Documentary: the blades of a lens, half open."""
    x, y, radius, blades = 200, 206, 146, 7
    turn, opening = rng.uniform(0, 50), rng.uniform(46, 66)
    canvas.disc(x, y, radius + 20, palette.ink)
    canvas.ring(x, y, radius + 13, 2.4, palette.paper)
    canvas.disc(x, y, radius, palette.sun)
    corners = [polar(x, y, opening, turn + blade * 360 / blades) for blade in range(blades)]
    for blade in range(blades):
        begin, end = turn + (blade + 0.98) * 360 / blades, turn + (blade + 2.2) * 360 / blades
        rim = around(x, y, radius, radius, start=begin, end=end)
        tone = mix(
            palette.sun, palette.ink, 0.08 + 0.38 * abs((blade / blades * 2 + turn / 180) % 2 - 1)
        )
        canvas.shape([corners[blade], corners[(blade + 1) % blades], *reversed(rim)], tone)
    for blade in range(blades):
        begin = turn + (blade + 0.98) * 360 / blades
        canvas.line([corners[blade], polar(x, y, radius, begin)], 1.6, palette.ink)
    canvas.shape(corners, palette.ink)
    canvas.disc(x - opening * 0.26, y - opening * 0.3, opening * 0.2, palette.spark)
    canvas.disc(x + opening * 0.3, y + opening * 0.3, opening * 0.09, palette.paper)


def big_screen(canvas: Canvas, palette: Palette, rng: Generator) -> None:
    """IMAX: a great screen over rows of heads."""
    bend = [
        (36, 96),
        *around(200, 96, 164, 15, start=180, end=0),
        (364, 300),
        *around(200, 300, 164, 15, start=0, end=180),
    ]
    canvas.shape(bend, palette.paper)
    canvas.disc(rng.uniform(120, 280), 232, 62, palette.sun)
    canvas.shape(
        [
            (36, 262),
            (130, 232),
            (250, 268),
            (364, 240),
            (364, 300),
            *around(200, 300, 164, 15, start=0, end=180),
        ],
        palette.spark,
    )
    for row, tone in enumerate((0.55, 0.25, 0.0)):
        for seat in range(10):
            cx = -10 + seat * 46 + (23 if row % 2 else 0)
            cy = 334 + row * 24
            canvas.disc(cx, cy, 13, mix(palette.ink, palette.bottom, tone))
            canvas.box(
                cx - 19, cy + 11, cx + 19, HORIZON + 4, mix(palette.ink, palette.bottom, tone), 10
            )


def reel(canvas: Canvas, palette: Palette, rng: Generator) -> None:
    """No genre: a reel of film."""
    x, y, radius = 200, 190, 132
    turn = rng.uniform(0, 72)
    strip = [(x + radius - 14, y), (x + radius - 14, 330), (x + 90, 380), (-20, 380)]
    canvas.line(strip, 28, palette.ink)
    for hole in range(16):
        canvas.box(4 + hole * 18, 371, 11 + hole * 18, 376, palette.sun, 1.5)
        canvas.box(4 + hole * 18, 385, 11 + hole * 18, 390, palette.sun, 1.5)
    canvas.disc(x, y, radius, palette.ink)
    canvas.ring(x, y, radius - 8, 2, palette.paper)
    for hole in range(5):
        canvas.disc(*polar(x, y, 76, turn + hole * 72), 35, palette.sun if hole else palette.spark)
    canvas.disc(x, y, 17, palette.paper)
    canvas.disc(x, y, 6, palette.ink)
