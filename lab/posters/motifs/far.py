"""Motifs of far places and great deeds: Sci-Fi, Fantasy, Adventure, Western, War, Action."""

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
    star,
    turned,
)
from lab.posters.motifs.scene import Tint, motif


def stars(c: Canvas, t: Tint, chance: Random, low: float, count: int = 70) -> None:
    """Strew stars over the sky down to a height."""
    for size, opacity, share in ((0.8, 0.5, 0.7), (1.4, 0.9, 0.3)):
        dots = [
            arc(chance.uniform(0, 400), chance.uniform(0, low), size, size)
            for _ in range(round(count * share))
        ]
        c.shape(*dots, fill=t.paper, opacity=opacity)


@motif("Sci-Fi", "a planet with a ring among stars")
def ringed_planet(c: Canvas, t: Tint, chance: Random) -> None:
    stars(c, t, chance, 590)
    c.glow(200, 200, 250, t.sun, 0.4)
    c.line(arc(200, 200, 188, 46, 180, 360, -18), width=13, fill=t.spark)
    c.disc(200, 200, 104, Fade(t.sun, mix(t.sun, t.ink, 0.55), 100, 310))
    c.shape(
        arc(248, 234, 120, 116), fill=t.ink, opacity=0.35, within=arc(200, 200, 104, 104), blur=12
    )
    c.line(arc(200, 200, 188, 46, 0, 180, -18), width=13, fill=t.spark)
    c.line(arc(200, 200, 166, 36, 12, 168, -18), width=4, fill=t.paper, opacity=0.7)
    c.disc(330, 84, 13, t.paper)


@motif("Sci-Fi", "a beam of light from a saucer", edge="head")
def saucer(c: Canvas, t: Tint, chance: Random) -> None:
    stars(c, t, chance, 480)
    c.shape(
        path("160,296 240,296 340,560 60,560"),
        fill=Fade(t.sun, t.bottom, 290, 560),
        opacity=0.75,
        blur=4,
    )
    c.shape(arc(200, 272, 50, 42, 180, 360), fill=t.spark, opacity=0.85)
    c.shape(arc(200, 284, 128, 25), fill=Fade(mix(t.paper, t.top, 0.35), t.ink, 258, 308))
    c.shape(*(arc(200 + 34 * n, 290 - abs(n) * 2.4, 6, 5) for n in range(-3, 4)), fill=t.sun)
    c.shape(hill(536, -60, rise=30), fill=t.ink)
    c.line(
        path("180,540 183,512"),
        path("190,540 184,512"),
        path("184,512 184,490"),
        path("184,494 172,476"),
        path("184,494 197,477"),
        width=5,
        fill=t.ink,
    )
    c.disc(184, 480, 6, t.ink)


@motif("Sci-Fi", "an astronaut's helmet that mirrors the sun")
def helmet(c: Canvas, t: Tint, chance: Random) -> None:
    stars(c, t, chance, 400)
    c.shape(
        smooth(path("40,480 66,352 140,306 260,306 334,352 360,480")),
        fill=Fade(mix(t.paper, t.bottom, 0.35), mix(t.paper, t.ink, 0.75), 300, 400),
    )
    c.shape(arc(200, 196, 138, 142), fill=Fade(t.paper, mix(t.paper, t.bottom, 0.65), 60, 340))
    visor = smooth(path("92,196 104,120 200,102 296,120 308,196 292,268 200,292 108,268"))
    c.shape(visor, fill=Fade(t.ink, t.bottom, 100, 290))
    c.shape(hill(238, 30, rise=30), fill=t.ink, within=visor)
    c.disc(250, 182, 32, t.sun)
    c.line(arc(200, 196, 96, 84, 190, 240), width=7, fill=t.paper, opacity=0.55)
    c.shape(box(0, 372, 400, 600), fill=t.ink, blur=18)


@motif("Sci-Fi", "a rocket on its way", align="left")
def rocket(c: Canvas, t: Tint, chance: Random) -> None:
    stars(c, t, chance, 420)
    trail = smooth(path("-40,384 110,366 206,290 262,176 274,190 222,306 130,388 -40,400"))
    c.shape(trail, fill=Fade(t.sun, t.bottom, 190, 420), blur=3)
    hull = smooth(path("0,-76 20,-40 20,20 14,44 -14,44 -20,20 -20,-40"))
    fins = path("-20,10 -36,52 -12,40 12,40 36,52 20,10")
    flame = smooth(path("-13,44 13,44 0,100"))
    flame, fins, hull, window = (
        moved(part, 280, 146, tilt=24) for part in (flame, fins, hull, arc(0, -18, 9, 9))
    )
    c.shape(flame, fill=t.sun)
    c.shape(fins, fill=t.spark)
    c.shape(hull, fill=Fade(t.paper, mix(t.paper, t.bottom, 0.5), 80, 210))
    c.shape(window, fill=t.ink)
    c.disc(92, 104, 46, Fade(t.spark, mix(t.spark, t.ink, 0.6), 60, 160))


@motif("Sci-Fi", "a sun over a grid that runs to the horizon", edge="head", align="centre")
def grid_horizon(c: Canvas, t: Tint, chance: Random) -> None:
    stars(c, t, chance, 400)
    c.glow(200, 372, 250, t.sun, 0.55)
    slits = [box(60, 372 + 24 * n, 340, 372 + 24 * n + 3 + 3 * n) for n in range(4)]
    c.shape(arc(200, 372, 116, 116), fill=Fade(t.spark, t.sun, 256, 450), holes=slits)
    c.shape(box(0, 452, 400, 600), fill=Fade(t.ink, mix(t.ink, t.bottom, 0.45), 452, 600))
    c.line(
        *([(200 + 16 * n, 452), (200 + 110 * n, 620)] for n in range(-14, 15)),
        width=1.6,
        fill=t.sun,
        opacity=0.85,
    )
    c.line(
        *([(0, 452 + 3.1 * n**2), (400, 452 + 3.1 * n**2)] for n in range(8)),
        width=1.6,
        fill=t.sun,
        opacity=0.85,
    )


@motif("Sci-Fi", "signs that rain down a screen")
def code_rain(c: Canvas, t: Tint, chance: Random) -> None:
    c.shape(box(0, 0, 400, 600), fill=t.ink, opacity=0.6)
    for column in range(25):
        x, head, length = 8 + 16 * column, chance.uniform(90, 390), chance.randint(6, 18)
        for sign in range(length):
            y = head - 17 * sign
            strokes = [
                [
                    (x + chance.choice((0, 8)), y + chance.choice((0, 5, 10))),
                    (x + chance.choice((0, 4, 8)), y + chance.choice((0, 5, 10))),
                ]
                for _ in range(3)
            ]
            c.line(
                *strokes,
                width=1.7,
                fill=t.paper if sign == 0 else t.sun,
                opacity=max(0.08, 1 - sign / length),
            )
    c.shape(box(0, 404, 400, 600), fill=t.ink, opacity=0.85, blur=16)


@motif("Sci-Fi", "the red eye of a machine", align="centre")
def machine_eye(c: Canvas, t: Tint, chance: Random) -> None:
    c.shape(box(0, 0, 400, 600), fill=t.ink, opacity=0.4)
    c.disc(200, 200, 150, Fade(mix(t.paper, t.bottom, 0.5), t.ink, 40, 370))
    c.disc(200, 200, 136, t.ink)
    for radius, share in ((112, 0.8), (84, 0.55), (56, 0.2)):
        c.disc(200, 200, radius, mix(t.sun, t.ink, share))
    c.glow(200, 200, 130, t.sun, 1)
    c.disc(200, 200, 15, t.paper)
    c.line(arc(200, 200, 118, 118, 210, 250), width=8, fill=t.paper, opacity=0.4)
    c.line(arc(200, 200, 98, 98, 300, 322), width=5, fill=t.paper, opacity=0.3)


@motif("Fantasy", "a castle under the crescent moon")
def castle(c: Canvas, t: Tint, chance: Random) -> None:
    stars(c, t, chance, 300, 50)
    c.glow(292, 100, 170, t.sun, 0.6)
    c.shape(arc(292, 100, 44, 44), fill=t.sun, holes=[arc(310, 90, 40, 40)])
    c.shape(ridge(chance, 372, 110, 6), fill=mix(t.bottom, t.ink, 0.35))
    c.shape(hill(326, -40, rise=50), fill=mix(t.bottom, t.ink, 0.7))
    towers = ((96, 26, 196), (140, 20, 236), (172, 34, 136), (222, 22, 214), (254, 28, 180))
    for x, wide, top in towers:
        c.shape(
            box(x - wide / 2, top, x + wide / 2, 390),
            [(x - wide * 0.66, top + 2), (x, top - wide * 2), (x + wide * 0.66, top + 2)],
            fill=t.ink,
        )
        c.shape(arc(x, top + 26, 3.4, 6), fill=t.sun)
    c.shape(box(84, 268, 266, 400), fill=t.ink)
    c.shape(box(0, 356, 400, 600), fill=t.ink, blur=14)


@motif("Fantasy", "a sword in a stone", align="centre")
def sword_in_stone(c: Canvas, t: Tint, chance: Random) -> None:
    rays = [
        [(200, 150), polar(200, 150, 460, a - 5), polar(200, 150, 460, a + 5)]
        for a in range(0, 360, 24)
    ]
    c.shape(*rays, fill=t.sun, opacity=0.13)
    c.glow(200, 160, 250, t.sun, 0.75)
    c.shape(
        path("188,130 212,130 209,330 191,330"),
        fill=Fade(t.paper, mix(t.paper, t.bottom, 0.4), 120, 320),
    )
    c.line(path("200,134 200,320"), width=2, fill=t.bottom, opacity=0.6)
    c.line(smooth(path("138,116 160,126 240,126 262,116"), closed=False), width=13, fill=t.spark)
    c.line(path("200,124 200,62"), width=13, fill=t.ink)
    c.disc(200, 52, 14, t.spark)
    c.shape(
        path("78,400 104,316 156,282 232,272 290,312 326,400"),
        fill=Fade(mix(t.bottom, t.ink, 0.45), t.ink, 270, 400),
    )
    c.shape(path("156,282 232,272 212,330 150,344"), fill=t.paper, opacity=0.12)
    c.shape(box(0, 366, 400, 600), fill=t.ink, blur=16)


@motif("Fantasy", "mushrooms and fireflies", edge="head")
def mushrooms(c: Canvas, t: Tint, chance: Random) -> None:
    c.glow(220, 420, 280, t.sun, 0.5)
    for x, top, size, tilt in (
        (276, 398, 0.66, 8),
        (90, 440, 0.56, -10),
        (180, 320, 1.1, -3),
        (336, 482, 0.4, 12),
    ):
        stem = smooth(
            [
                (x - 22 * size, top),
                (x - 14 * size, top + 90),
                (x - 26 * size, 640),
                (x + 28 * size, 640),
                (x + 14 * size, top + 90),
                (x + 22 * size, top),
            ]
        )
        c.shape(stem, fill=Fade(t.paper, mix(t.paper, t.bottom, 0.8), top, 600))
        cap = turned(
            [
                *arc(x, top + 12, 112 * size, 100 * size, 180, 360),
                *arc(x, top + 12, 112 * size, 22 * size, 0, 180),
            ],
            x,
            top,
            tilt,
        )
        c.shape(cap, fill=Fade(t.spark, mix(t.spark, t.ink, 0.5), top - 90 * size, top + 40 * size))
        spots = [
            arc(x + dx * size, top + dy * size, r * size, r * size * 0.8)
            for dx, dy, r in ((-52, -22, 15), (6, -56, 18), (58, -20, 13), (-8, -8, 9))
        ]
        c.shape(*spots, fill=t.paper, within=cap, opacity=0.9)
    for _ in range(16):
        firefly = chance.uniform(20, 380), chance.uniform(230, 560)
        c.glow(*firefly, 15, t.sun, 1)
        c.disc(*firefly, 2, t.paper)
    c.shape(hill(560, 30, rise=26), fill=t.ink)


@motif("Fantasy", "a lit gate in the trunk of a tree")
def tree_gate(c: Canvas, t: Tint, chance: Random) -> None:
    c.disc(200, 150, 148, mix(t.bottom, t.top, 0.4))
    crown = [
        arc(x, y, r, r)
        for x, y, r in (
            (200, 110, 84),
            (120, 140, 66),
            (280, 140, 66),
            (84, 196, 48),
            (316, 196, 48),
            (160, 70, 56),
            (240, 70, 56),
        )
    ]
    c.shape(*crown, fill=Fade(mix(t.bottom, t.ink, 0.35), mix(t.bottom, t.ink, 0.75), 20, 240))
    trunk = smooth(path("150,190 160,270 130,350 90,400 310,400 270,350 240,270 250,190"))
    c.shape(trunk, fill=t.ink)
    gate = [(176, 392), (176, 318), *arc(200, 318, 24, 30, 180, 360), (224, 392)]
    c.glow(200, 340, 110, t.sun, 0.9)
    c.shape(gate, fill=Fade(t.paper, t.sun, 290, 380))
    for _ in range(20):
        x, y = chance.uniform(70, 330), chance.uniform(50, 240)
        c.glow(x, y, 9, t.sun, 0.9)
        c.disc(x, y, 1.8, t.paper)
    c.shape(hill(384, rise=16), fill=t.ink)


@motif("Fantasy", "a ball of crystal", align="centre")
def crystal_ball(c: Canvas, t: Tint, chance: Random) -> None:
    c.glow(200, 186, 270, t.spark, 0.6)
    ball = arc(200, 180, 128, 128)
    c.shape(ball, fill=Fade(mix(t.sun, t.bottom, 0.25), t.ink, 50, 330))
    for n in range(3):
        swirl = smooth(
            [polar(200, 186, 20 + 8 * k, 120 * n + 30 * k) for k in range(10)], closed=False
        )
        c.line(swirl, width=15 - 3 * n, fill=t.paper, opacity=0.28, blur=5, within=ball)
    c.shape(
        star(200, 180, 44, 9, 4), star(248, 130, 18, 4, 4), star(154, 240, 14, 3, 4), fill=t.paper
    )
    c.line(arc(200, 180, 108, 108, 200, 246), width=8, fill=t.paper, opacity=0.7)
    c.shape(box(0, 400, 400, 600), fill=t.ink, opacity=0.55, blur=26)
    c.shape(smooth(path("110,300 290,300 280,336 316,384 84,384 120,336")), fill=t.ink)
    c.line(path("124,318 276,318"), width=4, fill=t.sun)


@motif("Fantasy", "a dragon before the moon", edge="head")
def dragon(c: Canvas, t: Tint, chance: Random) -> None:
    stars(c, t, chance, 400, 40)
    c.glow(210, 380, 280, t.sun, 0.45)
    c.disc(210, 384, 126, Fade(t.sun, mix(t.sun, t.bottom, 0.5), 260, 510))
    wing = path("206,398 150,300 64,262 30,310 52,322 50,356 84,350 96,388 124,372 150,410")
    far_wing = path(
        "214,396 252,300 330,248 374,300 346,308 340,344 308,340 292,376 268,366 240,408"
    )
    body = smooth(
        path(
            "296,358 322,350 346,362 318,370 284,388 240,420 196,430 152,446 "
            "110,490 64,500 98,478 130,430 190,392 240,386"
        )
    )
    c.shape(
        wing,
        far_wing,
        body,
        path("304,356 298,336 314,352"),
        path("70,494 40,486 52,512"),
        fill=t.ink,
    )
    c.shape(ridge(chance, 592, 60, 7), fill=t.ink)


@motif("Adventure", "mountains and a rising sun", edge="head")
def mountains(c: Canvas, t: Tint, chance: Random) -> None:
    c.glow(250, 330, 260, t.paper, 0.7)
    c.disc(250, 336, 66, t.sun)
    for depth, low in ((0.25, 460), (0.5, 520), (0.78, 570), (1, 620)):
        c.shape(
            ridge(chance, low, 170 - 60 * depth, 4),
            fill=Fade(
                mix(t.spark, t.ink, depth - 0.2), mix(t.bottom, t.ink, depth), low - 150, low + 60
            ),
        )


@motif("Adventure", "a compass", align="centre")
def compass(c: Canvas, t: Tint, chance: Random) -> None:
    c.disc(200, 200, 168, t.ink)
    c.disc(200, 200, 154, Fade(t.paper, mix(t.paper, t.bottom, 0.5), 40, 360))
    c.line(
        *(
            [polar(200, 200, 136, 7.5 * n), polar(200, 200, 146 if n % 4 else 124, 7.5 * n)]
            for n in range(48)
        ),
        width=2.6,
        fill=t.ink,
    )
    c.shape(star(200, 200, 116, 20, 4, 0), fill=t.spark, opacity=0.35)
    c.shape(turned(path("178,200 200,68 222,200"), 200, 200, 34), fill=t.sun)
    c.shape(turned(path("178,200 200,332 222,200"), 200, 200, 34), fill=t.ink)
    c.disc(200, 200, 11, t.paper)


@motif("Adventure", "a ship under full sail", edge="head")
def tall_ship(c: Canvas, t: Tint, chance: Random) -> None:
    c.glow(290, 300, 240, t.paper, 0.8)
    c.disc(290, 306, 52, t.sun)
    c.line(
        path("190,500 190,232"),
        path("118,496 118,290"),
        path("262,496 262,274"),
        width=4.5,
        fill=t.ink,
    )
    for x, top, wide, sails in ((190, 246, 54, 3), (118, 304, 40, 2), (262, 290, 42, 2)):
        for sail in range(sails):
            y, w = top + 70 * sail, wide + 8 * sail
            c.shape(
                smooth(
                    [
                        (x - w, y),
                        (x + w, y),
                        (x + w + 14, y + 34),
                        (x + w, y + 60),
                        (x - w, y + 60),
                        (x - w + 14, y + 34),
                    ]
                ),
                fill=Fade(t.paper, mix(t.paper, t.spark, 0.45), 240, 480),
            )
    c.line(path("262,480 344,426"), width=4.5, fill=t.ink)
    c.shape(smooth(path("58,462 96,486 280,486 316,470 286,548 104,548 76,520")), fill=t.ink)
    c.shape(path("190,232 190,214 224,223"), fill=t.sun)
    for n, y in enumerate((526, 552, 578)):
        wave = [(x, y + 9 * (1 - abs((x + 30 * n) % 80 - 40) / 20)) for x in range(-10, 420, 10)]
        c.shape(
            [(-10, 620), *smooth(wave, closed=False), (410, 620)],
            fill=mix(t.spark, t.ink, 0.25 + 0.35 * n),
        )


@motif("Adventure", "a hot-air balloon over the hills")
def hot_air_balloon(c: Canvas, t: Tint, chance: Random) -> None:
    for x, y, size in ((70, 90, 1), (320, 250, 1.2), (300, 50, 0.7)):
        c.shape(
            *(
                arc(x + dx * size, y + dy * size, r * size, r * size * 0.62)
                for dx, dy, r in ((0, 0, 30), (26, 4, 24), (-28, 6, 22))
            ),
            fill=t.paper,
            opacity=0.6,
        )
    c.shape(hill(320, -90, rise=44), fill=mix(t.spark, t.bottom, 0.35))
    c.shape(hill(352, 110, rise=44), fill=mix(t.spark, t.ink, 0.4))
    c.shape(hill(388, -30, rise=30), fill=t.ink)
    for wide, fill in ((104, t.sun), (66, t.paper), (26, t.sun)):
        c.shape(
            smooth(
                [
                    (200 - wide * 0.9, 80),
                    (200 - wide, 140),
                    (200 - wide * 0.55, 214),
                    (200 - wide * 0.2, 258),
                    (200 + wide * 0.2, 258),
                    (200 + wide * 0.55, 214),
                    (200 + wide, 140),
                    (200 + wide * 0.9, 80),
                    (200, 16),
                ]
            ),
            fill=fill,
        )
    c.line(path("182,254 188,290"), path("218,254 212,290"), width=2, fill=t.ink)
    c.shape(path("184,288 216,288 212,314 188,314"), fill=t.ink)


@motif("Adventure", "a map with a cross on it", align="left")
def treasure_map(c: Canvas, t: Tint, chance: Random) -> None:
    sheet = path("40,56 136,34 264,58 362,36 352,352 262,372 138,346 46,368")
    c.shape([(x + 8, y + 12) for x, y in sheet], fill=t.ink, opacity=0.4, blur=8)
    c.shape(sheet, fill=t.paper)
    c.shape(path("136,34 264,58 262,372 138,346"), fill=t.bottom, opacity=0.28)
    island = smooth(path("90,120 160,84 250,110 310,98 326,190 290,290 210,310 130,300 80,230"))
    c.shape(island, fill=mix(t.spark, t.paper, 0.45))
    c.shape(
        *([(x - 16, y), (x, y - 30), (x + 16, y)] for x, y in ((150, 170), (176, 180), (128, 186))),
        fill=t.ink,
        opacity=0.75,
    )
    trail = smooth(path("110,262 160,232 200,256 236,216 222,168 276,150"), closed=False)
    c.line(*([trail[n], trail[n + 1]] for n in range(0, len(trail) - 2, 3)), width=4.5, fill=t.ink)
    c.line(path("268,132 300,164"), path("300,132 268,164"), width=10, fill=t.sun)


@motif("Adventure", "a temple in the jungle", edge="head", align="centre")
def jungle_temple(c: Canvas, t: Tint, chance: Random) -> None:
    c.glow(200, 350, 260, t.paper, 0.8)
    c.disc(200, 310, 58, t.sun)
    for tier in range(6):
        half, top = 40 + 24 * tier, 330 + 38 * tier
        c.shape(
            box(200 - half, top, 200 + half, top + 39), fill=mix(t.spark, t.ink, 0.15 + 0.1 * tier)
        )
    c.shape(box(180, 290, 220, 332), fill=mix(t.spark, t.ink, 0.1))
    c.shape(path("190,332 210,332 232,600 168,600"), fill=t.ink, opacity=0.55)
    c.shape(path("192,332 192,306 208,306 208,332"), fill=t.ink)
    for x, y, size, tilts in ((-6, 600, 1.5, (-86, -62, -40, -18)), (60, 640, 1, (-110, -80, -50))):
        for tilt in tilts:
            leaf = turned(
                smooth(
                    [
                        (x, y),
                        (x + 70 * size, y - 26 * size),
                        (x + 150 * size, y),
                        (x + 70 * size, y + 22 * size),
                    ]
                ),
                x,
                y,
                tilt,
            )
            c.shape(leaf, mirrored(leaf), fill=t.ink)


@motif("Western", "a cactus and mesas at sundown")
def cactus(c: Canvas, t: Tint, chance: Random) -> None:
    c.glow(240, 210, 260, t.paper, 0.6)
    c.disc(240, 212, 92, Fade(t.sun, mix(t.sun, t.bottom, 0.4), 120, 304))
    for x, top, wide in ((330, 226, 80), (30, 250, 120)):
        c.shape(
            [(x - wide, 330), (x - wide * 0.74, top), (x + wide * 0.74, top), (x + wide, 330)],
            fill=t.spark,
        )
    c.shape(hill(322, 120, rise=16), fill=mix(t.spark, t.ink, 0.5))
    c.line(path("122,400 122,130"), width=32, fill=t.ink)
    c.line(
        smooth(path("122,286 66,286 66,210"), closed=False),
        smooth(path("122,240 180,240 180,176"), closed=False),
        width=22,
        fill=t.ink,
    )
    c.shape(hill(366, -60, rise=10), fill=t.ink)


@motif("Western", "a sheriff's star", align="centre")
def sheriff(c: Canvas, t: Tint, chance: Random) -> None:
    c.shape(turned(star(206, 210, 176, 82, 6), 206, 206, 0), fill=t.ink, opacity=0.4, blur=8)
    c.shape(
        star(200, 200, 172, 80, 6),
        *(arc(*polar(200, 200, 170, -90 + 60 * n), 17, 17) for n in range(6)),
        fill=t.ink,
    )
    c.shape(star(200, 200, 152, 74, 6), fill=Fade(t.paper, t.sun, 60, 380))
    c.line(arc(200, 200, 60, 60), width=5, fill=t.ink)
    c.shape(star(200, 200, 46, 19, 5), fill=t.ink)
    c.disc(248, 142, 13, t.ink)
    c.line(
        *(
            [polar(248, 142, 13, a), polar(248, 142, 13 + chance.uniform(9, 22), a + 8)]
            for a in range(0, 360, 45)
        ),
        width=2.4,
        fill=t.ink,
    )


@motif("Western", "rails that run to the horizon", edge="head", align="centre")
def rails(c: Canvas, t: Tint, chance: Random) -> None:
    c.glow(200, 372, 240, t.paper, 0.8)
    c.disc(200, 366, 74, t.sun)
    c.shape(
        path("-10,392 60,350 112,350 150,392"),
        path("282,392 300,362 372,362 420,392"),
        fill=t.spark,
    )
    c.shape(box(0, 390, 400, 600), fill=Fade(mix(t.spark, t.bottom, 0.35), t.ink, 390, 620))
    for n in range(11):
        y = 394 + 1.75 * n**2.05
        half = (y - 386) * 0.62
        c.shape(box(200 - half, y, 200 + half, y + 1.5 + n * 0.9), fill=t.ink)
    c.shape(
        path("198,390 199,390 110,610 92,610"), path("201,390 202,390 308,610 290,610"), fill=t.ink
    )
    for n, x in enumerate((330, 272, 244, 229)):
        tall = 164 / (n + 1)
        c.line(
            [(x, 392 + 60 / (n + 1) ** 2), (x, 392 - tall)],
            [(x - tall * 0.16, 400 - tall), (x + tall * 0.16, 400 - tall)],
            width=6 / (n + 1),
            fill=t.ink,
        )


@motif("Western", "a man with a hat and a scarf", edge="foot", align="centre")
def bandit(c: Canvas, t: Tint, chance: Random) -> None:
    c.disc(200, 196, 160, Fade(t.sun, mix(t.sun, t.bottom, 0.6), 40, 370))
    c.shape(smooth(path("40,470 70,336 160,300 240,300 330,336 360,470")), fill=t.ink)
    c.shape(
        smooth(path("142,170 258,170 258,260 200,318 142,260")), fill=mix(t.bottom, t.paper, 0.45)
    )
    c.shape(path("132,216 268,216 252,292 200,352 148,292"), fill=t.spark)
    c.shape(
        *(
            arc(x, y, 4, 4)
            for x, y in ((166, 240), (200, 250), (234, 240), (182, 274), (218, 274), (200, 304))
        ),
        fill=t.paper,
    )
    c.line(path("164,196 188,201"), path("236,196 212,201"), width=6, fill=t.ink)
    c.shape(
        smooth(path("40,150 96,176 200,184 304,176 360,150 322,196 200,206 78,196")), fill=t.ink
    )
    c.shape(smooth(path("130,186 136,96 160,62 200,80 240,62 264,96 270,186")), fill=t.ink)
    c.shape(box(0, 372, 400, 600), fill=t.ink, blur=14)


@motif("Western", "the six chambers of a revolver", align="centre")
def six_chambers(c: Canvas, t: Tint, chance: Random) -> None:
    c.disc(208, 212, 162, t.ink, 0.4, 10)
    c.shape(
        arc(200, 200, 160, 160),
        fill=Fade(mix(t.ink, t.paper, 0.28), t.ink, 40, 360),
        holes=[arc(*polar(200, 200, 172, 30 + 60 * n), 26, 26) for n in range(6)],
    )
    for n in range(6):
        x, y = polar(200, 200, 92, 60 * n)
        c.disc(x, y, 35, t.ink)
        if n != 4:
            c.disc(x, y, 28, Fade(t.sun, mix(t.sun, t.ink, 0.4), y - 28, y + 28))
            c.disc(x, y, 9, mix(t.sun, t.ink, 0.55))
    c.disc(200, 200, 20, mix(t.ink, t.paper, 0.2))
    c.disc(200, 200, 8, t.ink)


@motif("War", "a poppy", edge="head")
def poppy(c: Canvas, t: Tint, chance: Random) -> None:
    c.line(smooth(path("206,378 214,478 190,538 200,660"), closed=False), width=7, fill=t.ink)
    c.line(
        smooth(path("204,518 250,488 266,450"), closed=False),
        smooth(path("196,548 150,528 132,488"), closed=False),
        width=5,
        fill=t.ink,
    )
    dark = mix(t.sun, t.ink, 0.3)
    c.shape(
        smooth(path("200,378 120,368 84,298 130,238 200,258 276,232 320,298 284,372")),
        fill=Fade(dark, mix(t.sun, t.ink, 0.5), 228, 388),
    )
    c.shape(smooth(path("196,378 96,400 74,338 110,298 170,318")), fill=t.sun)
    c.shape(smooth(path("204,378 304,402 330,334 288,296 230,318")), fill=t.sun)
    c.shape(
        smooth(path("200,350 130,388 140,452 204,468 264,450 270,388")),
        fill=Fade(t.sun, dark, 348, 478),
    )
    c.disc(200, 374, 27, t.ink)
    c.line(
        *([polar(200, 374, 30, a), polar(200, 374, 42, a)] for a in range(0, 360, 24)),
        width=3,
        fill=t.ink,
    )


@motif("War", "a helmet on a rifle", edge="head", align="centre")
def fallen(c: Canvas, t: Tint, chance: Random) -> None:
    c.glow(200, 380, 250, t.paper, 0.8)
    c.disc(200, 372, 108, Fade(t.sun, mix(t.sun, t.bottom, 0.55), 270, 480))
    c.line(path("200,600 200,330"), width=11, fill=t.ink)
    c.shape(path("193,430 207,430 212,560 188,560"), fill=t.ink)
    c.line(smooth(path("206,400 232,440 210,500"), closed=False), width=4, fill=t.ink)
    c.shape(
        [*arc(200, 320, 64, 62, 180, 360), (284, 334), (282, 342), (118, 342), (116, 334)],
        fill=t.ink,
    )
    c.line(smooth(path("148,342 168,382 186,372"), closed=False), width=3.4, fill=t.ink)
    c.shape(hill(538, rise=22), fill=t.ink)
    c.line(
        *(
            [(x, 562 + abs(x - 200) / 12), (x + chance.uniform(-6, 6), 528 + abs(x - 200) / 12)]
            for x in range(8, 400, 17)
        ),
        width=2,
        fill=t.ink,
    )


@motif("War", "searchlights and bombers", edge="foot")
def searchlights(c: Canvas, t: Tint, chance: Random) -> None:
    for x, a, wide in ((90, 300, 8), (210, 258, 7), (330, 232, 8)):
        c.shape(
            [(x, 390), polar(x, 390, 520, a - wide), polar(x, 390, 520, a + wide)],
            fill=Fade(t.paper, t.sun, -40, 400),
            opacity=0.62,
            blur=2,
        )
    for x, y, size in ((214, 92, 1), (132, 152, 0.66), (300, 160, 0.66)):
        plane = smooth(path("0,-40 7,-26 8,-8 70,8 70,17 8,14 5,42 24,52 24,58 0,54"))
        whole = [*plane, *reversed(mirrored(plane, 0))]
        c.shape([(x + px * size, y + py * size) for px, py in whole], fill=t.ink)
    c.shape(ridge(chance, 396, 40, 12), fill=t.ink)


@motif("War", "barbed wire before the sun", edge="foot")
def barbed_wire(c: Canvas, t: Tint, chance: Random) -> None:
    c.glow(200, 200, 280, t.paper, 0.7)
    c.disc(200, 200, 120, Fade(t.sun, mix(t.sun, t.bottom, 0.35), 80, 320))
    for y in (120, 206, 292):
        c.line(
            [(x, y + 7 * ((x / 100) % 2 - 1) ** 2) for x in range(-20, 430, 12)],
            [(x, y + 7 * ((x / 100 + 0.5) % 2 - 1) ** 2) for x in range(-20, 430, 12)],
            width=3.4,
            fill=t.ink,
        )
        for x in range(24 + y % 40, 420, 74):
            c.line(
                [(x - 12, y - 14), (x + 10, y + 20)],
                [(x + 12, y - 13), (x - 9, y + 20)],
                width=3.4,
                fill=t.ink,
            )
    c.shape(path("56,30 74,26 80,420 50,420"), path("330,40 350,36 352,420 324,420"), fill=t.ink)
    c.shape(hill(372, 40, rise=10), fill=t.ink)


@motif("War", "rows of crosses on a hill", edge="head")
def crosses(c: Canvas, t: Tint, chance: Random) -> None:
    c.glow(250, 372, 280, t.paper, 0.7)
    c.disc(250, 372, 104, Fade(t.sun, mix(t.sun, t.bottom, 0.6), 270, 480))
    c.shape(hill(420, 50, rise=40), fill=Fade(mix(t.spark, t.ink, 0.6), t.ink, 420, 600))
    for row, (foot, size) in enumerate(((452, 0.36), (488, 0.6), (540, 1), (622, 1.7))):
        arms = path("-4,0 -4,-44 -18,-44 -18,-52 -4,-52 -4,-68 4,-68 4,-52 18,-52 18,-44 4,-44 4,0")
        places = [200 + 62 * size * (n + row % 2 / 2) for n in range(-9, 10)]
        row_of_them = [
            moved(arms, x, foot + abs(x - 250) * 0.06, size=size, tilt=chance.uniform(-4, 4))
            for x in places
        ]
        c.shape(*row_of_them, fill=mix(t.ink, t.paper, 0.35 + 0.18 * row))


@motif("Action", "an explosion", align="centre")
def explosion(c: Canvas, t: Tint, chance: Random) -> None:
    rays = [
        [(200, 204), polar(200, 204, 560, 20 * n), polar(200, 204, 560, 20 * n + 10)]
        for n in range(18)
    ]
    c.shape(*rays, fill=t.ink, opacity=0.14)
    jags = [chance.uniform(0.82, 1.14) for _ in range(15)]
    for size, fill in ((180, t.ink), (152, t.sun), (108, t.spark), (62, t.paper)):
        corners = [
            polar(200, 204, size * (0.6 if n % 2 else jags[n // 2]), n * 12) for n in range(30)
        ]
        c.shape(corners, fill=fill)
    c.shape(box(0, 392, 400, 600), fill=t.ink)


@motif("Action", "a bomb with a burning fuse")
def fuse(c: Canvas, t: Tint, chance: Random) -> None:
    c.glow(310, 92, 190, t.paper, 0.9)
    c.disc(176, 244, 124, Fade(mix(t.ink, t.top, 0.16), t.ink, 120, 360))
    c.shape(turned(box(232, 116, 286, 156), 259, 136, 40), fill=t.ink)
    c.line(smooth(path("262,134 280,92 310,92"), closed=False), width=7, fill=t.ink)
    c.shape(star(316, 90, 50, 17, 9), fill=t.sun)
    c.shape(star(316, 90, 27, 10, 9, -70), fill=t.paper)
    c.line(arc(176, 244, 96, 96, 196, 246), width=11, fill=t.paper, opacity=0.55)


@motif("Action", "a car at full speed", edge="head")
def speeding_car(c: Canvas, t: Tint, chance: Random) -> None:
    c.shape(box(0, 500, 400, 600), fill=t.ink)
    streaks = [
        [(chance.uniform(-60, 160), y), (chance.uniform(180, 420), y)] for y in range(270, 500, 21)
    ]
    c.line(*streaks, width=4, fill=t.paper, opacity=0.38)
    body = smooth(path("54,494 58,440 120,424 176,384 270,384 318,428 378,446 384,494"))
    c.shape(body, fill=Fade(t.sun, mix(t.sun, t.ink, 0.55), 384, 500))
    c.shape(
        smooth(path("146,424 184,396 220,394 220,426")),
        smooth(path("230,394 264,396 296,428 230,427")),
        fill=t.ink,
    )
    for x in (122, 316):
        c.disc(x, 492, 33, t.ink)
        c.disc(x, 492, 15, t.paper)
    c.shape(path("372,452 386,456 386,466 372,464"), fill=t.paper)
    c.line(
        path("60,556 130,556"),
        path("180,556 250,556"),
        path("300,556 370,556"),
        width=6,
        fill=t.spark,
    )


@motif("Action", "a blade that cuts the sun in two", align="centre")
def slash(c: Canvas, t: Tint, chance: Random) -> None:
    c.shape(
        [(x - 12, y - 6) for x, y in arc(200, 200, 140, 140)],
        fill=t.sun,
        within=path("-20,-20 420,-20 420,40 -20,330"),
    )
    c.shape(
        [(x + 12, y + 8) for x, y in arc(200, 200, 140, 140)],
        fill=t.sun,
        within=path("420,62 -20,352 -20,600 420,600"),
    )
    c.shape(path("-10,352 30,318 420,26 420,44"), fill=t.paper)
    c.shape(path("52,306 66,324 -10,376 -10,348"), fill=t.ink)
    c.line(path("46,292 82,340"), width=9, fill=t.ink)
    drops = [arc(270 + 26 * n, 186 + 13 * (n % 3), 3 + n % 3, 3 + n % 3) for n in range(5)]
    c.shape(*drops, fill=t.spark)


@motif("Action", "lightning over a city", edge="foot")
def lightning_city(c: Canvas, t: Tint, chance: Random) -> None:
    c.glow(230, 90, 330, t.paper, 0.6)
    bolt = path("250,-10 150,190 216,186 140,372 310,142 236,148 320,-10")
    c.shape(bolt, fill=t.spark, blur=12, opacity=0.8)
    c.shape(bolt, fill=t.paper)
    x = -10.0
    while x < 400:
        wide = chance.uniform(26, 52)
        c.shape(box(x, chance.uniform(280, 370), x + wide + 1, 600), fill=t.ink)
        x += wide
    windows = [
        box(a, b, a + 4, b + 7)
        for a, b in ((chance.uniform(0, 396), chance.uniform(372, 392)) for _ in range(16))
    ]
    c.shape(*windows, fill=t.sun)


@motif("Action", "a parachute", edge="head", align="centre")
def parachute(c: Canvas, t: Tint, chance: Random) -> None:
    top = arc(200, 380, 144, 132, 180, 360)
    scallops = [p for n in range(6) for p in arc(320 - 48 * n, 380, 24, 15, 0, -180)]
    canopy = [*top, *scallops]
    c.shape(canopy, fill=t.sun)
    for x0, x1 in ((104, 152), (200, 248), (296, 344)):
        c.shape(
            [
                *smooth(
                    [(200, 244), ((200 + x0) / 2 - (200 - x0) * 0.28, 290), (x0, 390)], closed=False
                ),
                *reversed(
                    smooth(
                        [(200, 244), ((200 + x1) / 2 - (200 - x1) * 0.28, 290), (x1, 390)],
                        closed=False,
                    )
                ),
            ],
            fill=t.paper,
            within=canopy,
        )
    c.line(
        *([(x, 378), (200, 506)] for x in (58, 104, 152, 200, 248, 296, 342)), width=1.8, fill=t.ink
    )
    c.disc(200, 512, 9, t.ink)
    c.line(path("200,522 200,552"), width=15, fill=t.ink)
    c.line(
        path("196,528 178,500"),
        path("204,528 222,500"),
        path("196,554 188,584"),
        path("204,554 214,582"),
        width=6.5,
        fill=t.ink,
    )
