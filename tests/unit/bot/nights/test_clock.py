"""The clock attends to every night that waits, whenever it is woken; its schedule is in our hands.

The store and the messages give way to the event loop once a call, so the number of its turns says
exactly how far the clock is.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial

import pytest

from bot.nights import rules
from bot.nights.clock import NightClock
from bot.nights.deliveries import AT_ONCE, OF_A_SERVER
from bot.nights.night import NEW, NightFilm, NightOptions, Post, Stage
from bot.nights.rules import Actor
from recsys.types import ItemId
from tests.unit.bot.nights.gathered import gathered
from tests.unit.bot.nights.memory import Memory
from tests.unit.bot.storage.clock import StoppedClock

ANA, BEN = 101, 102
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
ALL_TURNS = 40
"""More than the clock ever takes until it sleeps."""


class Store(Memory):
    """Answers after one turn of the event loop."""

    async def agenda(self):
        agenda = super().agenda()
        await asyncio.sleep(0)
        return agenda

    async def change(self, night_id, rule):
        await asyncio.sleep(0)
        return super().change(night_id, rule)


class Board:
    """What stands in the channels: versions by night, and posts in their order."""

    def __init__(self, store):
        self.store, self.shows, self.posts, self.trouble = store, {}, [], set()
        self.hanging, self.given_up = {}, []

    def is_up_to_date(self, night):
        return night.shown == night.version

    async def show(self, night):
        await asyncio.sleep(0)
        if night.guild_id in self.hanging:
            try:
                await self.hanging[night.guild_id].wait()
            except asyncio.CancelledError:
                self.given_up.append(night.id)
                raise
        if night.id in self.trouble:
            raise ConnectionError("Discord is away")
        self.shows[night.id] = night.version
        return await self.store.change(night.id, partial(rules.show, version=night.version))

    async def send(self, night, post):
        self.posts.append((night.id, post))
        return await self.store.change(night.id, partial(rules.sent, post=post, message_id=9))


@pytest.fixture
def time():
    return StoppedClock()


@pytest.fixture
def store(time):
    return Store(time)


@pytest.fixture
def board(store):
    return Board(store)


@asynccontextmanager
async def ticking(store, board) -> AsyncIterator[NightClock]:
    clock = NightClock(store, board)
    yield clock
    await clock.cog_unload()


async def turns(count):
    for _ in range(count):
        await asyncio.sleep(0)


def announced(store, guild_id=1, **options):
    night = gathered(guild_id, 2, ANA, NightOptions(**options), [BEN], store.now())
    return store.create(night)


def changed(store, night, rule):
    return Memory.change(store, night.id, rule)


def voting(store, guild_id=1, **options):
    film = NightFilm(NEW, ItemId(1))
    suggest = partial(rules.suggest, actor=Actor(ANA), films=[film], now=store.now())
    return changed(store, announced(store, guild_id, **options), suggest)


@pytest.mark.parametrize("handed_over", [True, False])
@pytest.mark.parametrize("after", range(ALL_TURNS))
async def test_who_wakes_the_clock_at_any_moment_is_attended_to(store, board, after, handed_over):
    first = announced(store)
    async with ticking(store, board) as clock:
        clock.wake()
        await turns(after)
        second = announced(store)
        clock.wake(second if handed_over else None)
        await turns(ALL_TURNS)
        assert board.shows == {first.id: 1, second.id: 1}


@pytest.mark.parametrize("after", range(ALL_TURNS))
async def test_a_timer_that_is_set_at_any_moment_sets_the_alarm(store, board, time, after):
    announced(store)
    async with ticking(store, board) as clock:
        clock.wake()
        await turns(after)
        clock.wake(voting(store, vote_seconds=600))
        await turns(ALL_TURNS)
        assert clock._next_look == time() + 10 * MINUTE


async def test_what_is_due_is_done_and_then_sent_and_shown(store, board, time):
    night = voting(store, starts_at=time() + HOUR)
    time.advance(2 * 3600)
    async with ticking(store, board) as clock:
        clock.wake()
        await turns(ALL_TURNS)
        night = store.get(night.id)
        assert night.stage is Stage.DECIDED
        assert board.posts == [(night.id, Post.REMINDER)]
        assert board.shows == {night.id: night.version}
        assert clock._next_look == time() + HOUR  # it looks once an hour, whatever waits


async def test_without_anything_to_do_it_looks_again_in_an_hour(store, board, time):
    async with ticking(store, board) as clock:
        clock.wake()
        await turns(ALL_TURNS)
        assert clock._next_look == time() + HOUR


async def test_trouble_with_one_night_is_tried_again_and_keeps_no_other_back(
    store, board, time, caplog
):
    one, other = announced(store), announced(store)
    board.trouble = {one.id}
    async with ticking(store, board) as clock:
        clock.wake()
        await turns(ALL_TURNS)
        assert board.shows == {other.id: 1}
        assert f"night {one.id}" in caplog.text
        assert clock._next_look == time() + MINUTE
        board.trouble = set()
        clock.wake()
        await turns(ALL_TURNS)
        assert board.shows == {one.id: 1, other.id: 1}
        assert clock._next_look == time() + HOUR


async def test_a_server_that_hangs_keeps_no_other_back_and_no_decision(store, board, time):
    board.hanging = {1: asyncio.Event()}
    theirs = [voting(store, guild_id=1, vote_seconds=600) for _ in range(OF_A_SERVER + 1)]
    others = [voting(store, guild_id=guild, vote_seconds=600) for guild in range(2, 40)]
    time.advance(600)
    async with ticking(store, board) as clock:
        clock.wake()
        await turns(20 * ALL_TURNS)
        stages = {Memory.get(store, night.id).stage for night in (*theirs, *others)}
        assert stages == {Stage.DECIDED}
        assert board.shows.keys() == {night.id for night in others}
        board.hanging.pop(1).set()
        await turns(20 * ALL_TURNS)
        assert board.shows.keys() == {night.id for night in (*theirs, *others)}


async def test_a_server_has_few_nights_at_work_and_all_together_no_more_than_there_is_room(
    store, board
):
    board.hanging = {guild: asyncio.Event() for guild in range(1, AT_ONCE + 2)}
    for guild in board.hanging:
        for _ in range(OF_A_SERVER + 1):
            announced(store, guild)
    async with ticking(store, board) as clock:
        clock.wake()
        await turns(ALL_TURNS)
        at_work = [store.nights[night_id].guild_id for night_id in clock._deliveries._at_work]
        assert len(at_work) == AT_ONCE
        assert max(map(at_work.count, at_work)) == OF_A_SERVER
    assert len(board.given_up) == AT_ONCE
    assert clock._deliveries._at_work == {}


async def test_what_hangs_too_long_is_given_up_and_tried_again(
    store, board, time, monkeypatch, caplog
):
    monkeypatch.setattr("bot.nights.clock._PATIENCE", timedelta(0))
    board.hanging = {1: asyncio.Event()}
    night = announced(store)
    async with ticking(store, board) as clock:
        clock.wake()
        await turns(ALL_TURNS)
        assert f"Night {night.id}: Discord doesn't answer" in caplog.text
        assert clock._next_look == time() + MINUTE


async def test_of_two_states_of_a_night_the_newer_is_attended_to(store, board, time):
    old = announced(store)
    new = changed(store, old, partial(rules.leave, actor=Actor(BEN), now=time()))
    async with ticking(store, board) as clock:
        clock.wake(new)
        clock.wake(old)
        await turns(ALL_TURNS)
        assert board.shows == {new.id: new.version}


async def test_closed_it_attends_to_nothing_more(store, board):
    async with ticking(store, board) as clock:
        clock.wake(announced(store))
        await turns(1)
    clock.wake(announced(store))
    await turns(ALL_TURNS)
    assert board.shows == {}
