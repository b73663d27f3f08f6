"""The recommender on a reference index: what comes back, what never does, and why."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recsys.errors import IndexFault, IndexUnavailable, UnknownTitle, UsageError
from recsys.model import pease
from recsys.model.judged import judge
from recsys.model.points import Points
from recsys.model.recommender import Recommender
from recsys.model.scoring import Scorer
from recsys.store.build import assemble
from recsys.types import (
    EvidenceSource,
    GroupStrategy,
    Method,
    NeighbourFilter,
    Profile,
    Taste,
    YearRange,
)
from tests.fakes import NumpyIndex, SwitchableIndex
from tests.worlds import ROMANCE, SCI_FI, camp_dataset, ratings_of, two_camps


@pytest.fixture(scope="module")
def recommender(tmp_path_factory):
    dataset = camp_dataset()
    model = assemble(
        dataset,
        pease.fit(dataset.ratings),
        "test",
        "edge",
        tmp_path_factory.mktemp("model"),
    )
    points = Points(model)
    return Recommender(model, NumpyIndex(points.users()))


PROFILES = st.dictionaries(st.integers(1, 20), st.sampled_from([1, 0, -1]), max_size=12).map(
    Profile
)
ANY_OPTIONS = st.fixed_dictionaries(
    {
        "taste": st.sampled_from(Taste),
        "method": st.sampled_from(Method),
        "safe": st.booleans(),
        "exclude": st.sets(st.integers(1, 25)),
        "genres": st.sampled_from([(), ("Sci-Fi",), ("romance",), ("Sci-Fi", "Romance")]),
        "years": st.sampled_from([YearRange(), YearRange(first=1980), YearRange(1975, 1985)]),
    }
)


def ids(recommendations):
    return [each.item_id for each in recommendations]


@pytest.mark.parametrize("method", Method)
async def test_each_camp_is_recommended_its_own_films(recommender, method):
    for camp in (SCI_FI, ROMANCE):
        liked = list(camp)[:3]
        found = await recommender.recommend(Profile(dict.fromkeys(liked, 1)), 7, method=method)
        assert set(ids(found)) == set(camp) - set(liked)


@pytest.mark.parametrize("method", Method)
async def test_a_dislike_alone_leads_to_the_other_camp(recommender, method):
    found = await recommender.recommend(Profile({11: -1, 12: -1, 13: -1}), 5, method=method)
    assert set(ids(found)) <= set(SCI_FI)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(profile=PROFILES, n=st.integers(1, 25), options=ANY_OPTIONS)
async def test_whatever_is_asked_the_answer_keeps_its_promises(recommender, profile, n, options):
    found = await recommender.recommend(profile, n, **options)
    listed = ids(found)
    assert len(listed) == len(set(listed)) <= n
    assert not set(listed) & (set(profile) | options["exclude"])
    assert all(0 < each.score <= 1 for each in found)
    for item in listed:
        movie = recommender.catalog[item]
        assert movie.year in options["years"]
        genres = {genre.casefold() for genre in options["genres"]}
        assert not genres or genres & {genre.casefold() for genre in movie.genres}


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(profile=PROFILES)
async def test_every_number_of_the_evidence_is_counted_from_the_ratings(recommender, profile):
    ratings = recommender.model.ratings
    neighbours = await recommender.similar_users(profile)
    rows = [int(ratings.user_ids.searchsorted(each.user_id)) for each in neighbours]
    stars = {
        row: dict(
            zip(
                ratings.item_ids[ratings.row(row)[0]].tolist(),
                (ratings.row(row)[1] / 2).tolist(),
                strict=True,
            )
        )
        for row in range(ratings.n_users)
    }
    for each in await recommender.recommend(profile, 20):
        evidence = each.evidence
        asked = stars if evidence.source is EvidenceSource.POPULARITY else rows
        given_stars = [stars[row][each.item_id] for row in asked if each.item_id in stars[row]]
        assert evidence.raters == len(given_stars)
        assert evidence.likers == sum(value >= 4 for value in given_stars)
        if given_stars:
            assert evidence.mean_stars == pytest.approx(np.mean(given_stars))
        else:
            assert evidence.mean_stars is None
        if evidence.source is not EvidenceSource.POPULARITY:
            counted = Counter(round(2 * value) for value in given_stars)
            assert evidence.stars == tuple(counted[half] for half in range(1, 11))
        assert all(profile[item] == 1 for item in evidence.because)
        amounts = {each.item_id: each.amount for each in evidence.contributions}
        assert all(profile[item] for item in amounts)
        assert list(amounts.values()) == sorted(amounts.values(), reverse=True)
        if evidence.source is EvidenceSource.ITEM_WEIGHTS:
            assert evidence.because


@pytest.mark.parametrize("safe", [False, True])
async def test_what_each_film_of_a_profile_says_adds_up_to_the_score(recommender, safe):
    profile = Profile({1: 1, 2: 1, 4: 1, 11: -1, 12: 0})
    scored = await recommender.score(profile, safe=safe)
    columns = np.flatnonzero(scored.total).tolist()
    empty = recommender.model.weights.scores(Profile())
    bias = dict(zip(recommender.model.weights.item_ids.tolist(), empty.tolist(), strict=True))
    judged = judge(recommender.model.ratings, profile)
    told = Scorer(recommender.model).explain(scored, judged, columns)
    for column, evidence in zip(columns, told, strict=True):
        item = int(recommender.model.ratings.item_ids[column])
        amounts = sum(each.amount for each in evidence.contributions)
        general = scored.weight_counts * bias.get(item, 0.0)
        if evidence.source is not EvidenceSource.POPULARITY:
            assert amounts + general == pytest.approx(scored.total[column])


async def test_reasons_of_a_list_do_not_name_one_film_again_and_again(recommender):
    profile = Profile({1: 1, 2: 1, 3: 1, 4: 1, 5: 1})
    found = await recommender.recommend(profile, 5)
    named = Counter(item for each in found for item in each.evidence.because)
    assert len(named) >= 4
    assert max(named.values()) <= 3


async def test_nobody_known_yet_gets_what_most_people_love(recommender):
    found = await recommender.recommend(Profile({3: 0}), 5)
    assert len(found) == 5
    assert 3 not in ids(found)
    assert {each.evidence.source for each in found} == {EvidenceSource.POPULARITY}


async def test_unknown_films_in_a_profile_do_no_harm(recommender):
    known = await recommender.recommend(Profile({1: 1, 2: 1}), 5)
    with_strangers = await recommender.recommend(Profile({1: 1, 2: 1, 99_999: 0}), 5)
    assert ids(with_strangers) == ids(known)
    only_strangers = await recommender.recommend(Profile({99_999: 1}), 3)
    assert len(only_strangers) == 3


async def test_concurrent_calls_answer_as_single_ones(recommender):
    profiles = [Profile({item: 1, item + 10: -1}) for item in range(1, 10)] * 4
    alone = [await recommender.recommend(profile, 5) for profile in profiles]
    together = await asyncio.gather(*(recommender.recommend(p, 5) for p in profiles))
    assert together == alone


async def test_neighbours_can_be_filtered(recommender):
    profile = Profile({1: 1, 2: 1, 3: 1})
    everybody = await recommender.similar_users(profile)
    women = await recommender.similar_users(profile, where=NeighbourFilter(gender="F"))
    assert {each.user_id % 2 for each in everybody} == {1}
    assert women == []
    young = await recommender.similar_users(profile, where=NeighbourFilter(age=25))
    assert young == [each for each in everybody if each.user_id <= 30]
    assert await recommender.similar_users(profile, where=NeighbourFilter(active_since=2021)) == []


async def test_viewers_share_what_the_ratings_say(recommender):
    profile = Profile({1: 1, 2: 1, 11: -1})
    neighbours = await recommender.similar_users(profile, 5)
    ratings = recommender.model.ratings
    for neighbour, viewer in zip(
        neighbours, await recommender.viewers(neighbours, profile), strict=True
    ):
        columns, half_stars = ratings.row(int(ratings.user_ids.searchsorted(neighbour.user_id)))
        stars = dict(zip(ratings.item_ids[columns].tolist(), half_stars.tolist(), strict=True))
        assert viewer.user_id == neighbour.user_id
        assert viewer.rated == len(columns)
        assert viewer.shared_likes == tuple(i for i in (1, 2) if stars.get(i, 0) >= 8)
        assert viewer.shared_dislikes == tuple(i for i in (11,) if 0 < stars.get(i, 9) <= 5)


@pytest.mark.parametrize("strategy", GroupStrategy)
async def test_a_group_gets_films_nobody_knows_with_everybodys_fit(recommender, strategy):
    profiles = [Profile({1: 1, 2: 1}), Profile({11: 1, 12: 1, 3: 0}), Profile({4: 0})]
    found = await recommender.recommend_for_group(profiles, 6, strategy=strategy)
    assert len(found) == 6
    assert not set(ids(found)) & {1, 2, 3, 4, 11, 12}
    for film in found:
        assert film.fits[2] is None
        assert all(0 <= fit <= 1 for fit in film.fits[:2])


async def test_the_fit_tells_the_camps_apart(recommender):
    profiles = [Profile({1: 1, 2: 1, 11: -1}), Profile({11: 1, 12: 1, 1: -1})]
    found = await recommender.recommend_for_group(profiles, 16)
    assert len(found) == 16
    for film in found:
        own, other = film.fits if film.item_id in SCI_FI else film.fits[::-1]
        assert 0 <= other < 0.5 < own <= 1


async def test_a_fair_list_begins_with_films_that_suit_everybody(recommender):
    profiles = [Profile({1: 1, 2: 1}), Profile({3: 1, 4: 1, 5: -1})]
    found = await recommender.recommend_for_group(profiles, 16)
    kind = [min(film.fits) >= 0.5 for film in found]
    assert kind[0]
    assert kind == sorted(kind, reverse=True)


@pytest.mark.parametrize("taste", Taste)
async def test_a_group_may_have_any_taste(recommender, taste):
    profiles = [Profile({1: 1, 2: 1}), Profile({11: 1, 12: 1, 3: 0})]
    found = ids(await recommender.recommend_for_group(profiles, 5, taste=taste))
    assert len(found) == 5
    assert not set(found) & {1, 2, 3, 11, 12}


async def test_both_camps_find_something_in_a_fair_list(recommender):
    profiles = [Profile(dict.fromkeys(list(camp)[:3], 1)) for camp in (SCI_FI, ROMANCE)]
    found = ids(await recommender.recommend_for_group(profiles, 4))
    assert set(found) & set(SCI_FI)
    assert set(found) & set(ROMANCE)


async def test_a_group_of_strangers_gets_well_loved_films(recommender):
    found = await recommender.recommend_for_group([Profile(), Profile({1: 0})], 3)
    assert len(found) == 3
    assert all(film.fits == (None, None) for film in found)


async def test_impossible_requests_are_refused(recommender):
    with pytest.raises(UsageError):
        await recommender.recommend(Profile(), 0)
    with pytest.raises(UsageError):
        await recommender.recommend_for_group([])
    with pytest.raises(UsageError):
        await recommender.recommend(Profile(), 3, genres=["Opera"])
    pair = [Profile({1: 1}), Profile({11: 1})]
    for weights in ([1.0], [1.0, 0.0], [1.0, float("inf")]):
        with pytest.raises(UsageError, match="weight"):
            await recommender.recommend_for_group(pair, weights=weights)
    with pytest.raises(UsageError, match="kept"):
        await recommender.recommend_for_group(pair, keep=[99_999])


async def test_filters_that_leave_nothing_give_an_empty_list(recommender):
    assert await recommender.recommend(Profile({1: 1}), 3, years=YearRange(1900, 1901)) == []


async def test_options_may_be_given_by_name_and_unknown_ones_are_refused(recommender):
    profile = Profile({1: 1, 2: 1})
    named = await recommender.recommend(profile, 5, method="user-knn", taste="hidden-gems")
    typed = await recommender.recommend(profile, 5, method=Method.USER_KNN, taste=Taste.HIDDEN_GEMS)
    assert named == typed
    with pytest.raises(UsageError, match="hybrid, user-knn"):
        await recommender.recommend(profile, 5, method="magic")
    with pytest.raises(UsageError, match="list of names"):
        await recommender.recommend(profile, 5, genres="Comedy")


async def test_a_release_without_item_weights_still_has_a_cold_start(tmp_path):
    stars = {1: {1: 5.0, 2: 4.5}, 2: {1: 4.0, 3: 2.0}}
    dataset = replace(
        camp_dataset(), ratings=ratings_of(stars, item_ids=range(1, 21)), demographics={}
    )
    weights = pease.fit(dataset.ratings)
    assert not len(weights.item_ids)
    model = assemble(dataset, weights, "test", "edge", tmp_path)
    points = Points(model)
    tiny = Recommender(model, NumpyIndex(points.users()))
    assert ids(await tiny.recommend(Profile(), 2)) == [1, 2]
    assert ids(await tiny.recommend(Profile({2: 1}), 1)) == [1]
    await tiny.close()


async def test_after_closing_nothing_is_answered():
    dataset = camp_dataset()
    model = assemble(dataset, pease.fit(dataset.ratings), "t", "edge", Path())
    points = Points(model)
    closed = Recommender(model, NumpyIndex(points.users()))
    await closed.close()
    await closed.close()
    with pytest.raises(IndexFault, match="open it again"):
        await closed.recommend(Profile({1: 1}), 1)


async def test_popular_films_need_no_engine(recommender):
    recommender = Recommender(recommender.model, SwitchableIndex(NumpyIndex([]), away=True))
    found = await recommender.popular(5, exclude=[1, 2])
    assert len(found) == 5
    assert not set(ids(found)) & {1, 2}
    assert {each.evidence.source for each in found} == {EvidenceSource.POPULARITY}
    with pytest.raises(IndexUnavailable):
        await recommender.recommend(Profile({1: 1}), 3)


async def test_the_evidence_of_one_film_is_that_of_its_recommendation(recommender):
    profile = Profile({1: 1, 2: 1, 11: -1})
    for film in await recommender.recommend(profile, 5):
        # Which films a list's reasons name depends on the other reasons.
        evidence = replace(await recommender.evidence(profile, film.item_id), because=())
        assert evidence == replace(film.evidence, because=())
        rated = Profile({**profile, film.item_id: 1})
        assert replace(await recommender.evidence(rated, film.item_id), because=()) == evidence
    with pytest.raises(UnknownTitle):
        await recommender.evidence(profile, 99_999)


async def test_kept_films_are_given_with_their_fits_even_if_somebody_knows_them(recommender):
    profiles = [Profile({1: 1, 2: 1}), Profile({11: 1, 12: 1}), Profile()]
    found = await recommender.recommend_for_group(profiles, 4, keep=[15, 1])
    assert ids(found)[:2] == [15, 1]
    assert len(found) == 4
    assert found[0].fits[1] > 0
    assert found[1].fits[0] == 1
    assert all(film.fits[2] is None for film in found)


async def test_films_may_be_watched_again_but_not_those_that_somebody_dislikes(recommender):
    profiles = [Profile({1: 1, 2: 1, 3: 0}), Profile({1: 1, 4: 1, 5: -1})]
    new = ids(await recommender.recommend_for_group(profiles, 20))
    assert not set(new) & {1, 2, 3, 4, 5}
    again = await recommender.recommend_for_group(profiles, 20, rewatch=True)
    assert {1, 2, 3, 4} <= set(ids(again))
    assert 5 not in ids(again)
    assert again[0].item_id == 1
    assert again[0].fits == (1, 1)


async def test_films_like_one_film_are_of_its_camp_and_counted(recommender):
    found = await recommender.similar(1, 5, exclude=[2])
    assert len(found) == 5
    assert set(ids(found)) <= set(SCI_FI) - {1, 2}
    ratings = recommender.model.ratings
    fans = [
        dict(zip(*(each.tolist() for each in ratings.row(row)), strict=True))
        for row in range(ratings.n_users)
    ]
    fans = [stars for stars in fans if stars.get(0, 0) >= 8]
    for film in found:
        assert film.likers == len(fans)
        assert film.both == sum(stars.get(film.item_id - 1, 0) >= 8 for stars in fans)
    with pytest.raises(UnknownTitle):
        await recommender.similar(99_999)


async def test_a_film_that_hardly_anybody_likes_is_like_what_its_camp_likes(tmp_path):
    dataset = camp_dataset()
    stars = two_camps()
    for user in stars:
        stars[user].pop(1, None)
    stars[1][1] = stars[3][1] = 5.0
    dataset = replace(dataset, ratings=ratings_of(stars, item_ids=range(1, 21)))
    model = assemble(dataset, pease.fit(dataset.ratings), "test", "edge", tmp_path)
    rare = Recommender(model, NumpyIndex(Points(model).users()))
    found = await rare.similar(1, 4)
    assert set(ids(found)) <= set(SCI_FI)
    assert {film.likers for film in found} == {2}
    await rare.close()


def test_a_film_of_no_series_is_its_own(recommender):
    assert recommender.series(3) == (3,)
    with pytest.raises(UnknownTitle):
        recommender.series(99_999)


async def test_what_was_shown_today_is_left_out(recommender):
    profile = Profile({1: 1, 2: 1})
    first = ids(await recommender.recommend(profile, 3))
    shown = dict.fromkeys(first, timedelta(hours=2))
    following = ids(await recommender.recommend(profile, 3, shown=shown))
    assert len(following) == 3
    assert not set(first) & set(following)
    popular = ids(await recommender.popular(3, shown=shown))
    assert not set(first) & set(popular)


async def test_films_are_ranked_as_they_suit_whatever_a_list_would_leave_out(recommender):
    profile = Profile({1: 1, 2: 1, 11: -1})
    everything = await recommender.rank(profile, range(1, 21), 20)
    listed = ids(everything)
    assert not set(listed) & set(profile)
    assert set(SCI_FI) - set(profile) <= set(listed)
    scores = [film.score for film in everything]
    assert scores == sorted(scores, reverse=True)
    assert ids(await recommender.rank(profile, listed[3:6], 2)) == listed[3:5]
    assert await recommender.rank(profile, [1, 99_999], 3) == []
    assert len(await recommender.rank(Profile(), [4, 14], 5)) == 2


@pytest.mark.parametrize("strategy", GroupStrategy)
async def test_a_groups_films_can_be_chosen_from_a_list_of_wishes(recommender, strategy):
    profiles = [Profile({1: 1, 2: 1, 3: 0}), Profile({1: 1, 4: 1, 5: -1})]
    wished = [1, 6, 7, 11, 15, 99_999]
    found = await recommender.recommend_for_group(profiles, 9, only=wished, strategy=strategy)
    assert set(ids(found)) == {6, 7, 11, 15}
    freely = ids(await recommender.recommend_for_group(profiles, 20, strategy=strategy))
    if strategy is not GroupStrategy.FAIR:
        best_first = [film for film in freely if film in wished]
        assert ids(found)[: len(best_first)] == best_first
    filtered = await recommender.recommend_for_group(
        profiles, 9, only=wished, strategy=strategy, genres=["Romance"], exclude=[15]
    )
    assert ids(filtered) == [11]
    kept = await recommender.recommend_for_group(profiles, 2, only=[6], keep=[12])
    assert ids(kept) == [12, 6]
    assert await recommender.recommend_for_group(profiles, 3, only=[]) == []
