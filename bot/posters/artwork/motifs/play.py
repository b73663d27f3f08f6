"""Motifs of play, love and noise."""

import math

from numpy.random import Generator

from bot.posters.artwork.canvas import HORIZON, WIDTH, Canvas, Point, around, mix, polar, veil
from bot.posters.artwork.palette import Palette


def bounce(canvas: Canvas, palette: Palette, rng: Generator) -> None:
    """Animation: a ball bounces nearer, every frame of it kept."""
    flip, reach = rng.choice([-1, 1]), rng.uniform(225, 250)
    canvas.box(0, 318, WIDTH, HORIZON, mix(palette.bottom, palette.spark, 0.55))
    frames = 13
    for frame in range(frames):
        t = frame / (frames - 1)
        _, along = divmod(1.74 * t + 0.16, 1)
        near = 0.3 + 0.7 * t
        height = reach * near * 4 * along * (1 - along)
        size = 41 * near
        squash = 1 - 0.3 * max(0.0, 1 - height / 26)
        x = 196 + flip * (t - 0.5) * 300
        floor = 330 + 52 * t * t
        y = floor - size * squash - height
        last = frame == frames - 1
        fade = 0.1 + 0.45 * t
        canvas.oval(
            x, floor, size * 0.9, 5 + 5 * near, veil(palette.ink, 0.55 if last else 0.1 * t)
        )
        tone = palette.sun if last else mix(palette.bottom, palette.sun, fade)
        canvas.oval(x, y, size / squash, size * squash, tone)
        canvas.shape(
            around(x - size * 0.42, y - size * 0.42, size * 0.13, size * 0.24, tilt=45),
            mix(tone, palette.paper, 0.8 if last else 0.3),
        )


def balloons(canvas: Canvas, palette: Palette, rng: Generator) -> None:
    """Children: balloons in the wind."""
    hand = (200 + rng.uniform(-14, 14), 372.0)
    tones = (
        palette.sun,
        palette.spark,
        palette.paper,
        mix(palette.sun, palette.spark, 0.5),
        palette.ink,
    )
    places = ((200, 124, 50), (112, 168, 44), (290, 160, 46), (156, 228, 38), (246, 236, 40))
    order = rng.permutation(5)
    swayed = [(x + rng.uniform(-8, 8), y + rng.uniform(-8, 8), r) for x, y, r in places]
    for x, y, radius in swayed:
        canvas.line(
            [(x, y + radius * 1.2), ((x * 2 + hand[0]) / 3, (y + hand[1]) / 2 + 22), hand],
            1.7,
            palette.ink,
        )
    for index, (x, y, radius) in enumerate(swayed):
        tone = tones[int(order[index])]
        canvas.shape(
            [(x, y + radius), (x - 7, y + radius * 1.32), (x + 7, y + radius * 1.32)], tone
        )
        canvas.oval(x, y, radius, radius * 1.19, tone)
        canvas.shape(
            around(x - radius * 0.4, y - radius * 0.48, radius * 0.12, radius * 0.28, tilt=32),
            veil((255, 255, 255), 0.6),
        )
    canvas.shape(
        [*around(60, 420, 200, 50, start=180, end=360)], mix(palette.ink, palette.bottom, 0.3)
    )
    canvas.shape([*around(320, 430, 240, 64, start=180, end=360)], palette.ink)


def hearts(canvas: Canvas, palette: Palette, rng: Generator) -> None:
    """Romance: two hearts, and what they share."""
    side = rng.choice([-1, 1])
    first = _heart(200 - side * 54, 176, 7.4, -12 * side)
    second = _heart(200 + side * 46, 226, 7.4, 10 * side)
    canvas.shape(first, palette.spark)
    canvas.shape(second, palette.sun)
    canvas.overlap(first, second, mix(palette.sun, palette.ink, 0.62))


def _heart(x: float, y: float, size: float, tilt: float) -> list[Point]:
    cos, sin = math.cos(math.radians(tilt)), math.sin(math.radians(tilt))
    points = []
    for step in range(120):
        t = step / 120 * math.tau
        px = 16 * math.sin(t) ** 3 * size
        py = (
            -(13 * math.cos(t) - 5 * math.cos(2 * t) - 2 * math.cos(3 * t) - math.cos(4 * t)) * size
        )
        points.append((x + px * cos - py * sin, y + px * sin + py * cos))
    return points


def burst(canvas: Canvas, palette: Palette, rng: Generator) -> None:
    """Action: an explosion."""
    x, y = rng.uniform(180, 220), rng.uniform(198, 216)
    turn = rng.uniform(0, 20)
    for ray in range(18):
        begin = turn + ray * 20
        canvas.shape(
            [(x, y), polar(x, y, 520, begin), polar(x, y, 520, begin + 10)], veil(palette.ink, 0.16)
        )
    canvas.box(0, HORIZON, 400, 600, palette.ink)
    points = 15
    jags = rng.uniform(0.82, 1.16, size=points)
    for size, dip, tone in (
        (176, 0.62, palette.ink),
        (150, 0.62, palette.sun),
        (106, 0.6, palette.spark),
        (62, 0.58, palette.paper),
    ):
        star: list[Point] = []
        for spike in range(points):
            angle = turn + spike * 360 / points
            star += [
                polar(x, y, size * jags[spike], angle),
                polar(x, y, size * dip, angle + 180 / points),
            ]
        canvas.shape(star, tone)


def grin(canvas: Canvas, palette: Palette, rng: Generator) -> None:
    """Comedy: a wide grin, and eyes that look aside."""
    x, y, radius = 200, 214, 134
    look = rng.choice([-1, 1]) * rng.uniform(8, 15)
    mouth = [(x - radius, y), *around(x, y, radius, 140, start=180, end=0), (x + radius, y)]
    canvas.shape(mouth, palette.ink)
    canvas.overlap(mouth, around(x + look, y + 134, 82, 62), palette.spark)
    canvas.shape(
        [
            (x - radius + 6, y),
            (x + radius - 6, y),
            (x + radius - 26, y + 40),
            (x - radius + 26, y + 40),
        ],
        palette.paper,
    )
    for side in (-1, 1):
        canvas.disc(x + side * (radius - 2), y, 9, palette.ink)
        canvas.oval(x + side * 62, 128, 43, 54, palette.sun)
        canvas.disc(x + side * 62 + look, 134 - abs(look) * 0.3, 24, palette.ink)
        canvas.disc(x + side * 62 + look + 8, 124, 7, palette.paper)
