"""Movie nights as members play them; shared by the tests of movie nights."""

import asyncio
from dataclasses import replace

from bot.nights.store import night_store
from bot.storage.types import Source, Verdict
from bot.ui.events import NIGHT_CHANGED
from lab.loopback.patience import patience
from tests.integration.bot.pressing import ids, press

SCI_FI = ("Alien", "The Matrix", "Blade Runner (1982)")
ROMANCE = ("Titanic", "Notting Hill", "Sleepless in Seattle")


async def likes(stage, actor, titles):
    for title in titles:
        item = stage.services.recommender.catalog.resolve(title).id
        await stage.services.storage.verdicts.rate(actor.id, item, Verdict.LIKE, Source.COMMAND)


async def tastes(stage):
    """Ana likes science fiction, Ben likes romance; nobody knows what Cleo likes."""
    await likes(stage, stage.ana, SCI_FI)
    await likes(stage, stage.ben, ROMANCE)


async def started(stage, *joining, **options):
    """Ana starts a night, others join; return its message."""
    await tastes(stage)
    channel = options.pop("channel", stage.channel)
    result = await stage.ana.slash(channel, "movienight start", **options)
    for actor in joining:
        await does(actor, result.response, "join")
    return result.response


async def voting(stage, *joining, **options):
    """Start a night and ask for its films; return its message."""
    message = await started(stage, *joining, **options)
    await does(stage.ana, message, "suggest")
    return message


async def decided(stage, *joining, approve=1, **options):
    """Let Ana approve of a film and end the vote; return the message."""
    message = await voting(stage, *joining, **options)
    await approves(stage.ana, message, approve)
    await does(stage.ana, message, "close")
    return message


async def approves(actor, message, *numbers):
    """Open the ballot and choose these films, too; return it."""
    ballot = (await does(actor, message, "ballot")).response
    return await marks(actor, ballot, *numbers)


async def marks(actor, ballot, *numbers):
    """Choose these films of a ballot, or no longer; return it."""
    options = menu(ballot, "ok")["options"]
    before = {each["value"] for each in options if each.get("default")}
    values = before ^ {options[number - 1]["value"] for number in numbers}
    result = await actor.select(ballot, sorted(values), custom_id=menu(ballot, "ok")["custom_id"])
    return result.response or ballot


async def is_done(actor, message):
    """Open the ballot and press the button that says that it is complete."""
    result = await does(actor, message, "ballot")
    await does(actor, result.response, "done")
    return result.response


async def vetoes(actor, message, number, reason=None):
    """Use the veto of a ballot, and say why if there's a reason; return the ballot."""
    ballot = (await does(actor, message, "ballot")).response
    await vetoes_on(actor, ballot, number)
    if reason is not None:
        form = await does(actor, ballot, "why")
        (field,) = form.modal["components"][0]["components"]
        await actor.submit_modal(form, {field["custom_id"]: reason})
    return ballot


async def vetoes_on(actor, ballot, number):
    """Choose a film of a ballot to veto."""
    found = menu(ballot, "no")
    value = found["options"][number - 1]["value"]
    return await actor.select(ballot, [value], custom_id=found["custom_id"])


def menu(ballot, what):
    """Return the menu of a ballot for approvals, or for the veto."""
    (found,) = (each for each in buttons(ballot) if each["custom_id"].startswith(f"mark:{what}:"))
    return found


def chosen(ballot, what="ok"):
    """Return the numbers of the films that a ballot has as chosen."""
    options = enumerate(menu(ballot, what)["options"], start=1)
    return [number for number, each in options if each.get("default")]


def buttons(message):
    return [each for row in message.components for each in row["components"]]


def verbs(message):
    """Return what can be done with the whole night, by the ids of the buttons."""
    return [each.split(":")[1] for each in ids(message) if each.startswith("night:")]


async def does(actor, message, verb):
    """Press what does this with the night, and say yes if it's asked about."""
    result = await presses(actor, message, verb)
    asked = result.response
    if asked is None or not any("_now:" in each for each in ids(asked)):
        return result
    return await presses(actor, asked, f"{verb}_now")


async def presses(actor, message, verb):
    """Press what does this with the night, in its vote or in its run-off."""
    (found,) = (
        each
        for each in ids(message)
        if each.startswith((f"night:{verb}:", f"night:runoff_{verb}:"))
    )
    return await actor.click(message, custom_id=found)


def titles(message):
    return [embed.title for embed in message.embeds]


def told(result):
    """Return the last thing that a member alone was told."""
    private = [each for each in (result.response, *result.followups) if each and each.ephemeral]
    return private[-1].content


def posts(stage, channel=None, beginning="🍿"):
    """Return the messages beside the night's own that begin so."""
    history = (channel or stage.channel).history()
    return [each for each in history if each.content.startswith(beginning)]


async def only_night(stage):
    (night,) = await night_store(stage.services).active(stage.guild.id)
    return night


async def agenda(stage):
    """Return what the bot has to do now."""
    with stage.env.time_context():
        return await night_store(stage.services).agenda()


async def change(stage, number, rule):
    """Apply a rule to a night, and let the bot know."""
    night = await night_store(stage.services).change(number, rule)
    with stage.env.time_context():
        stage.env.bot.dispatch(NIGHT_CHANGED, night)
    await stage.env.settle()
    return night


async def caught_up(stage):
    """Return the only night, once its message shows it: posters are drawn on another thread."""
    async with asyncio.timeout(patience(1)):
        while (night := await only_night(stage)).shown != night.version:
            await asyncio.sleep(0)
            await stage.env.settle()
    return night


async def setting(stage, **changes):
    """Change how nights of the server go."""
    repository = stage.services.storage.guild_settings
    await repository.set(stage.guild.id, replace(await repository.get(stage.guild.id), **changes))


async def while_away(stage, seconds):
    """Let time pass while the bot is not running, then start it."""
    await stage.env.bot.remove_cog("NightClock")
    await stage.env.advance_time(seconds)
    await stage.restart()
    await stage.env.settle()


async def adds_unlisted(actor, channel, title):
    """Let a member put a title on the list that the catalogue lacks; return what came of it."""
    asked = await actor.slash(channel, "movienight suggest", title=title)
    return await press(actor, asked.response, "title:")
