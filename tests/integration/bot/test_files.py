"""Who may read what the bot saves."""

import logging
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import RESERVE, open_resources, run
from bot.config import Settings, others_may_read
from bot.errors import TokenMissing
from bot.storage import Storage
from bot.storage.files import tighten
from bot.storage.scheduled import BackupPlan
from lab.models import copy_models


def modes(folder: Path) -> dict[str, str]:
    found = [folder, *folder.glob("matinee*"), *folder.glob("backups"), *folder.glob("backups/*")]
    return {each.name: f"{stat.S_IMODE(each.stat().st_mode):o}" for each in found}


async def test_what_was_open_to_others_is_closed_at_the_start_and_said_once(
    tmp_path: Path, sample_store: Path, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.INFO, "bot")
    data = tmp_path / "data"
    copy_models(sample_store, data / "models")
    await (await Storage.open(data / "matinee.sqlite3")).close()
    (data / "backups").mkdir()
    replaced = "matinee-replaced-20260203-201500.sqlite3"
    for name in ("matinee.lock", replaced, "backups/matinee-20260203-201500.sqlite3"):
        (data / name).touch()
    for each in (data, *data.rglob("*")):
        each.chmod(0o755 if each.is_dir() else 0o644)
    (data / ".matinee-killed.unfinished").touch()
    plan = BackupPlan(timedelta(hours=1), 7)
    settings = Settings(data=data, dataset="sample", backups=plan)
    async with open_resources(settings) as services:
        assert modes(data) == {
            "data": "700",
            "backups": "700",
            "matinee.lock": "600",
            "matinee.sqlite3": "600",
            "matinee.sqlite3-wal": "600",
            "matinee.sqlite3-shm": "600",
            replaced: "600",
            "matinee-20260203-201500.sqlite3": "600",
        }
        assert not [*data.glob(".matinee-*")]
        await services.storage.backups.renew()
        await services.storage.database.keep_room()
        assert len([*(data / "backups").iterdir()]) == 2
        assert (data / "matinee.reserve").stat().st_size == RESERVE
    told = [each.getMessage() for each in caplog.records if "could read" in each.getMessage()]
    assert len(told) == 6
    caplog.clear()
    tighten(data)
    assert caplog.records == []


def test_a_folder_for_everybody_stays_so(tmp_path: Path):
    tmp_path.chmod(0o1777)
    tighten(tmp_path)
    assert modes(tmp_path) == {tmp_path.name: "1777"}


def test_a_link_that_leads_elsewhere_is_left_alone(tmp_path: Path):
    (tmp_path / "theirs").touch(0o644)
    (tmp_path / "data").mkdir(0o700)
    (tmp_path / "data" / "matinee.lock").symlink_to(tmp_path / "theirs")
    tighten(tmp_path / "data")
    assert stat.S_IMODE((tmp_path / "theirs").stat().st_mode) == 0o644


@pytest.mark.parametrize(("mode", "warned"), [(0o644, True), (0o600, False), (0o640, False)])
def test_a_file_of_keys_that_all_may_read_is_known(tmp_path: Path, mode: int, *, warned: bool):
    dotenv = tmp_path / ".env"
    assert not others_may_read(dotenv)
    dotenv.touch()
    dotenv.chmod(mode)
    assert others_may_read(dotenv) is warned


async def test_the_bot_warns_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").touch(0o644)
    with pytest.raises(TokenMissing):
        await run(Settings(data=tmp_path))
    assert "chmod 600" in caplog.text
