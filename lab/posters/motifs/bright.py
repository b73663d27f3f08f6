"""Motifs of play, love and song: Animation, Children, Comedy, Musical, Romance."""

from random import Random

from lab.posters.canvas import (
    Canvas,
    Fade,
    arc,
    box,
    heart,
    hill,
    mirrored,
    mix,
    path,
    polar,
    smooth,
    star,
    turned,
)
from lab.posters.motifs.scene import Tint, motif


def cloud(
    c: Canvas, x: float, y: float, size: float, fill: tuple[int, int, int], opacity: float = 1
) -> None:
    """Put a cloud somewhere; its foot is flat."""
    puffs = [
        arc(x + dx * size, y + dy * size, r * size, r * size)
        for dx, dy, r in ((-40, -14, 24), (-6, -28, 34), (34, -16, 27))
    ]
    c.shape(*puffs, arc(x, y - 8 * size, 70 * size, 16 * size), fill=fill, opacity=opacity)


@motif("Animation", "a bouncing ball, frame by frame")
def bounce(c: Canvas, t: Tint, chance: Random) -> None:
    c.shape(box(0, 330, 400, 600), fill=t.ink)
    frames = 13
    for frame in range(frames):
        time = frame / (frames - 1)
        along = (1.74 * time + 0.16) % 1
        near = 0.3 + 0.7 * time
        height, size, last = 250 * near * 4 * along * (1 - along), 44 * near, frame == frames - 1
        squash = 1 - 0.3 * max(0.0, 1 - height / 26)
        x, floor = 46 + time * 300, 342 + 44 * time * time
        c.shape(
            arc(x, floor, size * 0.9, 4 + 5 * near),
            fill=mix(t.ink, t.paper, 0.16),
            opacity=0.3 + 0.7 * time,
        )
        ball = arc(x, floor - size * squash - height, size / squash, size * squash)
        c.shape(
            ball,
            fill=Fade(t.sun, mix(t.sun, t.ink, 0.3), floor - height - 2 * size, floor - height),
            opacity=1 if last else 0.12 + 0.4 * time,
        )
        c.shape(
            arc(x - size * 0.42, floor - height - size * 1.4, size * 0.13, size * 0.24, tilt=45),
            fill=t.paper,
            opacity=0.8 if last else 0.2,
        )


@motif("Animation", "a pencil and the curl that it draws", edge="head")
def pencil(c: Canvas, t: Tint, chance: Random) -> None:
    curl = smooth(
        path(
            "30,540 120,560 190,470 110,400 60,470 130,560 236,540 280,440 222,376 176,430 226,506"
        ),
        closed=False,
    )
    c.line(curl, width=11, fill=t.ink)

    def placed(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
        return turned([(x + 226, y + 506) for x, y in points], 226, 506, 40)

    c.shape(placed(path("0,0 -24,-56 24,-56")), fill=mix(t.paper, t.sun, 0.25))
    c.shape(placed(path("0,0 -8,-19 8,-19")), fill=t.ink)
    for left, right, fill in (
        (-24, -8, mix(t.sun, t.ink, 0.25)),
        (-8, 9, t.sun),
        (9, 24, mix(t.sun, t.paper, 0.35)),
    ):
        c.shape(placed(box(left, -214, right, -54)), fill=fill)
    c.shape(placed(box(-24, -238, 24, -212)), fill=t.paper)
    c.shape(
        placed([*box(-24, -256, 24, -238), (-24, -256)]), placed(arc(0, -256, 24, 16)), fill=t.spark
    )


@motif("Animation", "a small creature that looks up", edge="head", align="centre")
def creature(c: Canvas, t: Tint, chance: Random) -> None:
    c.glow(200, 420, 280, t.paper, 0.7)
    blob = smooth(path("96,620 86,470 120,330 200,284 280,330 314,470 304,620"))
    c.line(path("150,330 130,270"), path("250,330 270,270"), width=9, fill=mix(t.sun, t.ink, 0.2))
    c.disc(128, 264, 15, t.spark)
    c.disc(272, 264, 15, t.spark)
    c.shape(blob, fill=Fade(t.sun, mix(t.sun, t.ink, 0.4), 290, 640))
    c.disc(200, 400, 70, t.paper)
    c.disc(206, 384, 36, t.spark)
    c.disc(208, 378, 19, t.ink)
    c.disc(218, 368, 8, t.paper)
    c.shape([*arc(200, 510, 44, 34, 0, 180)], fill=t.ink)
    c.shape(box(178, 510, 194, 524), box(206, 510, 222, 524), fill=t.paper)


@motif("Animation", "a paper plane in the sky")
def paper_plane(c: Canvas, t: Tint, chance: Random) -> None:
    cloud(c, 92, 122, 0.9, t.paper, 0.75)
    cloud(c, 320, 330, 1.1, t.paper, 0.75)
    cloud(c, 60, 372, 0.7, t.paper, 0.75)
    flight = smooth(
        path("-20,330 90,330 150,240 106,190 70,240 120,300 210,262 250,190"), closed=False
    )
    c.line(
        *([flight[n], flight[n + 1]] for n in range(0, len(flight) - 1, 4)),
        width=4,
        fill=t.ink,
        opacity=0.75,
    )
    c.shape(path("356,52 190,128 246,160"), fill=t.sun)
    c.shape(path("356,52 246,160 262,214 276,178"), fill=mix(t.sun, t.ink, 0.4))
    c.shape(path("356,52 276,178 316,204"), fill=mix(t.sun, t.paper, 0.25))


@motif("Animation", "hills like paper cut-outs", edge="head")
def paper_hills(c: Canvas, t: Tint, chance: Random) -> None:
    c.disc(296, 298, 54, t.sun)
    cloud(c, 96, 288, 0.7, t.paper)
    for n, (crest, lean) in enumerate(((330, -80), (390, 110), (446, -50), (510, 90))):
        fill = (t.spark, mix(t.spark, t.sun, 0.5), mix(t.spark, t.ink, 0.45), t.ink)[n]
        c.shape(hill(crest + 5, lean, rise=52), fill=t.ink, opacity=0.35, blur=9)
        c.shape(hill(crest, lean, rise=52), fill=fill)
        for x in range(30 + 53 * n, 390, 131):
            foot = crest + 26 + abs(x - 200 - lean) * 0.16
            tree = [(x - 17, foot), (x, foot - 58), (x + 17, foot)]
            c.shape(tree, fill=mix(fill, t.ink if n < 3 else t.spark, 0.5))


@motif("Animation", "a friendly robot", align="centre")
def robot(c: Canvas, t: Tint, chance: Random) -> None:
    c.line(path("200,96 200,46"), width=7, fill=t.ink)
    c.disc(200, 40, 16, t.spark)
    c.shape(
        smooth(path("84,92 316,92 324,270 76,270")),
        smooth(path("140,250 260,250 300,420 100,420")),
        fill=t.ink,
    )
    face = smooth(path("100,106 300,106 306,250 94,250"))
    c.shape(face, fill=Fade(t.sun, mix(t.sun, t.ink, 0.25), 100, 260))
    for x in (156, 244):
        c.disc(x, 168, 35, t.ink)
        c.disc(x, 168, 26, t.paper)
        c.disc(x + 6, 163, 12, t.ink)
    c.line(arc(200, 196, 44, 32, 40, 140), width=7, fill=t.ink)
    c.line(*([(x, 300), (x, 316)] for x in (172, 200, 228)), width=8, fill=t.spark)
    c.disc(64, 180, 20, t.spark)
    c.disc(336, 180, 20, t.spark)
    c.shape(box(0, 378, 400, 600), fill=t.ink)


@motif("Children", "balloons in the wind")
def balloons(c: Canvas, t: Tint, chance: Random) -> None:
    hand = (200.0, 372.0)
    fills = (t.sun, t.spark, t.paper, mix(t.sun, t.spark, 0.5), t.ink)
    places = ((112, 168, 48), (290, 160, 50), (200, 118, 56), (154, 250, 42), (250, 244, 44))
    for x, y, r in places:
        c.line(
            smooth(
                [(x, y + r), ((x + hand[0]) / 2 + 10, (y + hand[1]) / 2 + 26), hand], closed=False
            ),
            width=2,
            fill=t.ink,
        )
    for (x, y, r), fill in zip(places, fills, strict=True):
        c.shape(
            [(x - 7, y + r * 1.34), (x, y + r), (x + 7, y + r * 1.34)],
            arc(x, y, r, r * 1.18),
            fill=Fade(mix(fill, t.paper, 0.15), mix(fill, t.ink, 0.16), y - r, y + r),
        )
        c.shape(
            arc(x - r * 0.4, y - r * 0.48, r * 0.12, r * 0.28, tilt=32),
            fill=(255, 255, 255),
            opacity=0.65,
        )
    c.shape(hill(366, -90, rise=30), fill=mix(t.ink, t.bottom, 0.25))
    c.shape(hill(384, 80, rise=24), fill=t.ink)


@motif("Children", "a kite", edge="head")
def kite(c: Canvas, t: Tint, chance: Random) -> None:
    cloud(c, 86, 300, 0.9, t.paper, 0.85)
    cloud(c, 330, 452, 0.8, t.paper, 0.85)
    c.line(smooth(path("226,440 180,500 240,540 150,610"), closed=False), width=2.6, fill=t.ink)
    for x, y in ((203, 474), (216, 522), (196, 572)):
        c.shape(
            [(x, y), (x - 18, y - 11), (x - 18, y + 11)],
            [(x, y), (x + 18, y - 11), (x + 18, y + 11)],
            fill=t.spark,
        )
    for corners, fill in (
        (path("250,226 166,306 240,332"), t.sun),
        (path("250,226 320,338 240,332"), t.spark),
        (path("226,444 166,306 240,332"), t.paper),
        (path("226,444 320,338 240,332"), mix(t.sun, t.ink, 0.25)),
    ):
        c.shape(corners, fill=fill)


@motif("Children", "a rubber duck", align="left")
def rubber_duck(c: Canvas, t: Tint, chance: Random) -> None:
    for x, y, r in ((70, 96, 26), (330, 60, 16), (354, 120, 9), (96, 46, 10), (300, 250, 12)):
        c.line(arc(x, y, r, r), width=3, fill=t.paper)
        c.disc(x - r * 0.3, y - r * 0.35, r * 0.16, t.paper)
    body = smooth(
        path("84,250 110,214 170,240 214,236 290,220 336,196 330,290 270,350 150,350 90,310")
    )
    fill = Fade(mix(t.spark, t.paper, 0.2), mix(t.spark, t.sun, 0.4), 70, 370)
    c.shape(body, arc(162, 160, 70, 70), fill=fill)
    c.shape(smooth(path("210,260 290,250 314,276 250,318 206,300")), fill=mix(t.spark, t.sun, 0.55))
    c.shape(smooth(path("104,158 60,166 52,184 80,192 112,186")), fill=t.sun)
    c.disc(146, 140, 11, t.ink)
    c.disc(150, 136, 4, t.paper)
    for n, y in enumerate((326, 352)):
        crest = [(x, y + 9 * (1 - abs((x + 33 * n) % 66 - 33) / 16)) for x in range(-10, 420, 11)]
        c.shape(
            [(-10, 620), *smooth(crest, closed=False), (420, 620)],
            fill=mix(t.top, t.ink, 0.5 + 0.5 * n),
        )


@motif("Children", "a rainbow with clouds", align="centre")
def rainbow(c: Canvas, t: Tint, chance: Random) -> None:
    bands = (t.sun, mix(t.sun, t.spark, 0.6), t.spark, t.paper, mix(t.top, t.ink, 0.35), t.ink)
    for n, fill in enumerate(bands):
        reach = 172 - 18 * n
        c.shape(
            [
                *arc(200, 314, reach, reach, 180, 360),
                *reversed(arc(200, 314, reach - 19, reach - 19, 180, 360)),
            ],
            fill=fill,
        )
    for x, size in ((78, 1.1), (322, 1.1)):
        cloud(c, x, 336, size, t.paper)
    c.shape(star(200, 84, 0.1, 0.1, 5), fill=t.paper)


@motif("Children", "a teddy bear", edge="head", align="centre")
def teddy(c: Canvas, t: Tint, chance: Random) -> None:
    fur, dark = mix(t.spark, t.ink, 0.12), mix(t.spark, t.ink, 0.4)
    c.shape(smooth(path("80,640 96,530 150,490 250,490 304,530 320,640")), fill=dark)
    c.shape(arc(112, 300, 46, 46), arc(288, 300, 46, 46), fill=fur)
    c.shape(arc(112, 300, 25, 25), arc(288, 300, 25, 25), fill=dark)
    c.shape(arc(200, 390, 134, 124), fill=Fade(mix(fur, t.paper, 0.1), fur, 270, 520))
    c.shape(arc(200, 432, 60, 50), fill=t.paper)
    c.shape(arc(146, 374, 13, 15), arc(254, 374, 13, 15), fill=t.ink)
    c.shape(smooth(path("178,404 222,404 200,430")), fill=t.ink)
    c.line(
        path("200,424 200,444"),
        arc(188, 444, 12, 10, 0, 150),
        arc(212, 444, 12, 10, 30, 180),
        width=4,
        fill=t.ink,
    )
    c.shape(
        smooth(path("200,522 140,492 140,556")),
        smooth(path("200,522 260,492 260,556")),
        arc(200, 522, 15, 15),
        fill=t.sun,
    )


@motif("Children", "crayons", edge="head")
def crayons(c: Canvas, t: Tint, chance: Random) -> None:
    fills = (t.sun, t.spark, t.ink, mix(t.top, t.ink, 0.45), mix(t.sun, t.spark, 0.5))
    for n, fill in enumerate(fills):
        x, tip = 36 + 68 * n, 262 + (n * 71) % 110
        c.shape(
            [(x + 3, tip + 62), (x + 22, tip), (x + 34, tip), (x + 53, tip + 62)],
            fill=mix(fill, t.paper, 0.12),
        )
        c.shape(box(x, tip + 60, x + 56, 620), fill=fill)
        c.shape(box(x, tip + 92, x + 56, tip + 212), fill=mix(fill, t.paper, 0.72))
        c.line(
            [
                (x + 8, tip + 152),
                *((x + 8 + 8 * k, tip + 152 + (7 if k % 2 else -7)) for k in range(6)),
            ],
            width=3,
            fill=fill,
        )


@motif("Comedy", "a bowler hat, a moustache and a bow tie", align="centre")
def bowler(c: Canvas, t: Tint, chance: Random) -> None:
    c.shape(
        [*arc(200, 142, 98, 104, 180, 360)],
        smooth(path("64,146 100,134 300,134 336,146 290,164 110,164")),
        fill=t.ink,
    )
    c.shape(box(102, 112, 298, 136), fill=t.sun)
    half = smooth(path("200,236 176,216 140,226 104,258 82,244 100,278 150,276 200,256"))
    c.shape(half, mirrored(half), fill=t.ink)
    bow = path("200,342 120,304 120,382")
    c.shape(
        smooth(bow),
        smooth(mirrored(bow)),
        arc(200, 342, 17, 17),
        fill=t.spark if t.spark != t.top else t.sun,
    )


@motif("Comedy", "a wide grin", align="centre")
def grin(c: Canvas, t: Tint, chance: Random) -> None:
    mouth = [(56, 210), *arc(200, 210, 144, 158, 180, 0)]
    c.shape(mouth, fill=t.ink)
    c.shape(arc(214, 354, 88, 62), fill=t.spark, within=mouth)
    c.shape(path("66,214 334,214 316,258 84,258"), fill=t.paper, within=mouth)
    c.line(
        *([(x, 214), (x, 256)] for x in (110, 155, 200, 245, 290)),
        width=2,
        fill=t.ink,
        opacity=0.35,
    )
    for x in (134, 266):
        c.shape(arc(x, 116, 50, 64), fill=t.paper)
        c.disc(x + 13, 124, 26, t.ink)
        c.disc(x + 22, 113, 8, t.paper)


@motif("Comedy", "a banana peel", edge="head", align="centre")
def banana_peel(c: Canvas, t: Tint, chance: Random) -> None:
    c.shape(arc(200, 512, 178, 30), fill=t.ink, opacity=0.25)
    inside, outside = t.paper, t.sun if t.sun != t.paper else t.spark
    outside = mix(outside, (255, 206, 60), 0.75)
    for flap in (
        path("176,330 110,360 54,430 36,506 74,500 112,450 180,410"),
        path("224,330 290,360 346,430 364,506 326,500 288,450 220,410"),
    ):
        c.shape(smooth(flap), fill=Fade(outside, mix(outside, t.ink, 0.25), 330, 520))
    c.shape(smooth(path("170,360 148,430 154,530 188,548 204,470 230,370")), fill=inside)
    c.shape(
        smooth(path("180,350 214,420 218,500 248,548 268,500 246,400 228,346")),
        fill=mix(outside, t.ink, 0.12),
    )
    c.shape(smooth(path("166,370 180,310 190,262 212,262 220,310 234,370")), fill=outside)
    c.shape(box(190, 244, 212, 272), fill=t.ink)


@motif("Comedy", "glasses with a big nose", align="centre")
def disguise(c: Canvas, t: Tint, chance: Random) -> None:
    nose = smooth(path("182,150 218,150 228,220 264,268 240,312 160,312 136,268 172,220"))
    c.shape(nose, fill=Fade(mix(t.spark, t.paper, 0.45), mix(t.spark, t.paper, 0.2), 150, 320))
    for x in (112, 288):
        c.disc(x, 164, 70, t.paper, 0.55)
        c.line(arc(x, 164, 70, 70), width=17, fill=t.ink)
        brow = smooth(
            [(x - 60, 74), (x - 40, 44), (x + 20, 36), (x + 62, 58), (x + 20, 62), (x - 30, 70)]
        )
        c.shape(brow if x > 200 else mirrored(brow, x), fill=t.ink)
        c.disc(x + 10, 168, 19, t.ink)
    c.line(arc(200, 156, 26, 20, 200, 340), width=15, fill=t.ink)
    half = smooth(path("200,320 150,306 90,340 66,384 120,374 170,362 200,346"))
    c.shape(half, mirrored(half), fill=t.ink)


@motif("Comedy", "popcorn that flies", edge="head", align="centre")
def popcorn(c: Canvas, t: Tint, chance: Random) -> None:
    for x, y, size in (
        (120, 300, 0.8),
        (282, 284, 0.9),
        (330, 350, 0.7),
        (66, 366, 0.7),
        (206, 262, 0.8),
    ):
        c.shape(
            *(
                arc(x + dx * size, y + dy * size, 19 * size, 17 * size)
                for dx, dy in ((-16, 4), (14, 6), (0, -14))
            ),
            fill=t.paper,
        )
    puffs = [
        arc(98 + 41 * n + 20 * row, 402 - 26 * row + 8 * ((n + row) % 2), 28, 26)
        for row in range(2)
        for n in range(6 - row)
    ]
    c.shape(*puffs, fill=t.paper)
    c.line(
        *([*arc(98 + 41 * n, 402 + 8 * (n % 2), 17, 15, 200, 300)] for n in range(6)),
        width=2.5,
        fill=t.sun,
        opacity=0.9,
    )
    for n in range(7):
        x0, x1, b0, b1 = 82 + 34 * n, 116 + 34 * n, 112 + 25 * n, 137 + 25 * n
        c.shape(
            [(x0, 424), (x1, 424), (b1, 620), (b0, 620)], fill=t.spark if n % 2 == 0 else t.paper
        )
    c.shape(box(74, 416, 328, 434), fill=t.ink)


@motif("Comedy", "a cream cake with a cherry that wobbles", align="centre")
def cake(c: Canvas, t: Tint, chance: Random) -> None:
    c.line(smooth(path("206,92 220,56 252,40"), closed=False), width=5, fill=t.ink)
    c.disc(202, 112, 29, t.spark)
    c.disc(193, 102, 7, t.paper)
    for n, (half, top) in enumerate(((70, 138), (110, 206), (150, 280))):
        c.shape(
            box(200 - half, top, 200 + half, top + 76),
            fill=Fade(
                mix(t.spark, t.paper, 0.5 + 0.1 * n), mix(t.spark, t.paper, 0.3), top, top + 76
            ),
        )
        drips = [
            smooth(
                [
                    (x - 15, top - 6),
                    (x + 15, top - 6),
                    (x + 12, top + 22 + 13 * (k % 2)),
                    (x - 12, top + 22 + 13 * (k % 2)),
                ]
            )
            for k, x in enumerate(range(200 - half + 14, 200 + half, 27))
        ]
        c.shape(*drips, box(200 - half - 4, top - 8, 200 + half + 4, top + 8), fill=t.paper)
    c.shape(arc(200, 360, 184, 17), fill=t.ink)
    c.shape(box(186, 360, 214, 392), fill=t.ink)


@motif("Comedy", "a flamingo that wears a top hat", edge="head")
def flamingo(c: Canvas, t: Tint, chance: Random) -> None:
    c.disc(214, 404, 128, mix(t.bottom, t.paper, 0.4))
    pink = mix(t.spark, t.paper, 0.3)
    c.line(path("236,480 236,610"), path("262,470 282,520 240,546"), width=6, fill=t.ink)
    c.line(
        smooth(path("196,440 140,420 128,360 170,330 166,286 128,276"), closed=False),
        width=20,
        fill=pink,
    )
    c.shape(
        smooth(path("166,420 220,384 300,396 352,452 280,486 200,482")),
        fill=Fade(pink, t.spark, 390, 490),
    )
    c.shape(arc(134, 284, 23, 20), fill=pink)
    c.shape(smooth(path("120,276 94,284 86,316 104,308 124,298")), fill=t.ink)
    c.disc(134, 280, 4, t.ink)
    c.shape(
        turned(box(118, 224, 162, 266), 140, 264, 8),
        turned(box(104, 262, 176, 271), 140, 264, 8),
        fill=t.ink,
    )
    c.shape(turned(box(118, 250, 162, 260), 140, 264, 8), fill=t.paper)


@motif("Musical", "a record and a note", align="centre")
def vinyl(c: Canvas, t: Tint, chance: Random) -> None:
    c.disc(206, 208, 170, t.ink, 0.35, 10)
    c.disc(200, 200, 170, t.ink)
    c.line(*(arc(200, 200, r, r) for r in range(74, 166, 9)), width=1.2, fill=t.paper, opacity=0.2)
    for a in (-60, 120):
        c.shape([(200, 200), *arc(200, 200, 164, 164, a - 13, a + 13)], fill=t.paper, opacity=0.14)
    c.disc(200, 200, 62, t.sun)
    c.disc(200, 200, 52, t.spark)
    c.shape(arc(188, 218, 13, 10, tilt=-20), fill=t.paper)
    c.line(path("199,214 199,172 218,182"), width=5, fill=t.paper)
    c.disc(200, 200, 4, t.ink)


@motif("Musical", "notes on a ribbon", edge="head")
def ribbon(c: Canvas, t: Tint, chance: Random) -> None:
    def height(x: float, line: float) -> float:
        return (
            400
            + 60 * ((x - 200) / 200) ** 3 * 1.6
            - 0.22 * (x - 200)
            + line * (17 + 7 * abs(x - 200) / 200)
        )

    c.line(
        *([(x, height(x, line)) for x in range(-10, 420, 8)] for line in range(-2, 3)),
        width=3,
        fill=t.ink,
    )
    for x, line, fill in (
        (66, 0.5, t.spark),
        (144, -1, t.ink),
        (198, -0.5, t.ink),
        (276, 1, t.sun),
        (336, -1.5, t.spark),
    ):
        y = height(x, line)
        c.shape(arc(x, y, 21, 16, tilt=-20), fill=fill)
        c.line([(x + 18, y - 4), (x + 18, y - 92)], width=5.5, fill=fill)
        if fill != t.ink:
            c.line(
                smooth([(x + 18, y - 92), (x + 44, y - 66), (x + 38, y - 40)], closed=False),
                width=6,
                fill=fill,
            )
    c.shape(
        [
            (159, height(144, -1) - 98),
            (219, height(198, -0.5) - 98),
            (219, height(198, -0.5) - 80),
            (159, height(144, -1) - 80),
        ],
        fill=t.ink,
    )


@motif("Musical", "the keys of a piano", edge="head", align="left")
def piano(c: Canvas, t: Tint, chance: Random) -> None:
    c.shape(box(0, 270, 400, 600), fill=t.ink)
    for n in range(7):
        x = 3 + 56.6 * n
        c.shape(box(x, 282, x + 53, 600), fill=Fade(t.paper, mix(t.paper, t.bottom, 0.3), 282, 600))
    c.shape(box(3 + 56.6 * 4, 282, 56 + 56.6 * 4, 600), fill=t.sun)
    for n in (0, 1, 3, 4, 5):
        x = 42 + 56.6 * n
        c.shape(box(x, 282, x + 34, 466), fill=t.ink)
        c.shape(box(x + 6, 282, x + 28, 452), fill=mix(t.ink, t.paper, 0.16))
    c.shape(box(0, 262, 400, 284), fill=t.spark)


@motif("Musical", "a microphone in the spotlight")
def spotlight(c: Canvas, t: Tint, chance: Random) -> None:
    c.shape(box(0, 0, 400, 600), fill=t.ink, opacity=0.88)
    c.shape(
        path("150,-10 250,-10 352,372 48,372"),
        fill=Fade(t.sun, t.spark, -10, 420),
        opacity=0.75,
        blur=4,
    )
    c.shape(arc(200, 370, 152, 24), fill=t.sun, opacity=0.9, blur=2)
    c.line(path("200,368 200,166"), width=6, fill=t.ink)
    c.shape(arc(200, 370, 42, 8), fill=t.ink)
    c.shape(smooth(path("168,92 200,62 232,92 232,150 200,178 168,150")), fill=t.ink)
    c.line(*([(174, y), (226, y)] for y in (96, 108, 120)), width=3, fill=t.paper, opacity=0.8)
    c.shape(box(166, 134, 234, 142), fill=t.sun)


@motif("Musical", "a gramophone", align="left")
def gramophone(c: Canvas, t: Tint, chance: Random) -> None:
    horn = smooth(
        path("160,300 176,230 210,170 240,60 262,40 360,150 356,176 260,214 220,250 190,312")
    )
    c.shape(horn, fill=Fade(t.sun, mix(t.sun, t.ink, 0.35), 40, 310))
    c.shape(arc(302, 106, 24, 84, tilt=-41), fill=mix(t.spark, t.ink, 0.25))
    c.shape(arc(298, 110, 13, 50, tilt=-41), fill=t.ink)
    c.shape(arc(150, 312, 96, 13), fill=t.ink)
    c.shape(arc(150, 307, 32, 5), fill=t.spark)
    c.shape(path("60,322 260,322 276,384 44,384"), fill=t.ink)
    c.line(path("272,350 306,350 306,328"), width=6, fill=t.ink)
    c.line(path("70,352 246,352"), width=3, fill=t.sun)


@motif("Musical", "two dancing shoes", edge="head")
def tap_shoes(c: Canvas, t: Tint, chance: Random) -> None:
    c.shape(box(0, 536, 400, 600), fill=t.ink)
    c.glow(200, 440, 240, t.paper, 0.6)
    for dx, dy, tilt, fill in ((118, -46, 22, t.ink), (0, 0, 0, t.spark)):

        def placed(
            points: list[tuple[float, float]], dx: float = dx, dy: float = dy, tilt: float = tilt
        ) -> list[tuple[float, float]]:
            return turned([(x + dx, y + dy) for x, y in points], 150 + dx, 530 + dy, tilt)

        c.shape(
            placed(smooth(path("66,250 122,250 118,430 78,430"))), fill=mix(t.ink, t.bottom, 0.25)
        )
        c.shape(
            placed(smooth(path("66,420 124,416 150,460 232,484 250,520 240,530 70,530"))), fill=fill
        )
        c.shape(
            placed(box(66, 520, 108, 540)),
            placed(smooth(path("140,520 246,520 246,536 140,536"))),
            fill=t.sun,
        )
        c.line(
            *(placed([(134 + 14 * n, 452 + 7 * n), (122 + 14 * n, 474 + 6 * n)]) for n in range(3)),
            width=3.5,
            fill=t.paper,
        )


@motif("Romance", "two hearts", align="centre")
def two_hearts(c: Canvas, t: Tint, chance: Random) -> None:
    first, second = heart(146, 170, 116, -12), heart(248, 220, 116, 10)
    c.shape(first, fill=Fade(mix(t.spark, t.paper, 0.2), t.spark, 60, 300))
    c.shape(second, fill=Fade(t.sun, mix(t.sun, t.ink, 0.2), 100, 350))
    c.shape(first, fill=mix(t.sun, t.ink, 0.6), within=second)


@motif("Romance", "two under one umbrella in the rain")
def umbrella(c: Canvas, t: Tint, chance: Random) -> None:
    drops = [
        [(x, y), (x - 5, y + 24)]
        for x, y in ((chance.uniform(0, 410), chance.uniform(-20, 370)) for _ in range(60))
    ]
    c.line(*drops, width=1.6, fill=t.ink, opacity=0.3)
    top = arc(200, 200, 130, 118, 180, 360)
    scallops = [p for n in range(5) for p in arc(304 - 52 * n, 200, 26, 13, 0, -180)]
    c.shape([*top, *scallops], fill=Fade(t.sun, mix(t.sun, t.ink, 0.25), 80, 210))
    c.line(path("200,70 200,270"), width=4, fill=t.ink)
    for x, lean in ((176, 5), (226, -5)):
        c.shape(
            smooth(
                [
                    (x - 22, 256),
                    (x + lean, 240),
                    (x + 22, 256),
                    (x + 24, 330),
                    (x + 17, 402),
                    (x - 17, 402),
                    (x - 24, 330),
                ]
            ),
            arc(x + lean, 226, 15, 17),
            fill=t.ink,
        )
    c.shape(smooth(path("206,330 246,330 262,388 190,388")), fill=t.ink)
    c.shape(box(0, 386, 400, 600), fill=t.ink)


@motif("Romance", "a rose", edge="head")
def rose(c: Canvas, t: Tint, chance: Random) -> None:
    c.line(smooth(path("206,400 214,480 192,540 204,620"), closed=False), width=8, fill=t.ink)
    for points in (
        path("206,510 250,470 302,474 270,510 224,526"),
        path("200,556 160,510 104,512 130,550 184,572"),
    ):
        c.shape(smooth(points), fill=t.ink)
    deep = mix(t.sun, t.ink, 0.35)
    c.shape(
        smooth(path("110,330 130,262 200,236 272,262 294,330 270,400 204,434 134,400")), fill=deep
    )
    for n in range(9):
        x, y = polar(204, 336, 62 - 6.6 * n, 75 * n)
        size = 62 - 5.2 * n
        c.shape(
            arc(x, y, size, size * 0.82, tilt=75 * n),
            fill=mix(t.sun, t.ink if n % 2 else t.paper, 0.24 if n % 2 else 0.08),
        )
    c.line(arc(204, 336, 13, 13, 0, 270), width=4, fill=deep)


@motif("Romance", "two birds on a wire", edge="head", align="left")
def birds_on_a_wire(c: Canvas, t: Tint, chance: Random) -> None:
    c.disc(210, 396, 138, Fade(t.spark, mix(t.spark, t.bottom, 0.7), 260, 540))
    c.line(
        [(x, 470 + 30 * ((x - 200) / 200) ** 2 * -1 + 30) for x in range(-10, 420, 20)],
        width=3.4,
        fill=t.ink,
    )
    for side in (1, -1):
        bird = smooth(
            path("176,420 196,402 190,440 192,474 160,504 120,560 116,540 136,486 146,440")
        )
        head = arc(176, 420, 21, 21)
        beak = path("192,408 208,414 192,420")
        eye = arc(180, 416, 3.4, 3.4)
        if side == -1:
            bird, head, beak, eye = (mirrored(part, 209) for part in (bird, head, beak, eye))
        c.shape(bird, head, fill=t.ink if side == 1 else t.sun)
        c.shape(beak, fill=t.ink if side == 1 else mix(t.sun, t.ink, 0.4))
        c.shape(eye, fill=t.paper)
    c.shape(heart(209, 342, 19), fill=t.sun)


@motif("Romance", "two cups and their steam", align="centre")
def two_cups(c: Canvas, t: Tint, chance: Random) -> None:
    steam = heart(200, 128, 62)
    c.line([*steam, steam[0]], width=11, fill=t.paper, opacity=0.9, blur=2)
    for x, fill in ((128, t.sun), (272, t.ink)):
        side = 1 if x > 200 else -1
        c.line(arc(x + side * 54, 282, 24, 24), width=10, fill=fill)
        c.shape([*arc(x, 250, 56, 9, 180, 360), *arc(x, 252, 56, 90, 0, 180)], fill=fill)
        c.shape(arc(x, 250, 50, 8), fill=mix(fill, t.paper, 0.3))
        c.line(
            smooth([(x - side * 4, 236), (x - side * 22, 218), (x - side * 2, 200)], closed=False),
            width=9,
            fill=t.paper,
            opacity=0.8,
            blur=2,
        )
    c.shape(arc(128, 346, 84, 9), arc(272, 346, 84, 9), fill=t.ink, opacity=0.85)


@motif("Romance", "a boat on a lake under the moon", edge="foot")
def moonlit_boat(c: Canvas, t: Tint, chance: Random) -> None:
    c.glow(200, 130, 230, t.paper, 0.8)
    c.disc(200, 130, 72, t.paper)
    c.shape(box(0, 268, 400, 600), fill=Fade(mix(t.spark, t.ink, 0.35), t.ink, 268, 420))
    for n in range(9):
        half = 66 - 5 * n + chance.uniform(-10, 10)
        c.line(
            [(200 - half, 280 + 13 * n), (200 + half, 280 + 13 * n)],
            width=4,
            fill=t.paper,
            opacity=0.75 - 0.06 * n,
        )
    c.shape(smooth(path("112,306 150,318 250,318 288,306 256,348 144,348")), fill=t.ink)
    for x, lean in ((176, 6), (222, -6)):
        c.shape(
            smooth([(x - 17, 326), (x - 10 + lean, 272), (x + 10 + lean, 272), (x + 17, 326)]),
            arc(x + lean, 264, 11, 13),
            fill=t.ink,
        )
    c.line(path("236,296 312,352"), width=4, fill=t.ink)
