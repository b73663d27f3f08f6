"""What the clock tidies up in the bot, by itself."""

import logging
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import discord
import pytest

from bot.services import Services
from bot.storage import Storage
from bot.storage.scheduled import BackupPlan, ScheduledBackups
from bot.upkeep import UpkeepCog
from lab.loopback.patience import Patience
from tests.integration.bot.conftest import Stage


def backups_of(storage: Storage, folder: Path) -> ScheduledBackups:
    plan = BackupPlan(timedelta(days=1), 7)
    return ScheduledBackups(storage.database, folder, plan, now=discord.utils.utcnow)


def replace_backups(stage: Stage, backups: ScheduledBackups) -> Services:
    return replace(stage.resources, storage=replace(stage.services.storage, backups=backups))


async def test_backups_are_made_by_the_clock(stage: Stage, tmp_path: Path):
    storage = stage.services.storage
    planned = backups_of(storage, tmp_path / "backups")
    cog = UpkeepCog(stage.env.bot, replace_backups(stage, planned))
    await cog.cog_load()
    try:
        found = await Patience().until(
            lambda: [*(tmp_path / "backups").glob("matinee-*.sqlite3")], "backup"
        )
    finally:
        await cog.cog_unload()
    assert len(found) == 1


async def test_a_backup_that_fails_is_logged_and_the_clock_goes_on(
    stage: Stage, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    (tmp_path / "file").touch()
    failing = backups_of(stage.services.storage, tmp_path / "file")
    cog = UpkeepCog(stage.env.bot, replace_backups(stage, failing))
    with caplog.at_level(logging.ERROR, "bot"):
        await cog.back_up()
    assert "making a backup" in caplog.text
    assert "Traceback" not in caplog.text


async def left_at(stage: Stage, guild_id: int) -> list[int | None]:
    rows = await stage.services.storage.database.rows(
        "SELECT left_at FROM guild WHERE guild_id = ?", guild_id
    )
    return [moment for (moment,) in rows]


async def test_a_server_that_discord_can_not_reach_is_not_left(stage: Stage):
    here = stage.guild.id
    connection = stage.env.bot._connection
    stage.env.bot.dispatch("ready")
    await stage.env.settle()
    assert await left_at(stage, here) == [None]
    connection.parse_guild_delete({"id": here, "unavailable": True})
    stage.env.bot.dispatch("ready")
    await stage.env.settle()
    assert await left_at(stage, here) == [None]
    connection.parse_guild_delete({"id": here})
    await stage.env.settle()
    assert await left_at(stage, here) != [None]


async def test_a_server_that_the_bot_left_while_it_was_away_is_known_at_the_start(stage: Stage):
    guilds, here = stage.services.storage.guilds, stage.guild.id
    await guilds.joined(4711)
    await guilds.left(here)
    await stage.restart()
    stage.env.bot.dispatch("ready")
    await stage.env.settle()
    assert await left_at(stage, 4711) != [None]
    assert await left_at(stage, here) == [None]
