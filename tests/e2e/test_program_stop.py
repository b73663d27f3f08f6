"""Told to stop, the program leaves with exit code 0, at whatever moment it is told."""

import asyncio
import signal

import pytest

from bot.health import ALIVE
from lab.loopback.patience import patience
from recsys.store import builds

LEAVE_WITHIN = 5.0
"""Seconds on a machine that does nothing else; what is promised to whoever hosts the bot."""


async def leave(program, number=signal.SIGTERM):
    async with asyncio.timeout(patience(LEAVE_WITHIN)):
        assert await program.end(number) == 0, program.output
    assert "Traceback" not in program.output


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_with_nothing_to_do(stage, number):
    program = await stage.start()
    ana = stage.discord.world.add_user("Ana")
    await stage.discord.slash("rate", ana, movie="Alien", verdict="dislike")
    await leave(program, number)
    assert not stage.discord.gateway.connected
    assert list(stage.verdicts(ana).values()) == ["dislike"]


async def test_while_it_is_connected_it_shows_a_sign_of_life(stage):
    program = await stage.start()
    alive = stage.data / ALIVE
    await stage.discord.until(alive.exists, "sign of life")
    await leave(program)
    assert not alive.exists()


async def test_while_it_builds_its_first_model(stage):
    stage.remove_models()
    program = await stage.begin()
    await stage.discord.until(lambda: "Reading" in program.output, "build")
    await leave(program)
    assert not list((stage.data / "models").glob(".building-*"))
    with builds.staging(stage.data / "models"):
        """Nobody holds the store any more."""


async def test_before_discord_has_let_it_in(stage):
    stage.discord.gateway.open.clear()
    program = await stage.begin()
    await stage.discord.until(lambda: stage.discord.gateway.knocking, "connection")
    await leave(program)


async def test_while_the_line_is_cut(stage):
    program = await stage.start()
    stage.discord.gateway.open.clear()
    await stage.discord.gateway.drop(resume=True)
    await leave(program)


async def test_while_a_member_waits_for_an_answer(stage):
    program = await stage.start()
    discord = stage.discord
    async with discord.holding("PATCH", "/webhooks/") as hold:
        answer = await discord.begin_slash("recommend", discord.world.add_user("Ana"))
        await discord.until(lambda: hold.waiting, "answer under way")
        leaving = asyncio.create_task(leave(program))
        await discord.until(lambda: "Told to stop" in program.output, "sign of obedience")
    await leaving
    assert len(answer.shown.embeds) == 1


async def test_while_members_press_buttons(stage):
    program = await stage.start()
    discord = stage.discord
    members = [discord.world.add_user(f"Member {number}") for number in range(20)]
    films = (await discord.slash("recommend", members[0])).shown
    like = films.buttons[0][0]
    presses = {member: await discord.begin_press(films, like, member) for member in members}
    await discord.until(lambda: presses[members[0]].answered, "first answer")
    await leave(program)
    kept = {member: list(stage.verdicts(member).values()) for member in members}
    answered = [member for member, press in presses.items() if press.answered]
    assert [kept[member] for member in answered] == [["like"]] * len(answered)
