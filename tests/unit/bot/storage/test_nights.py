"""Movie nights: what a method alone does; any sequence of them is in `test_nights_model`."""

import asyncio
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from bot.nights import rules
from bot.nights.types import (
    MOST_FILMS,
    MOST_MEMBERS,
    Night,
    NightOptions,
    PendingPost,
    Post,
    ProposedFilm,
    RunOff,
    Stage,
    Timer,
    Why,
    Winner,
)
from bot.storage import Storage
from recsys.types import GroupStrategy, ItemId
from tests.unit.bot.storage.clock import StoppedClock

GUILD, CHANNEL, ANN, BOB, CAT = 20, 30, 1, 2, 3
FILM_SECONDS = 2 * 3600
START = datetime(2026, 2, 4, 20, tzinfo=UTC)
ENDS = START - timedelta(hours=1)
DECIDE = partial(rules.decide, may_run_off=True)


def film(number: int, **fits: float | None) -> ProposedFilm:
    return ProposedFilm(ItemId(number), fits={int(name[1:]): fit for name, fit in fits.items()})


async def voting(
    storage: Storage,
    films: Iterable[ProposedFilm] = (film(1), film(2), film(3)),
    members: Iterable[int] = (BOB, CAT),
    starts_at: datetime | None = START,
) -> Night:
    """Return a night whose vote has begun."""
    options = NightOptions(starts_at=starts_at)
    night = await storage.nights.create(GUILD, CHANNEL, ANN, options, list(members))
    voting = await storage.nights.put_shortlist(
        night.id, keep=(), add=list(films), vote_ends_at=ENDS
    )
    assert voting is not None
    return voting


async def closed(storage: Storage, night: Night, decide=DECIDE) -> Night:
    decided = await storage.nights.close_vote(
        night.id, decide, runoff_ends_at=ENDS + timedelta(minutes=10), film_seconds=FILM_SECONDS
    )
    assert decided is not None
    return decided


async def timers(storage: Storage) -> list[tuple[int, Timer]]:
    return await storage.nights.due(START + timedelta(days=9))


async def test_a_night_comes_back_as_it_was_made(storage: Storage, clock: StoppedClock):
    options = NightOptions(
        starts_at=START,
        vote_seconds=60,
        genre="Film-Noir",
        first=1940,
        last=1960,
        max_minutes=100,
        strategy=GroupStrategy.NO_MISERY,
        rewatches=True,
        hidden_votes=False,
        anybody_suggests=True,
        remind=True,
    )
    night = await storage.nights.create(GUILD, CHANNEL, BOB, options, [ANN, BOB, CAT, ANN])
    assert night == await storage.nights.get(night.id)
    assert (night.guild_id, night.channel_id, night.organiser_id) == (GUILD, CHANNEL, BOB)
    assert night.options == options
    assert night.member_ids == (BOB, ANN, CAT)
    assert (night.stage, night.version) == (Stage.GATHERING, 1)
    assert night.created_at == clock()
    assert await storage.nights.get(night.id + 1) is None


async def test_options_that_an_older_version_did_not_know_are_the_default(storage: Storage):
    night = await voting(storage)
    await storage.database.write(
        lambda con: con.execute("UPDATE night SET options = json_remove(options, '$.remind')")
    )
    assert await storage.nights.get(night.id) == night


async def test_a_night_has_room_for_25(storage: Storage):
    crowd = list(range(1, MOST_MEMBERS))
    night = await storage.nights.create(GUILD, CHANNEL, 100, NightOptions(), crowd)
    assert len(night.members) == MOST_MEMBERS
    assert await storage.nights.join(night.id, 200) is None
    assert await storage.nights.join(night.id, 100) == night
    left = await storage.nights.leave(night.id, 7)
    joined = await storage.nights.join(night.id, 200)
    assert left is not None
    assert joined is not None
    assert joined.member_ids == (*left.member_ids, 200)
    with pytest.raises(ValueError, match="26 members"):
        await storage.nights.create(GUILD, CHANNEL, 100, NightOptions(), list(range(25)))


async def test_those_who_press_at_once_do_not_get_past_25(storage: Storage):
    night = await storage.nights.create(GUILD, CHANNEL, ANN, NightOptions(), [])
    answers = await asyncio.gather(*(storage.nights.join(night.id, id_) for id_ in range(2, 40)))
    assert sum(answer is not None for answer in answers) == MOST_MEMBERS - 1
    night = await storage.nights.get(night.id)
    assert night is not None
    assert len(night.members) == MOST_MEMBERS


async def test_votes_given_at_once_are_all_there(storage: Storage):
    crowd = range(2, MOST_MEMBERS + 1)
    night = await voting(storage, members=crowd)
    first, second, third = (each.id for each in night.films)
    repository = storage.nights
    await asyncio.gather(
        *(repository.toggle_approval(night.id, first, member) for member in crowd),
        *(repository.toggle_approval(night.id, second, member) for member in crowd),
        *(repository.veto(night.id, third, member, None) for member in crowd),
        *(repository.toggle_approval(night.id, second, member) for member in crowd),
    )
    night = await repository.get(night.id)
    assert night is not None
    assert night.approvals == {first: frozenset(crowd)}
    assert set(night.vetoes) == set(crowd)


async def test_the_winner_follows_from_the_votes_that_came_before_the_end(storage: Storage):
    crowd = range(1, MOST_MEMBERS + 1)
    night = await voting(storage, members=crowd[1:])
    first, second, _ = (each.id for each in night.films)
    press = partial(storage.nights.toggle_approval, night.id)
    answers = await asyncio.gather(
        press(first, ANN),
        *(press(second, member) for member in crowd[:12]),
        closed(storage, night),
        *(press(first, member) for member in crowd[1:]),
    )
    late = answers[-len(crowd) + 1 :]
    assert late == [None] * len(late)
    night = await storage.nights.get(night.id)
    assert night is not None
    assert (night.winner_id, night.why) == (second, Why.APPROVALS)
    assert DECIDE(replace(night, stage=Stage.VOTING)) == Winner(second, Why.APPROVALS)


async def test_the_decision_may_be_to_leave_the_vote_open(storage: Storage):
    night = await voting(storage)
    seen = []
    ended = await storage.nights.close_vote(
        night.id, seen.append, runoff_ends_at=ENDS, film_seconds=FILM_SECONDS
    )
    assert (ended, seen) == (None, [night])
    assert await storage.nights.get(night.id) == night
    assert await timers(storage) == [(night.id, Timer.VOTE_ENDS)]


@pytest.mark.parametrize("decision", [Winner(99, Why.APPROVALS), RunOff(frozenset({1, 99}))])
async def test_a_decision_for_a_film_that_is_not_on_the_list_changes_nothing(
    storage: Storage, decision: Winner | RunOff
):
    night = await voting(storage)
    with pytest.raises(ValueError, match="can't"):
        await closed(storage, night, lambda _: decision)
    assert await storage.nights.get(night.id) == night


async def test_there_is_no_second_run_off(storage: Storage):
    night = await voting(storage)
    tied = RunOff(frozenset(each.id for each in night.films[:2]))
    night = await closed(storage, night, lambda _: tied)
    with pytest.raises(ValueError, match="can't run off"):
        await closed(storage, night, lambda _: tied)
    assert await storage.nights.get(night.id) == night


async def test_the_loser_of_the_first_vote_can_not_win_the_run_off(storage: Storage):
    night = await voting(storage)
    first, second, third = (each.id for each in night.films)
    night = await closed(storage, night, lambda _: RunOff(frozenset({first, second})))
    assert await storage.nights.toggle_approval(night.id, third, ANN) is None
    with pytest.raises(ValueError, match="can't win"):
        await closed(storage, night, lambda _: Winner(third, Why.RUNOFF))


async def test_a_night_from_vote_to_run_off_to_winner_to_watched(
    storage: Storage, clock: StoppedClock
):
    night = await voting(storage)
    first, second, _ = (each.id for each in night.films)
    assert (night.stage, night.vote_ends_at) == (Stage.VOTING, ENDS)
    assert await timers(storage) == [(night.id, Timer.VOTE_ENDS)]
    await storage.nights.toggle_approval(night.id, first, ANN)
    await storage.nights.toggle_approval(night.id, second, BOB)
    await storage.nights.set_done(night.id, ANN, done=True)

    night = await closed(storage, night)
    assert (night.stage, night.everybody_is_done) == (Stage.RUNOFF, False)
    assert [each.id for each in night.on_ballot] == [first, second]
    assert night.vote_ends_at == ENDS + timedelta(minutes=10)
    assert await timers(storage) == [(night.id, Timer.RUNOFF_ENDS)]
    assert await storage.nights.next_due() == night.vote_ends_at
    assert await storage.nights.veto(night.id, first, ANN, None) is None
    await storage.nights.toggle_approval(night.id, second, CAT)

    night = await closed(storage, night)
    assert (night.stage, night.winner_id, night.why) == (Stage.DECIDED, second, Why.RUNOFF)
    assert (night.decided_at, night.vote_ends_at) == (clock(), None)
    assert await timers(storage) == [(night.id, Timer.REMINDER), (night.id, Timer.HOW_WAS_IT)]
    assert await storage.nights.due(START) == [(night.id, Timer.REMINDER)]
    assert await storage.nights.due(START - timedelta(seconds=1)) == []

    assert await storage.nights.claim(night.id, Timer.REMINDER) is not None
    assert await storage.nights.claim(night.id, Timer.REMINDER) is None
    assert await storage.nights.next_due() == START + timedelta(seconds=FILM_SECONDS)
    assert await storage.nights.active(GUILD) == [await storage.nights.get(night.id)]

    clock.advance(60)
    night = await storage.nights.claim(night.id, Timer.HOW_WAS_IT)
    assert night is not None
    assert (night.stage, night.watched_at) == (Stage.WATCHED, clock())
    assert await timers(storage) == []
    pending = [each.post for each in await storage.nights.pending_posts()]
    assert pending == [Post.REMINDER, Post.HOW_WAS_IT]
    assert await storage.nights.rate(night.id, 99, liked=True) is None
    assert await storage.nights.active(GUILD) == []
    assert await storage.nights.history(GUILD, 5) == [night]
    assert await storage.nights.history(GUILD + 1, 5) == []


async def test_a_night_without_a_time_waits_for_nothing_once_it_is_decided(storage: Storage):
    night = await voting(storage, starts_at=None)
    await closed(storage, night)
    assert await timers(storage) == []
    assert await storage.nights.next_due() is None


@pytest.mark.parametrize("timer", [Timer.VOTE_ENDS, Timer.RUNOFF_ENDS])
async def test_the_end_of_a_vote_is_not_claimed(storage: Storage, timer: Timer):
    with pytest.raises(ValueError, match="no timer to claim"):
        await storage.nights.claim(1, timer)


async def test_a_new_draw_leaves_what_somebody_backed_meanwhile(storage: Storage):
    night = await voting(storage)
    backed, named_here, vetoed = (each.id for each in night.films)
    await storage.nights.toggle_approval(night.id, backed, ANN)
    await storage.nights.veto(night.id, vetoed, BOB, "again?")
    await storage.nights.add_film(night.id, ProposedFilm(None, "Ours", added_by=CAT))
    await storage.nights.set_done(night.id, ANN, done=True)
    later = ENDS + timedelta(days=1)
    night = await storage.nights.put_shortlist(
        night.id, keep=[], add=[film(1), film(4)], vote_ends_at=later
    )
    assert night is not None
    assert [each.item_id or each.title for each in night.films] == [1, "Ours", 4]
    assert named_here not in {each.id for each in night.films}
    assert night.vetoes == {}
    assert not any(member.done for member in night.members)
    assert night.vote_ends_at == ENDS
    assert await storage.nights.due(ENDS) == [(night.id, Timer.VOTE_ENDS)]
    assert await storage.nights.items_shown(night.id) == {1, 2, 3, 4}


async def test_a_list_is_never_empty_and_never_longer_than_ten(storage: Storage):
    night = await storage.nights.create(GUILD, CHANNEL, ANN, NightOptions(), [BOB])
    put = partial(storage.nights.put_shortlist, night.id, vote_ends_at=ENDS)
    assert await put(keep=[], add=[]) is None
    full = await put(keep=[], add=[film(number) for number in range(1, 20)])
    assert full is not None
    assert [each.item_id for each in full.films] == list(range(1, MOST_FILMS + 1))
    assert await storage.nights.add_film(night.id, replace(film(50), added_by=ANN)) is None


async def test_each_member_names_one_film_that_is_not_there_yet(storage: Storage):
    night = await voting(storage)
    add = partial(storage.nights.add_film, night.id)
    assert await add(film(9)) is None
    assert await add(replace(film(9), added_by=99)) is None
    assert await add(replace(film(1), added_by=ANN)) is None
    assert await add(ProposedFilm(None, "Über  uns ", added_by=ANN)) is not None
    assert await add(replace(film(9), added_by=ANN)) is None
    assert await add(ProposedFilm(None, "über uns", added_by=BOB)) is None
    assert await add(replace(film(9), added_by=BOB)) is not None


async def test_fits_of_members_who_are_not_there_are_not_kept(storage: Storage):
    night = await voting(storage, [film(1, m1=0.5, m2=None, m99=0.9)])
    assert [each.fits for each in night.films] == [{ANN: 0.5, BOB: None}]


async def test_who_leaves_the_server_takes_along_what_still_decides(storage: Storage):
    night = await voting(storage, [film(1, m1=0.5, m2=0.1)])
    (only,) = night.films
    await storage.nights.toggle_approval(night.id, only.id, ANN)
    await storage.nights.toggle_approval(night.id, only.id, BOB)
    await storage.nights.veto(night.id, only.id, CAT, None)
    night = await storage.nights.drop_members(night.id, {BOB, CAT, 99})
    assert night is not None
    assert night.member_ids == (ANN,)
    assert (night.approvals, night.vetoes) == ({only.id: {ANN}}, {})
    assert night.films[0].fits == {ANN: 0.5}
    assert await storage.nights.drop_members(night.id, {BOB}) == night
    decided = await closed(storage, night)
    left = await storage.nights.drop_members(night.id, {ANN})
    assert left is not None
    assert (left.member_ids, left.approvals) == ((), decided.approvals)


async def test_one_veto_a_member_which_replaces_approval_and_the_reverse(storage: Storage):
    night = await voting(storage)
    first, second, _ = (each.id for each in night.films)
    await storage.nights.toggle_approval(night.id, first, ANN)
    await storage.nights.veto(night.id, first, ANN, "too long")
    night = await storage.nights.veto(night.id, second, ANN, None)
    assert night is not None
    assert night.approvals == {}
    assert {who: veto.film_id for who, veto in night.vetoes.items()} == {ANN: second}
    night = await storage.nights.toggle_approval(night.id, second, ANN)
    assert night is not None
    assert (night.approvals, night.vetoes) == ({second: {ANN}}, {})


async def test_what_changes_nothing_makes_no_new_version(storage: Storage):
    night = await voting(storage)
    assert await storage.nights.unveto(night.id, ANN) == night
    assert await storage.nights.set_done(night.id, ANN, done=False) == night
    changed = await storage.nights.set_done(night.id, ANN, done=True)
    assert changed is not None
    assert changed.version == night.version + 1


async def test_credit_counts_for_the_next_night_of_that_server(storage: Storage):
    night = await voting(storage)
    first, second, _ = (each.id for each in night.films)
    for member, wanted in ((ANN, first), (BOB, first), (CAT, second)):
        await storage.nights.toggle_approval(night.id, wanted, member)
    decided = await closed(storage, night)
    assert await storage.nights.credits(GUILD, [ANN, CAT, 99]) == {ANN: 0.0, CAT: 0.25, 99: 0.0}
    assert await storage.nights.credits(GUILD + 1, [CAT]) == {CAT: 0.0}
    assert [member.credit for member in decided.members] == [0, 0, 0]
    following = await voting(storage)
    assert [member.credit for member in following.members] == [0, 0, 0.25]


async def test_runners_up_of_the_newest_night_come_back(storage: Storage, clock: StoppedClock):
    assert await storage.nights.carry_over(GUILD, 5) == []
    for numbers in ((1, 2), (5, 6, 7, 8)):
        clock.advance(60)
        night = await voting(storage, [film(number) for number in numbers])
        ours = ProposedFilm(None, "Ours", added_by=ANN)
        night = await storage.nights.add_film(night.id, ours) or night
        winner, *others, vetoed = (
            night.films if len(numbers) == 4 else (*night.films, night.films[0])
        )
        for member in (ANN, BOB, CAT):
            await storage.nights.toggle_approval(night.id, winner.id, member)
        for each in others:
            await storage.nights.toggle_approval(night.id, each.id, BOB)
        await storage.nights.toggle_approval(night.id, others[-1].id, CAT)
        await storage.nights.veto(night.id, vetoed.id, ANN, None)
        await closed(storage, night)
    assert await storage.nights.carry_over(GUILD, 5) == [8, 6, 7]
    assert await storage.nights.carry_over(GUILD, 1) == [8]
    assert await storage.nights.carry_over(GUILD + 1, 5) == []


async def test_a_post_is_sent_once_or_given_up(storage: Storage, clock: StoppedClock):
    night = await closed(storage, await voting(storage))
    await storage.nights.claim(night.id, Timer.REMINDER)
    await storage.nights.watched(night.id)
    reminder, question = (night.id, Post.REMINDER), (night.id, Post.HOW_WAS_IT)
    assert await storage.nights.attempt_post(*reminder)
    assert await storage.nights.pending_posts() == [
        PendingPost(*reminder, attempted_at=clock()),
        PendingPost(*question, attempted_at=None),
    ]
    assert await storage.nights.post_sent(*reminder, 77)
    assert not await storage.nights.attempt_post(*reminder)
    assert not await storage.nights.give_up_post(*reminder)
    assert await storage.nights.give_up_post(*question)
    assert not await storage.nights.post_sent(*question, 78)
    assert await storage.nights.pending_posts() == []


async def test_a_cancelled_night_posts_and_waits_for_nothing(storage: Storage):
    night = await closed(storage, await voting(storage))
    await storage.nights.claim(night.id, Timer.REMINDER)
    cancelled = await storage.nights.cancel(night.id)
    assert cancelled is not None
    assert cancelled.stage is Stage.CANCELLED
    assert await storage.nights.pending_posts() == []
    assert await timers(storage) == []
    assert await storage.nights.cancel(night.id) is None


async def test_a_message_is_to_show_until_it_shows_the_newest_version(
    storage: Storage, clock: StoppedClock
):
    night = await voting(storage)
    assert await storage.nights.to_show() == [night.id]
    await storage.nights.set_message(night.id, CHANNEL, 77)
    await storage.nights.shown(night.id, night.version)
    assert await storage.nights.to_show() == []
    changed = await storage.nights.set_done(night.id, ANN, done=True)
    assert changed is not None
    assert changed.message_id == 77
    assert await storage.nights.to_show() == [night.id]
    await storage.nights.shown(night.id, changed.version)
    await storage.nights.shown(night.id, night.version)
    assert await storage.nights.to_show() == []
    await storage.nights.set_message(night.id, CHANNEL, 78)
    assert await storage.nights.to_show() == [night.id]
    clock.advance(30 * 24 * 3600)
    assert await storage.nights.to_show() == []


async def test_the_event_is_made_once_unless_that_failed(storage: Storage):
    night = await voting(storage)
    answers = await asyncio.gather(*(storage.nights.try_event(night.id) for _ in range(5)))
    assert sorted(answers) == [False] * 4 + [True]
    await storage.nights.untry_event(night.id)
    assert await storage.nights.try_event(night.id)
    made = await storage.nights.set_event(night.id, 55)
    assert made is not None
    assert made.event_id == 55
    assert not await storage.nights.try_event(night.id)


async def test_nights_of_a_server_know_nothing_of_each_other(storage: Storage):
    one, other = await voting(storage), await voting(storage)
    assert await storage.nights.toggle_approval(other.id, one.films[0].id, ANN) is None
    assert await storage.nights.veto(other.id, one.films[0].id, ANN, None) is None
    await storage.nights.veto(one.id, one.films[0].id, ANN, None)
    await storage.nights.toggle_approval(one.id, one.films[1].id, ANN)
    assert await storage.nights.get(other.id) == other
    assert [night.id for night in await storage.nights.active(GUILD)] == [one.id, other.id]


async def test_history_is_told_in_pages(storage: Storage, clock: StoppedClock):
    ids = []
    for _ in range(3):
        clock.advance(60)
        night = await closed(storage, await voting(storage))
        await storage.nights.watched(night.id)
        ids.append(night.id)
    first = await storage.nights.history(GUILD, 2)
    second = await storage.nights.history(GUILD, 2, 2)
    assert [night.id for night in first + second] == ids[::-1]


@pytest.mark.parametrize(
    ("column", "values"),
    [("night.stage", Stage), ("night_timer.timer", Timer), ("night_post.post", Post)],
)
async def test_the_tables_take_every_value_there_is_and_no_other(
    storage: Storage, column: str, values: type[Stage | Timer | Post]
):
    table, name = column.split(".")
    night = await closed(storage, await voting(storage))
    await storage.nights.claim(night.id, Timer.REMINDER)

    def put(con: sqlite3.Connection, value: str) -> None:
        con.execute(f"UPDATE {table} SET {name} = ?", (value,))

    for value in values:
        await storage.database.write(lambda con, value=value: put(con, value))
    with pytest.raises(sqlite3.IntegrityError):
        await storage.database.write(lambda con: put(con, "else"))
