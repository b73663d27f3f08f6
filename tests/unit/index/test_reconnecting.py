"""An index whose server comes, goes and hangs."""

import asyncio

import numpy as np
import pytest

from recsys.errors import IndexDamaged, IndexRefused, IndexTimeout, IndexUnavailable
from recsys.index.reconnecting import AT_ONCE, ReconnectingIndex
from recsys.types import IndexMeta, SparseVector
from tests.fakes import NumpyIndex

QUERY = SparseVector(np.array([1], dtype=np.uint32), np.array([1.0], dtype=np.float32))
META = IndexMeta("server", "build", 5)


class Server(NumpyIndex):
    """A server that answers, or raises ``fault``, once ``answering`` is set; counts its calls."""

    def __init__(self, fault=None):
        super().__init__([])
        self.fault = fault
        self.answering = asyncio.Event()
        self.answering.set()
        self.opened = self.asked = self.probed = self.waiting = self.most_waiting = 0

    async def open(self):
        self.opened += 1
        await self._reach()
        return self

    async def similar_users(self, query, k, where=None):
        self.asked += 1
        await self._reach()
        return await super().similar_users(query, k, where)

    async def health(self):
        self.probed += 1
        await self._reach()

    async def _reach(self):
        self.waiting += 1
        self.most_waiting = max(self.most_waiting, self.waiting)
        await self.answering.wait()
        await asyncio.sleep(0)
        self.waiting -= 1
        if self.fault:
            raise self.fault


class Pause:
    """A pause between probes that lasts until the test ends it."""

    def __init__(self):
        self.entered, self.over = asyncio.Event(), asyncio.Event()

    async def __call__(self, _seconds):
        self.entered.set()
        await self.over.wait()
        self.over.clear()


class World:
    """An index on a server whose pauses are the test's."""

    def __init__(self, fault=None):
        self.server, self.pause = Server(fault), Pause()
        self.index = ReconnectingIndex(self.server.open, META, sleep=self.pause)

    async def ask(self):
        return await self.index.similar_users(QUERY, 5)

    async def crowd(self, members=25):
        return await asyncio.gather(*(self.ask() for _ in range(members)), return_exceptions=True)

    async def probed(self):
        """Let one more probe begin, and end."""
        self.pause.entered.clear()
        self.pause.over.set()
        await self.settled()

    async def settled(self):
        for _ in range(20):
            await asyncio.sleep(0)


@pytest.fixture
async def world():
    made = World()
    yield made
    await made.index.close()


AWAY = [IndexTimeout("hangs"), IndexUnavailable("away")]


@pytest.mark.parametrize("fault", AWAY)
@pytest.mark.parametrize("opened", [True, False])
async def test_members_wait_for_a_server_that_hangs_only_once(world, fault, opened):
    if opened:
        assert await world.ask() == []
    world.server.answering.clear()
    waiting = asyncio.create_task(world.crowd())
    await world.settled()
    assert not waiting.done()
    world.server.fault = fault
    world.server.answering.set()
    assert {type(answer) for answer in await waiting} == {type(fault)}
    # From here on the server would keep everybody waiting, but only the probe asks it.
    world.server.answering.clear()
    before = world.server.asked
    for _ in range(3):
        answers = await world.crowd()
        assert {(type(answer), str(answer)) for answer in answers} == {(type(fault), str(fault))}
        with pytest.raises(type(fault)):
            await world.index.health()
    assert world.server.asked == before
    assert world.server.opened == 1 if opened else 2


@pytest.mark.parametrize("fault", AWAY)
@pytest.mark.parametrize("opened", [True, False])
async def test_a_server_that_comes_back_is_found_without_anybody_waiting(world, fault, opened):
    if opened:
        assert await world.ask() == []
    world.server.fault = fault
    await world.crowd()
    for _ in range(3):
        await world.probed()
        assert {type(answer) for answer in await world.crowd()} == {type(fault)}
    world.server.fault = None
    assert {type(answer) for answer in await world.crowd()} == {type(fault)}
    await world.probed()
    assert await world.crowd() == [[]] * 25
    assert world.index.meta.engine == "numpy"
    await world.index.health()


async def test_one_probe_at_a_time_whatever_the_crowd(world):
    assert await world.ask() == []
    world.server.fault = AWAY[0]
    for _ in range(5):
        await world.crowd()
        await world.settled()
    assert world.server.probed == 1
    await world.probed()
    assert world.server.probed == 2


async def test_a_crowd_is_let_in_a_few_at_a_time(world):
    assert await world.ask() == []
    world.server.answering.clear()
    waiting = asyncio.create_task(world.crowd(100))
    await world.settled()
    assert world.server.waiting == AT_ONCE
    world.server.answering.set()
    assert await waiting == [[]] * 100
    assert world.server.most_waiting == AT_ONCE < 25


async def test_a_crowd_opens_one_connection(world):
    world.server.answering.clear()
    waiting = asyncio.create_task(world.crowd())
    await world.settled()
    world.server.answering.set()
    assert await waiting == [[]] * 25
    assert world.server.opened == 1


@pytest.mark.parametrize("fault", [IndexRefused("wrong key"), IndexDamaged("lacks points")])
async def test_what_waiting_does_not_mend_is_tried_again_at_once(world, fault):
    world.server.fault = fault
    for _ in range(2):
        with pytest.raises(type(fault)):
            await world.index.health()
    assert world.server.opened == 2
    world.server.fault = None
    assert await world.ask() == []


async def test_a_server_that_comes_back_with_another_trouble_tells_it(world):
    world.server.fault = AWAY[1]
    await world.crowd()
    await world.settled()
    world.server.fault = IndexRefused("wrong key")
    await world.probed()
    with pytest.raises(IndexRefused):
        await world.ask()


async def test_an_error_told_a_thousand_times_does_not_grow(world):
    world.server.fault = AWAY[1]
    answers = await world.crowd(1_000)
    assert len({id(answer) for answer in answers}) == 1_000


async def test_closing_ends_the_probe_and_may_be_repeated(world):
    world.server.fault = AWAY[1]
    await world.crowd()
    await world.pause.entered.wait()
    await world.index.close()
    await world.index.close()
    assert asyncio.all_tasks() == {asyncio.current_task()}
