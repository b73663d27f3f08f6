"""Which film a row means, and what all rows of a film say together."""

import pytest

from bot.onboarding.imports.films import MOST_BEYOND, gather, match_of
from bot.onboarding.imports.formats import read
from bot.onboarding.imports.rows import Means, Row
from bot.storage.types import Verdict
from recsys.movies import beyond_id
from tests.unit.bot.imports.written import CATALOG, IMDB, LETTERBOXD, zipped


def named(title, year=None, **ids):
    return Row(Means.RATED, title, year, half_stars=8, **ids)


@pytest.mark.parametrize(
    ("row", "movie_id", "sure"),
    [
        (named("Whatever", 1900, imdb_id="tt0133093"), 2571, True),
        (named("Whatever", 1900, tmdb_id=603), 2571, True),
        (named("", movie_id=2571), 2571, True),
        (named("the matrix", 1999), 2571, True),
        (named("Matrix", 1999), 2571, True),
        (named("Amélie", 2001), 4973, True),
        (named("Le fabuleux destin d'Amélie Poulain", 2001), 4973, True),
        (named("Twelve Angry Men", 1957), 1203, True),
        (named("Titanic", 1997), 1721, True),
        (named("Titanic", 1953), 3404, True),
        (named("Battle Royale", 2001), 7022, False),
        (named("Battle Royale", 1999), 7022, False),
        (named("The Matrix"), 2571, False),
        (named("Titanic"), 1721, False),
        (named("Twins", 1988), 501, False),
        (named("Star Wars", 1977), 260, False),
        (named("Moonlight", 2016), 170705, False),
        (named("The Curious Case of Benjamin Button Again", 2008), 64957, False),
        (named("Battle Royale", 2002), None, True),
        (named("Matrix Reloaded", 2003), None, True),
        (named("Toy", 1995), None, True),
        (named("Aftersun", 2022), None, True),
        (named("The Matrix", 1999, imdb_id="tt9999999"), None, True),
        (named("French Twist", 1995, imdb_id="tt0113149"), 68, True),
        (named("", movie_id=999999), None, True),
        (named("!?", 1999), None, True),
    ],
)
def test_the_film_that_a_row_means(row, movie_id, sure):
    match = match_of(row, CATALOG)
    assert (match.movie and match.movie.id, match.sure) == (movie_id, sure)


def films_of(data):
    return {film.display: film for film in gather(read(data, "").rows, CATALOG)}


def test_all_that_an_export_says_of_a_film_is_one():
    films = films_of(zipped(LETTERBOXD))
    # The rating of now, not those of three evenings.
    assert (films["The Matrix (1999)"].half_stars, films["The Matrix (1999)"].watched) == (9, True)
    toy_story = films["Toy Story (1995)"]
    assert (toy_story.half_stars, toy_story.watched, toy_story.liked) == (None, True, True)
    assert (films["Titanic (1997)"].wanted, films["Titanic (1997)"].watched) == (True, False)
    unsure = [film for film in films.values() if not film.sure]
    assert [(film.display, film.meant) for film in unsure] == [
        ("Star Wars (1977)", "Star Wars: Episode IV - A New Hope (1977)"),
        ("Battle Royale (2001)", "Battle Royale (2000)"),
    ]


def test_of_several_evenings_the_last_one_with_stars_counts():
    evenings = [
        Row(Means.WATCHED, "Twins", 1988, half_stars=2, at=100),
        Row(Means.WATCHED, "Twins", 1988, half_stars=9, at=300),
        Row(Means.WATCHED, "Twins", 1988, half_stars=5, at=200),
        Row(Means.WATCHED, "Twins", 1988, at=400),
    ]
    (film,) = gather(evenings, CATALOG)
    assert (film.half_stars, film.at) == (9, 300)


def test_a_film_that_the_catalogue_lacks_has_the_id_that_its_imdb_number_makes():
    beyond = [film for film in films_of(IMDB.encode()).values() if film.is_beyond]
    assert [(film.display, film.item_id, film.half_stars) for film in beyond] == [
        ("Aftersun (2022)", beyond_id("tt19770238"), 8)
    ]


def test_a_file_can_bring_only_so_many_films_that_no_catalogue_knows():
    rows = [
        Row(Means.RATED, "Film", half_stars=8, imdb_id=f"tt{10**6 + number:08}")
        for number in range(MOST_BEYOND + 5)
    ]
    films = gather(rows, CATALOG)
    assert sum(film.is_beyond for film in films) == MOST_BEYOND
    assert [film.item_id for film in films[MOST_BEYOND:]] == [None] * 5


def test_one_film_under_two_names_is_one_and_surely_it_if_one_name_is():
    twice = [named("Battle Royale", 2001), named("Battle Royale", 2000)]
    (film,) = gather(twice, CATALOG)
    assert (film.item_id, film.sure, film.year) == (7022, True, 2000)


def test_verdicts_come_as_they_are():
    (film,) = gather([Row(Means.RATED, "", verdict=Verdict.LIKE, movie_id=1)], CATALOG)
    assert (film.verdict, film.display) == (Verdict.LIKE, "Toy Story (1995)")
