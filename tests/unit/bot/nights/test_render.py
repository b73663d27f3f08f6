"""The films of a night as embeds."""

from dataclasses import replace

import pytest

from bot.films.looks import FilmLook
from bot.nights.night import NightFilm, NightOptions
from bot.nights.render import OUTSIDE, as_movie, candidate_embed, winner_embed
from bot.posters import FilmFacts
from bot.ui.message import Picture
from recsys.catalog import Catalog
from recsys.movies import Movie
from recsys.types import ItemId

ALIEN = Movie(ItemId(1214), "Alien", 1979, ("Horror", "Sci-Fi"), ratings=10)
CATALOG = Catalog([ALIEN])
FILM = NightFilm(7, ALIEN.id, fits={101: 0.9, 102: 0.6})
PICTURE = Picture("poster-1214.png", b"", "A poster")
LOOK = FilmLook(FilmFacts(runtime_minutes=117, plot="A crew wakes."), PICTURE)


def lines(film=FILM, look=LOOK, visible=(), wanted="", **options):
    embed = candidate_embed(
        film,
        as_movie(film, CATALOG),
        look,
        wanted=wanted,
        visible=visible,
        options=NightOptions(**options),
    )
    return [embed.title, *(embed.description or "").splitlines()]


def test_a_candidate_has_its_facts_and_whom_it_fits():
    assert lines() == ["Alien (1979)", "Horror · Sci-Fi — 1 h 57 min"]
    assert lines(visible={102})[2:] == ["fine for <@102>"]


def test_an_unknown_length_is_marked_where_length_matters():
    unknown = FilmLook(FilmFacts(), PICTURE)
    marked = "Horror · Sci-Fi · ⏱️ length unknown"
    assert marked in lines(look=unknown, max_minutes=120)
    assert marked in lines(look=FilmLook(), max_minutes=120)
    assert marked not in lines(look=unknown)
    assert not any("⏱️" in line for line in lines(max_minutes=120))


def test_where_a_film_comes_from_is_told():
    assert lines(replace(FILM, carried=True))[1].endswith(" · ↪️ runner-up last time")
    assert lines(wanted="🔖 on 2 watchlists")[2:] == ["🔖 on 2 watchlists"]
    assert lines(replace(FILM, added_by=102))[1].endswith(" · ➕ added by <@102>")
    outside = NightFilm(8, None, title="**Odd** Film (1999)", added_by=102)
    assert lines(outside, FilmLook()) == [
        "\\*\\*Odd\\*\\* Film (1999)",
        "➕ added by <@102>; not in my catalogue, so I can't rate it",
    ]


@pytest.mark.parametrize(
    ("film", "title", "year"),
    [
        (FILM, "Alien", 1979),
        (NightFilm(8, None, title="Odd Film (1999)"), "Odd Film", 1999),
        (NightFilm(9, None, title="1917"), "1917", None),
        (NightFilm(9, ItemId(5)), "A film I no longer know", None),
    ],
)
def test_every_film_of_a_night_is_some_movie(film, title, year):
    movie = as_movie(film, CATALOG)
    assert (movie.title, movie.year) == (title, year)
    assert movie == ALIEN or movie.id == OUTSIDE + film.id


def test_the_winner_is_large_and_says_whom_it_suits():
    embed = winner_embed(FILM, ALIEN, LOOK, visible={101, 102})
    assert embed.title == "Alien (1979)"
    assert embed.image.url == "attachment://poster-1214.png"
    assert "A crew wakes." in embed.description
    (suits,) = embed.fields
    assert suits.name == "Who it suits"
    assert suits.value == "good for <@101> · fine for <@102>"
    unknown = NightFilm(8, None, title="Odd Film")
    assert winner_embed(unknown, as_movie(unknown, CATALOG), LOOK, visible=()).fields == []
