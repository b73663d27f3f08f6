"""A card stays true while it stands, and tells nothing of members who hide their taste."""

import discord
import pytest

from bot.films.card import ENOUGH_HIDDEN, said_here
from bot.films.live_cards import RECENT, ROUND
from bot.films.settling import MOST_ROUNDS
from bot.storage.types import Source, Tally, Verdict
from tests.integration.bot.pressing import unlinked

MATRIX = 2571
SETTLED = 3 * ROUND


async def post(stage, channel=None):
    return (await stage.cleo.slash(channel or stage.channel, "movie", title="id:2571")).response


def line(stage, card):
    message = stage.env.backend.get_message(card.channel_id, card.id)
    return unlinked(message.embeds[0]["fields"][-1]["value"])


def edits(stage, card):
    return [
        each
        for each in stage.env.http_requests
        if each.method == "PATCH" and each.path.endswith(f"/messages/{card.id}")
    ]


async def settled(stage):
    await stage.env.advance_time(SETTLED)


async def show_taste(stage, *members):
    for member in members:
        await stage.services.storage.visibility.set(stage.guild.id, member.id, visible=True)


async def test_a_card_follows_reactions_buttons_commands_and_what_takes_them_back(stage):
    await show_taste(stage, stage.ana, stage.ben)
    card = await post(stage)
    await stage.ana.react(card, "👍")
    assert line(stage, card) == said_here(Tally(0, 0, 0))
    await settled(stage)
    assert line(stage, card) == "👍 1 · 👎 0 · 👀 0"
    await stage.ben.slash(stage.channel, "rate", movie="id:2571", verdict="dislike")
    await settled(stage)
    assert line(stage, card) == "👍 1 · 👎 1 · 👀 0"
    await stage.ben.slash(stage.channel, "profile undo")
    await stage.ana.unreact(card, "👍")
    await settled(stage)
    assert line(stage, card) == said_here(Tally(0, 0, 0))


async def test_many_changes_are_one_edit_and_the_picture_stays(stage):
    await show_taste(stage, stage.ana, stage.ben)
    card = await post(stage)
    for emoji in ("👍", "👎", "👀"):
        await stage.ana.react(card, emoji)
        await stage.ben.react(card, emoji)
    await settled(stage)
    assert len(edits(stage, card)) == 1
    assert line(stage, card) == "👍 0 · 👎 0 · 👀 2"
    message = stage.env.backend.get_message(card.channel_id, card.id)
    (picture,) = message.attachments
    assert picture["filename"] in message.embeds[0]["image"]["url"]
    assert message.components


async def test_a_card_that_never_gets_quiet_is_edited_all_the_same(stage):
    await show_taste(stage, stage.ana)
    card = await post(stage)
    for again in range(3 * MOST_ROUNDS // 2 + 2):
        await stage.ana.slash(
            stage.channel, "rate", movie="id:2571", verdict=("like", "dislike")[again % 2]
        )
        await stage.env.advance_time(ROUND - 1)
    assert len(edits(stage, card)) == 1


async def test_what_hidden_members_rate_out_of_sight_moves_nothing(stage):
    card = await post(stage)
    await stage.ben.react(card, "👍")
    await settled(stage)
    before, requests = line(stage, card), len(edits(stage, card))
    await stage.ana.click(card, custom_id=f"why:0:{MATRIX}")
    for verdict in ("like", "dislike", "seen"):
        await stage.ana.slash(stage.channel, "rate", movie="id:2571", verdict=verdict)
        await stage.ben.slash(stage.channel, "rate", movie="id:2571", verdict=verdict)
        await settled(stage)
    await stage.ana.slash(stage.channel, "profile remove", movie="id:2571")
    await settled(stage)
    assert (line(stage, card), len(edits(stage, card))) == (before, requests)


async def test_hidden_members_are_a_number_from_three_on_of_those_who_reacted_right_here(stage):
    await show_taste(stage, stage.ana)
    card, other = await post(stage), await post(stage)
    hidden = [stage.guild.add_member(stage.env.create_user(f"m{n}")) for n in range(4)]
    await stage.ana.react(card, "👍")
    for count, member in enumerate(hidden, start=1):
        await member.react(card, "👎")
        # On another card, somebody more: that isn't what one sees under this one.
        await stage.ben.react(other, "👎")
        await settled(stage)
        more = f", and {count} more" if count >= ENOUGH_HIDDEN else ""
        assert line(stage, card).startswith(f"👍 1 · 👎 0 · 👀 0{more}")
    await hidden[0].slash(stage.channel, "rate", movie="id:2571", verdict="like")
    await settled(stage)
    assert ", and 4 more" in line(stage, card)
    await hidden[0].unreact(card, "👎")
    await settled(stage)
    assert ", and 3 more" in line(stage, card)


async def test_who_hides_again_and_who_deletes_everything_counts_no_longer(stage):
    await show_taste(stage, stage.ana, stage.ben)
    card = await post(stage)
    await stage.ana.react(card, "👍")
    await stage.ben.react(card, "👎")
    await settled(stage)
    await stage.services.storage.visibility.set(stage.guild.id, stage.ana.id, visible=False)
    await settled(stage)
    assert line(stage, card) == "👍 0 · 👎 1 · 👀 0"
    await stage.services.storage.members.erase(stage.ben.id)
    await settled(stage)
    assert line(stage, card) == said_here(Tally(0, 0, 0))


async def test_old_cards_and_those_in_direct_messages_stay_as_they_are(stage):
    await show_taste(stage, stage.ana)
    card = await post(stage)
    direct = (await stage.ana.user.slash("movie", title="id:2571")).response
    await stage.services.storage.database.execute(
        "UPDATE card SET posted_at = posted_at - ?", int(RECENT.total_seconds()) + 60
    )
    await stage.ana.react(card, "👍")
    await stage.ana.user.click(direct, custom_id=f"why:0:{MATRIX}")
    await settled(stage)
    assert edits(stage, card) == []


async def test_a_card_follows_after_a_restart_too(stage):
    await show_taste(stage, stage.ana)
    card = await post(stage)
    await stage.restart()
    await stage.ana.react(card, "👍")
    await settled(stage)
    assert line(stage, card) == "👍 1 · 👎 0 · 👀 0"


@pytest.mark.parametrize(("status", "code"), [(403, 50013), (400, 50083)])
async def test_where_a_card_cant_be_edited_others_are(stage, caplog, status, code):
    await show_taste(stage, stage.ana)
    stuck, card = await post(stage), await post(stage)
    path = f"/channels/*/messages/{stuck.id}"
    stage.env.inject_error("PATCH", path, status=status, code=code, times=None)
    await stage.ana.react(card, "👍")
    await settled(stage)
    assert line(stage, card) == "👍 1 · 👎 0 · 👀 0"
    assert line(stage, stuck) == said_here(Tally(0, 0, 0))
    assert f"Card {stuck.id} stays as it is" in caplog.text or caplog.text == ""


async def test_what_waits_ends_with_the_bot(stage):
    await show_taste(stage, stage.ana)
    card = await post(stage)
    await stage.ana.react(card, "👍")
    cog = stage.env.bot.get_cog("LiveCardsCog")
    assert cog.look.is_running()
    await cog.cog_unload()
    assert not cog.look.is_running()
    await stage.ana.unreact(card, "👍")
    assert not cog.look.is_running()
    assert edits(stage, card) == []


async def test_a_card_that_was_deleted_is_forgotten(stage):
    await show_taste(stage, stage.ana)
    card = await post(stage)
    stage.env.backend.delete_message(card.channel_id, card.id)
    await stage.services.storage.verdicts.rate(stage.ana.id, MATRIX, Verdict.LIKE, Source.COMMAND)
    await settled(stage)
    found = await stage.services.storage.cards.recent(discord.utils.snowflake_time(0), 10)
    assert card.id not in {each.message_id for each in found}
