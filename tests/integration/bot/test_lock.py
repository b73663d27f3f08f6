"""One program at a time works with a data folder."""

import signal
import stat
import subprocess
import sys

import pytest

import bot.lock
from bot.app import open_resources
from bot.config import Settings
from bot.errors import AlreadyRunning
from bot.lock import LOCK, hold_folder
from bot.storage.errors import DatabaseUnwritable

HOLDER = """
import asyncio, pathlib, sys
from bot.lock import hold_folder
async def hold():
    async with hold_folder(pathlib.Path(sys.argv[1])):
        print("held", flush=True)
        await asyncio.sleep(600)
asyncio.run(hold())
"""


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(bot.lock, "_PATIENCE", 0.1)


async def test_a_second_one_is_refused_until_the_first_has_gone(tmp_path):
    async with hold_folder(tmp_path / "data"):
        with pytest.raises(AlreadyRunning, match="stop it first") as refused:
            await hold_folder(tmp_path / "data").__aenter__()
        assert refused.value.exit_code == 75
    async with hold_folder(tmp_path / "data"):
        pass


async def test_nobody_else_may_read_what_it_makes(tmp_path):
    async with hold_folder(tmp_path / "data"):
        made = (tmp_path / "data", tmp_path / "data" / LOCK)
        assert [stat.S_IMODE(each.stat().st_mode) for each in made] == [0o700, 0o600]


async def test_a_program_that_is_killed_lets_go(tmp_path):
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(AlreadyRunning):
            await hold_folder(tmp_path).__aenter__()
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    async with hold_folder(tmp_path):
        pass


async def test_where_nothing_can_be_written_the_folder_is_named(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(DatabaseUnwritable, match=LOCK):
        await hold_folder(tmp_path / "file" / "data").__aenter__()


async def test_the_bot_touches_nothing_that_another_one_works_with(tmp_path):
    async with hold_folder(tmp_path):
        with pytest.raises(AlreadyRunning):
            await open_resources(Settings(data=tmp_path)).__aenter__()
    assert [each.name for each in tmp_path.iterdir()] == [LOCK]
