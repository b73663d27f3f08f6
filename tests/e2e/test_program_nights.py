"""A movie night with the real program, whose requests are lost, held up or answered with 502."""

import signal

from lab.loopback.interactions import UPDATE
from lab.loopback.world import Fault


def labelled(message, label):
    return [each for row in message.buttons for each in row if each.label == label]


def named(message, label):
    (found,) = labelled(message, label)
    return found


async def press(discord, message, label, actor):
    return await discord.press(message, named(message, label), actor)


async def told(discord, pressed):
    """Return what a press is answered; a refusal first removes "thinking…"."""
    waiting = (None, "", "…")
    await discord.until(
        lambda: pressed.followups or getattr(pressed.message, "text", None) not in waiting, "answer"
    )
    return pressed.shown.text


async def voting(discord, ana, ben, **options):
    """Have Ana start a night, and Ben join it; return its message with films to vote on."""
    message = (await discord.slash("movienight start", ana, **options)).message
    await press(discord, message, "Join", ben)
    await press(discord, message, "Suggest films", ana)
    return message


async def test_an_event_is_made_once_whatever_is_answered_and_whoever_asks(stage):
    await stage.start()
    discord = stage.discord
    ana, ben = discord.world.add_user("Ana"), discord.world.add_user("Ben")
    message = await voting(discord, ana, ben, when="in 5 hours")
    asked = await press(discord, message, "End the vote", ana)
    await press(discord, asked.shown, "End it", ana)
    await discord.until(lambda: labelled(message, "Make an event"), "decided night")
    button = named(message, "Make an event")
    route = f"/guilds/{discord.world.guild.id}/scheduled-events"

    discord.world.faults.append(Fault("POST", route, 502))
    refused = await discord.begin_press(message, button, ana)
    assert "trouble" in await told(discord, refused)
    assert discord.world.events == []
    discord.world.faults.append(Fault("POST", route, 502, served=True))
    presses = [await discord.begin_press(message, button, each) for each in (ana, ben)]
    answers = [await told(discord, each) for each in presses]
    (event,) = discord.world.events
    assert str(message.id) in event["description"]
    assert sorted(event["id"] in said for said in answers) == [False, True]
    assert discord.asked("POST", route) == 2


async def test_presses_are_answered_before_the_nights_message_and_a_held_edit_ends_with_the_program(
    stage,
):
    program = await stage.start()
    discord = stage.discord
    ana, ben = discord.world.add_user("Ana"), discord.world.add_user("Ben")
    message = (await discord.slash("movienight start", ana)).message
    async with discord.holding("PATCH", "/"):
        joined = await press(discord, message, "Join", ben)
        assert joined.shown.ephemeral
    await discord.until(lambda: f"<@{ben.id}>" in message.content, "Ben in the message")
    await press(discord, message, "Suggest films", ana)
    ballot = (await press(discord, message, "My ballot", ben)).shown
    async with discord.holding("PATCH", "/") as hold:
        done = await press(discord, ballot, "I'm done", ben)
        assert done.callback == UPDATE
        assert named(ballot, "Not done yet")
        await discord.until(lambda: hold.waiting, "edit of the night's message")
        assert "0 of 2 done" in message.content
    await discord.until(lambda: "1 of 2 done" in message.content, "edited message")
    async with discord.holding("PATCH", "/") as hold:
        await press(discord, ballot, "Not done yet", ben)
        await discord.until(lambda: hold.waiting, "edit of the night's message")
        assert await program.end(signal.SIGTERM) == 0
    assert "Traceback" not in program.output
    assert "destroyed" not in program.output
