"""The deck, on a world where some users know old films and the others new ones."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.datasets.types import Dataset, RawMovie
from recsys.model.deck import PANEL, Deck
from recsys.model.item_weights import ItemWeights
from recsys.store.build import assemble
from recsys.types import Profile
from tests.worlds import ratings_of

OLD, NEW = range(1, 31), range(31, 61)
SAGA = (5, 6, 7)
LOVED_BY_ALL = 60
UNRATED = 61
FILMS = range(1, 62)


def world(users=300):
    """Return ratings: each user knows half of the old films or half of the new ones.

    Some of those are for those who like one half of them, the rest for the others; the last film is
    known to everybody and liked by everybody.
    """
    random = np.random.default_rng(1)
    stars = {}
    for user in range(1, users + 1):
        era = OLD if user % 2 else NEW
        known = random.choice(era, 18, replace=False).tolist()
        taste = user % 4 < 2
        stars[user] = {item: 5.0 if (item % 2 == 0) == taste else 1.0 for item in known}
        stars[user][LOVED_BY_ALL] = 4.5
        for item in SAGA if era is OLD else ():
            stars[user][item] = 5.0
    return stars


def model_of(stars):
    movies = tuple(
        RawMovie(
            item,
            f"Long Saga {SAGA.index(item) + 1} (1990)" if item in SAGA else f"Film{item} (2000)",
            ("Drama",),
            None,
            None,
        )
        for item in FILMS
    )
    ratings = ratings_of(stars, item_ids=FILMS)
    dataset = Dataset(
        "world", "", invented=True, movies=movies, ratings=ratings, demographics={}, duplicates=0
    )
    none, no = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int32)
    weights = ItemWeights(none, none, np.zeros(1, dtype=np.int64), no, np.zeros(0, np.float32))
    return assemble(dataset, weights, "test", "edge", Path())


@pytest.fixture(scope="module")
def deck():
    return Deck(model_of(world()))


answers = st.dictionaries(st.sampled_from(FILMS), st.sampled_from([-1, 0, 1]), max_size=30)
skips = st.lists(st.sampled_from([*FILMS, 999]), max_size=30, unique=True)


@given(answers=answers, skipped=skips)
def test_no_film_is_asked_about_twice_in_any_order_of_the_skipped_ones(deck, answers, skipped):
    profile = Profile(answers)
    asked = deck.next(profile, skipped)
    assert asked not in {*answers, *skipped, UNRATED}
    assert asked == deck.next(profile, skipped[::-1])


@given(answers=answers, skipped=skips)
def test_no_film_comes_after_another_of_its_series(deck, answers, skipped):
    asked = deck.next(Profile(answers), skipped)
    left = {*FILMS} - {*answers, *skipped, *SAGA, UNRATED}
    if left and not {*answers, *skipped}.isdisjoint(SAGA):
        assert asked not in SAGA


def test_it_ends_when_everything_that_anybody_knows_was_asked(deck):
    skipped = []
    while (asked := deck.next(Profile(), skipped)) is not None:
        skipped.append(asked)
    assert sorted(skipped) == [item for item in FILMS if item != UNRATED]


def test_a_film_that_everybody_likes_tells_nothing(deck):
    skipped = []
    for _ in range(20):
        skipped.append(deck.next(Profile(), skipped))
    assert LOVED_BY_ALL not in skipped


def test_it_asks_about_what_the_member_may_know(deck):
    """Whoever knows old films and no new ones is asked about old ones, and the reverse."""
    for known, unknown in ((OLD, NEW), (NEW, OLD)):
        profile, skipped, asked = Profile(), [], []
        for _ in range(10):
            item = deck.next(profile, skipped)
            asked.append(item)
            if item in known:
                profile = Profile({**profile, item: 1 if item % 2 else -1})
            else:
                skipped.append(item)
        assert sum(item in unknown for item in asked[2:]) <= 1


def test_the_panel_is_a_sample_however_many_users_there_are():
    model = model_of(world(PANEL + 200))
    once, again = Deck(model), Deck(model)
    assert once.panel.shape == (PANEL, len(FILMS) - 1)
    assert once.next(Profile()) == again.next(Profile())
