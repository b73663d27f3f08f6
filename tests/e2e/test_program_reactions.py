"""Reactions on cards count, whether the program is there when they are made or not."""

import signal

import pytest


@pytest.fixture
async def card(stage):
    """Return the card of a film, seeded by the running program, that Ana likes."""
    await stage.start()
    ana = stage.discord.world.add_user("Ana")
    stage.discord.world.add_user("Ben")
    card = await new_card(stage, ana)
    await stage.discord.react(card, "👍🏽", ana)
    await kept(stage, Ana="like")
    return card


async def new_card(stage, user):
    card = (await stage.discord.slash("movie", user, title="Alien")).shown
    await stage.discord.until(lambda: len(card.reactions) == 3, "seeded reactions")
    return card


async def kept(stage, **expected):
    """Wait until this is what is kept of the members named, and nothing of anybody else."""
    wanted = {name: [verdict] for name, verdict in expected.items()}

    def is_kept():
        users = stage.discord.world.users.values()
        found = {user.name: list(stage.verdicts(user).values()) for user in users}
        return {name: verdicts for name, verdicts in found.items() if verdicts} == wanted

    await stage.discord.until(is_kept, f"verdicts {wanted}")


async def change_minds(stage, card):
    """Let Ana take her reaction back, and Ben add one that counts and one that doesn't."""
    _, ana, ben = stage.discord.world.users.values()
    await stage.discord.unreact(card, "👍🏽", ana)
    await stage.discord.react(card, "👎", ben)
    await stage.discord.react(card, "🎉", ben)


def times_read(stage, card):
    return stage.discord.asked("GET", f"/channels/{card.channel_id}/messages/{card.id}")


async def test_made_while_it_was_stopped(stage, card):
    discord = stage.discord
    _, ana, _ = discord.world.users.values()
    deleted = await new_card(stage, ana)
    assert await stage.programs[0].end(signal.SIGTERM) == 0
    before = times_read(stage, card)
    await change_minds(stage, card)
    del discord.world.messages[deleted.id]

    program = await stage.start()
    await kept(stage, Ben="dislike")
    assert times_read(stage, card) > before
    await discord.until(lambda: times_read(stage, deleted), "look at the deleted card")
    await new_card(stage, ana)
    assert "Traceback" not in program.output


async def test_made_while_the_line_was_cut_and_the_session_lost(stage, card):
    async with stage.discord.away(resume=False):
        # The first session's own look at the card, which is late, must not be the one that helps.
        bot = stage.discord.world.bot.id
        looks = 1 + sum(set(users) != {bot} for users in card.reactions.values())
        await stage.discord.until(lambda: times_read(stage, card) == looks, "first look")
        await change_minds(stage, card)
    await kept(stage, Ben="dislike")
    assert stage.discord.gateway.resumed == 0


async def test_made_while_the_line_was_cut_and_replayed(stage, card):
    discord = stage.discord
    _, ana, ben = discord.world.users.values()
    async with discord.away(resume=True):
        await change_minds(stage, card)
    await kept(stage, Ben="dislike")
    async with discord.away(resume=True, ask=True):
        await discord.react(card, "❤️", ana)
        await discord.unreact(card, "👎", ben)
    await kept(stage, Ana="like")
    assert discord.gateway.resumed == 2
    assert len(discord.gateway.identified) == 1
