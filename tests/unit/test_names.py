"""Whole names as other catalogues write them."""

from hypothesis import given
from hypothesis import strategies as st

from recsys.movies import Movie
from recsys.search.names import NameIndex
from recsys.types import ItemId

NAMES = st.lists(st.text("abCDéñ39 :'-&", min_size=1, max_size=12), min_size=1, max_size=4)
CATALOGUES = st.lists(st.tuples(NAMES, st.none() | st.integers(1990, 1992)), max_size=8)


def movies_of(catalogue):
    return [
        Movie(ItemId(number), names[0], year, aka=tuple(names[1:]), ratings=number % 3)
        for number, (names, year) in enumerate(catalogue, start=1)
    ]


@given(CATALOGUES)
def test_a_film_is_found_under_each_of_its_names_however_they_are_written(catalogue):
    movies = movies_of(catalogue)
    index = NameIndex(movies)
    for movie in movies:
        for name in (movie.title, *movie.aka):
            for written in (name, name.upper(), f"The {name}", f" {name}!"):
                assert not any(map(str.isalnum, name)) or movie in index.called(written)


@given(CATALOGUES)
def test_the_best_known_of_several_comes_first(catalogue):
    movies = movies_of(catalogue)
    index = NameIndex(movies)
    for movie in movies:
        ratings = [each.ratings for each in index.called(movie.title)]
        assert ratings == sorted(ratings, reverse=True)


def test_a_name_may_go_on_or_end_sooner_in_the_same_year():
    hope = Movie(ItemId(1), "Star Wars: Episode IV - A New Hope", 1977)
    short = Movie(ItemId(2), "Heat", 1995)
    index = NameIndex([hope, short])
    assert index.longer_or_shorter("Star Wars", 1977) == [hope]
    assert index.longer_or_shorter("Star Wars Episode IV A New Hope Remastered", 1977) == [hope]
    assert index.longer_or_shorter("Star Wars", 1978) == []
    assert index.longer_or_shorter("Star Trek", 1977) == []
    assert index.longer_or_shorter("Heat of the Night", 1995) == []
    assert index.longer_or_shorter("Star", 1977) == []
