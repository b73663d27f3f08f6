"""The wall of what a server has watched."""

from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from bot.nights.wall import Hung, describe_wall, draw_wall
from bot.ui import limits


def poster(colour):
    stream = BytesIO()
    Image.new("RGB", (40, 60), colour).save(stream, "PNG")
    return stream.getvalue()


def hung(colour="#ff0000", name="Alien (1979)", liked=3, disliked=1):
    return Hung(poster(colour), name, date(2026, 11, 20), liked, disliked)


@pytest.mark.parametrize(
    ("count", "size"), [(1, (220, 374)), (4, (820, 374)), (5, (820, 728)), (8, (820, 728))]
)
def test_films_hang_in_rows_of_four(count, size):
    with Image.open(BytesIO(draw_wall([hung()] * count))) as wall:
        assert wall.size == size
        assert wall.format == "JPEG"


def test_every_film_hangs_in_its_place():
    colours = ["#ff0000", "#00ff00", "#0000ff", "#ffffff", "#ffff00"]
    with Image.open(BytesIO(draw_wall([hung(each) for each in colours]))) as wall:
        middles = [(110 + 200 * (n % 4), 150 + 354 * (n // 4)) for n in range(5)]
        for place, colour in zip(middles, colours, strict=True):
            seen = wall.getpixel(place)
            wanted = tuple(bytes.fromhex(colour[1:]))
            assert all(abs(a - b) < 12 for a, b in zip(seen, wanted, strict=True))


def test_counts_change_what_is_drawn():
    assert draw_wall([hung(liked=3)]) != draw_wall([hung(liked=4)])


def test_it_is_told_in_words_too():
    assert describe_wall([hung()]) == (
        "Posters of what was watched: Alien (1979) on 20 Nov 2026, liked by 3, disliked by 1."
    )
    assert len(describe_wall([hung(name="A" * 300)] * 8)) <= limits.ALT_TEXT
