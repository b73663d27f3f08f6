"""Copies by plan: when they are due, how many stay, and that nobody erased stays in them."""

import sqlite3
import stat
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.storage import Source, Storage, Verdict
from bot.storage.errors import BackupFailed
from bot.storage.scheduled import BackupPlan
from tests.unit.bot.storage.clock import StoppedClock

DAY = timedelta(days=1)
ANN, BOB = 0x1122334455667701, 0x1122334455667702


@pytest.fixture
async def storage(tmp_path: Path, clock: StoppedClock) -> AsyncIterator[Storage]:
    storage = await Storage.open(tmp_path / "matinee.db", now=clock, backups=BackupPlan(DAY, 3))
    yield storage
    await storage.close()


def copies(folder: Path) -> list[str]:
    there = folder / "backups"
    return sorted(each.name for each in there.iterdir()) if there.exists() else []


async def test_a_copy_is_made_when_it_is_due(storage: Storage, tmp_path: Path, clock: StoppedClock):
    await storage.backups.renew()
    clock.advance(DAY.total_seconds() - 1)
    await storage.backups.renew()
    assert copies(tmp_path) == ["matinee-20260203-201500.sqlite3"]
    clock.advance(1)
    await storage.backups.renew()
    assert copies(tmp_path)[1:] == ["matinee-20260204-201500.sqlite3"]
    for each in (tmp_path / "backups").iterdir():
        assert stat.S_IMODE(each.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "backups").stat().st_mode) == 0o700


async def test_the_oldest_are_removed_and_nothing_else(
    storage: Storage, tmp_path: Path, clock: StoppedClock
):
    (tmp_path / "backups").mkdir()
    for name in ("matinee-by-hand.sqlite3", "notes.txt"):
        (tmp_path / "backups" / name).touch()
    for _ in range(5):
        await storage.backups.renew()
        clock.advance(DAY.total_seconds())
    assert copies(tmp_path) == [
        *(f"matinee-2026020{day}-201500.sqlite3" for day in (5, 6, 7)),
        "matinee-by-hand.sqlite3",
        "notes.txt",
    ]


async def test_a_copy_of_the_future_puts_none_off(
    storage: Storage, tmp_path: Path, clock: StoppedClock
):
    clock.advance(DAY.total_seconds() * 1000)
    await storage.backups.renew()
    clock.advance(-DAY.total_seconds() * 1000)
    await storage.backups.renew()
    assert len(copies(tmp_path)) == 2


@pytest.mark.parametrize("planned", [True, False])
async def test_what_was_erased_is_in_no_copy_any_more(
    storage: Storage, tmp_path: Path, clock: StoppedClock, *, planned: bool
):
    for member in (ANN, BOB):
        await storage.verdicts.rate(member, 2, Verdict.LIKE, Source.COMMAND)
    await storage.backups.renew()
    clock.advance(DAY.total_seconds())
    await storage.backups.renew()
    clock.advance(60)
    await storage.members.erase(ANN)
    await storage.close()
    clock.advance(600)
    plan = BackupPlan(DAY, 3) if planned else None
    storage = await Storage.open(tmp_path / "matinee.db", now=clock, backups=plan)
    await storage.backups.renew()
    await storage.backups.renew()
    (only,) = (tmp_path / "backups").iterdir()
    content = only.read_bytes()
    assert ANN.to_bytes(8, "big") not in content
    assert BOB.to_bytes(8, "big") in content
    await storage.close()


async def test_without_a_plan_there_are_no_copies(tmp_path: Path, clock: StoppedClock):
    storage = await Storage.open(tmp_path / "matinee.db", now=clock)
    await storage.members.erase(ANN)
    await storage.backups.renew()
    assert copies(tmp_path) == []
    await storage.close()


async def test_one_that_fails_is_due_still_and_leaves_the_older_ones(
    storage: Storage, tmp_path: Path, clock: StoppedClock
):
    await storage.backups.renew()
    older = copies(tmp_path)
    clock.advance(DAY.total_seconds())
    in_the_way = tmp_path / "backups" / "matinee-20260204-201500.sqlite3"
    in_the_way.mkdir()
    with pytest.raises(BackupFailed):
        await storage.backups.renew()
    in_the_way.rmdir()
    assert copies(tmp_path) == older
    await storage.backups.renew()
    assert len(copies(tmp_path)) == 2
    with closing(sqlite3.connect(in_the_way)) as con:
        assert con.execute("PRAGMA integrity_check").fetchone() == ("ok",)
