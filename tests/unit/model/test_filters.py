import pytest

from recsys.catalog import Movie
from recsys.errors import UsageError
from recsys.model.filters import ItemFacts
from recsys.types import YearRange


def movie(item, year, *genres):
    return Movie(item, f"Film {item}", year, genres, (), None, None, 1)


FACTS = ItemFacts(
    [movie(1, 1990, "Comedy"), movie(2, 2000, "Comedy", "Drama"), movie(3, None, "Drama")]
)


def allowed(genres=(), years=None, exclude=()):
    mask = FACTS.allowed(genres=genres, years=years or YearRange(), exclude=exclude)
    return FACTS.item_ids[mask].tolist()


def test_no_filter_lets_everything_pass():
    assert allowed() == [1, 2, 3]


def test_any_of_the_genres_in_any_spelling_of_case():
    assert allowed(genres=["comedy"]) == [1, 2]
    assert allowed(genres=["Comedy", "DRAMA"]) == [1, 2, 3]


def test_a_film_without_a_year_passes_only_where_none_is_asked_for():
    assert allowed(years=YearRange(1990, 1999)) == [1]
    assert allowed(years=YearRange(last=2100)) == [1, 2]


def test_excluded_and_unknown_ids():
    assert allowed(exclude=[2, 999]) == [1, 3]


def test_an_unknown_genre_names_the_known_ones():
    with pytest.raises(UsageError, match="Comedy, Drama"):
        allowed(genres=["Opera"])


def test_years_in_the_wrong_order_are_refused():
    with pytest.raises(UsageError, match="earlier year first"):
        allowed(years=YearRange(2000, 1990))
