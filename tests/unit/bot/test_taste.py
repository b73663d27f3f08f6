"""A member's taste in numbers."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.films.taste import Leaning, in_a_sentence
from bot.films.taste import taste_of as taste_against
from bot.storage.types import Verdict
from recsys.habits import Habits, habits_of
from recsys.movies import Movie
from recsys.types import ItemId

GENRES = ("Sci-Fi", "Drama", "Horror", "Film-Noir")
LIKE, DISLIKE, SEEN = Verdict.LIKE, Verdict.DISLIKE, Verdict.SEEN

EVERYBODY = Habits(
    {"Sci-Fi": 0.2, "Drama": 0.5, "Horror": 0.1, "Mystery": 0.05},
    {1980: 0.15, 1990: 0.4, 2000: 0.3},
)

movies = st.builds(
    Movie,
    id=st.integers(1, 10**6).map(ItemId),
    title=st.just("A Film"),
    year=st.none() | st.integers(1890, 2030),
    genres=st.lists(st.sampled_from(GENRES), unique=True).map(tuple),
)
verdicts = st.lists(st.tuples(movies, st.sampled_from(Verdict)), max_size=40)


def taste_of(rated):
    return taste_against(rated, EVERYBODY)


def film(*genres, year=1999):
    return Movie(ItemId(1), "A Film", year, genres)


def test_a_film_counts_in_each_of_its_genres_and_in_its_decade():
    taste = taste_of(
        [
            (film("Sci-Fi", "Drama"), LIKE),
            (film("Drama", year=1985), DISLIKE),
            (film("Horror"), SEEN),
        ]
    )
    assert taste.counts == ((LIKE, 1), (DISLIKE, 1), (SEEN, 1))
    assert taste.genres == (Leaning("Sci-Fi", 1, 0), Leaning("Drama", 1, 1))
    assert taste.decades == (Leaning("1980s", 0, 1), Leaning("1990s", 1, 0))


def test_five_of_six_count_more_than_one_of_one():
    assert Leaning("a", 5, 1).fondness == pytest.approx(0.4365, abs=1e-4)
    assert Leaning("b", 1, 0).fondness == pytest.approx(0.2065, abs=1e-4)
    assert Leaning("c", 0, 0).fondness == 0


def test_nobody_is_cool_about_a_genre_after_two_films():
    assert taste_of([(film("Horror"), DISLIKE)] * 2).least_liked is None
    assert taste_of([(film("Horror"), DISLIKE)] * 3).least_liked == Leaning("Horror", 0, 3)


def test_the_surer_dislike_is_the_one_that_is_told():
    rated = [(film("Horror"), DISLIKE)] * 3 + [(film("Drama"), DISLIKE)] * 9
    assert taste_of([*rated, (film("Drama"), LIKE)]).least_liked == Leaning("Drama", 1, 9)


def test_what_was_merely_seen_tells_no_taste():
    taste = taste_of([(film("Drama"), SEEN)] * 5)
    assert not taste.tells
    assert taste.counts == ((SEEN, 5),)
    assert taste.genres == taste.decades == ()


@given(verdicts)
def test_nothing_is_lost_and_nothing_counted_twice(rated):
    taste = taste_of(rated)
    assert sum(count for _, count in taste.counts) == len(rated)
    assert taste.judged == sum(said in {LIKE, DISLIKE} for _, said in rated)
    assert sum(each.judged for each in taste.decades) == sum(
        movie.year is not None and said in {LIKE, DISLIKE} for movie, said in rated
    )
    assert sum(each.judged for each in taste.genres) == sum(
        len(movie.genres) for movie, said in rated if said in {LIKE, DISLIKE}
    )
    assert list(taste.decades) == sorted(taste.decades, key=lambda each: each.name)
    assert set(taste.told) <= {each.name for each in taste.genres if each.liked > each.disliked}


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_fondness_never_promises_more_than_the_share(liked, disliked):
    leaning = Leaning("x", liked, disliked)
    assert 0 <= leaning.fondness <= leaning.share
    assert math.isfinite(leaning.fondness)


@given(st.integers(1, 500), st.integers(0, 500))
def test_more_of_the_same_is_surer(liked, disliked):
    once, twice = Leaning("x", liked, disliked), Leaning("x", 2 * liked, 2 * disliked)
    assert twice.fondness > once.fondness


def test_a_taste_is_what_most_of_the_likes_are_and_everybodys_are_not():
    dramas = [(film("Sci-Fi", "Drama"), LIKE)] * 5 + [(film("Mystery", "Drama"), LIKE)] * 2
    others = [(film("Sci-Fi"), LIKE)] * 5 + [(film("Mystery"), LIKE)] * 2
    taste = taste_of([*dramas, *others, *[(film("Sci-Fi"), DISLIKE)] * 2])
    assert taste.told == ("Sci-Fi", "Mystery")
    assert [each.name for each in taste.genres][:2] == ["Sci-Fi", "Mystery"]


@pytest.mark.parametrize(
    ("by_decade", "home"),
    [
        ({1980: 2, 1990: 2, 2000: 2}, None),
        ({1980: 3, 2000: 1}, None),  # three films are no home
        ({1980: 4, 2000: 1}, "1980s"),
        ({1980: 4, 2000: 6}, "2000s"),  # the tallest column
        ({1980: 4, 1990: 6, 2000: 5}, None),  # as everybody's
    ],
)
def test_a_decade_is_a_home_with_enough_films_and_more_than_everybodys(by_decade, home):
    taste = taste_of(
        [
            (film("Drama", year=year), LIKE)
            for year, count in by_decade.items()
            for _ in range(count)
        ]
    )
    assert taste.home == home
    assert ("at home" in in_a_sentence(taste)) is (home is not None)


def test_a_film_counts_in_everybodys_habits_by_its_ratings():
    seen = Movie(ItemId(1), "A", 1999, ("Drama", "War"), ratings=30)
    rare = Movie(ItemId(2), "B", 2003, ("Drama",), ratings=10)
    habits = habits_of([seen, rare, Movie(ItemId(3), "C", None, ("Western",))])
    assert habits == Habits({"Drama": 1.0, "War": 0.75}, {1990: 0.75, 2000: 0.25})
