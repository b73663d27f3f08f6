"""One member who asks without end keeps nobody waiting; counted in requests, not in seconds."""

from bot.ui.at_work import AT_ONCE

MANY = 60


async def rush(discord, ana, ben, begin):
    """Let Ana begin something sixty times, then Ben once; return what was begun.

    No answer goes out before all have been heard of, so that how fast they come doesn't matter.
    """
    begun = []

    def answered():
        return [each for each in begun if each.answered]

    async with discord.holding("PATCH", "/webhooks/") as hold:
        begun += [await begin(user) for user in [ana] * MANY + [ben]]
        await discord.until(lambda: hold.waiting == AT_ONCE + 1, "the first answers")
        await discord.until(lambda: len(answered()) == MANY - AT_ONCE, "the refusals")
        assert all(each.user == ana and each.shown.ephemeral for each in answered())
    await discord.until(lambda: len(answered()) == len(begun), "all answers")
    return begun


async def test_after_sixty_requests_of_one_member_another_one_is_among_the_first(stage):
    await stage.start()
    discord = stage.discord
    ana, ben = discord.world.add_user("Ana"), discord.world.add_user("Ben")
    *_, films = await rush(discord, ana, ben, lambda user: discord.begin_slash("recommend", user))
    assert films.shown.embeds

    # Presses are requests, too.
    why = films.shown.buttons[0][-1]
    *_, told = await rush(
        discord, ana, ben, lambda user: discord.begin_press(films.shown, why, user)
    )
    assert told.shown.embeds
    assert (await discord.slash("recommend", ana)).shown.embeds
