"""Finding the film or genre that a member means."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import MemberError, NoSuchFilm, NoSuchGenre
from bot.films.find import film_choices, find_films, find_genre, genre_choices
from bot.ui import limits
from recsys.catalog import Catalog
from recsys.movies import Movie
from recsys.types import ItemId

TITLES = [
    ("Solaris", 1972, ("Drama", "Sci-Fi")),
    ("Solaris", 2002, ("Drama", "Sci-Fi")),
    ("*batteries not included", 1987, ("Comedy",)),
    ("[REC]", 2007, ("Horror",)),
    ("A" * 300, 2000, ("Film-Noir",)),
    ("1984", 1984, ()),
]
CATALOG = Catalog(
    Movie(ItemId(number), title, year, genres, ratings=100)
    for number, (title, year, genres) in enumerate(TITLES, start=1)
)
FEW = settings(max_examples=40)
CROWD = Catalog(Movie(ItemId(n), f"Film {n}", 2000, ("Drama",)) for n in range(1, 61))


@FEW
@given(st.text(max_size=200))
def test_what_is_typed_gets_at_most_25_choices_that_lead_back_to_their_films(typed):
    choices = film_choices(CROWD.search(typed, limits.CHOICES))
    assert len(choices) <= 25
    for choice in film_choices(CATALOG.search(typed, limits.CHOICES)):
        assert 1 <= len(choice.name) <= 100
        assert find_films(CATALOG, choice.value)[0].display[:99] == choice.name[:99]


def answer(find, submitted):
    """Return what was found, or the error that says why nothing was."""
    try:
        return find(CATALOG, submitted)
    except MemberError as error:
        return error


@FEW
@given(st.text(max_size=200))
def test_whatever_is_submitted_is_a_film_or_a_sentence(submitted):
    match answer(find_films, submitted):
        case NoSuchFilm() as none:
            assert "“" in str(none)
            assert len(str(none)) < 1_000
        case movies:
            assert movies
            assert all(movie.id in CATALOG for movie in movies)


def test_namesakes_are_offered_25_at_most():
    assert sorted(movie.year for movie in find_films(CATALOG, "solaris")) == [1972, 2002]
    namesakes = Catalog(Movie(ItemId(n), "Hamlet", 1900 + n) for n in range(1, 61))
    assert len(find_films(namesakes, "hamlet")) == 25


def test_of_namesakes_the_members_own_is_meant():
    assert [movie.year for movie in find_films(CATALOG, "solaris", own=[ItemId(2)])] == [2002]


def test_a_film_of_the_members_own_is_found_though_the_catalogue_lost_it():
    (stand_in,) = find_films(CATALOG, "id:999", own=[ItemId(999)])
    assert stand_in.id == 999
    assert isinstance(answer(find_films, "id:999"), NoSuchFilm)


def test_suggestions_are_named_with_their_markup_made_harmless():
    none = answer(find_films, "batteris not includet")
    assert "**\\*batteries not included (1987)**" in str(none)


@given(st.text(max_size=100))
def test_whatever_genre_is_submitted_is_one_or_a_sentence(submitted):
    match answer(find_genre, submitted):
        case NoSuchGenre() as none:
            assert str(none).endswith(": Comedy, Drama, Film-Noir, Horror, Sci-Fi.")
        case genre:
            assert genre in CATALOG.genres


@pytest.mark.parametrize("typed", ["sci-fi", "Sci Fi", " SCIFI "])
def test_a_genre_may_be_spelt_as_people_do(typed):
    assert find_genre(CATALOG, typed) == "Sci-Fi"


def test_genres_that_begin_with_what_is_typed_come_first():
    assert [each.value for each in genre_choices(CATALOG, "")] == list(CATALOG.genres)
    assert [each.value for each in genre_choices(CATALOG, "f")] == ["Film-Noir", "Sci-Fi"]
    assert genre_choices(CATALOG, "basket") == []
