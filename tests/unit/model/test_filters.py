import pytest

from recsys.catalog import Movie
from recsys.errors import UsageError
from recsys.model.filters import ItemFacts
from recsys.model.genres import GenreSets
from recsys.types import YearRange


def movie(item, year, *genres):
    return Movie(item, f"Film {item}", year, genres, (), None, None, 1)


MOVIES = [movie(1, 1990, "Comedy"), movie(2, 2000, "Comedy", "Drama"), movie(3, None, "Sci-Fi")]
FACTS = ItemFacts(MOVIES, GenreSets(MOVIES))


def allowed(genres=(), years=None):
    mask = FACTS.passing(genres=genres, years=years or YearRange())
    return [at + 1 for at in mask.nonzero()[0].tolist()]


def test_no_filter_lets_everything_pass():
    assert allowed() == [1, 2, 3]


def test_any_of_the_genres_in_any_spelling_of_case():
    assert allowed(genres=["comedy"]) == [1, 2]
    assert allowed(genres=["Comedy", "sci fi"]) == [1, 2, 3]


def test_a_film_without_a_year_passes_only_where_none_is_asked_for():
    assert allowed(years=YearRange(1990, 1999)) == [1]
    assert allowed(years=YearRange(last=2100)) == [1, 2]


def test_an_unknown_genre_names_the_known_ones():
    with pytest.raises(UsageError, match="Comedy, Drama, Sci-Fi"):
        allowed(genres=["Opera"])


def test_years_in_the_wrong_order_are_refused():
    with pytest.raises(UsageError, match="wrong way round"):
        allowed(years=YearRange(2000, 1990))
