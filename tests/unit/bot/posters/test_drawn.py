"""Drawn posters: the look tells what kind of film it is, differs in a message, never by chance."""

import asyncio
import threading
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.posters import Artwork, drawn
from bot.posters.drawn import (
    TELLING,
    all_looks,
    alt_text,
    choose_looks,
    draw_poster,
    main_genre,
    title_setting,
)
from bot.posters.lettering import legible
from lab.posters.write import TITLE_ROOM, contrast, luminance
from recsys.catalog import Catalog
from recsys.datasets.source import open_source
from recsys.movies import Movie
from recsys.types import ItemId

MOVIELENS_GENRES = (
    *("Action", "Adventure", "Animation", "Children", "Comedy", "Crime", "Documentary", "Drama"),
    *("Fantasy", "Film-Noir", "Horror", "IMAX", "Musical", "Mystery", "Romance", "Sci-Fi"),
    *("Thriller", "War", "Western"),
)
FOLDER = Path(drawn.__file__).parent / "looks"
LOOKS = [look for motifs in all_looks().values() for looks in motifs for look in looks]


def film(title="Blade Runner", year=1982, genres=("Sci-Fi",), aka=(), item_id=1):
    return Movie(ItemId(item_id), title, year, tuple(genres), tuple(aka))


def films(count, genre):
    return [film(f"Film {number}", genres=(genre,), item_id=number) for number in range(count)]


def poster(movie):
    (look,) = choose_looks([movie])
    return draw_poster(movie, look)


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize("genre", [*TELLING, ""])
def test_a_genre_has_many_looks(genre):
    motifs = all_looks()[genre]
    assert len(motifs) >= 5
    assert all(len(looks) >= 3 for looks in motifs)
    assert len({looks[0].shows for looks in motifs}) == len(motifs)


def test_every_look_has_its_background_and_no_background_is_left_over():
    names = {f"{look.motif}-{look.number}.webp" for look in LOOKS}
    assert {path.name for path in FOLDER.glob("*.webp")} == names
    assert len(names) == len(LOOKS)
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 2_000_000


def test_a_title_can_be_read_on_every_background():
    for look in LOOKS:
        background = Image.open(FOLDER / f"{look.motif}-{look.number}.webp").convert("RGB")
        assert background.size == (400, 600)
        ground = np.asarray(background.crop(TITLE_ROOM[look.edge]).resize((86, 46))).reshape(-1, 3)
        letters = luminance(tuple(bytes.fromhex(look.letters[1:])))
        contrasts = [contrast(letters, luminance(tuple(map(int, pixel)))) for pixel in ground]
        assert np.quantile(contrasts, 0.02) > 4.5, look


@pytest.mark.parametrize(
    ("genres", "expected"),
    [
        (("Action", "Sci-Fi", "Thriller"), "Sci-Fi"),  # The Matrix
        (("Adventure", "Animation", "Children", "Comedy", "Fantasy"), "Animation"),  # Toy Story
        (("Action", "Drama", "War"), "War"),  # Braveheart
        (("Crime", "Horror", "Thriller"), "Horror"),  # The Silence of the Lambs
        (("Comedy", "Musical", "Romance"), "Musical"),  # Singin' in the Rain
        (("Action", "Romance", "Thriller"), "Action"),  # Speed
        (("Drama", "Romance"), "Romance"),  # Casablanca
        (("Comedy", "Crime", "Drama", "Thriller"), "Crime"),  # Pulp Fiction
        (("Comedy", "Drama"), "Comedy"),
        (("IMAX", "Tokusatsu"), ""),
        ((), ""),
    ],
)
def test_the_most_telling_genre_is_shown(genres, expected):
    assert main_genre(genres) == expected


def test_every_genre_of_movielens_tells_something_except_a_format():
    assert set(MOVIELENS_GENRES) - set(TELLING) == {"IMAX"}


def test_a_look_is_the_same_in_every_process():
    chosen = choose_looks([film("The Matrix", 1999), film("Alien", 1979, ("Horror", "Sci-Fi"))])
    assert [(look.motif, look.number) for look in chosen] == GOLDEN


GOLDEN = [("grid-horizon", 1), ("claws", 0)]


@given(
    st.lists(
        st.builds(film, st.text(max_size=20), st.just(1990), st.sets(st.sampled_from(TELLING))),
        max_size=12,
    )
)
def test_no_look_is_twice_in_a_message_and_the_first_film_has_its_own(movies):
    chosen = choose_looks(movies)
    assert [look.genre for look in chosen] == [main_genre(movie.genres) for movie in movies]
    assert len(set(chosen)) == len(chosen)
    assert chosen[:1] == choose_looks(movies[:1])


@pytest.mark.parametrize("genre", TELLING)
def test_motifs_are_twice_in_a_message_only_when_all_of_them_are_there(genre):
    motifs = len(all_looks()[genre])
    shown = [look.motif for look in choose_looks(films(motifs, genre))]
    assert len(set(shown)) == motifs
    palettes = len(all_looks()[genre][0])
    looks = choose_looks(films(motifs * palettes + 1, genre))
    assert len(set(looks)) == motifs * palettes


def test_titles_spread_over_all_looks_of_a_genre():
    chosen = {choose_looks([movie])[0] for movie in films(500, "Drama")}
    assert chosen == {look for look in LOOKS if look.genre == "Drama"}


def test_namesakes_of_different_years_need_not_look_alike():
    years = {choose_looks([film("Sabrina", year)])[0] for year in range(1950, 1960)}
    assert len(years) > 5


def test_a_poster_is_a_small_jpeg_and_always_the_same():
    data = poster(film())
    image = opened(data)
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (400, 600))
    assert 10_000 < len(data) < 80_000
    assert poster(film()) == data
    assert poster(film("Alien")) != data


@settings(max_examples=25, deadline=None)
@given(
    st.text(max_size=200),
    st.none() | st.integers(1, 9999),
    st.lists(st.sampled_from([*MOVIELENS_GENRES, "Tokusatsu", "怪獣"]), max_size=8, unique=True),
    st.lists(st.text(max_size=40), max_size=2),
)
def test_any_film_makes_a_poster(title, year, genres, aka):
    movie = film(title, year, genres, aka)
    assert opened(poster(movie)).size == (400, 600)
    assert 0 < len(alt_text(movie, choose_looks([movie])[0])) <= 1024


def test_a_title_in_unknown_letters_gives_way_to_another_name():
    (look,) = choose_looks([film()])
    foreign = film("千と千尋の神隠し", aka=["Spirited Away"])
    assert draw_poster(foreign, look) == draw_poster(film("Spirited Away"), look)


def test_the_words_say_what_the_picture_shows():
    movie = film(genres=["Action", "Sci-Fi"])
    (look,) = choose_looks([movie])
    assert (
        alt_text(movie, look) == f"Drawn poster: {look.shows}. Blade Runner (1982), Action, Sci-Fi."
    )
    assert len(alt_text(film(title="x" * 5000), look)) == 1024


@pytest.mark.realdata
def test_every_real_title_fits(realdata: Path):
    for movie in Catalog.from_raw(open_source(realdata).movies(), {}):
        whole = {legible([name.upper()]) for name in (movie.title, *movie.aka)}
        assert " ".join(title_setting(movie).lines) in whole, movie


def test_a_second_part_of_a_title_begins_a_line():
    lines = title_setting(film("Alien: Resurrection (Alien 4)")).lines
    assert lines == ("ALIEN:", "RESURRECTION", "(ALIEN 4)")


@pytest.fixture
def drawings(monkeypatch):
    """The films that were drawn, in order; the pictures are words."""
    ids = []

    def draw(movie, _):
        assert threading.current_thread() is not threading.main_thread()
        ids.append(movie.id)
        return movie.title.encode()

    monkeypatch.setattr(drawn, "draw_poster", draw)
    return ids


async def test_each_film_gets_the_poster_that_is_drawn_for_it():
    movies = films(3, "Comedy")
    posters = await Artwork().posters(movies)
    assert [poster.data for poster in posters] == list(
        map(draw_poster, movies, choose_looks(movies))
    )
    assert [poster.description for poster in posters] == list(
        map(alt_text, movies, choose_looks(movies))
    )
    assert await Artwork().posters([]) == []


async def test_those_who_ask_at_once_share_one_drawing(drawings):
    artwork = Artwork()
    (one,) = films(1, "Comedy")
    posters = await asyncio.gather(*(artwork.posters([one]) for _ in range(20)))
    assert [poster.data for (poster,) in posters] == [b"Film 0"] * 20
    await artwork.posters([one])
    assert drawings == [0]


async def test_only_the_latest_are_remembered(drawings):
    artwork = Artwork(remembered=2)
    movies = films(4, "Comedy")
    for item_id in (1, 2, 1, 3, 1, 2):
        await artwork.posters([movies[item_id]])
    assert drawings == [1, 2, 3, 2]


async def test_one_who_leaves_spoils_it_for_nobody(drawings):
    artwork = Artwork()
    movies = films(1, "Comedy")
    first = asyncio.create_task(artwork.posters(movies))
    second = asyncio.create_task(artwork.posters(movies))
    await asyncio.sleep(0)
    first.cancel()
    assert (await second)[0].data == b"Film 0"
    assert first.cancelled()
    assert drawings == [0]


async def test_a_drawing_that_failed_is_tried_again(monkeypatch):
    calls = []

    def draw(movie, _look):
        calls.append(movie)
        if len(calls) == 1:
            raise OSError("Too many open files")
        return b"drawn"

    monkeypatch.setattr(drawn, "draw_poster", draw)
    artwork, movie = Artwork(), Movie(ItemId(1), "Alien", 1979, ("Horror",))
    with pytest.raises(OSError, match="Too many"):
        await artwork.posters([movie])
    (poster,) = await artwork.posters([movie])
    assert poster.data == b"drawn"
