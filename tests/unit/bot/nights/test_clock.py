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

    def is_up_to_date(self, night):
        return night.shown == night.version

    async def show(self, night):
        await asyncio.sleep(0)
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


def announced(store, **options):
    night = gathered(1, 2, ANA, NightOptions(**options), [BEN], store.now())
    return store.create(night)


def changed(store, night, rule):
    return Memory.change(store, night.id, rule)


def voting(store, **options):
    film = NightFilm(NEW, ItemId(1))
    suggest = partial(rules.suggest, actor=Actor(ANA), films=[film], now=store.now())
    return changed(store, announced(store, **options), suggest)


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


async def test_of_two_states_of_a_night_the_newer_is_attended_to(store, board):
    old = announced(store)
    new = changed(store, old, partial(rules.leave, actor=Actor(BEN)))
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
