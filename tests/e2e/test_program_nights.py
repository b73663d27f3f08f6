"""A movie night with the real program, whose requests are lost, held up or answered with 502."""

from lab.loopback.world import Fault


def named(message, label):
    (found,) = (b for row in message.buttons for b in row if b.label == label)
    return found


async def press(discord, message, label, actor):
    return await discord.press(message, named(message, label), actor)


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
    await press(discord, message, "End the vote", ana)
    button = named(message, "Make an event")
    route = f"/guilds/{discord.world.guild.id}/scheduled-events"

    discord.world.faults.append(Fault("POST", route, 502))
    refused = await discord.press(message, button, ana)
    assert "trouble" in refused.shown.text
    assert discord.world.events == []
    discord.world.faults.append(Fault("POST", route, 502, served=True))
    presses = [await discord.begin_press(message, button, each) for each in (ana, ben)]
    # A refusal takes the place of "thinking…" by removing it first.
    await discord.until(
        lambda: all(p.followups or (p.message and p.answered) for p in presses), "answers"
    )
    (event,) = discord.world.events
    assert str(message.id) in event["description"]
    assert sorted(event["id"] in each.shown.text for each in presses) == [False, True]
    assert discord.asked("POST", route) == 2
