import re
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.generators.release import GeneratedSource
from recsys.catalog import Catalog
from recsys.datasets.collect import collect
from recsys.datasets.types import Dataset, RatingChunk, Source
from recsys.types import MAX_ID

USERS, ITEMS, RATINGS = 6_040, 3_706, 1_000_209


@pytest.fixture(scope="module")
def chunks() -> list[RatingChunk]:
    return list(GeneratedSource(USERS, ITEMS, RATINGS).ratings())


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return collect(GeneratedSource(USERS, ITEMS, RATINGS))


def _columns(source: Source) -> list[np.ndarray]:
    chunks = list(source.ratings())
    fields = ("user_ids", "item_ids", "half_stars", "timestamps")
    return [np.concatenate([getattr(chunk, field) for chunk in chunks]) for field in fields]


@settings(deadline=None, max_examples=30)
@given(
    users=st.integers(1, 60),
    items=st.integers(1, 80),
    each=st.integers(1, 30),
    seed=st.integers(0, 2**32),
)
def test_any_shape_gives_valid_ratings(users: int, items: int, each: int, seed: int) -> None:
    source = GeneratedSource(users, items, users * each, seed)
    user_ids, item_ids, half_stars, timestamps = _columns(source)
    assert set(user_ids.tolist()) == set(range(1, users + 1))
    assert item_ids.min() >= 1
    assert item_ids.max() <= items
    assert (np.diff(user_ids * (MAX_ID + 1) + item_ids) > 0).all()  # sorted, each pair once
    assert set(half_stars.tolist()) <= set(range(1, 11))
    assert timestamps.min() >= 0
    assert timestamps.max() < 2**32
    assert len(source.movies()) == items


def test_a_seed_makes_the_same_release_and_another_seed_another() -> None:
    one, again, other = (GeneratedSource(50, 40, 500, seed) for seed in (7, 7, 8))
    for mine, same in zip(_columns(one), _columns(again), strict=True):
        np.testing.assert_array_equal(mine, same)
    assert one.movies() == again.movies()
    assert one.movies() != other.movies()
    assert _columns(one)[1].tolist() != _columns(other)[1].tolist()


def test_chunks_are_bounded_and_numbered_and_users_stay_whole(chunks: list[RatingChunk]) -> None:
    assert len(chunks) > 1
    line = 1
    last_user = 0
    for chunk in chunks:
        assert len(chunk.user_ids) <= 1_100_000
        assert chunk.first_line == line
        assert chunk.user_ids[0] == last_user + 1
        line += len(chunk.user_ids)
        last_user = int(chunk.user_ids[-1])
    assert last_user == USERS


def test_the_size_is_about_what_was_asked_for(dataset: Dataset) -> None:
    assert len(dataset.ratings) == pytest.approx(RATINGS, rel=0.01)
    assert dataset.ratings.n_users == USERS
    assert len(dataset.movies) == ITEMS


def test_few_films_are_famous_and_most_are_not(dataset: Dataset) -> None:
    counts = np.bincount(dataset.ratings.columns, minlength=ITEMS)
    assert 0.3 * USERS < counts.max() < 0.8 * USERS
    assert np.median(counts) < 0.5 * counts.mean()
    top_tenth = np.sort(counts)[-ITEMS // 10 :].sum()
    assert top_tenth > 0.4 * len(dataset.ratings)


def test_few_viewers_are_busy_and_most_are_not(dataset: Dataset) -> None:
    counts = dataset.ratings.row_lengths()
    assert counts.min() >= 1
    assert counts.max() > 1_000
    assert np.median(counts) < 0.6 * counts.mean()


def test_stars_have_a_shape_that_people_give_them(dataset: Dataset) -> None:
    half_stars = dataset.ratings.half_stars
    shares = np.bincount(half_stars, minlength=11) / len(half_stars)
    assert half_stars.mean() / 2 == pytest.approx(3.5, abs=0.15)
    assert shares[[6, 8]].min() > 0.2
    assert shares[1::2].sum() < 0.3


def test_people_agree_more_than_chance_would_have_it(dataset: Dataset) -> None:
    # Two films that sci-fi fans love share more of their likers than one of them and a romance.
    ratings = dataset.ratings
    rows = np.repeat(np.arange(ratings.n_users), ratings.row_lengths())
    likes = np.zeros((ratings.n_users, ITEMS), dtype=np.float32)
    likes[rows, ratings.columns] = ratings.half_stars >= 8
    kinds = [
        [i for i, movie in enumerate(dataset.movies) if movie.genres == (genre,)]
        for genre in ("Sci-Fi", "Romance")
    ]
    sci_fi, romance = (likes[:, kind].sum(axis=1) for kind in kinds)
    other_sci_fi = likes[:, kinds[0][::2]].sum(axis=1)
    same_kind = np.corrcoef(other_sci_fi, likes[:, kinds[0][1::2]].sum(axis=1))[0, 1]
    assert same_kind > 0.3 + np.corrcoef(sci_fi, romance)[0, 1]


def test_titles_are_parsed_as_those_of_a_release_are() -> None:
    movies = GeneratedSource(10, 5_000, 100).movies()
    catalog = Catalog.from_raw(movies, {})
    assert all(1920 <= (movie.year or 0) <= 2023 for movie in catalog)
    assert len({movie.decade for movie in catalog}) == 11
    assert sum(bool(movie.aka) for movie in catalog) == pytest.approx(0.25 * 5_000, rel=0.1)
    assert sum(movie.title.startswith("The ") for movie in catalog) > 1_000
    assert not any(", The" in movie.title or "(" in movie.title for movie in catalog)
    assert {1, 2, 3} == {len(movie.genres) for movie in catalog}
    for movie in movies[:100]:
        assert movie.imdb_id is None  # an invented film's id would be a real one's
        assert catalog.search(movie.title, limit=1)


def test_words_of_titles_are_as_common_and_rare_as_those_of_films() -> None:
    movies = GeneratedSource(10, 86_537, 100).movies()
    words = Counter(word for movie in movies for word in re.findall(r"\w+", movie.title.lower()))
    assert len(words) >= 25_000
    assert words["the"] > 0.3 * len(movies)
    once = sum(count == 1 for count in words.values())
    assert 0.4 * len(words) < once < 0.7 * len(words)
    assert 3 < words.total() / len(movies) - 1 < 5


def test_it_says_that_it_is_invented() -> None:
    source: Source = GeneratedSource(10, 20, 30)
    assert source.name == "generated-30"
    assert source.size_hint == 30
    assert source.invented
    assert "invented" in source.licence
    assert source.demographics() == {}
