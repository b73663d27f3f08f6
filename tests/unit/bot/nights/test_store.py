"""How nights are kept; what any sequence of rules gives is in `test_store_random`."""

import asyncio
import sqlite3
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from bot.errors import MemberError, OutOfDate
from bot.nights import outcome, rules
from bot.nights.night import (
    MOST_MEMBERS,
    NEW,
    FilmSource,
    Night,
    NightFilm,
    NightOptions,
    Post,
    Sending,
    Stage,
    Timer,
    Why,
)
from bot.nights.outcome import Winner
from bot.nights.rules import Actor
from bot.nights.store import Agenda, NightStore
from bot.storage import Storage, Verdict
from bot.storage.types import Remind, Source
from recsys.types import GroupStrategy, ItemId
from tests.unit.bot.nights.gathered import gathered
from tests.unit.bot.storage.clock import StoppedClock

GUILD, CHANNEL, ANN, BOB, CAT = 20, 30, 1, 2, 3
HOUR = timedelta(hours=1)
THREE = [NightFilm(NEW, ItemId(n)) for n in (1, 2, 3)]
BOTH = Actor(ANN, manages=True)


async def announced(store, members=(BOB, CAT), guild=GUILD, **options):
    night = gathered(guild, CHANNEL, ANN, NightOptions(**options), members, store.now())
    return await store.create(night)


async def voting(store, members=(BOB, CAT), films=THREE, **options):
    night = await announced(store, members, **options)
    return await store.change(
        night.id, partial(rules.suggest, actor=BOTH, films=films, now=store.now())
    )


async def approve(store, night, film, *members):
    for member in members:
        rule = partial(rules.toggle_approval, film_id=film.id, actor=Actor(member))
        night = await store.change(night.id, rule)
    return night


async def closed(store, night):
    close = partial(rules.close, actor=BOTH, vote=Stage.VOTING, now=store.now())
    return await store.change(night.id, close)


async def seen(store, night):
    watched = partial(rules.watched, actor=BOTH, now=store.now())
    return await store.change((await closed(store, night)).id, watched)


def every_row(con: sqlite3.Connection) -> list[tuple[object, ...]]:
    tables = con.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'night%'"
    ).fetchall()
    return [(name, *row) for (name,) in tables for row in con.execute(f"SELECT * FROM {name}")]


async def test_a_night_comes_back_as_it_was_made(store: NightStore, clock: StoppedClock):
    options = {
        "starts_at": clock() + HOUR,
        "vote_seconds": 60,
        "genre": "Film-Noir",
        "first": 1940,
        "last": 1960,
        "max_minutes": 100,
        "source": FilmSource.WATCHLISTS,
        "strategy": GroupStrategy.NO_MISERY,
        "rewatches": True,
        "hidden_votes": False,
        "anybody_suggests": True,
        "remind": Remind.START,
    }
    night = await announced(store, [ANN, BOB, CAT, BOB], **options)
    assert night == await store.get(night.id)
    assert (night.guild_id, night.channel_id, night.organiser_id) == (GUILD, CHANNEL, ANN)
    assert night.options == NightOptions(**options)
    assert night.member_ids == (ANN, BOB, CAT)
    assert (night.stage, night.version, night.created_at) == (Stage.GATHERING, 1, clock())


async def test_a_night_that_is_no_longer_kept_can_be_neither_seen_nor_changed(store: NightStore):
    for asked in (store.get(1), store.change(1, rules.call_off)):
        with pytest.raises(OutOfDate, match="movienight start"):
            await asked


async def test_options_that_an_older_version_did_not_know_are_the_default(
    store: NightStore, storage: Storage
):
    night = await voting(store)
    await storage.database.write(
        lambda con: con.execute(
            "UPDATE night SET options = json_remove(options, '$.remind', '$.source')"
        )
    )
    assert await store.get(night.id) == night


async def test_what_is_known_of_members_comes_with_them(store: NightStore, storage: Storage):
    await storage.verdicts.rate(ANN, 1, Verdict.SEEN, Source.COMMAND)
    await storage.verdicts.rate(BOB, 1, Verdict.DISLIKE, Source.COMMAND)
    await storage.visibility.set(GUILD, CAT, visible=True)
    await storage.visibility.set(GUILD + 1, BOB, visible=True)
    night = await announced(store, [BOB])
    night = await store.change(night.id, partial(rules.join, actor=Actor(CAT)))
    assert [member.has_taste for member in night.members] == [False, True, False]
    assert night.visible == {CAT}


async def test_those_who_press_at_once_do_not_get_past_25(store: NightStore):
    night = await announced(store, [])
    joins = (partial(rules.join, actor=Actor(id_)) for id_ in range(2, 40))
    answers = await asyncio.gather(
        *(store.change(night.id, join) for join in joins), return_exceptions=True
    )
    assert sum(isinstance(answer, Night) for answer in answers) == MOST_MEMBERS - 1
    assert {type(each) for each in answers} == {Night, MemberError}
    assert len((await store.get(night.id)).members) == MOST_MEMBERS


async def test_votes_given_at_once_are_all_there(store: NightStore):
    crowd = range(2, MOST_MEMBERS + 1)
    night = await voting(store, crowd)
    first, second, third = night.films
    ok = [approve(store, night, film, who) for film in (first, second, second) for who in crowd]
    no = [partial(rules.veto, film_id=third.id, actor=Actor(who), reason=None) for who in crowd]
    await asyncio.gather(*ok, *(store.change(night.id, veto) for veto in no))
    night = await store.get(night.id)
    assert night.approvals == {first.id: frozenset(crowd)}
    assert set(night.vetoes) == set(crowd)


async def test_the_winner_follows_from_the_votes_that_came_before_the_end(store: NightStore):
    crowd = range(1, MOST_MEMBERS + 1)
    night = await voting(store, crowd[1:])
    first, second, _ = night.films
    answers = await asyncio.gather(
        approve(store, night, first, ANN),
        *(approve(store, night, second, member) for member in crowd[:12]),
        closed(store, night),
        *(approve(store, night, first, member) for member in crowd[1:]),
        return_exceptions=True,
    )
    late = answers[-len(crowd) + 1 :]
    assert {type(each) for each in late} == {OutOfDate}
    night = await store.get(night.id)
    assert (night.winner_id, night.why) == (second.id, Why.APPROVALS)
    voted = replace(night, stage=Stage.VOTING)
    assert outcome.decide(voted, may_run_off=True) == Winner(second.id, Why.APPROVALS)


async def test_what_is_refused_writes_nothing(store: NightStore, storage: Storage):
    night = await closed(store, await voting(store))
    before = await storage.database.read(every_row)
    with pytest.raises(MemberError, match="no vote"):
        await approve(store, night, night.films[0], ANN)

    def half_done(night: Night) -> Night:
        rules.call_off(night)
        raise MemberError("No.")

    with pytest.raises(MemberError, match="No"):
        await store.change(night.id, half_done)
    assert await storage.database.read(every_row) == before


@pytest.mark.parametrize("hidden_votes", [True, False])
async def test_only_what_can_be_seen_makes_a_new_version(store: NightStore, hidden_votes):
    night = await voting(store, hidden_votes=hidden_votes)
    assert await store.change(night.id, lambda night: night) == night
    for unseen in (
        partial(rules.put_up, channel_id=CHANNEL, message_id=7),
        partial(rules.show, version=2),
        partial(replace, event_tried=True),
        partial(rules.veto, film_id=night.films[0].id, actor=Actor(ANN), reason="no"),
    ):
        assert (await store.change(night.id, unseen)).version == night.version
    approved = await approve(store, night, night.films[1], ANN)
    assert approved.version == night.version + (not hidden_votes)
    done = partial(rules.set_done, actor=Actor(ANN), vote=Stage.VOTING, now=store.now(), done=True)
    assert (await store.change(night.id, done)).version == approved.version + 1
    assert (await closed(store, night)).version == approved.version + 2


async def test_as_many_statements_for_25_as_for_two(store: NightStore, storage: Storage):
    """Each act of a member takes as many statements, however many joined."""

    async def counted(members):
        statements: list[str] = []
        counts = []
        await storage.database.read(lambda con: con.set_trace_callback(statements.append))

        async def act(work):
            statements.clear()
            result = await work
            counts.append(len(statements))
            return result

        fits = dict.fromkeys([ANN, *members], 0.5)
        films = [NightFilm(NEW, ItemId(n), fits=fits) for n in (1, 2, 3)]
        night = await act(announced(store, members, starts_at=store.now() + 9 * HOUR))
        suggest = partial(rules.suggest, actor=BOTH, films=films, now=store.now())
        night = await act(store.change(night.id, suggest))
        for member in members:
            await approve(store, night, night.films[0], member)
        await act(approve(store, night, night.films[0], ANN))
        await act(approve(store, night, night.films[1], ANN))
        await act(store.get(night.id))
        await act(closed(store, night))
        await act(store.agenda())
        return counts

    two, many = await counted([BOB]), await counted(range(50, 50 + MOST_MEMBERS - 1))
    assert two == many
    assert max(two) <= 15


async def test_credit_counts_for_the_next_night_of_that_server(store: NightStore):
    night = await voting(store)
    first, second, _ = night.films
    await approve(store, night, first, ANN, BOB)
    await approve(store, night, second, CAT)
    decided = await closed(store, night)
    assert [member.credit for member in decided.members] == [0, 0, 0]
    assert [member.credit for member in (await announced(store)).members] == [0, 0, 0.25]
    elsewhere = await announced(store, guild=GUILD + 1)
    assert [member.credit for member in elsewhere.members] == [0, 0, 0]
    assert await store.get(night.id) == decided


async def test_runners_up_of_the_newest_night_come_back(store: NightStore, clock: StoppedClock):
    assert (await store.before(GUILD, [ANN])).runners_up == []
    for numbers in ((1, 2), (5, 6, 7)):
        clock.advance(60)
        night = await voting(store, films=[NightFilm(NEW, ItemId(n)) for n in numbers])
        for place, members in enumerate(((ANN, BOB, CAT), (BOB,), (BOB, CAT))[: len(numbers)]):
            await approve(store, night, night.films[place], *members)
        await closed(store, night)
    before = await store.before(GUILD, [ANN])
    assert (before.runners_up, before.chosen) == ([7, 6], [1, 5])
    assert (await store.before(GUILD + 1, [99])).runners_up == []
    assert (await store.before(GUILD + 1, [99])).chosen == []


async def test_the_agenda_has_what_is_due_and_what_is_not_shown(
    store: NightStore, clock: StoppedClock
):
    assert await store.agenda() == Agenda([], None)
    night = await voting(store, vote_seconds=3600)
    assert await store.agenda() == Agenda([night], clock() + HOUR)
    night = await store.change(night.id, partial(rules.sent, post=Post.FILMS, message_id=78))
    show = partial(rules.show, version=night.version)
    night = await store.change(night.id, lambda night: show(rules.put_up(night, CHANNEL, 77)))
    assert await store.agenda() == Agenda([], clock() + HOUR)
    done = partial(rules.set_done, actor=Actor(ANN), vote=Stage.VOTING, now=store.now(), done=True)
    changed = await store.change(night.id, done)
    assert (await store.agenda()).nights == [changed]
    night = await store.change(night.id, partial(rules.show, version=changed.version))
    clock.advance(3600)
    assert await store.agenda() == Agenda([night], None)


async def test_a_post_that_waits_is_on_the_agenda_until_it_is_sent(
    store: NightStore, clock: StoppedClock
):
    night = await seen(store, await voting(store))
    clock.advance(timedelta(days=40).total_seconds())
    (waiting,) = (await store.agenda()).nights
    assert waiting.pending == (Post.HOW_WAS_IT,)
    await store.change(night.id, partial(rules.sent, post=Post.HOW_WAS_IT, message_id=5))
    await store.change(night.id, partial(rules.ring, now=clock()))
    assert await store.agenda() == Agenda([], None)


async def test_old_messages_stay_as_they_are(store: NightStore, clock: StoppedClock):
    night = await announced(store)
    clock.advance(timedelta(days=30).total_seconds() - 1)
    assert (await store.agenda()).nights == [night]
    clock.advance(1)
    assert (await store.agenda()).nights == []


async def test_what_came_to_nothing_is_deleted_a_month_after_its_time(
    store: NightStore, storage: Storage, clock: StoppedClock
):
    month = timedelta(days=30)
    decided = await closed(store, await voting(store))
    watched = await closed(store, await voting(store))
    await store.change(watched.id, partial(rules.watched, actor=BOTH, now=store.now()))
    cancelled = await voting(store)
    await approve(store, cancelled, cancelled.films[0], ANN, BOB)
    await store.change(cancelled.id, partial(rules.cancel, actor=BOTH))
    running = await voting(store, vote_seconds=int((2 * month).total_seconds()))
    gathering, later = await announced(store), await announced(store, starts_at=clock() + month)

    async def kept():
        await store.sweep()
        rows = await storage.database.rows("SELECT id FROM night ORDER BY id")
        return [night_id for (night_id,) in rows]

    all_of_them = await kept()
    clock.advance(month.total_seconds())
    assert await kept() == all_of_them
    clock.advance(1)
    assert await kept() == [decided.id, watched.id, running.id, later.id]
    with pytest.raises(OutOfDate):
        await store.get(gathering.id)
    of_it = "SELECT count(*) FROM night_film JOIN night_approval ON film_id = id WHERE night_id = ?"
    assert await storage.database.rows(of_it, cancelled.id) == [(0,)]
    clock.advance(month.total_seconds())
    assert await kept() == [decided.id, watched.id, running.id]


async def test_nights_of_a_server_know_nothing_of_each_other(store: NightStore):
    one, other = await voting(store), await voting(store)
    with pytest.raises(OutOfDate, match="the ballot"):
        await approve(store, other, one.films[0], ANN)
    await approve(store, one, one.films[1], ANN)
    assert await store.get(other.id) == other
    assert [night.id for night in await store.active(GUILD)] == [one.id, other.id]
    assert await store.active(GUILD + 1) == []


async def test_history_is_told_in_pages(store: NightStore, clock: StoppedClock):
    ids = []
    for _ in range(3):
        clock.advance(60)
        ids.append((await seen(store, await voting(store))).id)
    first, second = await store.history(GUILD, 2), await store.history(GUILD, 2, 2)
    assert [night.id for night in first + second] == ids[::-1]
    assert await store.history(GUILD + 1, 2) == []


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("night.stage", Stage),
        ("night_timer.timer", Timer),
        ("night_post.post", Post),
        ("night_post.state", Sending),
    ],
)
async def test_the_tables_take_every_value_there_is_and_no_other(
    store: NightStore, storage: Storage, column: str, values: type[Stage | Timer | Post | Sending]
):
    table, name = column.split(".")
    night = await closed(store, await voting(store, starts_at=store.now() + HOUR))
    await store.change(night.id, partial(rules.ring, now=store.now() + HOUR))

    def put(con: sqlite3.Connection, value: str) -> None:
        con.execute(f"UPDATE {table} SET {name} = ?", (value,))

    for value in values:
        await storage.database.write(lambda con, value=value: put(con, value))
    with pytest.raises(sqlite3.IntegrityError):
        await storage.database.write(lambda con: put(con, "else"))
