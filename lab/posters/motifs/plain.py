"""Motifs of life and of film itself: Drama, Documentary, and films without a genre."""

from random import Random

from lab.posters.canvas import (
    Canvas,
    Fade,
    arc,
    box,
    hill,
    mirrored,
    mix,
    moved,
    path,
    polar,
    ridge,
    smooth,
    turned,
)
from lab.posters.motifs.scene import Tint, motif


@motif("Drama", "a stage between curtains", align="centre")
def curtain(c: Canvas, t: Tint, chance: Random) -> None:
    c.shape(box(0, 0, 400, 600), fill=t.ink)
    c.shape(
        path("190,0 210,0 300,372 100,372"), fill=Fade(t.paper, t.sun, 0, 372), opacity=0.45, blur=8
    )
    c.shape(arc(200, 368, 106, 17), fill=t.paper, opacity=0.9)
    c.line(
        path("182,366 182,318 218,318 218,366"),
        path("182,318 182,262"),
        path("182,342 218,342"),
        width=5,
        fill=t.ink,
    )
    for n in range(6):
        drape = smooth(
            [
                (-10 + 28 * n, -40),
                (26 + 28 * n, -40),
                (20 + 26 * n, 160),
                (-20 + 17 * n, 420),
                (-46 + 17 * n, 420),
                (-14 + 26 * n, 160),
            ]
        )
        fill = Fade(
            mix(t.spark, t.ink, 0.1 + 0.3 * (n % 2)),
            mix(t.spark, t.ink, 0.45 + 0.2 * (n % 2)),
            0,
            400,
        )
        c.shape(drape, mirrored(drape), fill=fill)
    c.shape(box(0, 384, 400, 600), fill=t.ink)


@motif("Drama", "a lone boat and a low sun at sea")
def low_sun(c: Canvas, t: Tint, chance: Random) -> None:
    c.glow(240, 250, 260, t.sun, 0.7)
    c.disc(240, 250, 76, Fade(t.sun, t.spark, 170, 300))
    c.shape(box(0, 264, 400, 600), fill=Fade(mix(t.bottom, t.ink, 0.35), t.ink, 264, 440))
    for n in range(9):
        half = 80 - 7 * n + chance.uniform(-12, 12)
        c.line(
            [(240 - half, 274 + 13 * n), (240 + half, 274 + 13 * n)],
            width=4.5,
            fill=t.sun,
            opacity=0.85 - 0.08 * n,
        )
    c.shape(
        smooth(path("84,286 174,286 156,306 102,306")),
        path("128,200 128,282 84,282"),
        path("134,222 134,282 164,282"),
        fill=t.ink,
    )


@motif("Drama", "a lone tree on a hill", edge="head")
def lone_tree(c: Canvas, t: Tint, chance: Random) -> None:
    c.glow(140, 420, 260, t.sun, 0.65)
    c.shape(ridge(chance, 500, 60, 5), fill=mix(t.bottom, t.ink, 0.35))
    c.shape(hill(484, 60, rise=52), fill=t.ink)
    c.shape(smooth(path("244,500 254,430 246,380 262,380 266,430 282,500")), fill=t.ink)
    crown = [
        arc(x, y, r, r * 0.8)
        for x, y, r in (
            (254, 320, 66),
            (204, 356, 44),
            (306, 352, 46),
            (238, 284, 44),
            (286, 300, 44),
        )
    ]
    c.shape(*crown, fill=Fade(t.spark, mix(t.spark, t.ink, 0.75), 240, 400))
    for n in range(7):
        x, y = 190 - 25 * n + chance.uniform(-8, 8), 380 + 14 * n + chance.uniform(-14, 14)
        c.shape(arc(x, y, 6, 3, tilt=chance.uniform(0, 180)), fill=t.spark)
    c.shape(
        smooth(path("128,494 132,460 144,454 154,460 156,498")), arc(143, 446, 8, 9), fill=t.ink
    )


@motif("Drama", "an empty chair by a window", edge="head")
def empty_chair(c: Canvas, t: Tint, chance: Random) -> None:
    c.shape(box(0, 530, 400, 600), fill=t.ink)
    panes = [
        box(54, 240, 114, 320),
        box(122, 240, 182, 320),
        box(54, 328, 114, 408),
        box(122, 328, 182, 408),
    ]
    c.glow(118, 324, 230, t.sun, 0.55)
    c.shape(*panes, fill=Fade(t.paper, t.sun, 230, 420))
    c.shape(path("126,536 300,536 390,600 150,600"), fill=t.sun, opacity=0.45, blur=3)
    c.line(
        path("236,540 240,440 248,338"),
        path("310,540 306,440"),
        path("252,540 254,442"),
        path("326,540 318,440"),
        width=7,
        fill=t.ink,
    )
    c.shape(smooth(path("232,436 322,436 320,452 234,452")), fill=t.ink)
    c.shape(smooth(path("244,330 258,330 262,444 238,444")), fill=t.ink)


@motif("Drama", "a road that leads away", edge="head", align="centre")
def open_road(c: Canvas, t: Tint, chance: Random) -> None:
    c.glow(200, 372, 260, t.sun, 0.8)
    c.disc(200, 372, 48, t.paper)
    c.shape(ridge(chance, 402, 64, 6), fill=mix(t.bottom, t.ink, 0.45))
    c.shape(box(0, 398, 400, 600), fill=Fade(mix(t.spark, t.ink, 0.5), t.ink, 398, 600))
    c.shape(path("194,398 206,398 330,610 70,610"), fill=mix(t.ink, t.top, 0.2))
    for n in range(6):
        y = 402 + 5.6 * n**2
        c.shape(
            [
                (200 - 0.4 - n * 0.6, y),
                (200.4 + n * 0.6, y),
                (201 + n * 0.9, y + 3 + 4.6 * n),
                (199 - n * 0.9, y + 3 + 4.6 * n),
            ],
            fill=t.sun,
        )


@motif("Drama", "rain on a window at night")
def rain_on_glass(c: Canvas, t: Tint, chance: Random) -> None:
    for _ in range(16):
        x, y, r = chance.uniform(0, 400), chance.uniform(60, 400), chance.uniform(16, 46)
        c.disc(x, y, r, chance.choice((t.sun, t.spark, t.paper)), 0.3, 5)
    for _ in range(16):
        x, y, tail = chance.uniform(10, 390), chance.uniform(60, 370), chance.uniform(30, 130)
        c.line([(x, y - tail), (x, y)], width=2, fill=t.paper, opacity=0.3)
        c.shape(
            smooth([(x, y - 14), (x + 6, y + 1), (x, y + 9), (x - 6, y + 1)]),
            fill=t.paper,
            opacity=0.85,
        )
    c.shape(
        *(arc(chance.uniform(0, 400), chance.uniform(0, 380), 2, 2.6) for _ in range(60)),
        fill=t.paper,
        opacity=0.6,
    )
    c.shape(box(0, 388, 400, 600), fill=t.ink)
    c.shape(box(194, 0, 206, 392), box(0, 172, 400, 182), fill=t.ink)


@motif("Drama", "a bird that leaves its cage", align="left")
def open_cage(c: Canvas, t: Tint, chance: Random) -> None:
    c.glow(270, 120, 240, t.sun, 0.7)
    c.line(path("134,20 134,96"), arc(134, 92, 9, 9), width=4, fill=t.ink)
    c.line([*arc(134, 196, 86, 96, 180, 360)], width=5, fill=t.ink)
    for x, top in (
        (48, 196),
        (76, 124),
        (106, 104),
        (134, 100),
        (162, 104),
        (192, 124),
        (220, 196),
    ):
        if x != 192:
            c.line([(x, top), (x, 342)], width=3.4, fill=t.ink)
    c.line(path("48,240 220,240"), width=3.4, fill=t.ink)
    c.shape(smooth(path("38,340 230,340 222,374 46,374")), fill=t.ink)
    c.line(path("220,250 262,268 262,336 220,342"), path("241,259 241,339"), width=3.4, fill=t.ink)
    c.shape(
        smooth(path("300,150 260,84 278,78 322,120 352,60 366,74 346,146 310,180 270,186")),
        path("340,124 372,122 346,142"),
        fill=t.paper,
    )


@motif("Drama", "a candle in the dark", edge="head", align="centre")
def candle(c: Canvas, t: Tint, chance: Random) -> None:
    c.shape(box(0, 0, 400, 600), fill=t.ink, opacity=0.45)
    c.glow(200, 340, 300, t.sun, 0.7)
    c.glow(200, 330, 120, t.paper, 0.8)
    c.shape(
        smooth(path("200,246 226,320 214,368 186,368 174,320")), fill=Fade(t.sun, t.spark, 260, 380)
    )
    c.shape(smooth(path("200,306 211,340 200,366 189,340")), fill=t.paper)
    c.line(path("200,356 200,384"), width=3.4, fill=t.ink)
    c.shape(
        smooth(path("166,386 234,380 236,620 164,620")),
        fill=Fade(t.paper, mix(t.paper, t.ink, 0.75), 380, 600),
    )
    c.shape(smooth(path("222,384 238,384 238,470 226,480")), fill=t.paper)


@motif("Drama", "two who walk away from each other", edge="head", align="centre")
def apart(c: Canvas, t: Tint, chance: Random) -> None:
    c.disc(200, 400, 130, Fade(t.sun, t.spark, 270, 540))
    c.shape(box(0, 506, 400, 600), fill=t.ink)
    walker = smooth(
        path("112,388 130,376 146,392 142,440 152,510 138,510 126,458 108,512 94,508 114,440")
    )
    for place in (walker, mirrored(walker)):
        c.shape(place, fill=t.ink)
    c.shape(arc(127, 360, 14, 16), arc(273, 360, 14, 16), fill=t.ink)
    c.shape(smooth(path("262,420 284,420 296,476 252,476")), fill=t.ink)
    for x, side in ((127, 1), (273, -1)):
        c.shape(
            [(x - 16, 512), (x + 16, 512), (x - side * 60, 600), (x - side * 110, 600)],
            fill=mix(t.ink, t.top, 0.25),
        )


@motif("Drama", "a window high up in a dark house")
def one_window(c: Canvas, t: Tint, chance: Random) -> None:
    c.shape(box(40, 40, 360, 400), fill=mix(t.ink, t.top, 0.3))
    c.shape(box(28, 26, 372, 44), fill=t.ink)
    for row in range(4):
        for column in range(4):
            x, y = 66 + 74 * column, 66 + 82 * row
            lit = (row, column) == (1, 2)
            if lit:
                c.glow(x + 22, y + 28, 110, t.sun, 0.9)
            c.shape(
                box(x, y, x + 46, y + 58), fill=Fade(t.paper, t.sun, y, y + 58) if lit else t.ink
            )
            if lit:
                c.shape(
                    smooth(
                        [
                            (x + 10, y + 58),
                            (x + 12, y + 38),
                            (x + 22, y + 32),
                            (x + 32, y + 38),
                            (x + 34, y + 58),
                        ]
                    ),
                    arc(x + 22, y + 25, 8, 9),
                    fill=t.ink,
                )
            c.line(
                [(x + 23, y), (x + 23, y + 58)],
                [(x, y + 28), (x + 46, y + 28)],
                width=2.4,
                fill=t.ink if lit else mix(t.ink, t.top, 0.3),
            )
    c.shape(box(0, 390, 400, 600), fill=t.ink)


@motif("Documentary", "the iris of a lens", align="centre")
def lens(c: Canvas, t: Tint, chance: Random) -> None:
    c.disc(200, 200, 168, t.ink)
    c.disc(200, 200, 150, Fade(mix(t.ink, t.paper, 0.2), t.ink, 50, 350))
    for n in range(7):
        a = n * 360 / 7
        blade = [
            polar(200, 200, 132, a),
            *arc(200, 200, 132, 132, a, a + 52),
            polar(200, 200, 58, a + 100),
            polar(200, 200, 58, a + 50),
        ]
        c.shape(blade, fill=mix(t.spark, t.paper if n % 2 else t.ink, 0.12 + 0.09 * (n % 3)))
    c.shape([polar(200, 200, 60, n * 360 / 7 + 50) for n in range(7)], fill=t.sun)
    c.line(arc(200, 200, 118, 118, 210, 262), width=8, fill=t.paper, opacity=0.5)


@motif("Documentary", "a globe", align="left")
def globe(c: Canvas, t: Tint, chance: Random) -> None:
    ball = arc(200, 198, 160, 160)
    c.shape(ball, fill=Fade(mix(t.spark, t.paper, 0.25), mix(t.spark, t.ink, 0.35), 40, 360))
    for land in (
        path("110,110 170,70 210,100 190,160 150,190 160,240 128,300 110,220 80,170"),
        path("250,90 320,110 350,190 300,220 280,290 244,250 230,190 260,150"),
    ):
        c.shape(smooth(land), fill=t.sun, within=ball)
    c.line(
        *(arc(200, 198, r, 160) for r in (54, 112, 160)),
        path("200,38 200,358"),
        path("40,198 360,198"),
        path("62,118 338,118"),
        path("62,278 338,278"),
        width=1.8,
        fill=t.paper,
        opacity=0.7,
        within=ball,
    )


@motif("Documentary", "a microphone for an interview", edge="head")
def interview(c: Canvas, t: Tint, chance: Random) -> None:
    for r in (130, 170, 210):
        c.line(arc(150, 390, r, r, -42, 22), width=6, fill=t.sun, opacity=1.2 - r / 260)
    stem = turned(smooth(path("150,400 190,400 180,700 160,700")), 170, 340, -18)
    c.shape(stem, fill=t.ink)
    c.shape(turned(box(142, 388, 198, 420), 170, 340, -18), fill=t.sun)
    head = turned(arc(170, 330, 62, 74), 170, 340, -18)
    c.shape(head, fill=t.ink)
    c.line(
        *(turned([(100, y), (240, y)], 170, 340, -18) for y in range(262, 400, 13)),
        *(turned([(x, 250), (x, 410)], 170, 340, -18) for x in range(106, 240, 13)),
        width=1.6,
        fill=t.paper,
        opacity=0.45,
        within=head,
    )


@motif("Documentary", "a sun of printed dots", align="centre")
def halftone(c: Canvas, t: Tint, chance: Random) -> None:
    dots = []
    for row in range(28):
        for column in range(31):
            x, y = -10 + 14 * column + 7 * (row % 2), 4 + 13.6 * row
            far = ((x - 200) ** 2 + (y - 190) ** 2) ** 0.5
            size = 8.6 * max(0.0, 1 - (far / 190) ** 2) ** 0.6
            if size > 0.6:
                dots.append(arc(x, y, size, size))
    c.shape(*dots, fill=Fade(t.sun, mix(t.sun, t.ink, 0.5), 30, 360))


@motif("Documentary", "the rings of a tree", align="left")
def tree_rings(c: Canvas, t: Tint, chance: Random) -> None:
    wobble = [chance.uniform(0.9, 1.06) for _ in range(24)]

    def ring(radius: float) -> list[tuple[float, float]]:
        return smooth(
            [
                polar(196 + radius * 0.08, 200, radius * (1 + (w - 1) * radius / 90), 15 * n)
                for n, w in enumerate(wobble)
            ]
        )

    c.shape(ring(172), fill=mix(t.ink, t.sun, 0.25))
    c.shape(ring(158), fill=Fade(mix(t.paper, t.sun, 0.12), mix(t.paper, t.sun, 0.3), 40, 360))
    radius = 12.0
    while radius < 152:
        c.line(
            [*ring(radius), ring(radius)[0]],
            width=chance.uniform(1.6, 4.2),
            fill=mix(t.sun, t.ink, 0.35),
            opacity=0.85,
        )
        radius += chance.uniform(8, 15)
    c.shape([(196, 204), polar(196, 200, 186, 38), polar(196, 200, 186, 43)], fill=t.ink)


@motif("Documentary", "strata of the earth", edge="head")
def strata(c: Canvas, t: Tint, chance: Random) -> None:
    fills = (
        t.spark,
        mix(t.spark, t.paper, 0.5),
        t.sun,
        mix(t.sun, t.ink, 0.35),
        mix(t.spark, t.ink, 0.5),
        t.ink,
    )
    phase = chance.uniform(0, 3)
    for n, fill in enumerate(fills):
        line = [
            (
                x,
                282
                + 50 * n
                + 16 * (1 + n * 0.12) * (1 - abs(((x / 130 + phase + n * 0.22) % 2) - 1) * 2),
            )
            for x in range(-20, 430, 22)
        ]
        c.shape([(-20, 620), *smooth(line, closed=False), (420, 620)], fill=fill)
    spiral = [polar(266, 506, 1.9 * k, 24 * k) for k in range(26)]
    c.line(spiral, width=7, fill=t.paper, opacity=0.9)


@motif("", "a reel of film", align="centre")
def reel(c: Canvas, t: Tint, chance: Random) -> None:
    c.line(smooth(path("40,330 100,366 230,360 420,372"), closed=False), width=26, fill=t.ink)
    c.disc(206, 210, 166, t.ink, 0.35, 9)
    c.shape(
        arc(200, 200, 166, 166),
        fill=Fade(mix(t.ink, t.paper, 0.18), t.ink, 40, 370),
        holes=[arc(*polar(200, 200, 98, 72 * n - 90), 41, 41) for n in range(5)],
    )
    c.disc(200, 200, 34, t.spark)
    c.disc(200, 200, 11, t.paper)


@motif("", "a great screen and those who watch", edge="head", align="centre")
def big_screen(c: Canvas, t: Tint, chance: Random) -> None:
    c.shape(box(0, 0, 400, 600), fill=t.ink, opacity=0.78)
    c.glow(200, 350, 300, t.sun, 0.6)
    c.shape(
        smooth(path("20,246 200,258 380,246 380,446 200,434 20,446")),
        fill=Fade(t.paper, t.sun, 240, 460),
    )
    for row, (low, size) in enumerate(((500, 20), (540, 25), (590, 31))):
        for n in range(-1, 10):
            x = n * size * 2.5 + row * 24
            c.shape(
                arc(x, low, size * 0.62, size * 0.74),
                smooth(
                    [
                        (x - size * 1.1, low + 70),
                        (x - size, low + size * 0.8),
                        (x + size, low + size * 0.8),
                        (x + size * 1.1, low + 70),
                    ]
                ),
                fill=mix(t.ink, t.spark, 0.24 - 0.12 * row),
            )


@motif("", "the beam of a projector", edge="head")
def projector(c: Canvas, t: Tint, chance: Random) -> None:
    c.shape(box(0, 0, 400, 600), fill=t.ink, opacity=0.75)
    c.shape(
        path("176,442 420,300 420,600 176,470"),
        fill=Fade(t.sun, t.paper, 300, 600),
        opacity=0.6,
        blur=4,
    )
    c.glow(182, 456, 120, t.paper, 0.9)
    c.shape(
        box(50, 408, 162, 506),
        box(162, 436, 186, 476),
        box(74, 506, 90, 600),
        box(124, 506, 140, 600),
        fill=t.ink,
    )
    for x, y, r in ((70, 354, 52), (156, 372, 36)):
        c.shape(
            arc(x, y, r, r),
            fill=t.ink,
            holes=[arc(*polar(x, y, r * 0.58, 120 * n - 30), r * 0.24, r * 0.24) for n in range(3)],
        )
    c.disc(96, 456, 15, t.spark)


@motif("", "a ticket", align="centre")
def ticket(c: Canvas, t: Tint, chance: Random) -> None:
    for tilt, fill in ((9, mix(t.spark, t.ink, 0.35)), (-13, t.sun)):

        def placed(
            points: list[tuple[float, float]], tilt: float = tilt
        ) -> list[tuple[float, float]]:
            return turned(points, 200, 200, tilt)

        notches = [placed(arc(x, y, 13, 13)) for x in (46, 354) for y in (150, 200, 250)]
        c.shape(placed(box(52, 118, 354, 290)), fill=t.ink, opacity=0.3, blur=8)
        c.shape(placed(box(46, 112, 354, 288)), fill=fill, holes=notches)
        c.line(
            *(placed([(276, y), (276, y + 9)]) for y in range(122, 280, 19)),
            width=3,
            fill=t.ink,
            opacity=0.6,
        )
        c.line(placed([*box(76, 134, 256, 266), (76, 134)]), width=4, fill=t.ink, opacity=0.8)
        star_points = [polar(166, 200, 50 if n % 2 == 0 else 20, 36 * n - 90) for n in range(10)]
        c.shape(placed(star_points), fill=t.spark if fill == t.sun else t.ink)


@motif("", "a clapperboard", align="left")
def clapperboard(c: Canvas, t: Tint, chance: Random) -> None:
    board = box(60, 156, 340, 360)
    c.shape([(x + 7, y + 10) for x, y in board], fill=t.ink, opacity=0.35, blur=8)
    c.shape(board, fill=t.ink)
    for tilt, y in ((0, 156), (-17, 118)):
        bar = turned(box(60, y, 340, y + 38), 60, 150, tilt)
        stripes = [
            turned(moved(path("0,0 28,0 10,38 -18,38"), 60 + 56 * n, y), 60, 150, tilt)
            for n in range(6)
        ]
        c.shape(bar, fill=t.ink)
        c.shape(*stripes, fill=t.paper, within=bar)
    c.line(
        path("84,250 316,250"),
        path("84,304 316,304"),
        path("200,304 200,344"),
        width=3,
        fill=t.paper,
    )
    c.shape(box(84, 212, 220, 228), fill=t.spark)
    c.shape(box(84, 268, 170, 284), fill=t.sun)


@motif("", "rows of empty seats", edge="head", align="centre")
def seats(c: Canvas, t: Tint, chance: Random) -> None:
    c.glow(200, 250, 260, t.paper, 0.25)
    for row in range(3):
        y, size = 290 + 96 * row, 0.8 + 0.22 * row
        for n in range(-3, 4):
            x = 200 + n * 92 * size + (46 * size if row % 2 else 0)
            c.shape(
                smooth(
                    [
                        (x - 42 * size, y + 120),
                        (x - 40 * size, y),
                        (x + 40 * size, y),
                        (x + 42 * size, y + 120),
                    ]
                ),
                fill=Fade(
                    mix(t.spark, t.ink, 0.3 - 0.15 * row), mix(t.spark, t.ink, 0.8), y, y + 130
                ),
            )
            c.line([(x - 44 * size, y + 74), (x - 44 * size, y + 140)], width=9 * size, fill=t.ink)
