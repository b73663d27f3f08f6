"""The database as a file: opened, refused, written by many, cancelled, full, closed."""

import asyncio
import sqlite3
import stat
import subprocess
import sys
import textwrap
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.storage import Source, Storage, Verdict
from bot.storage.database import Database
from bot.storage.errors import (
    DatabaseBusy,
    DatabaseClosed,
    DatabaseDamaged,
    DatabaseFull,
    DatabaseNewer,
    DatabaseUnusable,
    DatabaseUnwritable,
)
from lab.loopback.patience import patience


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    db = await Database.open(tmp_path / "matinee.db")
    await db.write(lambda con: con.execute("CREATE TABLE note (number INTEGER) STRICT"))
    yield db
    await db.close()


def note(number: int) -> Callable[[sqlite3.Connection], object]:
    return lambda con: con.execute("INSERT INTO note VALUES (?)", (number,))


async def notes(db: Database) -> list[int]:
    rows = await db.read(lambda con: con.execute("SELECT number FROM note").fetchall())
    return [number for (number,) in rows]


class Gate:
    """A piece of work that stays in the middle of its transaction until it is let go."""

    def __init__(self, work: Callable[[sqlite3.Connection], object]) -> None:
        self.work = work
        self.entered = threading.Event()
        self.opened = threading.Event()

    def __call__(self, con: sqlite3.Connection) -> None:
        self.entered.set()
        assert self.opened.wait(patience(1))
        self.work(con)


# Opening


async def test_the_file_is_made_for_this_user_only(tmp_path: Path):
    path = tmp_path / "new" / "folder" / "matinee.db"
    db = await Database.open(path)
    kept = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    await db.close()
    assert kept == dict.fromkeys(("matinee.db", "matinee.db-wal", "matinee.db-shm"), 0o600)
    assert [file.name for file in path.parent.iterdir()] == ["matinee.db"]


async def test_it_is_set_up_to_lose_nothing(db: Database):
    def look(con: sqlite3.Connection) -> list[object]:
        pragmas = ("journal_mode", "synchronous", "foreign_keys")
        return [con.execute(f"PRAGMA {pragma}").fetchone()[0] for pragma in pragmas]

    assert await db.read(look) == ["wal", 2, 1]


async def test_a_database_is_found_again_as_it_was_left(tmp_path: Path):
    storage = await Storage.open(tmp_path / "matinee.db")
    await storage.verdicts.rate(1, 2, Verdict.LIKE, Source.COMMAND)
    await storage.close()
    storage = await Storage.open(tmp_path / "matinee.db")
    assert await storage.verdicts.of(1) == {2: Verdict.LIKE}
    await storage.close()


async def test_several_may_open_a_new_database_at_once(tmp_path: Path):
    path = tmp_path / "matinee.db"
    for db in await asyncio.gather(*(Database.open(path) for _ in range(4))):
        await db.close()


async def test_a_newer_database_is_refused(tmp_path: Path):
    path = tmp_path / "matinee.db"
    await (await Database.open(path)).close()
    with closing(sqlite3.connect(path)) as con, con:
        con.execute("INSERT INTO migration VALUES (9001, 'from the future', 0)")
    with pytest.raises(DatabaseNewer, match="update the program"):
        await Database.open(path)


async def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path):
    path = tmp_path / "holiday.jpg"
    path.write_bytes(b"JFIF" * 1000)
    with pytest.raises(DatabaseDamaged, match=r"holiday\.jpg is damaged .*: stop the bot"):
        await Database.open(path)
    assert path.read_bytes() == b"JFIF" * 1000


async def test_a_damaged_database_is_refused(tmp_path: Path):
    path = tmp_path / "matinee.db"
    await (await Database.open(path)).close()
    content = path.read_bytes()
    path.write_bytes(content[:100] + b"\xff" * 4000 + content[4100:])
    with pytest.raises(DatabaseDamaged):
        await Database.open(path)


async def test_a_locked_database_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("bot.storage.connection.BUSY_SECONDS", 0.05)
    path = tmp_path / "matinee.db"
    await (await Database.open(path)).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(DatabaseBusy, match="is locked: close the other program"):
            await Database.open(path)
    await (await Database.open(path)).close()


@pytest.mark.parametrize("place", ["file/matinee.db", "folder"])
async def test_a_place_that_can_hold_no_file_is_refused(tmp_path: Path, place: str):
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    with pytest.raises(DatabaseUnwritable, match="can't be written"):
        await Database.open(tmp_path / place)


@pytest.mark.parametrize("place", ["old.db", "new.db"])
def test_a_read_only_folder_is_refused(tmp_path: Path, place: str):
    asyncio.run(_make(tmp_path / "old.db"))
    script = """
        import asyncio, os, sys
        from pathlib import Path
        from bot.storage import Storage, StorageError
        os.chdir(sys.argv[1])
        os.chmod("old.db", 0o444)
        os.chmod(".", 0o555)
        if os.geteuid() == 0:  # who may write everywhere
            os.setegid(65534)
            os.seteuid(65534)
        try:
            asyncio.run(Storage.open(Path(sys.argv[2])))
        except StorageError as error:
            sys.exit(f"{type(error).__name__}: {error}")
    """
    run = [sys.executable, "-c", textwrap.dedent(script), tmp_path, place]
    refused = subprocess.run(run, capture_output=True, text=True, check=False)
    tmp_path.chmod(0o755)
    assert refused.stderr.startswith(f"DatabaseUnwritable: {place} can't be written")
    assert refused.stderr.count("\n") == 1


async def _make(path: Path) -> None:
    await (await Database.open(path)).close()


# Writing


async def test_work_that_raises_leaves_nothing(db: Database):
    def work(con: sqlite3.Connection) -> None:
        note(1)(con)
        raise LookupError("changed my mind")

    with pytest.raises(LookupError, match="changed my mind"):
        await db.write(work)
    await db.write(note(2))
    assert await notes(db) == [2]


async def test_a_bug_in_a_statement_is_not_called_trouble_with_the_file(db: Database):
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        await db.write(lambda con: con.execute("INSERT INTO nowhere VALUES (1)"))


async def test_many_writers_at_once_lose_nothing(db: Database):
    def count_up(con: sqlite3.Connection) -> int:
        (newest,) = con.execute("SELECT coalesce(max(number), 0) FROM note").fetchone()
        note(newest + 1)(con)
        return newest + 1

    numbers = await asyncio.gather(*(db.write(count_up) for _ in range(200)))
    assert numbers == await notes(db) == list(range(1, 201))


async def test_a_write_cancelled_before_its_turn_is_not_done(db: Database):
    gate = Gate(note(1))
    first = asyncio.create_task(db.write(gate))
    await asyncio.to_thread(gate.entered.wait)
    second = asyncio.create_task(db.write(note(2)))
    await asyncio.sleep(0)
    second.cancel()
    with pytest.raises(asyncio.CancelledError):
        await second
    gate.opened.set()
    await first
    assert await notes(db) == [1]


async def test_a_write_cancelled_in_the_middle_is_done_whole(db: Database):
    gate = Gate(lambda con: (note(1)(con), note(2)(con)))
    writing = asyncio.create_task(db.write(gate))
    await asyncio.to_thread(gate.entered.wait)
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    gate.opened.set()
    assert await notes(db) == [1, 2]


async def test_a_full_disk_is_told_and_leaves_the_rest_usable(db: Database):
    await db.write(note(1))
    await db.write(lambda con: con.execute("PRAGMA max_page_count = 1").fetchall())
    with pytest.raises(DatabaseFull, match="make room"):
        await db.write(lambda con: con.execute("CREATE TABLE big AS SELECT zeroblob(100000)"))
    assert await notes(db) == [1]
    await db.write(lambda con: con.execute("PRAGMA max_page_count = 1000000").fetchall())
    await db.write(note(2))
    assert await notes(db) == [1, 2]


async def test_a_lock_that_lasts_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("bot.storage.connection.BUSY_SECONDS", 0.05)
    storage = await Storage.open(tmp_path / "matinee.db")
    with closing(sqlite3.connect(tmp_path / "matinee.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseBusy):
            await storage.verdicts.rate(1, 2, Verdict.LIKE, Source.COMMAND)
        assert len(await storage.verdicts.of(1)) == 0
    assert await storage.verdicts.rate(1, 2, Verdict.LIKE, Source.COMMAND) is not None
    await storage.close()


class Waits:
    """Counts how often a database went to wait for a lock, by what it says to SQLite."""

    def __init__(self) -> None:
        self.patient, self.count = True, 0

    def look(self, statement: str) -> None:
        if statement.startswith("PRAGMA busy_timeout = "):
            self.patient = not statement.endswith(" = 0")
        elif statement.startswith("BEGIN IMMEDIATE"):
            self.count += self.patient


async def test_waits_for_a_lock_do_not_stand_in_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bot.storage.connection.BUSY_SECONDS", 0.05)
    storage = await Storage.open(tmp_path / "matinee.db")
    rate = storage.verdicts.rate
    waits = Waits()
    await storage.database.read(lambda con: con.set_trace_callback(waits.look))
    with closing(sqlite3.connect(tmp_path / "matinee.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        asked = [rate(member, 2, Verdict.LIKE, Source.COMMAND) for member in range(40)]
        refused = await asyncio.gather(*asked, return_exceptions=True)
        assert {type(each) for each in refused} == {DatabaseBusy}
        # Reading goes on, and says nothing about the lock.
        assert await storage.verdicts.of(1) == {}
        with pytest.raises(DatabaseBusy):
            await rate(1, 2, Verdict.LIKE, Source.COMMAND)
        assert waits.count == 1
    assert await rate(1, 2, Verdict.LIKE, Source.COMMAND) is not None
    assert waits.patient
    await storage.close()


# Closing


async def test_closing_waits_for_what_was_accepted(db: Database):
    gate = Gate(note(1))
    writes = [asyncio.create_task(db.write(work)) for work in (gate, note(2))]
    await asyncio.to_thread(gate.entered.wait)
    closings = [asyncio.create_task(db.close()) for _ in range(2)]
    await asyncio.sleep(0)
    gate.opened.set()
    await asyncio.gather(*writes, *closings)
    with closing(sqlite3.connect(db._path)) as con:
        assert con.execute("SELECT number FROM note").fetchall() == [(1,), (2,)]


async def test_a_closing_that_is_cancelled_goes_on(db: Database):
    gate = Gate(note(1))
    writing = asyncio.create_task(db.write(gate))
    await asyncio.to_thread(gate.entered.wait)
    shutting = asyncio.create_task(db.close())
    await asyncio.sleep(0)
    shutting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await shutting
    gate.opened.set()
    await writing
    await db.close()


async def test_a_closed_database_answers_nothing(db: Database, tmp_path: Path):
    await db.close()
    await db.close()
    for asked in (db.write(note(1)), db.read(note(1)), db.backup(tmp_path / "copy.db")):
        with pytest.raises(DatabaseClosed):
            await asked


async def test_every_trouble_has_an_exit_code_and_one_base():
    for trouble in (DatabaseNewer, DatabaseDamaged, DatabaseUnwritable, DatabaseBusy):
        assert issubclass(trouble, DatabaseUnusable)
        assert 64 <= trouble.exit_code <= 78
