"""What members and the clock may do to a night, on the real database."""

import asyncio
from datetime import timedelta
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import MemberError, OutOfDate
from bot.nights import rules
from bot.nights.checks import Actor
from bot.nights.desk import RUN_OFF, NightDesk
from bot.nights.types import (
    MOST_FILMS,
    NightOptions,
    ProposedFilm,
    RunOff,
    Stage,
    Timer,
    Why,
)
from bot.storage import Storage
from recsys.catalog import Catalog
from recsys.movies import Movie
from recsys.types import ItemId
from tests.unit.bot.storage.clock import StoppedClock

ANA, BEN, CLEO, HOST = 101, 102, 103, 104
BOTH_ROUNDS = (Stage.VOTING, Stage.RUNOFF)
CATALOG = Catalog(Movie(ItemId(n), f"Film {n}", 1990) for n in range(1, 40))
HOUR = timedelta(hours=1)
FILM = timedelta(minutes=165)


class Drawn:
    """A shortlister whose next films are those that were not shown yet."""

    async def tastes(self, members):
        return SimpleNamespace(members=members)

    async def draw(self, tastes, _options, *, keep=(), shown=(), count=5, **_options_of_draw):
        left = [movie.id for movie in CATALOG if movie.id not in {*keep, *shown}]
        return [
            ProposedFilm(item, fits=dict.fromkeys(tastes.members, 1 / item))
            for item in left[:count]
        ]

    async def fits_of(self, tastes, _item):
        return dict.fromkeys(tastes.members, 0.5)


@pytest.fixture
def clock():
    return StoppedClock()


@pytest.fixture
async def storage(tmp_path, clock):
    storage = await Storage.open(tmp_path / "matinee.db", now=clock)
    yield storage
    await storage.close()


@pytest.fixture
def desk(storage, clock):
    recommender = SimpleNamespace(catalog=CATALOG)
    return NightDesk(recommender=recommender, storage=storage, shortlister=Drawn(), now=clock)


def by(member_id):
    return Actor(member_id, manages=member_id == HOST)


async def gathering(desk, *members, **options):
    return await desk.start(1, 2, ANA, NightOptions(**options), members or (BEN, CLEO))


async def voting(desk, *members, **options):
    night = await gathering(desk, *members, **options)
    return await desk.suggest(night.id, by(ANA))


async def tied(desk, **options):
    night = await voting(desk, **options)
    for film in night.films[1:3]:
        await desk.toggle_approval(night.id, film.id, by(BEN))
    return await desk.close(night.id, by(ANA), Stage.VOTING)


async def timers(storage, clock):
    due = await storage.nights.due(clock() + timedelta(days=400))
    return [timer for _, timer in due]


@pytest.mark.parametrize(
    ("starts_in", "vote_for", "ends_in"),
    [
        (None, 24 * HOUR, 24 * HOUR),
        (48 * HOUR, 24 * HOUR, 24 * HOUR),
        (3 * HOUR, 24 * HOUR, 3 * HOUR - RUN_OFF),
        (3 * HOUR, HOUR, HOUR),
        (RUN_OFF, HOUR, RUN_OFF),
        (timedelta(minutes=1), HOUR, RUN_OFF),
        (-HOUR, HOUR, RUN_OFF),
        (-HOUR, timedelta(minutes=5), timedelta(minutes=5)),
    ],
)
async def test_a_vote_leaves_time_for_a_run_off_and_is_never_over_at_once(
    desk, clock, starts_in, vote_for, ends_in
):
    starts_at = None if starts_in is None else clock() + starts_in
    night = await voting(desk, starts_at=starts_at, vote_seconds=int(vote_for.total_seconds()))
    assert night.vote_ends_at == clock() + ends_in


async def test_the_organiser_and_who_manages_events_may_do_what_others_may_not(desk):
    night = await gathering(desk)
    for actor in (by(BEN), Actor(999)):
        for forbidden in (desk.suggest, desk.cancel):
            with pytest.raises(MemberError, match=f"Only the organiser, <@{ANA}>, and members"):
                await forbidden(night.id, actor)
    await desk.suggest(night.id, by(HOST))
    for forbidden in (desk.reroll, lambda *who: desk.close(*who, Stage.VOTING)):
        with pytest.raises(MemberError, match="Only the organiser"):
            await forbidden(night.id, by(BEN))
    await desk.reroll(night.id, by(HOST))
    await desk.close(night.id, by(HOST), Stage.VOTING)
    with pytest.raises(MemberError, match="say that it was watched"):
        await desk.watched(night.id, Actor(999))
    await desk.watched(night.id, by(BEN))
    with pytest.raises(MemberError, match="over already"):
        await desk.cancel(night.id, by(HOST))


async def test_everything_has_its_time(desk):
    night = await gathering(desk)
    for early in (
        desk.close(night.id, by(ANA), Stage.VOTING),
        desk.done(night.id, by(BEN), Stage.VOTING, done=True),
        desk.add(night.id, by(BEN), "Odd Film"),
        desk.reroll(night.id, by(ANA)),
        desk.watched(night.id, by(ANA)),
        desk.rate(night.id, by(BEN), liked=True),
        desk.toggle_approval(night.id, 1, by(BEN)),
    ):
        with pytest.raises(MemberError):
            await early
    night = await desk.suggest(night.id, by(ANA))
    for late in (
        desk.suggest(night.id, by(ANA)),
        desk.join(night.id, Actor(999)),
        desk.leave(night.id, by(BEN)),
    ):
        with pytest.raises(MemberError):
            await late
    assert (await desk.get(night.id)).stage is Stage.VOTING
    with pytest.raises(OutOfDate, match="no longer kept"):
        await desk.get(999)


async def test_ten_films_are_the_most_and_a_veto_of_a_dropped_one_is_free_again(desk):
    members = [*range(200, 220)]
    night = await voting(desk, *members)
    dropped = night.films[0]
    await desk.veto(night.id, dropped.id, by(ANA), "no")
    for member in members[: MOST_FILMS - len(night.films)]:
        await desk.add(night.id, by(member), f"Odd Film {member}")
    with pytest.raises(MemberError, match="The list is full"):
        await desk.add(night.id, by(members[-1]), "One more")
    night = await desk.reroll(night.id, by(ANA))
    assert len(night.films) == MOST_FILMS
    assert night.vetoes == {}
    with pytest.raises(OutOfDate, match="not on the ballot"):
        await desk.toggle_approval(night.id, dropped.id, by(ANA))


async def test_a_late_press_for_the_vote_does_not_touch_the_run_off(desk):
    night = await tied(desk)
    assert night.stage is Stage.RUNOFF
    assert await desk.end_vote(night.id, Stage.VOTING) is None
    for late in (
        desk.close(night.id, by(ANA), Stage.VOTING),
        desk.done(night.id, by(ANA), Stage.VOTING, done=True),
    ):
        with pytest.raises(OutOfDate, match="a run-off is on"):
            await late
    with pytest.raises(MemberError, match="no vetoes"):
        await desk.veto(night.id, next(iter(night.runoff)), by(ANA), None)
    night = await desk.get(night.id)
    assert night.stage is Stage.RUNOFF
    assert not any(member.done for member in night.members)


async def test_saying_twice_that_one_is_done_is_saying_it_once(desk):
    night = await voting(desk, BEN)
    for _ in range(2):
        night = await desk.done(night.id, by(BEN), Stage.VOTING, done=True)
    assert [member.done for member in night.members] == [False, True]
    for _ in range(2):
        night = await desk.done(night.id, by(BEN), Stage.VOTING, done=False)
    assert [member.done for member in night.members] == [False, False]


async def test_all_at_the_same_moment_the_vote_ends_once(desk, storage, clock):
    members = [*range(200, 223)]
    night = await voting(desk, *members)
    film = night.films[2]
    everybody = [ANA, *members]
    await asyncio.gather(
        *(desk.toggle_approval(night.id, film.id, by(member)) for member in everybody)
    )
    assert (await desk.get(night.id)).approvals == {film.id: frozenset(everybody)}
    ends = [desk.end_vote(night.id, vote) for vote in BOTH_ROUNDS * 3]
    closes = [desk.close(night.id, by(ANA), Stage.VOTING) for _ in range(3)]
    dones = [desk.done(night.id, by(member), Stage.VOTING, done=True) for member in everybody]
    await asyncio.gather(*dones, *ends, *closes, return_exceptions=True)
    night = await desk.get(night.id)
    assert (night.stage, night.winner_id, night.why) == (Stage.DECIDED, film.id, Why.APPROVALS)
    assert await timers(storage, clock) == []


async def test_a_run_off_needs_time_before_the_film(desk, clock):
    night = await tied(desk, starts_at=clock() + RUN_OFF)
    assert night.stage is Stage.RUNOFF
    night = await tied(desk, starts_at=clock() + RUN_OFF - timedelta(seconds=1))
    assert (night.stage, night.why) == (Stage.DECIDED, Why.FAIREST)
    assert night.winner_id == night.films[1].id


@pytest.mark.parametrize("late", [timedelta(), HOUR, 9 * HOUR])
async def test_the_question_waits_for_the_end_of_the_film_also_when_it_was_chosen_late(
    desk, storage, clock, late
):
    starts_at = clock() + HOUR
    night = await voting(desk, starts_at=starts_at)
    clock.advance((HOUR + late).total_seconds())
    await desk.end_vote(night.id, Stage.VOTING)
    begins = starts_at + late
    assert await storage.nights.due(clock()) == [(night.id, Timer.REMINDER)]
    assert await storage.nights.due(begins + FILM - timedelta(seconds=1)) == [
        (night.id, Timer.REMINDER)
    ]
    assert (night.id, Timer.HOW_WAS_IT) in await storage.nights.due(begins + FILM)


async def test_before_its_time_only_who_runs_the_night_says_that_it_was_watched(desk, clock):
    night = await voting(desk, starts_at=clock() + HOUR)
    await desk.end_vote(night.id, Stage.VOTING)
    with pytest.raises(MemberError, match="before its time"):
        await desk.watched(night.id, by(BEN))
    await desk.watched(night.id, by(ANA))
    with pytest.raises(MemberError, match="noted already"):
        await desk.watched(night.id, by(BEN))


async def test_the_runners_up_of_a_server_are_offered_to_its_next_night_only(desk, storage):
    night = await voting(desk)
    for member, place in ((ANA, 0), (BEN, 0), (CLEO, 1)):
        await desk.toggle_approval(night.id, night.films[place].id, by(member))
    await desk.close(night.id, by(ANA), Stage.VOTING)
    assert await storage.nights.carry_over(1, 5) == [night.films[1].item_id]
    assert await storage.nights.carry_over(2, 5) == []


votes = st.lists(
    st.tuples(
        st.sampled_from(("ok", "veto", "done", "undone", "close", "ring", "add", "reroll")),
        st.sampled_from((ANA, BEN, CLEO, 999)),
        st.integers(0, 5),
    ),
    max_size=30,
)


@given(votes, st.booleans())
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)
async def test_whatever_members_press_the_winner_follows_from_the_stored_votes(
    desk, clock, presses, timed
):
    starts_at = clock() + HOUR if timed else None
    night = await voting(desk, starts_at=starts_at)
    for verb, member, place in presses:
        before = await desk.get(night.id)
        try:
            await press(desk, before, verb, by(member), place)
        except MemberError:
            assert await desk.get(night.id) == before
        after = await desk.get(night.id)
        if after.winner is not None and before.winner is None:
            judge(before, after)


async def press(desk, night, verb, actor, place):
    film = night.films[place % len(night.films)]
    vote = BOTH_ROUNDS[place % 2]
    match verb:
        case "ok":
            await desk.toggle_approval(night.id, film.id, actor)
        case "veto":
            await desk.veto(night.id, film.id, actor, "no")
        case "done" | "undone":
            await desk.done(night.id, actor, vote, done=verb == "done")
        case "close":
            await desk.close(night.id, actor, vote)
        case "ring":
            await desk.end_vote(night.id, vote)
        case "add":
            await desk.add(night.id, actor, f"Odd Film {place}")
        case "reroll":
            await desk.reroll(night.id, actor)


def judge(before, after):
    """Hold a winner against the votes that are stored with it."""
    outcome = rules.decide(before, may_run_off=False)
    assert not isinstance(outcome, RunOff)
    assert (after.winner_id, after.why) == (outcome.film_id, outcome.why)
    vetoed = {veto.film_id for veto in after.vetoes.values()}
    assert after.winner_id not in vetoed or {film.id for film in after.films} == vetoed
    for film in after.films:
        if film.id not in vetoed and after.why is Why.APPROVALS:
            assert len(after.approvals.get(film.id, ())) <= len(after.approvals[after.winner_id])
