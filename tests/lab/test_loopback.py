"""The loopback Discord answers as discord.py expects of the real one."""

import signal
from contextlib import asynccontextmanager

import aiohttp
import pytest

from lab.loopback import Fault, LoopbackDiscord
from lab.loopback.gateway import GUILD_REACTIONS, GUILDS
from lab.loopback.program import Program
from tests.lab.toy_bot import PICTURE


@asynccontextmanager
async def toy(folder, token=None, **options):
    discord = await LoopbackDiscord.start(**options)
    env = {"TOY_TOKEN": token or discord.world.token}
    module = "tests.lab.toy_bot"
    program = await Program.start(discord, folder=folder, env=env, module=module)
    try:
        yield discord, program
    finally:
        await program.kill()
        await discord.stop()
    assert discord.world.unknown == []


async def test_commands_buttons_and_pictures(tmp_path):
    async with toy(tmp_path, heartbeat_interval=0.1) as (discord, program):
        ana = discord.world.add_user("Ana")
        await discord.connected()
        identity = discord.gateway.identified[0]
        assert identity["intents"] == GUILDS | GUILD_REACTIONS
        assert discord.commands == {"show", "group"}

        assert await discord.complete("group echo", ana, "text", text="heat") == [
            {"name": "Heat", "value": "heat"}
        ]
        echoed = await discord.slash("group echo", ana, text="ho", times=2, tone="!")
        assert echoed.shown.content == "hoho!"

        shown = await discord.slash("show", ana)
        await discord.until(lambda: shown.followups, "followup")
        film, secret = shown.message, shown.followups[0]
        assert film.text == "A film"
        assert secret.ephemeral
        assert secret.content == f"{film.attachments[0].url} ['Matinee']"
        assert film.embeds[0]["image"]["url"] == film.attachments[0].url
        assert film.attachments[0].description == "A poster"
        async with aiohttp.ClientSession() as web, web.get(film.attachments[0].url) as file:
            assert await file.read() == PICTURE

        alone, replace, edit, beside = film.buttons[0]
        assert (await discord.press(film, alone, ana)).shown.content == "for you alone"
        assert (await discord.press(film, beside, ana)).shown.content == "beside it"
        assert (await discord.press(film, edit, ana)).shown is film
        assert film.content == "edited later"
        assert (await discord.press(film, replace, ana)).shown is film
        assert [button.label for button in film.buttons[0]] == ["0"]

        await discord.until(lambda: discord.gateway.heartbeats > 3, "heartbeats")
        assert await program.end(signal.SIGINT) == 0


async def test_what_was_missed_is_replayed(tmp_path):
    async with toy(tmp_path) as (discord, program):
        ana = discord.world.add_user("Ana")
        await discord.connected()
        message = (await discord.slash("group echo", ana, text="ho", times=1)).shown
        async with discord.away(resume=True):
            await discord.react(message, "👍", ana)
        async with discord.away(resume=True, ask=True):
            await discord.unreact(message, "👍", ana)
            await discord.unreact(message, "👎", ana)
        assert discord.gateway.resumed == 2
        await discord.slash("group echo", ana, text="ho", times=1)
        assert f"added 👍 Ana {discord.world.bot.id}\n" in program.output
        assert f"removed 👍 {ana.id}\n" in program.output


async def test_a_busy_server_is_asked_again(tmp_path):
    async with toy(tmp_path) as (discord, _):
        ana = discord.world.add_user("Ana")
        busy = {"message": "You are being rate limited.", "retry_after": 0.01, "global": False}
        reply = Fault("POST", "/interactions", 429, busy, {"Via": "1.1 loopback"})
        discord.world.faults.append(reply)
        await discord.connected()
        assert (await discord.slash("group echo", ana, text="a", times=3)).shown.content == "aaa."
        assert discord.asked("POST", "/interactions") == 2


async def test_what_discord_would_not_take_is_refused(tmp_path):
    async with toy(tmp_path) as (discord, program):
        ana = discord.world.add_user("Ana")
        await discord.connected()
        refused = await discord.begin_slash("group echo", ana, text="ho", times=1001)
        await discord.until(lambda: "2,000" in program.output, "complaint")
        assert refused.callback is None


@pytest.mark.parametrize(("refuses", "says"), [(None, "LoginFailure"), (4014, "Privileged")])
async def test_who_may_not_come_in(tmp_path, refuses, says):
    async with toy(tmp_path, token=None if refuses else "wrong") as (discord, program):
        discord.gateway.refuses = refuses
        assert await program.ended() != 0
        assert says in program.output


async def test_a_program_that_ends_is_not_waited_for(tmp_path):
    async with toy(tmp_path, token="wrong") as (discord, _):
        with pytest.raises(AssertionError, match=r"(?s)the program ended with 1.*LoginFailure"):
            await discord.connected()
