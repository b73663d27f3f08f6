"""The program starts, says hello to Discord, or says in one sentence why it can't."""

import json
import signal

import pytest

from lab.loopback import Fault
from lab.loopback.gateway import (
    DIRECT_MESSAGE_REACTIONS,
    GUILD_REACTIONS,
    GUILD_VOICE_STATES,
    GUILDS,
)


async def test_commands_are_told_once_and_only_needed_events_are_asked_for(stage):
    discord = stage.discord
    program = await stage.start()
    identity = discord.gateway.identified[0]
    assert identity["token"] == discord.world.token
    reactions = GUILD_REACTIONS | DIRECT_MESSAGE_REACTIONS
    assert identity["intents"] == GUILDS | GUILD_VOICE_STATES | reactions
    assert {"recommend", "rate", "movie"} <= discord.commands
    await discord.until(lambda: discord.gateway.heartbeats > 2, "heartbeats")
    assert await program.end(signal.SIGTERM) == 0

    await stage.start()
    await discord.slash("recommend", discord.world.add_user("Ana"))
    told = [request for request in discord.world.requests if request.method == "PUT"]
    assert [request.path for request in told] == [f"/applications/{discord.world.bot.id}/commands"]
    assert "Traceback" not in program.output


async def test_the_first_start_without_a_network_serves_the_sample(stage):
    stage.remove_models()
    nowhere = "http://127.0.0.1:9"
    network = {"HTTPS_PROXY": nowhere, "HTTP_PROXY": nowhere, "NO_PROXY": "127.0.0.1"}
    program = await stage.start({"MATINEE_DATASET": "ml-latest-small", **network})
    answer = await stage.discord.slash("recommend", stage.discord.world.add_user("Ana"))
    assert len(answer.shown.embeds) == 1
    warnings = [line for line in program.output.splitlines() if "WARNING" in line]
    assert any("sample" in line for line in warnings)


async def complaint(program, code):
    """Return the one sentence that a program leaves with."""
    assert await program.ended() == code, program.output
    assert "Traceback" not in program.output
    (sentence,) = [line for line in program.output.splitlines() if line.startswith("matinee:")]
    return sentence


async def test_a_wrong_token_is_refused_in_one_sentence(stage):
    wrong = stage.discord.world.token[::-1]
    program = await stage.begin(env={"DISCORD_TOKEN": wrong})
    assert "DISCORD_TOKEN" in await complaint(program, 77)
    assert wrong not in program.output


async def test_a_wrong_token_is_refused_before_a_model_is_fetched(stage):
    stage.remove_models()
    program = await stage.begin(env={"DISCORD_TOKEN": stage.discord.world.token[::-1]})
    assert "DISCORD_TOKEN" in await complaint(program, 77)
    assert not (stage.data / "models").exists()


@pytest.mark.parametrize("command", ["run", "sync"])
async def test_what_is_no_token_at_all_is_refused_without_asking_discord(stage, command):
    secret = "f" * 32
    program = await stage.begin(command, env={"DISCORD_TOKEN": secret})
    sentence = await complaint(program, 77)
    assert "two dots" in sentence
    assert secret not in program.output
    assert stage.discord.world.requests == []


async def test_commands_are_told_without_a_model(stage):
    stage.remove_models()
    program = await stage.begin("sync")
    assert await program.ended() == 0, program.output
    assert not (stage.data / "models").exists()
    assert "Told Discord" in program.output
    assert {"recommend", "rate", "movie"} <= stage.discord.commands


async def test_where_it_is_held_a_wrong_token_is_refused_once(stage):
    program = await stage.begin("run", "--hold", env={"DISCORD_TOKEN": "of.another.bot"})
    await stage.discord.until(lambda: "waiting to be stopped" in program.output, "waiting")
    assert "DISCORD_TOKEN" in program.output
    assert await program.end(signal.SIGTERM) == 77
    logins = [each for each in stage.discord.world.requests if each.path == "/users/@me"]
    assert len(logins) == 1


async def test_without_a_token_the_demo_is_named(stage):
    program = await stage.begin(env={"DISCORD_TOKEN": ""})
    sentence = await complaint(program, 78)
    assert "DISCORD_TOKEN" in sentence
    assert "demo" in sentence
    assert stage.discord.world.requests == []


@pytest.mark.parametrize("path", ["/users/@me", "/gateway/bot"])
async def test_discord_out_of_order_at_the_start(stage, path):
    stage.discord.world.faults.append(Fault("GET", path, 503))
    program = await stage.begin()
    assert "Discord" in await complaint(program, 69)


async def test_an_application_that_is_blocked_is_told_so(stage):
    stage.discord.world.faults.append(Fault("GET", "/users/@me", 403))
    program = await stage.begin()
    assert "403" in await complaint(program, 77)


async def test_what_nobody_expected_ends_in_the_log_without_secrets(stage):
    stage.discord.gateway.refuses = 4014  # privileged intents, for which the bot never asks
    program = await stage.begin(env={"MATINEE_LOG_FORMAT": "json"})
    assert await program.ended() == 1
    *_, last = program.output.splitlines()
    entry = json.loads(last)
    assert entry["level"] == "CRITICAL"
    assert "PrivilegedIntentsRequired" in entry["trace"]
    assert stage.discord.world.token not in program.output


async def test_a_token_that_the_gateway_no_longer_takes(stage):
    stage.discord.gateway.refuses = 4004
    program = await stage.begin()
    assert "DISCORD_TOKEN" in await complaint(program, 77)
