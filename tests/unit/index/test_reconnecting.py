"""An index whose server comes and goes."""

import asyncio

import numpy as np
import pytest

from recsys.errors import IndexRefused, IndexUnavailable
from recsys.index.reconnecting import ReconnectingIndex
from recsys.types import IndexMeta, SparseVector
from tests.fakes import NumpyIndex, SwitchableIndex

QUERY = SparseVector(np.array([1], dtype=np.uint32), np.array([1.0], dtype=np.float32))
META = IndexMeta("server", "build", 5)


class Server:
    """Counts how often it is opened."""

    def __init__(self, fault=None):
        self.fault = fault
        self.opened = 0

    async def open(self):
        self.opened += 1
        await asyncio.sleep(0)
        if self.fault:
            raise self.fault
        return SwitchableIndex(NumpyIndex([]))


async def test_a_server_that_comes_back_is_found_without_a_restart():
    server, now = Server(IndexUnavailable("away")), [0.0]
    index = ReconnectingIndex(server.open, META, clock=lambda: now[0])
    with pytest.raises(IndexUnavailable):
        await index.similar_users(QUERY, 5)
    assert index.meta == META
    server.fault = None
    now[0] = 60
    assert await index.similar_users(QUERY, 5) == []
    assert index.meta.engine == "numpy"
    await index.health()
    assert server.opened == 2


async def test_a_crowd_does_not_queue_for_a_server_that_is_away():
    server = Server(IndexUnavailable("away"))
    index = ReconnectingIndex(server.open, META, clock=lambda: 0.0)
    answers = await asyncio.gather(
        *(index.similar_users(QUERY, 5) for _ in range(20)), return_exceptions=True
    )
    assert {type(answer) for answer in answers} == {IndexUnavailable}
    assert server.opened == 1


async def test_what_waiting_does_not_mend_is_tried_again_at_once():
    server = Server(IndexRefused("wrong key"))
    index = ReconnectingIndex(server.open, META)
    for _ in range(2):
        with pytest.raises(IndexRefused):
            await index.health()
    assert server.opened == 2
    await index.close()
    await index.close()
