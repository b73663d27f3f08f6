"""Lists as they are shown, on a world of famous and obscure films with random scores."""

from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.datasets.types import Dataset, RawMovie
from recsys.model import group, lists
from recsys.model.genres import GenreSets
from recsys.model.group_lists import GroupLists, GroupOrder, Member, by_best
from recsys.model.item_weights import ItemWeights
from recsys.model.judged import judge
from recsys.model.lists import ListMaker, Order, fade, less_fame
from recsys.model.recipes import BY_TASTE, SAFE, Weigher
from recsys.model.series import Sequels
from recsys.model.suiting import Suiting
from recsys.store.build import assemble
from recsys.types import GroupStrategy, ItemId, Profile, Taste
from tests.worlds import ratings_of

FILMS, USERS = 240, 400
GENRES = ("Action", "Comedy", "Drama", "Horror", "Romance")
SAGA = (1, 2, 3)
"""Movie ids of a series, which came out as 2, 1, 3."""
OBSCURE_SAGA = (150, 151)
DAY = timedelta(days=1)
EVERYTHING = np.ones(FILMS, dtype=bool)


def world():
    """Return ratings in which film 1 is the best known and half of the films are obscure."""
    random = np.random.default_rng(0)
    fame = np.concatenate([np.linspace(0.9, 0.2, FILMS // 2), np.linspace(0.08, 0.06, FILMS // 2)])
    fame[[item - 1 for item in OBSCURE_SAGA]] = 0.04
    stars = {
        user: {
            int(column) + 1: float(random.integers(1, 11)) / 2
            for column in np.flatnonzero(random.random(FILMS) < fame)
        }
        for user in range(1, USERS + 1)
    }
    for fan in range(1, 11):
        for item in SAGA + OBSCURE_SAGA:
            stars[fan][item] = 5.0
    return stars


def title_of(item):
    if item in SAGA:
        return f"Long Saga {item}" if item > 1 else "Long Saga"
    if item in OBSCURE_SAGA:
        return f"Hidden Saga: {'The End' if item == 151 else 'The Beginning'}"
    return f"Film{item}"


@pytest.fixture(scope="module")
def model():
    movies = tuple(
        RawMovie(
            item,
            f"{title_of(item)} ({1989 if item == 2 else 1990 + item % 30})",
            (GENRES[item % 5],) if item % 2 else (GENRES[item % 5], GENRES[item % 3]),
        )
        for item in range(1, FILMS + 1)
    )
    ratings = ratings_of(world(), item_ids=range(1, FILMS + 1))
    dataset = Dataset(
        "world", "", invented=True, movies=movies, ratings=ratings, demographics={}, duplicates=0
    )
    none, no = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int32)
    weights = ItemWeights(none, none, np.zeros(1, dtype=np.int64), no, np.zeros(0, np.float32))
    return assemble(dataset, weights, "test", "edge", Path())


@pytest.fixture(scope="module")
def weigher(model):
    return Weigher(model, GenreSets(model.catalog))


@pytest.fixture(scope="module")
def made(model, weigher):
    maker = ListMaker(model, weigher, Sequels(model.series))

    def make(scores, profile, order, *, filtered=EVERYTHING, out=()):
        return maker.make(scores, judge(model.ratings, profile), filtered, out, order)

    return make


@pytest.fixture(scope="module")
def fame(model):
    return (model.reception.raters + 1) / USERS


def scores_of(seed, profile=None):
    """Return random scores, 0 for the films of the profile."""
    scores = np.random.default_rng(seed).random(FILMS) + 0.01
    scores[[item - 1 for item in profile or ()]] = 0.0
    return scores


PROFILE = Profile({10: 1, 20: 1, 130: -1, 30: 0})
SEEDS, COUNTS = st.integers(0, 10_000), st.integers(1, 12)


@given(SEEDS, COUNTS, st.sampled_from(Taste))
def test_a_list_has_what_was_ordered(made, model, seed, n, taste):
    scores = scores_of(seed, PROFILE)
    picks = made(scores, PROFILE, Order(n, taste), out=[40, 41])
    columns = [pick.column for pick in picks]
    assert len(columns) == len(set(columns)) == n
    assert not {column + 1 for column in columns} & {*PROFILE, 40, 41}
    assert all(0 < pick.score <= 1 for pick in picks)
    numbers = [number for number in model.series.numbers[columns].tolist() if number >= 0]
    assert len(numbers) == len(set(numbers))


@given(
    seed=SEEDS,
    n=st.integers(1, 20),
    taste=st.sampled_from(Taste),
    share=st.floats(0.01, 0.9),
    less=st.sampled_from((0.0, 0.5)),
)
def test_a_list_is_as_if_every_film_had_been_weighed(made, seed, n, taste, share, less):
    """Films with small scores are passed over only where they couldn't be in the pool."""
    scores = scores_of(seed, PROFILE) ** (1 + seed % 4)
    shown = {item: DAY * (item % 7) for item in range(1, 60, 1 + seed % 50)}
    order = Order(n, taste, shown, less)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lists, "_LIKELY", (0.0,))
        patient = made(scores, PROFILE, order)
        patch.setattr(lists, "_LIKELY", (share, 0.0))
        assert made(scores, PROFILE, order) == patient


@given(SEEDS, COUNTS)
def test_hidden_gems_and_crowd_pleasers_share_nothing(made, fame, seed, n):
    scores = scores_of(seed, PROFILE)
    gems, crowd = (
        [pick.column for pick in made(scores, PROFILE, Order(n, taste))]
        for taste in (Taste.HIDDEN_GEMS, Taste.CROWD_PLEASERS)
    )
    assert (fame[gems] <= 0.1).all()
    assert (fame[crowd] > 0.1).all()


@pytest.mark.parametrize(
    ("n", "discoveries"),
    [(1, []), (2, []), (3, [2]), (4, [3]), (5, [2]), (6, [2, 5]), (10, [2, 5, 8])],
)
def test_a_balanced_list_says_which_films_are_discoveries(made, fame, n, discoveries):
    picks = made(scores_of(n, PROFILE), PROFILE, Order(n))
    assert [place for place, pick in enumerate(picks) if pick.discovery] == discoveries
    assert all(fame[picks[place].column] <= 0.1 for place in discoveries)


def test_newcomers_get_crowd_pleasers(made, fame):
    newcomer = Profile({30: 0})
    picks = made(scores_of(1, newcomer), newcomer, Order(6))
    assert not any(pick.discovery for pick in picks)
    assert all(fame[pick.column] > 0.1 for pick in picks)
    asked = made(scores_of(1, newcomer), newcomer, Order(6, Taste.HIDDEN_GEMS))
    assert all(fame[pick.column] <= 0.1 for pick in asked)


@pytest.mark.parametrize("taste", Taste)
def test_bounds_give_way_where_they_leave_too_few(made, fame, taste):
    for few in (np.flatnonzero(fame > 0.1)[60:63], np.flatnonzero(fame <= 0.1)[5:8]):
        filtered = np.zeros(FILMS, dtype=bool)
        filtered[few] = True
        picks = made(scores_of(2), Profile({100: 1}), Order(3, taste), filtered=filtered)
        assert {pick.column for pick in picks} == set(few.tolist())
        assert all(fame[pick.column] <= 0.1 for pick in picks if pick.discovery)


def test_a_sequel_waits_for_an_earlier_part_that_would_be_recommended_too(made):
    scores = scores_of(3) / 100
    scores[[0, 1, 2]] = [0.6, 0.6, 1.0]
    taste = Order(5, Taste.CROWD_PLEASERS)
    listed = {pick.column + 1 for pick in made(scores, Profile({100: 1}), taste)}
    assert listed & {*SAGA} == {2}
    judged = Profile({100: 1, 2: 0})
    scores[1] = 0.0
    listed = {pick.column + 1 for pick in made(scores, judged, taste)}
    assert listed & {*SAGA} == {1}


def test_a_sequel_need_not_wait_for_a_film_that_is_not_for_the_member(made):
    scores = scores_of(3) / 100
    scores[[0, 1]] = [1.0, 0.3]
    order, profile = Order(3, Taste.CROWD_PLEASERS), Profile({100: 1})
    assert made(scores, profile, order)[0].column == 0
    scores[1] = 0.9
    without_first = EVERYTHING.copy()
    without_first[1] = False
    assert made(scores, profile, order, filtered=without_first)[0].column == 0


def test_a_first_part_that_was_shown_today_does_not_let_its_sequels_come(made):
    scores = scores_of(3) / 100
    scores[[0, 1, 2]] = [0.9, 1.0, 0.9]
    order = Order(8, Taste.CROWD_PLEASERS, shown={2: DAY / 2})
    listed = {pick.column + 1 for pick in made(scores, Profile({100: 1}), order)}
    assert not listed & {*SAGA}


def test_hidden_gems_hold_no_film_of_a_series_that_the_member_knows(made):
    scores = scores_of(4) / 100
    scores[[149, 150]] = 1.0
    gems = Order(5, Taste.HIDDEN_GEMS)
    first, *_ = made(scores, Profile({100: 1}), gems)
    assert first.column + 1 in OBSCURE_SAGA
    scores[first.column] = 0.0
    known = Profile({100: 1, first.column + 1: 1})
    listed = {pick.column + 1 for pick in made(scores, known, gems)}
    assert not listed & {*OBSCURE_SAGA}


@given(SEEDS, st.sampled_from(Taste))
def test_nothing_comes_twice_on_a_day(made, seed, taste):
    scores, shown = scores_of(seed, PROFILE), {}
    for _ in range(5):
        items = [p.column + 1 for p in made(scores, PROFILE, Order(3, taste, shown=shown))]
        assert len(items) == 3
        assert not shown.keys() & set(items)
        shown |= dict.fromkeys(items, timedelta(hours=1))


def test_what_was_shown_fades_back_in():
    assert fade(timedelta(0)) == fade(timedelta(hours=23)) == 0
    for days in (1, 2, 3, 10):
        assert fade(days * DAY) == pytest.approx(1 - 0.5 * 2 ** (-days / 3))
    assert fade(3650 * DAY) == pytest.approx(1)


def test_a_film_that_was_shown_yesterday_comes_again_if_it_is_far_the_best(made):
    scores = scores_of(5) / 100
    scores[50] = 1.0
    order = Order(3, Taste.CROWD_PLEASERS, shown={51: DAY})
    assert 50 in [pick.column for pick in made(scores, Profile({100: 1}), order)]


def test_films_of_a_list_are_unlike_each_other(made, model):
    def genres(picks):
        return [genre for pick in picks for genre in movies[pick.column].genres]

    movies = list(model.catalog)
    scores = scores_of(6) / 100 + 0.8
    scores[[at for at, movie in enumerate(movies) if movie.genres == ("Action",)]] += 0.1
    picks = made(scores, Profile({100: 1}), Order(5, Taste.CROWD_PLEASERS))
    assert len(set(genres(picks))) > 1


@given(SEEDS)
def test_less_fame_makes_lists_less_famous(made, fame, seed):
    scores = scores_of(seed, PROFILE)
    usual, less = (
        np.mean([fame[pick.column] for pick in made(scores, PROFILE, order)])
        for order in (Order(10), Order(10, less_fame=0.6))
    )
    assert less <= usual + 0.1


@given(st.integers(0, 30), st.integers(0, 30))
def test_what_a_member_has_seen_is_bounded_in_its_effect(seen, others):
    answers = seen + others
    assert 0 <= less_fame(seen, answers) <= 0.6
    assert less_fame(seen, answers) <= less_fame(seen + 1, answers + 1)
    assert less_fame(seen, answers + 1) <= less_fame(seen, answers)
    if seen <= 0.6 * others:
        assert less_fame(seen, answers) == 0


def test_one_answer_says_little():
    assert less_fame(1, 1) < 0.13
    assert less_fame(18, 20) > 0.4


@given(SEEDS, st.floats(0, 1), st.floats(0, 1))
def test_fits_are_the_share_of_what_people_watch_that_suits_less(model, weigher, seed, none, bad):
    random = np.random.default_rng(seed)
    scores = random.random(FILMS)
    scores[random.random(FILMS) < none] = 0.0
    scores[random.random(FILMS) < bad] *= -1
    scores[:5] = scores[5]
    reception = model.reception
    fame = np.maximum((reception.raters + 1) / USERS, 0.02)
    average = reception.likers.sum() / reception.raters.sum()
    love = (reception.likers + 10 * average) / (reception.raters + 10)
    suits = scores * fame**-0.3 * love
    found = Suiting(weigher, reception.raters).of(scores)
    below = [reception.raters[suits < own].sum() for own in suits]
    alike = [reception.raters[suits == own].sum() for own in suits]
    expected = (np.array(below) + np.array(alike) / 2) / reception.raters.sum()
    everything = np.arange(FILMS)
    fits = found.fits(everything)
    assert fits.tolist() == pytest.approx(expected.tolist())
    for least in (0.0, 0.25, 0.5, float(fits[seed % FILMS]), 1.0):
        z = scores * weigher.factors(SAFE)
        assert (z >= found.least(least)).tolist() == (fits >= least).tolist()


@given(
    seed=SEEDS,
    n=st.integers(1, 9),
    strategy=st.sampled_from(GroupStrategy),
    taste=st.sampled_from(Taste),
    keep=st.lists(st.integers(1, FILMS), max_size=3, unique=True),
    only=st.none() | st.lists(st.integers(1, FILMS), max_size=40),
)
def test_a_groups_list_is_as_if_every_film_had_been_looked_at(
    model, weigher, seed, n, strategy, taste, keep, only
):
    """Films that nobody has a score for are passed over, and fits are told of those taken only."""
    random = np.random.default_rng(seed)
    profiles = [Profile({10: 1, 20: -1}), Profile({30: 1, 40: 0}), Profile({50: 1})][: 1 + seed % 3]
    suiting, sequels = Suiting(weigher, model.reception.raters), Sequels(model.series)
    members = []
    for profile in profiles:
        scores = random.normal(0.3, 0.5, FILMS) * (random.random(FILMS) < 0.4)
        scores[[item - 1 for item in profile]] = 0.0
        members.append(Member(judge(model.ratings, profile), suiting.of(scores)))
    order = GroupOrder(n, strategy, taste, [60], only, [ItemId(item) for item in keep], None)
    judged = np.unique(np.concatenate([member.judged.columns for member in members]))
    found = GroupLists(model, weigher, sequels, suiting).make(members, judged, EVERYTHING, order)

    everything = np.arange(FILMS)
    shares, fits = [], []
    for member in members:
        scores, about = member.suits.scores, member.judged
        weighed = (
            scores
            if taste is Taste.BALANCED
            else weigher.weigh(BY_TASTE[taste], scores, everything, weigher.alike(about.likes))
        )
        shares.append(by_best(weighed, weighed.max(initial=0.0)))
        fits.append(member.suits.fits(everything))
        shares[-1][about.likes] = fits[-1][about.likes] = 1.0
    together = np.mean(shares, axis=0)
    together[judged] = 0.0
    wanted = None if only is None else np.isin(everything + 1, only)
    at_hand = EVERYTHING if wanted is None else wanted
    allowed = everything + 1 != 60
    allowed[sequels.waiting(together, at_hand)] = False
    if taste is not Taste.BALANCED:
        allowed &= ~at_hand | weigher.bounded(BY_TASTE[taste], allowed & at_hand, n)
    expected = group.choose(
        np.array(shares),
        allowed,
        n,
        strategy,
        keep=[item - 1 for item in keep],
        only=wanted,
        series=model.series.numbers,
        kind=[np.min(fits, axis=0) >= least for least in group.LEAST_FITS],
    )
    assert [column for column, _, _ in found] == [column for column, _ in expected]
    assert [score for _, score, _ in found] == pytest.approx([score for _, score in expected])
    for column, _, own in found:
        assert own == [each[column] for each in fits]
