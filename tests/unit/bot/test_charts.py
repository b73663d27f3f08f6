"""The picture of a taste."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.films.taste import Leaning, TasteSummary
from bot.films.taste_chart import describe_taste, draw_taste, without_gaps
from bot.posters.sheet import GOLD
from bot.storage.types import Verdict
from bot.ui import limits
from recsys.movies import Movie
from recsys.types import ItemId

counts = st.integers(0, 3000)
genres = st.lists(st.builds(Leaning, st.text(max_size=60), counts, counts), max_size=8)
decades = st.lists(st.integers(0, 210).map(lambda n: n * 10), unique=True, max_size=20).map(sorted)


def taste(genre_leanings=(), decade_leanings=()):
    return TasteSummary(((Verdict.LIKE, 3),), tuple(genre_leanings), tuple(decade_leanings))


def drawn(summary):
    return Image.open(BytesIO(draw_taste(summary)))


def gold_in_the_bar(summary):
    """Return the share of the first genre's bar that is gold."""
    picture = drawn(summary).convert("RGB")
    bars = (
        [near(picture.getpixel((x, y)), GOLD) for x in range(318, 730)]
        for y in range(60, picture.height)
    )
    return max(sum(bar) / len(bar) for bar in bars)


def near(pixel, colour):
    wanted = bytes.fromhex(colour.removeprefix("#"))
    return all(abs(a - b) < 24 for a, b in zip(pixel, wanted, strict=True))


def test_a_liked_genre_is_gold_all_over():
    assert gold_in_the_bar(taste([Leaning("Sci-Fi", 4, 0)])) == 1


def test_half_a_bar_for_half_the_films():
    assert 0.4 < gold_in_the_bar(taste([Leaning("Sci-Fi", 2, 2)])) < 0.6


def test_favourite_films_stand_in_the_picture_and_in_its_words():
    film = Movie(ItemId(1), "Alien", 1979, ("Horror",))
    summary = taste([Leaning("Horror", 4, 0)])
    picture = Image.open(BytesIO(draw_taste(summary, [film])))
    assert picture.height > drawn(summary).height
    assert "Posters of Alien (1979)." in describe_taste(summary, [film.display])


def test_decades_without_films_leave_a_gap():
    names = [each.name for each in without_gaps([Leaning("1970s", 1, 0), Leaning("2000s", 0, 1)])]
    assert names == ["1970s", "1980s", "1990s", "2000s"]
    assert without_gaps([]) == []


def test_a_genre_in_letters_that_the_font_lacks_is_still_drawn():
    assert drawn(taste([Leaning("映画", 1, 1)])).width == 1040


@given(genres, decades, st.data())
@settings(max_examples=15, deadline=None)
def test_anything_can_be_drawn_and_told(leanings, years, data):
    columns = [
        Leaning(f"{year}s", data.draw(counts), data.draw(st.integers(1, 9))) for year in years
    ]
    summary = taste(leanings, columns)
    assert drawn(summary).width == 1040
    assert len(describe_taste(summary)) <= limits.ALT_TEXT


@pytest.mark.parametrize("liked", [0, 1, 4])
def test_the_words_have_the_counts(liked):
    words = describe_taste(taste([Leaning("Drama", liked, 1)], [Leaning("1990s", 1204, 300)]))
    assert f"Drama {liked} of {liked + 1}" in words
    assert "1990s 1,204 of 1,504" in words
