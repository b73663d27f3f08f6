"""Motifs of fear and crime: Horror, Film-Noir, Mystery, Crime, Thriller."""

from random import Random

from lab.posters.canvas import (
    Canvas,
    Fade,
    arc,
    box,
    hill,
    mirrored,
    mix,
    path,
    polar,
    ridge,
    smooth,
    turned,
)
from lab.posters.motifs.scene import Tint, motif


@motif("Horror", "a moon torn by claws")
def claws(c: Canvas, t: Tint, chance: Random) -> None:
    c.glow(200, 200, 330, t.spark, 0.55)
    c.disc(200, 200, 132, Fade(t.sun, mix(t.sun, t.spark, 0.6), 70, 330))
    for number in range(4):
        x = 112 + 56 * number
        top, low = 34 + 16 * abs(number - 1), 372 - 14 * abs(number - 2)
        tear = smooth([(x + 34, top), (x + 19, 180), (x - 30, low), (x - 4, 200)])
        c.shape(tear, fill=t.spark, opacity=0.35, blur=7)
        c.shape(tear, fill=t.ink)
    c.shape(box(0, 330, 400, 600), fill=t.ink, blur=38)


@motif("Horror", "a house on a hill, one window lit")
def house_on_the_hill(c: Canvas, t: Tint, chance: Random) -> None:
    c.glow(270, 130, 250, t.sun, 0.5)
    c.disc(270, 130, 62, Fade(t.sun, mix(t.sun, t.spark, 0.35), 70, 200))
    c.shape(hill(318, 20, rise=60), fill=Fade(t.ink, t.ink))
    c.shape(
        path(
            "150,340 150,236 138,240 176,180 198,214 198,168 210,128 222,168 "
            "222,216 262,216 276,244 262,244 262,340"
        ),
        fill=t.ink,
    )
    c.shape(box(181, 172, 190, 200), fill=t.ink)
    c.glow(210, 190, 40, t.spark, 0.8)
    c.shape(box(206, 182, 214, 198), fill=t.sun)
    trunk = [
        path("82,372 88,300 76,240"),
        path("87,300 112,252 108,222"),
        path("80,262 56,232"),
        path("104,264 126,244"),
        path("78,250 86,214"),
    ]
    c.line(*trunk, width=4, fill=t.ink)
    c.line(path("30,150 40,143 50,150 60,143 70,150"), width=2.4, fill=t.ink)
    c.line(path("78,112 86,106 94,112 102,106 110,112"), width=2, fill=t.ink)


@motif("Horror", "eyes in the dark")
def eyes_in_the_dark(c: Canvas, t: Tint, chance: Random) -> None:
    c.shape(box(0, 0, 400, 600), fill=t.ink, opacity=0.72)
    c.glow(200, 180, 260, t.spark, 0.3)
    for x, y, size, shut in (
        (200, 180, 1.5, 0.5),
        (96, 92, 0.62, 0.8),
        (318, 96, 0.5, 1),
        (70, 288, 0.7, 0.55),
        (322, 292, 0.78, 0.9),
    ):
        for side in (-1, 1):
            eye = smooth(
                [
                    (x + side * 12 * size, y + 5 * size),
                    (x + side * 62 * size, y - 21 * size),
                    (x + side * 50 * size, y + 22 * size * shut),
                ]
            )
            c.shape(eye, fill=t.spark, opacity=0.7, blur=8 * size)
            c.shape(eye, fill=Fade(t.sun, t.spark, y - 15 * size, y + 25 * size))
            c.shape(arc(x + side * 40 * size, y + 1, 4.5 * size, 16 * size), fill=t.ink, within=eye)


@motif("Horror", "a hand that reaches out of the ground", edge="head", align="centre")
def grave_hand(c: Canvas, t: Tint, chance: Random) -> None:
    c.glow(200, 400, 290, t.sun, 0.5)
    c.disc(200, 390, 118, Fade(t.sun, t.spark, 270, 560))
    fingers = [
        path("164,470 140,390 124,350"),
        path("182,450 172,350 164,300"),
        path("203,450 206,340 208,284"),
        path("222,455 240,366 252,318"),
        path("228,480 268,446 286,412"),
    ]
    for finger in fingers:
        c.line(smooth(finger, closed=False), width=19, fill=t.ink)
    c.shape(smooth(path("150,450 200,428 240,446 236,510 226,620 164,620 160,520")), fill=t.ink)
    c.shape(ridge(chance, 566, 34, 9), fill=t.ink)


@motif("Horror", "someone in a lit doorway", edge="head")
def doorway(c: Canvas, t: Tint, chance: Random) -> None:
    c.shape(box(0, 0, 400, 600), fill=t.ink, opacity=0.75)
    c.glow(252, 400, 240, t.spark, 0.75)
    c.shape(path("206,500 298,500 196,600 -40,600"), fill=Fade(t.sun, t.spark, 490, 640))
    c.shape(box(206, 262, 298, 500), fill=Fade(t.sun, mix(t.sun, t.spark, 0.5), 262, 500))
    c.disc(252, 352, 15, t.ink)
    c.shape(
        smooth(path("252,362 278,376 284,440 268,450 264,502 240,502 236,450 220,440 226,376")),
        fill=t.ink,
    )
    c.shape(path("242,500 262,500 112,600 32,600"), fill=t.ink)


@motif("Horror", "blood that runs down", edge="foot", align="centre")
def blood(c: Canvas, t: Tint, chance: Random) -> None:
    c.glow(200, 420, 320, t.sun, 0.22)
    for x, low, width in (
        (20, 170, 44),
        (72, 96, 30),
        (118, 262, 40),
        (168, 140, 30),
        (214, 336, 46),
        (262, 120, 32),
        (308, 226, 40),
        (352, 90, 30),
        (390, 180, 44),
    ):
        drop = [
            (x - width / 2 - 12, -20),
            (x - width / 2, 50),
            (x - width * 0.3, low - 40),
            (x - width * 0.46, low),
            (x, low + width * 0.55),
            (x + width * 0.46, low),
            (x + width * 0.3, low - 40),
            (x + width / 2, 50),
            (x + width / 2 + 12, -20),
        ]
        c.shape(smooth(drop), fill=Fade(mix(t.spark, t.ink, 0.45), t.spark, 0, low))
        c.line(
            [(x - width * 0.2, low - 14), (x - width * 0.18, low + 2)],
            width=3.4,
            fill=t.paper,
            opacity=0.5,
        )
    c.shape(box(-5, -5, 405, 34), fill=mix(t.spark, t.ink, 0.4), blur=4)


@motif("Film-Noir", "a man with a hat before a lit blind")
def blinds(c: Canvas, t: Tint, chance: Random) -> None:
    c.shape(box(0, 0, 400, 600), fill=t.ink, opacity=0.5)
    c.glow(230, 170, 260, t.sun, 0.4)
    for row in range(15):
        y = 22 + 22 * row
        c.shape(
            [(70, y + 9), (390, y - 22), (390, y - 9), (70, y + 20)],
            fill=Fade(t.sun, mix(t.sun, t.ink, 0.75), 20, 380),
        )
    body = smooth(path("40,430 50,330 128,292 134,268 206,268 214,294 292,332 306,430"))
    c.shape(body, arc(170, 222, 42, 58), fill=t.ink)
    c.shape(
        smooth(path("112,190 118,128 150,112 172,122 198,110 226,130 230,190")),
        arc(172, 190, 92, 17, tilt=-4),
        fill=t.ink,
    )
    c.shape(box(0, 356, 400, 600), fill=t.ink, blur=24)


@motif("Film-Noir", "a street lamp in the rain")
def street_lamp(c: Canvas, t: Tint, chance: Random) -> None:
    c.shape(
        path("262,78 310,78 420,400 110,400"),
        fill=Fade(t.sun, t.bottom, 70, 390),
        opacity=0.75,
        blur=6,
    )
    c.glow(286, 76, 150, t.sun, 0.9)
    c.shape(arc(262, 396, 168, 22), fill=t.sun, opacity=0.7, blur=3)
    c.line(path("330,400 330,60 318,48 290,48"), width=6, fill=t.ink)
    c.shape(path("262,78 276,52 298,52 312,78"), fill=t.ink)
    figure = smooth(path("190,398 186,330 176,262 200,246 224,262 216,330 212,398"))
    c.shape(
        figure, arc(200, 232, 13, 16), arc(200, 220, 26, 5), box(187, 204, 213, 221), fill=t.ink
    )
    c.shape(smooth(path("186,396 214,396 120,470 30,470")), fill=t.ink, opacity=0.75, blur=3)
    drops = [
        [(x, y), (x - 7, y + 34)]
        for x, y in ((chance.uniform(0, 410), chance.uniform(-20, 400)) for _ in range(70))
    ]
    c.line(*drops, width=1.1, fill=t.paper, opacity=0.3)
    c.shape(box(0, 390, 400, 600), fill=t.ink, blur=6)


@motif("Film-Noir", "the smoke of a cigarette")
def smoke(c: Canvas, t: Tint, chance: Random) -> None:
    c.shape(box(0, 0, 400, 600), fill=t.ink, opacity=0.45)
    c.glow(190, 350, 170, t.spark, 0.45)
    for shift, width, opacity in ((0, 26, 0.16), (8, 15, 0.25), (-6, 7, 0.5)):
        wisp = smooth(
            [
                (196, 336),
                (196, 290),
                (150 + shift, 250),
                (172 + shift, 196),
                (262 - shift, 160),
                (232 + shift, 96),
                (150 - shift, 70),
                (190 + shift, 10),
                (240, -40),
            ],
            closed=False,
        )
        c.line(wisp, width=width, fill=t.paper, opacity=opacity, blur=width / 5)
    c.line(
        path("196,342 330,376"), width=17, fill=Fade(t.paper, mix(t.paper, t.ink, 0.35), 330, 390)
    )
    c.line(path("290,366 332,376"), width=17, fill=mix(t.sun, t.spark, 0.5))
    c.disc(195, 342, 8.5, t.spark)
    c.shape(box(0, 392, 400, 600), fill=t.ink, opacity=0.8, blur=14)


@motif("Film-Noir", "a city at night", edge="head", align="left")
def night_city(c: Canvas, t: Tint, chance: Random) -> None:
    c.glow(120, 296, 240, t.sun, 0.55)
    c.disc(120, 296, 56, t.sun)
    for shade, low, step in ((0.35, 330, 46), (0.72, 380, 58), (1, 430, 80)):
        x = -20.0
        while x < 400:
            wide, top = step * chance.uniform(0.7, 1.2), low + chance.uniform(-50, 70)
            c.shape(box(x, top, x + wide, 600), fill=mix(t.bottom, t.ink, shade))
            lit = [
                box(x + 10 + 13 * col, top + 16 + 18 * row, x + 15 + 13 * col, top + 25 + 18 * row)
                for col in range(int(wide / 13) - 1)
                for row in range(9)
                if chance.random() < 0.2 * shade
            ]
            if lit:
                c.shape(*lit, fill=t.sun, opacity=0.9)
            x += wide


@motif("Film-Noir", "a shadow with a hat on the stairs", edge="head", align="centre")
def stairs_shadow(c: Canvas, t: Tint, chance: Random) -> None:
    c.shape(path("0,600 0,240 400,210 400,600"), fill=Fade(t.sun, t.bottom, 230, 620), opacity=0.85)
    shadow = smooth(path("150,600 166,470 140,420 200,392 262,422 238,470 262,600"))
    c.shape(
        shadow,
        arc(202, 352, 32, 44),
        arc(202, 322, 64, 11),
        box(170, 268, 234, 322),
        fill=t.ink,
        opacity=0.82,
        blur=3,
    )
    for step in range(6):
        y = 458 + 30 * step
        c.shape(
            [(0, y), (400 - 46 * (5 - step), y), (400 - 46 * (5 - step), y + 30), (0, y + 30)],
            fill=t.ink,
            opacity=0.16,
        )
    c.line(path("-10,448 420,548"), width=7, fill=t.ink)
    c.line(*([(x, 450 + x * 0.235), (x, 610)] for x in range(14, 400, 34)), width=3.4, fill=t.ink)


@motif("Mystery", "an eye at a keyhole")
def keyhole(c: Canvas, t: Tint, chance: Random) -> None:
    c.glow(200, 200, 270, t.spark, 0.7)
    hole = [*arc(200, 160, 92, 92, 120, 420), (262, 366), (138, 366)]
    c.shape(hole, fill=t.sun, opacity=0.6, blur=14)
    c.shape(hole, fill=Fade(t.sun, mix(t.sun, t.spark, 0.7), 70, 370))
    eye = smooth(path("112,166 160,122 200,112 240,122 288,166 240,206 200,214 160,206"))
    c.shape(eye, fill=t.paper, within=hole)
    c.disc(200, 162, 40, t.spark)
    c.disc(200, 162, 20, t.ink)
    c.disc(210, 152, 8, t.paper)
    c.line(smooth(eye[: len(eye) // 2 + 1], closed=False), width=6, fill=t.ink, within=hole)


@motif("Mystery", "a spiral staircase from above")
def spiral_staircase(c: Canvas, t: Tint, chance: Random) -> None:
    c.disc(200, 196, 190, t.ink, 0.6)
    steps = 30
    for step in range(steps, -1, -1):
        reach = 190 - 4.9 * (steps - step)
        angle = step * 29
        tread = [(200, 196), *arc(200, 196, reach, reach, angle, angle + 27)]
        c.shape(
            tread,
            fill=mix(
                t.ink,
                t.sun if step % 2 else mix(t.sun, t.bottom, 0.4),
                0.15 + 0.75 * (1 - step / steps),
            ),
        )
    c.glow(200, 196, 70, t.sun, 0.9)
    c.disc(200, 196, 24, t.paper)
    c.disc(204, 198, 5, t.ink)


@motif("Mystery", "a lantern in a forest of fog", edge="head")
def foggy_forest(c: Canvas, t: Tint, chance: Random) -> None:
    for depth, width in ((0.1, 7), (0.35, 12), (0.65, 19), (1, 30)):
        for n in range(6):
            x = 80 * n + 120 * depth - 60 + chance.uniform(-24, 24)
            if depth > 0.5 and 110 < x < 270:
                continue
            c.shape(
                [
                    (x - width / 2, 196),
                    (x + width / 2, 196),
                    (x + width * 0.7, 600),
                    (x - width * 0.7, 600),
                ],
                fill=Fade(mix(t.top, t.bottom, 0.33), mix(t.bottom, t.ink, depth), 196, 330),
            )
        c.shape(box(0, 470, 400, 600), fill=mix(t.bottom, t.paper, 0.15), opacity=0.3, blur=34)
        if depth == 0.35:
            c.glow(176, 446, 210, t.sun, 0.9)
            c.disc(176, 446, 11, t.paper)
            c.shape(
                smooth(path("196,520 192,440 206,420 222,440 220,520")),
                arc(207, 412, 10, 12),
                fill=t.ink,
            )
            c.line(path("196,440 176,428 176,438"), width=3, fill=t.ink)
    c.shape(box(0, 560, 400, 600), fill=t.ink, blur=20)


@motif("Mystery", "footprints that end", edge="foot")
def footprints(c: Canvas, t: Tint, chance: Random) -> None:
    c.glow(250, 60, 300, t.sun, 0.55)
    for step in range(7):
        x, y, size = 120 + 22 * step, 372 - 47 * step, 1.2 - 0.1 * step
        side = 26 * size * (1 if step % 2 else -1)
        sole = turned(
            smooth(
                [
                    (x + side - 13 * size, y),
                    (x + side - 10 * size, y - 38 * size),
                    (x + side + 12 * size, y - 36 * size),
                    (x + side + 13 * size, y),
                ]
            ),
            x + side,
            y,
            16,
        )
        heel = turned(
            smooth(
                [
                    (x + side - 10 * size, y + 6 * size),
                    (x + side + 10 * size, y + 6 * size),
                    (x + side + 9 * size, y + 27 * size),
                    (x + side - 9 * size, y + 27 * size),
                ]
            ),
            x + side,
            y,
            16,
        )
        c.shape(sole, heel, fill=mix(t.sun, t.bottom, 0.1 * (6 - step)))
    c.shape(box(0, 388, 400, 600), fill=t.ink, opacity=0.6, blur=30)


@motif("Mystery", "a magnifying glass over a city of shadows", edge="head", align="centre")
def magnifier(c: Canvas, t: Tint, chance: Random) -> None:
    c.line(path("286,474 372,574"), width=26, fill=t.ink)
    c.line(path("270,456 300,490"), width=14, fill=t.sun)
    lens = arc(196, 372, 124, 124)
    c.shape(lens, fill=Fade(mix(t.sun, t.paper, 0.35), t.sun, 250, 500))
    whorls = [
        arc(196, 392, 14 + 15 * n, 20 + 17 * n, 150 + 9 * n, 420 - 17 * (n % 3), -18)
        for n in range(7)
    ]
    c.line(*whorls, width=6.5, fill=t.ink, within=lens, opacity=0.9)
    c.line(lens, width=15, fill=t.ink)
    c.line(arc(196, 372, 108, 108, 200, 250), width=6, fill=t.paper, opacity=0.85)


@motif("Crime", "a fingerprint")
def fingerprint(c: Canvas, t: Tint, chance: Random) -> None:
    pad = smooth(path("200,18 306,66 316,230 270,372 200,392 130,372 84,230 94,66"))
    rings = []
    for ring in range(13):
        start = chance.uniform(90, 150)
        rings.append(
            arc(
                204,
                214 - ring * 1.5,
                9 + 12 * ring,
                14 + 16 * ring,
                start,
                start + chance.uniform(180, 300),
                8,
            )
        )
        rings.append(
            arc(204, 214 - ring * 1.5, 9 + 12 * ring, 14 + 16 * ring, start - 50, start - 14, 8)
        )
    c.line(*rings, width=6.6, fill=t.sun, within=pad)


@motif("Crime", "bullet holes in glass")
def bullet_holes(c: Canvas, t: Tint, chance: Random) -> None:
    c.shape(path("0,0 210,0 0,330"), fill=t.paper, opacity=0.07)
    c.shape(path("270,0 400,0 400,60 60,600 -60,600"), fill=t.paper, opacity=0.07)
    for x, y, size in ((146, 138, 1.25), (292, 232, 0.95), (120, 318, 0.7)):
        cracks = []
        for crack in range(11):
            angle = crack * 33 + chance.uniform(-9, 9)
            cracks.append(
                [
                    polar(x, y, 20 * size, angle),
                    polar(x, y, 60 * size, angle + chance.uniform(-9, 9)),
                    polar(x, y, size * chance.uniform(70, 150), angle + chance.uniform(-12, 12)),
                ]
            )
        c.line(*cracks, width=1.7, fill=t.paper, opacity=0.85)
        c.shape(star_of(x, y, 40 * size, chance), fill=t.paper, opacity=0.4)
        c.shape(star_of(x, y, 25 * size, chance), fill=t.paper)
        c.disc(x, y, 13 * size, t.ink)


def star_of(x: float, y: float, size: float, chance: Random) -> list[tuple[float, float]]:
    """Return a splinter: a star none of whose spikes is like another."""
    return [polar(x, y, size * chance.uniform(0.55, 1.1), angle) for angle in range(0, 360, 17)]


@motif("Crime", "hands on the bars of a cell", edge="head", align="centre")
def bars(c: Canvas, t: Tint, chance: Random) -> None:
    c.glow(200, 400, 260, t.sun, 0.7)
    c.shape(box(0, 232, 400, 246), fill=t.ink)
    for x in (40, 120, 200, 280, 360):
        c.shape(box(x - 10, 232, x + 10, 600), fill=Fade(t.ink, mix(t.ink, t.top, 0.25), 232, 640))
    for x in (120, 280):
        for knuckle in range(4):
            y = 372 + 20 * knuckle
            c.line([(x - 17, y), (x + 17, y + 2)], width=18, fill=mix(t.sun, t.paper, 0.35))
            c.line([(x - 15, y + 9.5), (x + 15, y + 11.5)], width=1.6, fill=t.ink, opacity=0.5)
        side = -1 if x < 200 else 1
        c.line(
            [(x - side * 14, 366), (x + side * 12, 352)], width=17, fill=mix(t.sun, t.paper, 0.2)
        )


@motif("Crime", "an ace with a hole in it", align="centre")
def ace(c: Canvas, t: Tint, chance: Random) -> None:
    for tilt, fill in ((-20, mix(t.ink, t.top, 0.35)), (8, t.paper)):
        card = turned(box(112, 52, 288, 318), 200, 210, tilt)
        c.shape(card, fill=t.ink, opacity=0.35, blur=9)
        c.shape(card, fill=fill)
    spade = [*arc(172, 216, 32, 32, 20, 200), (200, 112), *arc(228, 216, 32, 32, -20, 160)]
    stem = path("200,210 220,268 180,268")
    c.shape(turned(spade, 200, 210, 8), turned(stem, 200, 210, 8), fill=t.ink)
    for x, y in ((134, 66), (266, 304)):
        px, py = turned([(x, y)], 200, 210, 8)[0]
        c.shape(
            turned(
                [*arc(px - 5, py + 6, 6, 6), (px, py - 10), *arc(px + 5, py + 6, 6, 6)], px, py, 8
            ),
            fill=t.ink,
        )
    c.shape(star_of(236, 168, 24, chance), fill=mix(t.paper, t.ink, 0.25))
    c.disc(236, 168, 12, t.ink)


@motif("Crime", "two headlights at night", edge="head")
def headlights(c: Canvas, t: Tint, chance: Random) -> None:
    c.shape(
        path("0,600 0,420 400,420 400,600"), fill=Fade(mix(t.bottom, t.ink, 0.6), t.ink, 420, 600)
    )
    body = smooth(path("70,520 66,424 104,412 134,352 266,352 296,412 334,424 330,520"))
    c.shape(body, box(84, 500, 118, 546), box(282, 500, 316, 546), fill=t.ink)
    c.shape(
        smooth(path("124,410 146,364 254,364 276,410")),
        fill=Fade(t.bottom, mix(t.bottom, t.ink, 0.5), 360, 412),
    )
    for x in (106, 294):
        c.glow(x, 454, 170, t.sun, 0.85)
        c.disc(x, 454, 19, t.paper)
        c.shape(
            [(x - 14, 462), (x + 14, 462), (x + 60, 600), (x - 60, 600)],
            fill=Fade(t.sun, t.ink, 450, 600),
            opacity=0.45,
            blur=5,
        )
    c.line(*([(150, y), (250, y)] for y in (452, 464, 476)), width=4, fill=mix(t.ink, t.paper, 0.3))


@motif("Crime", "a case that glows from inside", align="centre")
def glowing_case(c: Canvas, t: Tint, chance: Random) -> None:
    c.glow(200, 236, 300, t.sun, 0.95)
    rays = [
        [(200, 262), polar(200, 262, 420, a - 4), polar(200, 262, 420, a + 4)]
        for a in range(190, 360, 20)
    ]
    c.shape(*rays, fill=t.sun, opacity=0.3)
    c.shape(path("96,96 304,96 322,234 78,234"), fill=t.ink)
    c.shape(
        path("112,110 288,110 304,232 96,232"), fill=Fade(mix(t.ink, t.sun, 0.25), t.sun, 100, 232)
    )
    c.shape(path("78,262 322,262 322,360 78,360"), fill=t.ink)
    c.shape(path("78,234 322,234 322,262 78,262"), fill=Fade(t.paper, t.sun, 234, 262))
    c.line(path("172,362 172,380 228,380 228,362"), width=8, fill=t.ink)
    c.shape(box(112, 256, 136, 276), box(264, 256, 288, 276), fill=t.spark)


@motif("Thriller", "a spiral", align="centre")
def spiral(c: Canvas, t: Tint, chance: Random) -> None:
    arms = []
    for turn in range(2):
        inner = [polar(200, 198, 1.6 * n**1.02, 5.6 * n + 180 * turn) for n in range(150)]
        outer = [polar(200, 198, 1.6 * n**1.02, 5.6 * n + 180 * turn + 62) for n in range(150)]
        arms.append([*inner, *reversed(outer)])
    c.shape(*arms, fill=t.sun, within=arc(200, 198, 186, 186))
    figure = smooth(path("196,186 204,186 214,212 222,240 210,222 206,250 198,224 178,236 188,210"))
    c.shape(figure, arc(200, 178, 7, 8), fill=t.paper)


@motif("Thriller", "someone falling between towers", edge="foot")
def falling(c: Canvas, t: Tint, chance: Random) -> None:
    wall = path("-5,-5 150,-5 118,392 -5,392")
    panes = [box(x, y, x + 18, y + 20) for y in range(14, 360, 33) for x in (8, 42, 76)]
    c.shape(wall, mirrored(wall), fill=Fade(t.ink, mix(t.ink, t.top, 0.4), 0, 420))
    lit = [pane for pane in (*panes, *map(mirrored, panes)) if chance.random() < 0.42]
    c.shape(*lit, fill=mix(t.top, t.ink, 0.25))
    x, y = 200, 210
    c.line([(x, y), (x + 6, y + 32)], width=15, fill=t.paper)
    c.line(
        [(x - 2, y + 2), (x - 26, y - 18), (x - 28, y - 42)],
        [(x + 4, y + 2), (x + 30, y - 8), (x + 40, y - 32)],
        [(x + 4, y + 32), (x - 14, y + 58), (x - 6, y + 84)],
        [(x + 8, y + 32), (x + 30, y + 50), (x + 40, y + 76)],
        width=7.5,
        fill=t.paper,
    )
    c.disc(x + 4, y - 22, 10, t.paper)
    c.shape(box(0, 392, 400, 600), fill=t.ink)


@motif("Thriller", "a rope that is about to break")
def frayed_rope(c: Canvas, t: Tint, chance: Random) -> None:
    c.glow(200, 200, 220, t.paper, 0.4)
    for edge, direction in ((-20, 1), (420, -1)):
        end = 200 - direction * 34
        c.line([(edge, 200), (end, 200)], width=44, fill=t.ink)
        c.line(
            *([(x, 220), (x + 16, 180)] for x in range(min(edge, end), max(edge, end) - 12, 19)),
            width=4.5,
            fill=mix(t.ink, t.top, 0.55),
        )
        for n in range(9):
            y = 182 + 4.5 * n
            c.line(
                [
                    (end - 4 * direction, y),
                    (end + direction * chance.uniform(6, 22), 200 + (y - 200) * 2.2),
                ],
                width=3,
                fill=t.ink,
            )
    c.line(path("160,204 200,198 240,202"), width=5, fill=t.ink)
    c.line(path("160,210 200,208 240,206"), width=2.6, fill=t.ink)


@motif("Thriller", "a clock just before twelve", align="centre")
def five_to_twelve(c: Canvas, t: Tint, chance: Random) -> None:
    c.disc(200, 202, 164, t.ink)
    c.disc(200, 202, 148, Fade(t.paper, mix(t.paper, t.bottom, 0.4), 50, 360))
    c.shape([(200, 202), *arc(200, 202, 148, 148, 240, 270)], fill=t.spark)
    for hour in range(12):
        c.line(
            [polar(200, 202, 120, 30 * hour), polar(200, 202, 136, 30 * hour)],
            width=8 if hour % 3 == 0 else 3.5,
            fill=t.ink,
        )
    c.line([(200, 202), polar(200, 202, 116, 240)], width=8, fill=t.ink)
    c.line([(200, 202), polar(200, 202, 78, 267)], width=11, fill=t.ink)
    c.disc(200, 202, 12, t.ink)


@motif("Thriller", "a gunsight on a lone walker", edge="head", align="centre")
def gunsight(c: Canvas, t: Tint, chance: Random) -> None:
    scope = arc(200, 400, 158, 158)
    c.shape(box(0, 230, 400, 600), fill=t.ink, blur=4)
    c.shape(scope, fill=Fade(mix(t.top, t.paper, 0.5), t.bottom, 240, 560))
    c.shape(path("40,470 400,430 400,600 0,600"), fill=t.ink, opacity=0.3, within=scope)
    c.shape(
        smooth(
            path("214,398 228,404 232,440 224,500 216,500 212,460 204,502 196,500 200,440 202,404")
        ),
        arc(215, 386, 9.5, 11),
        fill=t.ink,
    )
    c.line(
        path("42,400 170,400"),
        path("230,400 358,400"),
        path("200,242 200,370"),
        path("200,430 200,558"),
        width=2.4,
        fill=t.ink,
    )
    c.line(arc(200, 400, 62, 62), width=2.4, fill=t.ink)
    c.disc(200, 400, 3.4, t.spark)


@motif("Thriller", "a wire to be cut", edge="foot")
def which_wire(c: Canvas, t: Tint, chance: Random) -> None:
    for n, fill in enumerate((t.ink, t.paper, t.spark, t.ink)):
        x = 90 + 62 * n
        c.line(
            smooth(
                [
                    (x, -20),
                    (x + 24, 80),
                    (x - 30, 160),
                    (x + 18, 260),
                    (200 + (x - 200) * 0.5, 330),
                    (200 + (x - 200) * 0.4, 420),
                ],
                closed=False,
            ),
            width=11,
            fill=fill,
        )
    c.shape(box(112, 322, 288, 400), box(0, 384, 400, 600), fill=t.ink)
    c.shape(box(132, 338, 268, 384), fill=mix(t.ink, t.spark, 0.28))
    for n, x in enumerate((144, 174, 212, 242)):
        c.line(
            *([(x, 345), (x, 360)], [(x, 362), (x, 377)])
            if n == 3
            else (
                [(x, 345), (x, 377)],
                [(x + 14, 345), (x + 14, 377)],
                [(x, 345), (x + 14, 345)],
                [(x, 377), (x + 14, 377)],
            ),
            width=3.2,
            fill=t.spark,
        )
    c.disc(200, 351, 2.6, t.spark)
    c.disc(200, 371, 2.6, t.spark)
