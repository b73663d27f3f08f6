"""What others see of a member in a movie night."""

import discord

from bot.nights.night import Stage
from tests.integration.bot.night import (
    approves,
    does,
    is_done,
    likes,
    only_night,
    started,
    told,
    vetoes,
    voting,
)


async def show_taste(stage, actor, *, visible=True):
    await stage.services.storage.visibility.set(stage.guild.id, actor.id, visible)


async def delete_everything(stage, actor):
    asked = await actor.slash(stage.channel, "privacy delete")
    return await actor.click(asked.response, label="Delete everything")


def public(stage):
    """Return all that somebody reads in the channel who did nothing."""
    texts = []
    for message in stage.channel.history(viewer=stage.cleo):
        texts.append(message.content)
        for embed in message.embeds:
            texts.append(embed.description or "")
            texts += [field.value for field in embed.fields]
    return "\n".join(texts)


async def test_only_who_shows_their_taste_has_a_fit_beside_their_name(stage):
    await show_taste(stage, stage.ben)
    message = await voting(stage, stage.ben)
    for embed in message.embeds:
        *_, ben, rest = embed.description.splitlines()
        assert ben.startswith((f"<@{stage.ben.id}> ▰", f"<@{stage.ben.id}> ▱"))
        assert rest == "and 1 with a hidden taste"
        assert f"<@{stage.ana.id}>" not in embed.description
        assert "at worst" not in embed.description


async def test_who_hides_again_is_hidden_with_the_next_change(stage):
    await show_taste(stage, stage.ben)
    message = await voting(stage, stage.ben)
    await show_taste(stage, stage.ben, visible=False)
    await approves(stage.ben, message, 1)
    for embed in message.embeds:
        assert "<@" not in embed.description
        assert "at worst" in embed.description


async def test_votes_and_vetoes_of_others_are_nowhere_to_be_read_before_the_end(stage):
    message = await voting(stage, stage.ben)
    before = public(stage)
    await approves(stage.ana, message, 1, 2)
    await vetoes(stage.ben, message, 3, "boring")
    assert public(stage) == before
    await does(stage.ana, message, "close")
    await does(stage.ana, message, "close")
    assert "“boring”" in public(stage)
    (line,) = (line for line in message.content.splitlines() if "boring" in line)
    assert str(stage.ben.id) not in line


async def test_who_deletes_their_data_is_gone_from_a_night_at_once(stage):
    await show_taste(stage, stage.ben)
    await likes(stage, stage.cleo, ["Fargo", "Heat"])
    message = await voting(stage, stage.ben, stage.cleo)
    await stage.ben.slash(stage.channel, "movienight suggest", title="Brazil")
    await approves(stage.ben, message, 1, 6)
    await is_done(stage.ana, message)
    await is_done(stage.cleo, message)
    assert str(stage.ben.id) in public(stage)
    await delete_everything(stage, stage.ben)
    assert str(stage.ben.id) not in public(stage)
    night = await only_night(stage)
    assert night.approvals == {}
    assert not any(stage.ben.id in film.fits for film in night.films)
    assert len(message.embeds) == 6
    await does(stage.ana, message, "close")
    assert "🏆" in message.content


async def test_a_night_goes_on_when_its_organiser_deletes_their_data(stage):
    message = await started(stage, stage.ben, stage.cleo)
    await delete_everything(stage, stage.ana)
    assert str(stage.ana.id) not in public(stage)
    assert "Organised" not in message.content
    said = told(await does(stage.ben, message, "suggest"))
    assert "**Manage Events**" in said
    assert "<@" not in said
    role = stage.guild.create_role("hosts", permissions=discord.Permissions(manage_events=True))
    host = stage.guild.add_member(stage.env.create_user("host"), roles=[role])
    await does(host, message, "suggest")
    await does(host, message, "close")
    assert (await only_night(stage)).stage is Stage.DECIDED
