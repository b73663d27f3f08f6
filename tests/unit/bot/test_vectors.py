"""When the vectors are uploaded, and when an upload that failed is tried again."""

import asyncio

import pytest

from bot.models.child import Failure
from bot.models.in_use import Models
from bot.models.vectors import LONGEST, LOOK, keep_uploaded
from recsys.errors import (
    IndexDamaged,
    IndexMismatch,
    IndexMissing,
    IndexRefused,
    IndexTimeout,
    IndexUnavailable,
)
from recsys.model.recommender import Recommender
from recsys.store.artifacts import read_model
from tests.fakes import SwitchableIndex

FULL = Failure(74, "The disk is full.")


class Finding(SwitchableIndex):
    """An index whose health is what a test says."""

    def __init__(self, faults):
        self.faults = faults

    async def health(self):
        if fault := next(self.faults):
            raise fault("as planned")


@pytest.fixture(scope="module")
def model(sample_store):
    return read_model(sample_store)


async def pauses(model, faults, uploads):
    """Return how long it waits after each look at the server, and how many uploads it made."""
    left, waited = list(uploads), []

    async def upload():
        return left.pop(0)

    async def sleep(seconds):
        waited.append(seconds)
        if len(waited) == len(faults):
            raise asyncio.CancelledError

    async with Recommender(model, Finding(iter(faults))) as recommender:
        with pytest.raises(asyncio.CancelledError):
            await keep_uploaded(Models(recommender), upload, sleep=sleep)
    return waited, len(uploads) - len(left)


@pytest.mark.parametrize("lacking", [IndexMissing, IndexMismatch, IndexDamaged])
async def test_what_the_server_lacks_is_uploaded_once(model, lacking, caplog):
    assert await pauses(model, [lacking, None, None], [None]) == ([LOOK] * 3, 1)
    assert "Uploading the vectors" in caplog.text


@pytest.mark.parametrize("away", [IndexUnavailable, IndexTimeout, IndexRefused])
async def test_a_server_that_is_away_is_looked_at_again(model, away):
    assert await pauses(model, [away, away, IndexMissing, None], [None]) == ([LOOK] * 4, 1)


async def test_after_failures_the_pauses_grow_until_one_succeeds(model, caplog):
    tries = 9
    waited, uploaded = await pauses(model, [IndexMissing] * tries, [FULL] * (tries - 1) + [None])
    assert uploaded == tries
    assert waited == [*(min(LOOK * 2**failed, LONGEST) for failed in range(1, tries)), LOOK]
    assert waited[-2] == LONGEST
    assert "The disk is full. The next try is in 2 minutes." in caplog.messages


async def test_a_server_wiped_while_the_bot_runs_gets_them_again(model):
    assert await pauses(model, [None, None, IndexMissing, None], [None]) == ([LOOK] * 4, 1)
