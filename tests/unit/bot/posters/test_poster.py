"""Drawn posters: one look a genre, the same for ever, small enough to send."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.posters import alt_text, draw_placeholder
from bot.posters.artwork.canvas import Colour, mix
from bot.posters.artwork.genres import LOOKS, PLAIN, main_genre
from recsys.movies import Movie
from recsys.types import ItemId

MOVIELENS_GENRES = (
    *("Action", "Adventure", "Animation", "Children", "Comedy", "Crime", "Documentary", "Drama"),
    *("Fantasy", "Film-Noir", "Horror", "IMAX", "Musical", "Mystery", "Romance", "Sci-Fi"),
    *("Thriller", "War", "Western"),
)


def film(item_id=1, title="Blade Runner", year=1982, genres=("Sci-Fi",), aka=()):
    return Movie(ItemId(item_id), title, year, tuple(genres), tuple(aka))


def opened(png: bytes) -> Image.Image:
    image = Image.open(BytesIO(png))
    image.load()
    return image


@pytest.mark.parametrize("genre", [*MOVIELENS_GENRES, None])
def test_every_genre_makes_a_small_poster(genre):
    png = draw_placeholder(film(genres=[genre] if genre else []))
    image = opened(png)
    assert (image.format, image.mode, image.size) == ("PNG", "RGB", (400, 600))
    assert 5_000 < len(png) < 50_000


def test_every_genre_of_movielens_has_its_own_look():
    assert sorted(LOOKS) == sorted(MOVIELENS_GENRES)
    looks = [*LOOKS.values(), PLAIN]
    scenes = [scene for look in looks for scene in look.scenes]
    assert len({scene.draw for scene in scenes}) == len({s.shows for s in scenes}) == len(scenes)
    palettes = [palette for look in looks for palette in look.palettes]
    assert len(set(palettes)) == len(palettes)


def test_the_same_film_has_the_same_poster_and_others_differ():
    assert draw_placeholder(film()) == draw_placeholder(film())
    drawn = {draw_placeholder(film(item_id)) for item_id in range(1, 9)}
    assert len(drawn) == 8
    assert draw_placeholder(film(title="Alien")) != draw_placeholder(film())


def test_films_of_a_genre_vary_in_colour_and_scene():
    words = {alt_text(film(item_id, genres=["Drama"])).split(". ")[0] for item_id in range(40)}
    assert len(words) == len(LOOKS["Drama"].scenes)
    corners = {
        opened(draw_placeholder(film(item_id, genres=["Drama"]))).getpixel((2, 590))
        for item_id in range(12)
    }
    assert len(corners) == len(LOOKS["Drama"].palettes)


@settings(max_examples=15, deadline=None)
@given(
    st.text(max_size=200),
    st.none() | st.integers(1, 9999),
    st.lists(st.sampled_from([*MOVIELENS_GENRES, "Tokusatsu", "怪獣"]), max_size=8, unique=True),
    st.lists(st.text(max_size=40), max_size=2),
)
def test_any_film_makes_a_poster(title, year, genres, aka):
    movie = film(7, title, year, genres, aka)
    assert opened(draw_placeholder(movie)).size == (400, 600)
    assert 0 < len(alt_text(movie)) <= 1024


def test_a_title_in_unknown_letters_gives_way_to_another_name():
    assert draw_placeholder(
        film(title="千と千尋の神隠し", aka=["Spirited Away"])
    ) == draw_placeholder(film(title="Spirited Away"))


@pytest.mark.parametrize(
    ("genres", "expected"),
    [
        (("Action", "Sci-Fi", "Thriller"), "Sci-Fi"),
        (("Adventure", "Animation", "Children", "Comedy", "Fantasy"), "Animation"),
        (("Drama", "War"), "War"),
        (("Drama", "Romance", "War"), "Romance"),
        (("Comedy", "Drama"), "Comedy"),
        (("IMAX", "Tokusatsu"), "IMAX"),
        (("Tokusatsu",), None),
        ((), None),
    ],
)
def test_the_most_telling_genre_is_shown(genres, expected):
    assert main_genre(genres) == expected


def test_the_words_say_what_the_picture_shows():
    text = alt_text(film(genres=["Action", "Sci-Fi"]))
    assert text == (
        "Drawn poster: a planet with a ring among stars. Blade Runner (1982), Action, Sci-Fi."
    )
    assert len(alt_text(film(title="x" * 5000))) == 1024


@pytest.mark.parametrize("genre", [*LOOKS, None])
def test_lettering_can_be_read_on_every_palette(genre):
    for palette in (LOOKS[genre] if genre else PLAIN).palettes:
        assert contrast(palette.paper, palette.ink) > 7
        assert contrast(mix(palette.paper, palette.ink, 0.3), palette.ink) > 4.5


def contrast(first: Colour, second: Colour) -> float:
    """Return the contrast ratio of WCAG 2: (L₁ + 0.05) / (L₂ + 0.05), the lighter one above."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: Colour) -> float:
    linear = [
        c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4
        for c in (channel / 255 for channel in colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
