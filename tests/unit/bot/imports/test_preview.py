"""What an import would do: the rules for stars, hearts, lists and what is there already."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.onboarding.imports.films import Film
from bot.onboarding.imports.preview import (
    Choices,
    Found,
    incoming,
    look_into,
    preview,
    verdict_of,
)
from bot.onboarding.imports.rows import Means
from bot.onboarding.imports.words import preview_embed
from bot.storage.imports import Standing
from bot.storage.types import Verdict
from bot.ui.limits import ALL_EMBEDS, EMBED_DESCRIPTION, FIELD_VALUE
from recsys.types import ImdbId, ItemId
from tests.unit.bot.imports.written import CATALOG, LETTERBOXD, WATCHED, zipped

USUAL = Choices(like_from=8, dislike_to=5)
NOTHING = Standing({}, frozenset())
ID = ItemId(2571)


@pytest.mark.parametrize(
    ("film", "verdict"),
    [
        (Film("x", half_stars=8), Verdict.LIKE),
        (Film("x", half_stars=7), Verdict.SEEN),
        (Film("x", half_stars=5), Verdict.DISLIKE),
        (Film("x", watched=True), Verdict.SEEN),
        (Film("x", watched=True, liked=True), Verdict.LIKE),
        (Film("x", half_stars=7, liked=True), Verdict.LIKE),
        (Film("x", half_stars=3, liked=True), Verdict.DISLIKE),
        (Film("x", verdict=Verdict.NOT_INTERESTED, watched=True), Verdict.NOT_INTERESTED),
        (Film("x", wanted=True), None),
        (Film("x", listed=True), None),
    ],
)
def test_what_a_film_gets(film, verdict):
    assert verdict_of(film, USUAL) is verdict


@pytest.mark.parametrize(
    ("listed", "verdict", "wanted"),
    [
        (Means.WATCHED, Verdict.SEEN, False),
        (Means.LIKED, Verdict.LIKE, False),
        (Means.WANTED, None, True),
    ],
)
def test_a_list_is_what_the_member_says_it_is(listed, verdict, wanted):
    found = Found((Film("x", item_id=ID, listed=True),))
    assert incoming(found, USUAL) == []
    (film,) = incoming(found, replace(USUAL, listed=listed))
    assert (film.verdict, film.wanted) == (verdict, wanted)


def test_that_a_film_was_watched_takes_no_opinion_away():
    found = Found((Film("x", item_id=ID, watched=True),))
    for stands in (*Verdict, None):
        verdicts = {} if stands is None else {ID: stands}
        would = preview(found, USUAL, Standing(verdicts, frozenset()))
        assert (would.new, would.replaced) == (stands is None, 0)


def test_stars_change_what_stands_and_the_preview_counts_it():
    found = Found((Film("x", item_id=ID, half_stars=10, wanted=True),))
    for stands, counts in (
        (None, (1, 0)),
        (Verdict.LIKE, (0, 0)),
        (Verdict.SEEN, (0, 1)),
        (Verdict.DISLIKE, (0, 1)),
    ):
        verdicts = {} if stands is None else {ID: stands}
        would = preview(found, USUAL, Standing(verdicts, frozenset({ID})))
        assert (would.new, would.replaced) == counts
        assert (would.wanted, would.newly_wanted) == (1, 0)
        assert would.changes is (sum(counts) > 0)


def test_what_is_uncertain_comes_along_unless_it_is_left_out():
    _, found, choices = look_into(zipped(LETTERBOXD), "", CATALOG)
    would = preview(found, choices, NOTHING)
    assert (would.sure, len(would.unsure), len(would.unknown)) == (6, 2, 2)
    without = preview(found, replace(choices, unsure=False), NOTHING)
    assert would.new - without.new == 2


def test_a_list_without_a_name_asks_what_it_is():
    service, found, choices = look_into(WATCHED.encode(), "list.csv", CATALOG)
    assert found.is_unnamed
    would = preview(found, choices, NOTHING)
    assert not would.changes
    assert "Choose" in preview_embed(service, found, choices, would).description


FILMS = st.builds(
    Film,
    st.text(min_size=1, max_size=200),
    st.none() | st.integers(1870, 2100),
    item_id=st.none() | st.integers(1, 2**31 - 1).map(ItemId),
    sure=st.booleans(),
    meant=st.text(max_size=200),
    imdb_id=st.none() | st.just(ImdbId("tt0133093")),
    half_stars=st.none() | st.integers(1, 10),
    verdict=st.none() | st.sampled_from(Verdict),
    watched=st.booleans(),
    liked=st.booleans(),
    wanted=st.booleans(),
    listed=st.booleans(),
    at=st.none() | st.integers(1, 2**31 - 1),
    wanted_at=st.none() | st.integers(1, 2**31 - 1),
)
FOUND = st.builds(
    Found, st.lists(FILMS, max_size=30).map(tuple), st.integers(0, 9**5), st.integers(0, 9**5)
)
CHOICES = st.builds(
    Choices,
    st.integers(1, 11),
    st.integers(0, 10),
    st.booleans(),
    st.sampled_from([None, Means.WATCHED, Means.LIKED, Means.WANTED]),
)


@given(FOUND, CHOICES)
def test_it_is_the_same_after_a_restart(found, choices):
    assert Found.from_json(json.loads(json.dumps(found.to_json()))) == found
    assert Choices.from_json(json.loads(json.dumps(choices.to_json()))) == choices


@given(FOUND, CHOICES)
def test_whatever_the_titles_are_the_preview_fits_into_a_message(found, choices):
    embed = preview_embed("Letterboxd", found, choices, preview(found, choices, NOTHING))
    assert len(embed) <= ALL_EMBEDS
    assert len(embed.description) <= EMBED_DESCRIPTION
    assert all(len(field.value) <= FIELD_VALUE for field in embed.fields)
