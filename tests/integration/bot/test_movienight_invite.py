"""Inviting with Discord's own picker."""

import re

import pytest

from bot.nights.invite import Invite
from bot.nights.text import address
from bot.ui.control import people_menu, view_of
from tests.integration.bot.night import does, only_night, started, told


async def invites(actor, message, *members):
    picker = (await does(actor, message, "invite")).response
    assert picker.ephemeral
    return await actor.select(picker, members)


async def test_anybody_who_joined_invites_with_the_picker(stage):
    message = await started(stage, stage.ben)
    result = await invites(stage.ben, message, stage.cleo, stage.ana)
    assert told(result).startswith(f"✉️ Invited: {stage.cleo.mention}. I don't ping anyone")
    night = await only_night(stage)
    assert night.member_ids == (stage.ana.id, stage.ben.id)
    assert night.invited == (stage.cleo.id,)
    await stage.env.settle()
    assert f"Invited: {stage.cleo.mention}" in message.content
    assert len(message.attachments) == 1
    (line,) = re.findall(r"```\n(.*)\n```", told(result))
    assert line == f"{stage.cleo.mention} movie night? {address(night)}"
    await does(stage.ana, message, "suggest")
    assert f"invited: {stage.cleo.mention}" in message.content
    await does(stage.cleo, message, "join")
    assert (await only_night(stage)).invited == ()


async def test_the_picker_is_for_those_who_joined_until_a_film_is_chosen(stage):
    message = await started(stage, stage.ben)
    assert "**Join**" in told(await does(stage.cleo, message, "invite"))
    picker = (await does(stage.ben, message, "invite")).response
    await does(stage.ana, message, "suggest")
    dora = stage.guild.add_member(stage.env.create_user("dora"))
    assert "Invited" in told(await invites(stage.ana, message, dora))
    await does(stage.ana, message, "close")
    assert "too late" in told(await stage.ben.select(picker, [stage.cleo]))
    assert (await only_night(stage)).invited == (dora.id,)


async def test_who_cannot_come_is_refused_kindly(stage):
    robot = stage.guild.add_member(stage.env.create_user("robot", bot=True))
    dora = stage.guild.add_member(stage.env.create_user("dora"))
    message = await started(stage)
    assert "is a bot" in told(await invites(stage.ana, message, stage.ben, robot))
    assert "already" in told(await invites(stage.ana, message, stage.ana))
    picker = (await does(stage.ana, message, "invite")).response
    stage.guild.remove_member(dora)
    assert "isn't a member" in told(await stage.ana.select(picker, [dora.user]))
    assert (await only_night(stage)).invited == ()


async def test_a_night_has_room_for_25_with_those_who_are_invited(stage):
    guests = [stage.guild.add_member(stage.env.create_user(f"guest{n}")) for n in range(25)]
    message = await started(stage)
    assert "room for 25" in told(await invites(stage.ana, message, *guests))
    await invites(stage.ana, message, *guests[:24])
    assert len((await only_night(stage)).invited) == 24
    assert "room for 25" in told(await invites(stage.ana, message, guests[24]))


@pytest.mark.parametrize("where", ["public", "elsewhere"])
async def test_a_forged_picker_invites_nobody(stage, where):
    message = await started(stage)
    night = await only_night(stage)
    channel = stage.channel
    if where == "elsewhere":
        channel = stage.guild.create_text_channel("elsewhere")
        theirs = await started(stage, channel=channel)
        forged = (await does(stage.ana, theirs, "invite")).response
        stored = stage.env.backend.messages[channel.id][forged.id]
        stored.components[0]["components"][0]["custom_id"] = Invite(night.id).custom_id
    else:
        view = view_of(people_menu(Invite(night.id), "forged", 25))
        await stage.env.bot.get_channel(channel.id).send("forged", view=view)
        forged = channel.last_message
    said = told(await stage.ana.select(forged, [stage.ben]))
    assert ("that you alone can see" if where == "public" else "no longer have") in said
    assert "Invited" not in message.content
