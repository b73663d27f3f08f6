"""A button counts only where its night is: ids can be forged, and only the bot can tell."""

from dataclasses import replace

import pytest

from bot.nights.buttons import Ballot, NightPress, Verb, Vote
from bot.nights.interactions import SendVeto
from bot.nights.night import Stage
from bot.nights.store import night_store
from bot.ui.control import button, view_of
from tests.integration.bot.night import (
    decided,
    does,
    only_night,
    started,
    told,
    vetoes_on,
    voting,
)

REFUSED = "no longer have that movie night"


@pytest.fixture(params=["server", "channel"])
def elsewhere(stage, request):
    """The same people in another server, or in another channel of the same one."""
    if request.param == "channel":
        return replace(stage, channel=stage.guild.create_text_channel("elsewhere"))
    guild = stage.env.create_guild("Elsewhere")
    ana, ben = (guild.add_member(each.user) for each in (stage.ana, stage.ben))
    return replace(stage, guild=guild, channel=guild.create_text_channel("lobby"), ana=ana, ben=ben)


@pytest.mark.parametrize("at", [Stage.VOTING, Stage.DECIDED])
async def test_no_button_does_anything_with_a_night_of_another_place(stage, elsewhere, at):
    begin = voting if at is Stage.VOTING else decided
    await begin(stage, stage.ben, when="in 3 hours")
    night = await only_night(stage)
    presses = [NightPress(verb, night.id) for verb in Verb]
    presses += [Vote(ballot, night.id, night.films[1].id) for ballot in Ballot]
    for press in presses:
        view = view_of(button(press, label="forged"))
        await stage.env.bot.get_channel(elsewhere.channel.id).send("forged", view=view)
        message = elsewhere.channel.last_message
        result = await elsewhere.ana.click(message, custom_id=press.custom_id)
        assert REFUSED in told(result), press
        assert result.modal is None
    assert await night_store(stage.services).get(night.id) == night
    assert not stage.env.backend.get_guild(stage.guild.id).scheduled_events


async def test_no_form_vetoes_a_film_of_another_place(stage, elsewhere):
    await voting(stage, stage.ben)
    night = await only_night(stage)
    theirs = await voting(elsewhere, elsewhere.ben)
    ballot = (await does(elsewhere.ana, theirs, "ballot")).response
    await vetoes_on(elsewhere.ana, ballot, 1)
    form = await does(elsewhere.ana, ballot, "why")
    forged = SendVeto(night.id, night.films[0].id)
    form._interaction.modal["custom_id"] = forged.custom_id
    assert REFUSED in told(await elsewhere.ana.submit_modal(form, {}))
    assert (await night_store(stage.services).get(night.id)).vetoes == {}


@pytest.mark.parametrize("at", [Stage.GATHERING, Stage.VOTING])
async def test_nothing_of_a_member_alone_takes_the_place_of_what_everybody_sees(stage, at):
    """Buttons of a ballot or a welcome, on the night's own message."""
    begin = started if at is Stage.GATHERING else voting
    message = await begin(stage, stage.ben)
    night = await only_night(stage)
    target = stage.env.bot.get_partial_messageable(stage.channel.id)
    public = target.get_partial_message(message.id)
    for verb in (Verb.SHOW_FITS, Verb.HIDE_FITS, Verb.DONE, Verb.DONE, Verb.UNDONE):
        press = NightPress(verb, night.id)
        await public.edit(view=view_of(button(press, label="forged")))
        before = message.content
        answer = await stage.ben.click(message, custom_id=press.custom_id)
        assert answer.ephemeral, verb
        assert "Your ballot" not in message.content
        assert "You're in!" not in message.content
        assert before.splitlines()[0] == message.content.splitlines()[0]
