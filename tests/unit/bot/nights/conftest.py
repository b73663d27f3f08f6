from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.nights.store import NightStore
from bot.storage import Storage
from tests.unit.bot.storage.clock import StoppedClock


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
async def storage(tmp_path: Path, clock: StoppedClock) -> AsyncIterator[Storage]:
    storage = await Storage.open(tmp_path / "matinee.db", now=clock)
    yield storage
    await storage.close()


@pytest.fixture
def store(storage: Storage, clock: StoppedClock) -> NightStore:
    return NightStore(storage.database, now=clock)
