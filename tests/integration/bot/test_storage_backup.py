"""Copies of a database that is in use."""

import asyncio
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest

from bot.storage import Source, Storage, Verdict
from bot.storage.backup import copy_database
from bot.storage.errors import BackupFailed, DatabaseClosed, DatabaseDamaged, DatabaseUnusable

LARGE = "x" * 12_000_000
"""Enough for several steps of a backup."""


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    (tmp_path / "copies").mkdir()
    storage = await Storage.open(tmp_path / "matinee.db")
    await storage.verdicts.rate(1, 2, Verdict.LIKE, Source.COMMAND)
    yield storage
    await storage.close()


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


async def test_a_copy_is_one_private_file_that_opens_as_a_database(
    storage: Storage, tmp_path: Path
):
    copy = tmp_path / "copies" / "copy.db"
    await storage.database.backup(copy)
    assert names(copy.parent) == ["copy.db"]
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    restored = await Storage.open(copy)
    assert await restored.verdicts.of(1) == {2: Verdict.LIKE}
    await restored.close()


async def test_writes_go_on_and_the_copy_is_of_one_moment(storage: Storage, tmp_path: Path):
    await storage.state.set("large", LARGE)
    copy = tmp_path / "copies" / "copy.db"
    backup = asyncio.create_task(storage.database.backup(copy))
    written = 0
    while not backup.done():
        written += 1
        await storage.database.write(_two_members_rate(written))
    await backup
    assert written > 1
    with closing(sqlite3.connect(copy)) as con:
        assert con.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        ann, bob = ([item for (item,) in con.execute(_RATED, (member,))] for member in (101, 102))
    assert ann == bob == list(range(1, len(ann) + 1))
    assert len(ann) <= written


class Writing(Event):
    """Writes to the database each time that a backup looks whether to stop."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.con = sqlite3.connect(path, isolation_level=None)
        self.looks = 0

    def is_set(self) -> bool:
        self.looks += 1
        self.con.execute("INSERT OR REPLACE INTO state VALUES ('looks', ?)", (str(self.looks),))
        return self.looks > 10_000  # it would never end


async def test_writes_do_not_make_a_backup_start_again(storage: Storage, tmp_path: Path):
    await storage.database.write(
        lambda con: con.execute(
            "WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL"
            " SELECT n + 1 FROM number WHERE n < 5000)"
            " INSERT INTO watchlist (member_id, item_id, added_at) SELECT 1, n, 0 FROM number"
        )
    )
    writing = Writing(tmp_path / "matinee.db")
    copy = tmp_path / "copies" / "copy.db"
    with closing(writing.con):
        copy_database(tmp_path / "matinee.db", copy, writing)
    assert 1 < writing.looks < 10_000
    with closing(sqlite3.connect(copy)) as con:
        assert con.execute("SELECT count(*) FROM watchlist").fetchone() == (5000,)


_RATED = "SELECT item_id FROM verdict WHERE member_id = ? ORDER BY item_id"


def _two_members_rate(item: int):
    def work(con: sqlite3.Connection) -> None:
        for member in (101, 102):
            con.execute(
                "INSERT INTO verdict VALUES (?, ?, 'like', 'deck', NULL, 0)", (member, item)
            )

    return work


async def test_a_copy_takes_the_place_of_an_older_one(storage: Storage, tmp_path: Path):
    copy = tmp_path / "copies" / "copy.db"
    await storage.database.backup(copy)
    await storage.verdicts.rate(1, 3, Verdict.SEEN, Source.COMMAND)
    await storage.database.backup(copy)
    assert names(copy.parent) == ["copy.db"]
    with closing(sqlite3.connect(copy)) as con:
        assert con.execute("SELECT item_id FROM verdict").fetchall() == [(2,), (3,)]


@pytest.mark.usefixtures("storage")
async def test_a_copy_that_fails_leaves_the_older_one(tmp_path: Path):
    copy = tmp_path / "copies" / "copy.db"
    copy.write_text("the older one")
    stop = Event()
    stop.set()
    with pytest.raises(BackupFailed, match="was stopped"):
        copy_database(tmp_path / "matinee.db", copy, stop)
    assert names(copy.parent) == ["copy.db"]
    assert copy.read_text() == "the older one"


async def test_a_cancelled_backup_stops_and_leaves_nothing(storage: Storage, tmp_path: Path):
    await storage.state.set("large", LARGE)
    backup = asyncio.create_task(storage.database.backup(tmp_path / "copies" / "copy.db"))
    await asyncio.sleep(0)
    backup.cancel()
    with pytest.raises(asyncio.CancelledError):
        await backup
    await storage.close()
    assert names(tmp_path / "copies") == []


async def test_closing_waits_for_a_backup(storage: Storage, tmp_path: Path):
    await storage.state.set("large", LARGE)
    backup = asyncio.create_task(storage.database.backup(tmp_path / "copies" / "copy.db"))
    await asyncio.sleep(0)
    await storage.close()
    await backup
    assert names(tmp_path / "copies") == ["copy.db"]
    with pytest.raises(DatabaseClosed):
        await storage.database.backup(tmp_path / "copies" / "late.db")


@pytest.mark.parametrize("target", [".", "matinee.db", "hardlink.db", "nowhere/copy.db"])
async def test_a_place_that_can_hold_no_copy_is_refused(
    storage: Storage, tmp_path: Path, target: str
):
    os.link(tmp_path / "matinee.db", tmp_path / "hardlink.db")
    with pytest.raises(BackupFailed, match=": name "):
        await storage.database.backup(tmp_path / target)
    assert len(await storage.verdicts.of(1)) == 1


def test_there_must_be_something_to_copy(tmp_path: Path):
    with pytest.raises(DatabaseUnusable, match="There is no database at"):
        copy_database(tmp_path / "nothing.db", tmp_path / "copy.db")
    assert names(tmp_path) == []


def test_what_is_no_database_is_not_copied(tmp_path: Path):
    source = tmp_path / "holiday.jpg"
    source.write_bytes(b"JFIF" * 1000)
    with pytest.raises(DatabaseDamaged, match=r"holiday\.jpg"):
        copy_database(source, tmp_path / "copy.db")
    assert names(tmp_path) == ["holiday.jpg"]


COPIER = """
import sys
from pathlib import Path
from threading import Event
from bot.storage.backup import copy_database

class Look(Event):
    def is_set(self):
        print("at work", flush=True)
        sys.stdin.read()

copy_database(Path(sys.argv[1]), Path(sys.argv[2]), Look())
"""


async def test_what_a_killed_backup_left_goes_with_the_next_one(storage: Storage, tmp_path: Path):
    await storage.state.set("large", LARGE)
    copies = tmp_path / "copies"
    command = [sys.executable, "-c", COPIER, tmp_path / "matinee.db", copies / "copy.db"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, **pipes) as copier:
        assert copier.stdout.readline() == b"at work\n"
        unfinished = names(copies)
        assert "copy.db" not in unfinished
        await storage.database.backup(copies / "other.db")
        # It is still at work.
        assert names(copies) == sorted([*unfinished, "other.db"])
        copier.kill()
    assert names(copies) == sorted([*unfinished, "other.db"])
    await storage.database.backup(copies / "other.db")
    assert names(copies) == ["other.db"]


async def test_only_a_regular_file_is_replaced(storage: Storage, tmp_path: Path):
    copies = tmp_path / "copies"
    os.mkfifo(copies / "fifo")
    (copies / "folder").mkdir()
    for name, target in (("device", "/dev/null"), ("to a fifo", "fifo"), ("to a folder", "folder")):
        (copies / name).symlink_to(target)
    there = names(copies)
    for name in (*there, "/dev/null"):
        with pytest.raises(BackupFailed, match="can't hold a copy: name another file"):
            await storage.database.backup(copies / name)
    assert names(copies) == there
    assert (copies / "device").is_symlink()
    assert (copies / "fifo").is_fifo()
