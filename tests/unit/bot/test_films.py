"""Finding the film or genre that a member means."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import MemberError, NoSuchFilm, NoSuchGenre, SeveralFilms
from bot.films.find import film_choices, find_film, find_genre, genre_choices
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
        assert find_film(CATALOG, choice.value).display[:99] == choice.name[:99]


def answer(find, submitted):
    """Return what was found, or the error that says why nothing was."""
    try:
        return find(CATALOG, submitted)
    except MemberError as error:
        return error


@FEW
@given(st.text(max_size=200))
def test_whatever_is_submitted_is_a_film_or_a_sentence(submitted):
    match answer(find_film, submitted):
        case NoSuchFilm() | SeveralFilms() as unclear:
            assert "“" in str(unclear)
            assert len(str(unclear)) < 1_000
            assert all(movie.id in CATALOG for movie in unclear.movies)
            assert str(unclear).endswith(":" if unclear.movies else ".") or len(unclear.movies) > 1
        case movie:
            assert movie.id in CATALOG


def test_of_namesakes_all_are_named():
    assert sorted(movie.year for movie in answer(find_film, "solaris").movies) == [1972, 2002]


def test_of_namesakes_the_members_own_is_meant():
    assert find_film(CATALOG, "solaris", own=[ItemId(2)]).year == 2002
    with pytest.raises(MemberError, match="none of them is yours"):
        find_film(CATALOG, "solaris", own=[ItemId(3)])


def test_of_films_that_come_close_only_the_members_own_are_offered():
    with pytest.raises(NoSuchFilm) as close:
        find_film(CATALOG, "solarys", own=[ItemId(2), ItemId(3)])
    assert [movie.year for movie in close.value.movies] == [2002]
    with pytest.raises(NoSuchFilm, match="Try fewer words") as none:
        find_film(CATALOG, "solarys", own=[ItemId(3)])
    assert none.value.movies == ()


def test_a_film_of_the_members_own_is_found_though_the_catalogue_lost_it():
    assert find_film(CATALOG, "id:999", own=[ItemId(999)]).id == 999
    assert isinstance(answer(find_film, "id:999"), NoSuchFilm)


def test_what_is_mistyped_is_asked_about():
    close = answer(find_film, "batteris not includet")
    assert str(close) == "I couldn't find “batteris not includet”. Did you mean:"
    assert [movie.title for movie in close.movies] == ["*batteries not included"]


@given(st.text(max_size=100))
def test_whatever_genre_is_submitted_is_one_or_a_sentence(submitted):
    match answer(find_genre, submitted):
        case NoSuchGenre() as none:
            assert 1 <= len(none.genres) <= 5
            assert set(none.genres) <= set(CATALOG.genres)
            assert str(none).endswith(f"Try one of: {', '.join(none.genres)}.")
        case genre:
            assert genre in CATALOG.genres


@pytest.mark.parametrize("typed", ["sci-fi", "Sci Fi", " SCIFI "])
def test_a_genre_may_be_spelt_as_people_do(typed):
    assert find_genre(CATALOG, typed) == "Sci-Fi"


@pytest.mark.parametrize(
    ("typed", "genres"),
    [
        ("scifi horor", {"Horror", "Sci-Fi"}),
        ("commedy", {"Comedy"}),
        ("film noire", {"Film-Noir"}),
        ("basket weaving", set(CATALOG.genres)),
    ],
)
def test_the_closest_genres_are_offered(typed, genres):
    assert set(answer(find_genre, typed).genres) == genres


def test_genres_that_begin_with_what_is_typed_come_first():
    assert [each.value for each in genre_choices(CATALOG, "")] == list(CATALOG.genres)
    assert [each.value for each in genre_choices(CATALOG, "f")] == ["Film-Noir", "Sci-Fi"]
    assert genre_choices(CATALOG, "basket") == []
