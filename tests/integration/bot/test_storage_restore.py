"""A copy that is put back: checked first, whole at any moment, the old one set aside."""

import asyncio
import logging
import os
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

import bot.__main__
import bot.lock
from bot.lock import LOCK, hold_folder
from bot.storage import Source, Storage, Verdict, restore
from bot.storage.backup import copy_database
from bot.storage.errors import DatabaseBusy, DatabaseDamaged, DatabaseNewer, DatabaseUnusable
from bot.storage.restore import restore_database

NOW = datetime(2026, 2, 3, 20, 15, tzinfo=UTC)
ASIDE = "matinee-replaced-20260203-201500.sqlite3"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "data" / "matinee.sqlite3"


@pytest.fixture
async def copy(tmp_path: Path, database: Path) -> Path:
    """A copy of a database in which 1 likes 2; they dislike it since."""
    copy = tmp_path / "copy.sqlite3"
    storage = await Storage.open(database)
    await storage.verdicts.rate(1, 2, Verdict.LIKE, Source.COMMAND)
    await storage.database.backup(copy)
    await storage.verdicts.rate(1, 2, Verdict.DISLIKE, Source.COMMAND)
    await storage.close()
    return copy


async def said(path: Path) -> Verdict | None:
    storage = await Storage.open(path)
    verdict = await storage.verdicts.get(1, 2)
    await storage.close()
    return verdict


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


async def test_the_copy_takes_the_place_and_the_old_one_is_set_aside(copy: Path, database: Path):
    content = copy.read_bytes()
    aside = restore_database(copy, database, NOW)
    assert aside == database.parent / ASIDE
    assert names(database.parent) == sorted([database.name, ASIDE])
    assert copy.read_bytes() == content
    assert await said(database) is Verdict.LIKE
    assert await said(aside) is Verdict.DISLIKE
    assert restore_database(aside, database, NOW.replace(year=2027)) is not None
    assert await said(database) is Verdict.DISLIKE


async def test_where_there_is_no_database_the_copy_becomes_one(copy: Path, tmp_path: Path):
    (tmp_path / "new").mkdir()
    assert restore_database(copy, tmp_path / "new" / "m.sqlite3", NOW) is None
    assert await said(tmp_path / "new" / "m.sqlite3") is Verdict.LIKE


async def test_the_journal_of_a_crash_goes_with_the_old_one(copy: Path, database: Path):
    left = database.with_name("left")
    with closing(sqlite3.connect(database)) as con, con:
        con.execute("PRAGMA journal_mode = WAL")
        con.execute("UPDATE verdict SET opinion = 'seen'")
        con.commit()
        # What a crash leaves is what another process would find now.
        for suffix in ("", "-wal"):
            left.with_name(f"left{suffix}").write_bytes(
                database.with_name(database.name + suffix).read_bytes()
            )
    aside = restore_database(copy, left, NOW)
    assert aside is not None
    assert await said(left) is Verdict.LIKE
    assert await said(aside) is Verdict.SEEN


async def test_a_damaged_database_is_set_aside(copy: Path, database: Path):
    database.write_bytes(b"JFIF" * 1000)
    aside = restore_database(copy, database, NOW)
    assert await said(database) is Verdict.LIKE
    assert aside is not None
    assert aside.read_bytes() == b"JFIF" * 1000


async def test_a_program_that_only_reads_keeps_the_old_one(copy: Path, database: Path):
    with closing(sqlite3.connect(database)) as reader:
        reader.execute("SELECT * FROM verdict").fetchall()
        aside = restore_database(copy, database, NOW)
        assert reader.execute("SELECT opinion FROM verdict").fetchall() == [("dislike",)]
        assert await said(database) is Verdict.LIKE
    assert aside is not None
    assert await said(aside) is Verdict.DISLIKE


async def test_a_program_that_writes_is_not_overtaken(
    copy: Path, database: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bot.storage.connection.BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(database, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE verdict SET opinion = 'seen'")
        with pytest.raises(DatabaseBusy):
            restore_database(copy, database, NOW)
        writer.execute("COMMIT")
    assert await said(database) is Verdict.SEEN


def foreign(con: sqlite3.Connection) -> None:
    for (table,) in con.execute("SELECT name FROM sqlite_master WHERE name = 'migration'"):
        con.execute(f"ALTER TABLE {table} RENAME TO song")


def newer(con: sqlite3.Connection) -> None:
    con.execute("INSERT INTO migration VALUES (9001, 'from the future', 0)")


def misshapen(con: sqlite3.Connection) -> None:
    con.execute("ALTER TABLE watchlist DROP COLUMN added_at")


def forbidden(con: sqlite3.Connection) -> None:
    con.execute("PRAGMA ignore_check_constraints = ON")
    con.execute("UPDATE verdict SET opinion = 'lika'")


@pytest.mark.parametrize(
    ("spoil", "refusal"),
    [
        (foreign, DatabaseDamaged),
        (newer, DatabaseNewer),
        (misshapen, DatabaseDamaged),
        (forbidden, DatabaseDamaged),
    ],
)
async def test_what_is_not_fit_changes_nothing(copy: Path, database: Path, spoil, refusal):
    with closing(sqlite3.connect(copy)) as con, con:
        spoil(con)
    with pytest.raises(refusal, match="copy") as refused:
        restore_database(copy, database, NOW)
    assert type(refused.value) is refusal
    assert names(database.parent) == [database.name]
    assert await said(database) is Verdict.DISLIKE


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("nothing.sqlite3", "There is no backup at"),
        ("data", "There is no backup at"),
        ("fifo", "There is no backup at"),
        ("data/matinee.sqlite3", "is the database itself"),
        ("holiday.jpg", "is damaged"),
        ("empty", "is empty"),
    ],
)
async def test_what_is_no_backup_is_refused(
    copy: Path, database: Path, tmp_path: Path, name: str, why: str
):
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "empty").touch()
    (tmp_path / "holiday.jpg").write_bytes(b"JFIF" * 1000)
    with pytest.raises(DatabaseUnusable, match=why):
        restore_database(tmp_path / name, database, NOW)
    assert await said(database) is Verdict.DISLIKE
    assert copy.exists()


@pytest.mark.parametrize("moment", range(6))
async def test_a_crash_leaves_the_old_one_or_the_new_one(
    copy: Path, database: Path, monkeypatch: pytest.MonkeyPatch, moment: int
):
    """Whatever is done to a name is the last thing that is done."""
    done = 0

    class Crash(BaseException):
        pass

    def count(real):
        def step(*arguments, **options):
            nonlocal done
            if done == moment:
                raise Crash
            done += 1
            return real(*arguments, **options)

        return step

    with monkeypatch.context() as patched, suppress(Crash):
        for name in ("hardlink_to", "unlink", "replace"):
            patched.setattr(Path, name, count(getattr(Path, name)))
        patched.setattr(restore, "sync", count(restore.sync))
        restore_database(copy, database, NOW)
    assert done == moment
    assert await said(database) in {Verdict.LIKE, Verdict.DISLIKE}


def program(*arguments: object) -> int:
    """Run the program here, and log as before once it's done."""
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    try:
        return bot.__main__.main([*map(str, arguments)])
    finally:
        root.setLevel(level)
        root.handlers[:] = handlers


def test_it_refuses_while_the_bot_runs(copy, database, monkeypatch, capsys):
    monkeypatch.setenv("MATINEE_DATA", str(database.parent))
    monkeypatch.setattr(bot.lock, "_PATIENCE", 0.1)
    # On the main thread and with no loop that runs, as the program is started.
    with asyncio.Runner() as runner:
        running = hold_folder(database.parent)
        runner.run(running.__aenter__())
        assert program("restore", copy) == 75
        runner.run(running.__aexit__(None, None, None))
    assert asyncio.run(said(database)) is Verdict.DISLIKE
    assert program("restore", copy) == 0
    told = capsys.readouterr().out
    assert f"Restored the database from {copy}." in told
    assert "matinee-replaced-" in told
    assert asyncio.run(said(database)) is Verdict.LIKE
    assert LOCK in names(database.parent)


async def test_a_copy_of_a_copy_is_the_same(copy: Path, tmp_path: Path):
    copy_database(copy, tmp_path / "again.sqlite3")
    assert await said(tmp_path / "again.sqlite3") is Verdict.LIKE
