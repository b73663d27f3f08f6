"""One member who asks without end keeps nobody waiting; counted in order, not in seconds."""

from bot.ui.at_work import AT_ONCE

MANY = 60


def in_order(discord, asked):
    """Return who got films, in the order in which the program sent them."""
    sent = [r.path for r in discord.world.requests if r.method == "PATCH"]
    served = [each for each in asked if each.shown.embeds]
    return [
        each.user.name
        for each in sorted(
            served, key=lambda each: next(at for at, path in enumerate(sent) if each.token in path)
        )
    ]


async def test_after_sixty_requests_of_one_member_another_one_is_among_the_first(stage):
    await stage.start()
    discord = stage.discord
    ana, ben = discord.world.add_user("Ana"), discord.world.add_user("Ben")
    asked = [await discord.begin_slash("recommend", ana) for _ in range(MANY)]
    asked.append(await discord.begin_slash("recommend", ben))
    await discord.until(lambda: all(each.answered for each in asked), "all answers")
    served = in_order(discord, asked)
    assert served.index("Ben") <= AT_ONCE
    assert AT_ONCE <= served.count("Ana") < MANY

    refused = [each.shown for each in asked if not each.shown.embeds]
    assert refused
    assert all(each.ephemeral for each in refused)

    # Presses are requests, too.
    films = asked[-1].shown
    why = films.buttons[0][-1]
    asked = [await discord.begin_press(films, why, ana) for _ in range(MANY)]
    asked.append(await discord.begin_press(films, why, ben))
    await discord.until(lambda: all(each.answered for each in asked), "all answers")
    assert in_order(discord, asked).index("Ben") <= AT_ONCE
    assert (await discord.slash("recommend", ana)).shown.embeds
