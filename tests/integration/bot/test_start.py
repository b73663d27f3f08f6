"""The client as a whole: what it asks of Discord, how it starts and how it stops."""

import asyncio
from pathlib import Path

import pytest
from discord.ext import commands

import bot.client
from bot.client import MovieBot
from bot.errors import SettingInvalid
from bot.films.commands import FilmsCog

ROOT = Path(__file__).parents[3]


class BrokenCog(commands.Cog):
    """A cog that can't be loaded."""

    async def cog_load(self) -> None:
        raise RuntimeError("no projector")


def told_commands(env):
    return [each for each in env.http_requests if each.method == "PUT" and "commands" in each.path]


def a_bot(resources, **options):
    return MovieBot(resources, shard_count=1, **options)


async def test_it_asks_for_no_privileged_intent_and_for_no_messages(stage):
    asked = {name for name, on in stage.env.bot.intents if on} - {"reactions"}
    assert asked == {"guilds", "guild_reactions", "dm_reactions", "voice_states"}
    hosting = " ".join((ROOT / "docs" / "hosting.md").read_text(encoding="utf-8").split())
    for name in asked:
        assert f"*{name.replace('dm', 'direct message').replace('_', ' ')}*" in hosting


async def test_it_pings_nobody_and_holds_no_messages_or_members(stage):
    client = stage.env.bot
    assert client.allowed_mentions.to_dict() == {"parse": []}
    assert client._connection.max_messages is None
    assert not client._connection.member_cache_flags.value


async def test_commands_are_told_once_and_again_when_they_changed(stage):
    env = stage.env
    assert len(told_commands(env)) == 1
    await env.restart_bot(a_bot(stage.resources))
    assert len(told_commands(env)) == 1
    await stage.services.storage.state.set(
        f"commands of {env.bot.application_id} everywhere", "of an older version"
    )
    await env.restart_bot(a_bot(stage.resources))
    assert len(told_commands(env)) == 2
    await env.restart_bot(a_bot(stage.resources))
    assert len(told_commands(env)) == 2
    await env.restart_bot(a_bot(stage.resources, always_sync=True))
    assert len(told_commands(env)) == 3
    response = (await stage.ana.slash(stage.channel, "recommend")).response
    assert len(response.embeds) == 1


async def test_commands_of_a_server_of_developers_are_told_there(stage):
    await stage.env.restart_bot(a_bot(stage.resources, dev_guild=stage.guild.id))
    assert f"/guilds/{stage.guild.id}/commands" in told_commands(stage.env)[-1].path
    await stage.env.restart_bot(a_bot(stage.resources, dev_guild=stage.guild.id))
    assert len(told_commands(stage.env)) == 2


async def test_a_server_of_developers_that_the_bot_is_not_in_is_a_wrong_setting(stage):
    stage.env.inject_error("PUT", "/applications/*/guilds/*/commands", status=403, code=50001)
    with pytest.raises(SettingInvalid, match="MATINEE_DEV_GUILD names a server that the bot is"):
        await stage.env.restart_bot(a_bot(stage.resources, dev_guild=4711))
    assert not await stage.services.storage.state.get(
        f"commands of {stage.env.bot.application_id} 4711"
    )


async def test_a_cog_that_fails_to_load_stops_the_start(stage, monkeypatch):
    monkeypatch.setattr(bot.client, "cogs", lambda *_: [FilmsCog(), BrokenCog()])
    with pytest.raises(RuntimeError, match="no projector"):
        await stage.env.restart_bot(a_bot(stage.resources))


async def test_personal_commands_work_in_direct_messages_and_as_a_users_own_app(stage):
    tree = stage.env.bot.tree
    for name in ("recommend", "rate", "movie"):
        payload = tree.get_command(name).to_dict(tree)
        assert sorted(payload["contexts"]) == [0, 1, 2]
        assert sorted(payload["integration_types"]) == [0, 1]
    assert {"recommend", "rate", "movie"} <= set(stage.ana.user.available_commands())


async def test_what_needs_the_bot_in_the_server_comes_with_it_alone(stage):
    tree = stage.env.bot.tree
    for name in ("movienight", "settings"):
        payload = tree.get_command(name).to_dict(tree)
        assert payload["contexts"] == [0]
        # Left unsaid, Discord offers a command to all who installed the app for themselves, too.
        assert payload["integration_types"] == [0]


async def test_closing_waits_for_a_command_at_work(stage):
    work = asyncio.Event()
    finished = []

    async def command() -> None:
        await work.wait()
        finished.append("command")

    task = asyncio.create_task(command(), name="CommandTree-invoker")
    closing = asyncio.create_task(stage.env.bot.close())
    await asyncio.sleep(0)
    assert not closing.done()
    work.set()
    await closing
    assert finished == ["command"]
    assert task.done()
    assert stage.env.bot.is_closed()
