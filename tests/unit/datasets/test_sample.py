import csv
import re
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from recsys.catalog import Catalog
from recsys.datasets.collect import collect
from recsys.datasets.releases import SAMPLE
from recsys.datasets.source import open_sample
from recsys.datasets.types import Dataset, Source
from recsys.types import Profile

GENRES = {
    "Action",
    "Adventure",
    "Animation",
    "Children",
    "Comedy",
    "Crime",
    "Documentary",
    "Drama",
    "Fantasy",
    "Film-Noir",
    "Horror",
    "Musical",
    "Mystery",
    "Romance",
    "Sci-Fi",
    "Thriller",
    "War",
    "Western",
}


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return collect(open_sample())


@pytest.fixture(scope="module")
def likes(dataset: Dataset) -> np.ndarray:
    """(users, items) who gave 4 stars or more."""
    ratings = dataset.ratings
    liked = np.zeros((ratings.n_users, ratings.n_items), dtype=bool)
    rows = np.repeat(np.arange(ratings.n_users), ratings.row_lengths())
    liked[rows, ratings.columns] = ratings.half_stars >= 8
    return liked


def _with(dataset: Dataset, genre: str, other_than: str = "") -> np.ndarray:
    return np.array(
        [genre in movie.genres and other_than not in movie.genres for movie in dataset.movies]
    )


# What the films are


def test_about_300_films_of_every_genre_and_decade(dataset: Dataset) -> None:
    catalog = Catalog.from_raw(dataset.movies, {})
    assert 300 <= len(catalog) <= 330
    assert set(catalog.genres) == GENRES
    assert {movie.decade for movie in catalog} == set(range(1920, 2020, 10))
    assert sum(bool(movie.aka) for movie in catalog) > 40


def test_every_film_is_complete_and_there_once() -> None:
    movies = open_sample().movies()
    ids = [movie.item_id for movie in movies]
    assert ids == sorted(set(ids))
    assert len({movie.imdb_id for movie in movies}) == len(movies)
    for movie in movies:
        assert re.fullmatch(r"tt[0-9]{7,8}", movie.imdb_id or ""), movie
        assert re.search(r"[^ ] \((19[2-9]|20[01])[0-9]\)$", movie.title), movie
        assert movie.genres, movie
        assert len(set(movie.genres)) == len(movie.genres), movie


@pytest.mark.parametrize(
    ("title", "item_id"),
    [
        ("The Matrix", 2571),
        ("Toy Story", 1),
        ("Titanic", 1721),
        ("Alien", 1214),
        ("Heat", 6),
        ("Se7en", 47),
        ("Amelie", 4973),
        ("Spirited Away", 5618),
        ("Cidade de Deus", 6016),
        ("The Godfather", 858),
        ("The Lord of the Rings: The Fellowship of the Ring", 4993),
        ("id:260", 260),
    ],
)
def test_films_that_people_try_first_are_found(dataset: Dataset, title: str, item_id: int) -> None:
    assert Catalog.from_raw(dataset.movies, {}).resolve(title).id == item_id


@pytest.mark.realdata
def test_ids_and_years_are_those_of_movielens(realdata: Path) -> None:
    with (realdata / "movies.csv").open(encoding="utf-8") as file:
        titles = {int(row["movieId"]): row["title"].strip() for row in csv.DictReader(file)}
    with (realdata / "links.csv").open(encoding="utf-8") as file:
        imdb_ids = {int(row["movieId"]): f"tt{row['imdbId']}" for row in csv.DictReader(file)}
    for movie in open_sample().movies():
        assert movie.imdb_id == imdb_ids[movie.item_id], movie
        assert movie.title[-6:] == titles[movie.item_id][-6:], movie


# What the source says of itself


def test_it_says_that_it_is_invented() -> None:
    source: Source = open_sample()
    assert source.name == "sample"
    assert source.invented
    assert source.licence.startswith("Sample data (invented ratings)")


def test_it_is_as_large_as_it_says(dataset: Dataset) -> None:
    source = open_sample()
    assert dataset.ratings.n_users == SAMPLE.users >= 1000
    assert len(dataset.movies) == SAMPLE.movies
    assert len(dataset.ratings) == SAMPLE.ratings == source.size_hint
    assert dataset.duplicates == 0


# What the ratings are like


def test_viewers_rate_some_or_many_films(dataset: Dataset) -> None:
    counts = dataset.ratings.row_lengths()
    assert counts.min() >= 12
    assert 50 <= np.median(counts) <= 80
    assert 180 <= counts.max() <= 260
    assert counts.mean() > 1.1 * np.median(counts)


def test_famous_films_are_rated_by_half_of_the_viewers_and_the_tail_by_few(
    dataset: Dataset,
) -> None:
    ratings = dataset.ratings
    share = np.bincount(ratings.columns, minlength=ratings.n_items) / ratings.n_users
    assert share.min() > 0.02
    assert 0.4 < share.max() < 0.6
    assert share.max() > 4 * np.percentile(share, 10)


def test_stars_are_spread_as_people_give_them(dataset: Dataset) -> None:
    half_stars = dataset.ratings.half_stars
    shares = np.bincount(half_stars, minlength=11) / len(half_stars)
    assert half_stars.min() == 1
    assert half_stars.max() == 10
    assert half_stars.mean() / 2 == pytest.approx(3.5, abs=0.15)
    assert shares.argmax() == 8
    assert shares[1::2].sum() == pytest.approx(0.25, abs=0.07)  # half stars are the rarer ones
    assert 0.1 < shares[:6].sum() < 0.25  # up to 2.5 stars: a dislike


def test_times_go_from_2005_to_2025_and_come_after_the_film(dataset: Dataset) -> None:
    years = {movie.item_id: int(movie.title[-5:-1]) for movie in dataset.movies}
    for chunk in open_sample().ratings():
        for item, time in zip(chunk.item_ids.tolist(), chunk.timestamps.tolist(), strict=True):
            rated = datetime.fromtimestamp(time, UTC).year
            assert 2005 <= rated <= 2025
            assert rated > years[item]
    assert len(np.unique(dataset.ratings.last_year)) > 10


def test_everybody_has_invented_demographics(dataset: Dataset) -> None:
    people = dataset.demographics
    assert set(people) == set(dataset.ratings.user_ids.tolist())
    assert {person.age for person in people.values()} == {1, 18, 25, 35, 45, 50, 56}
    assert {person.gender for person in people.values()} == {"F", "M"}
    assert {person.occupation for person in people.values()} == {str(code) for code in range(21)}


# Whether neighbours make sense


@pytest.mark.parametrize(
    ("liked", "near", "far"),
    [
        ({2571: 1, 1214: 1}, "Sci-Fi", "Romance"),
        ({1: 1, 364: 1}, "Animation", "Horror"),
        ({1721: 1, 2671: 1}, "Romance", "Horror"),
        ({1258: 1, 1982: 1}, "Horror", "Romance"),
        ({858: 1, 47: 1}, "Crime", "Children"),
        ({4993: 1, 4896: 1}, "Fantasy", "Crime"),
    ],
)
def test_who_likes_films_of_a_kind_likes_others_of_it(
    dataset: Dataset, likes: np.ndarray, liked: dict[int, int], near: str, far: str
) -> None:
    columns = np.searchsorted(dataset.ratings.item_ids, Profile(liked).likes)
    fans = likes[:, columns].all(axis=1)
    assert fans.sum() >= 30
    others = np.ones(len(dataset.movies), dtype=bool)
    others[columns] = False
    lift = likes[fans].mean(axis=0) / likes.mean(axis=0)
    of_the_kind = lift[others & _with(dataset, near, other_than=far)].mean()
    not_of_it = lift[others & _with(dataset, far, other_than=near)].mean()
    assert of_the_kind > 1.5 * not_of_it
