"""``/privacy``: what is stored, who sees it, and an end to it; on a simulated Discord."""

import json
import re
from dataclasses import astuple
from enum import IntEnum
from io import BytesIO
from zipfile import ZipFile

import discord
import pytest
from simcord.backend.errors import SetupError

from bot.films.card import said_here
from bot.nights.night import NightOptions
from bot.nights.rules import announce
from bot.nights.store import night_store
from bot.privacy.buttons import Answer, Erase, delete_or_not
from bot.privacy.words import (
    NOTHING_TO_EXPORT,
    ask_to_erase,
    ask_to_show,
    hidden,
    inventory_embed,
    nothing_stored,
    shown,
)
from bot.storage.types import Inventory, Source, Tally, Verdict
from tests.integration.bot.pressing import press, unlinked


async def live(stage, actor, *films):
    """Leave a trace of every kind: ratings, reaction, watchlist, list, movie night, visibility."""
    catalog = stage.services.recommender.catalog
    for title, verdict in films:
        film = catalog.resolve(title)
        await stage.services.storage.verdicts.rate(actor.id, film.id, verdict, Source.COMMAND)
    await stage.services.storage.watchlists.add(actor.id, catalog.resolve("Titanic").id)
    await stage.services.storage.server_lists.add(stage.guild.id, actor.id % 1000, actor.id)
    await stage.services.storage.visibility.set(stage.guild.id, actor.id, visible=True)
    await stage.services.storage.decks.skip(actor.id, 1)
    nights = night_store(stage.services)
    where = (stage.guild.id, stage.channel.id)
    await nights.create(announce(*where, actor.id, NightOptions(), [], nights.now()))
    await stage.services.storage.imports.preview(actor.id, "IMDb", {"films": []}, {})
    await actor.slash(stage.channel, "recommend", private=True)
    await actor.user.slash("movie", title="Inception")
    card = await card_of(stage, actor, "Inception")
    await actor.react(card, "👀")
    return card


async def card_of(stage, actor, title):
    result = await actor.slash(stage.channel, "movie", title=title)
    return (result.followups or [result.response])[0].message


class Field(IntEnum):
    """What `/privacy show` shows, in its order."""

    RATINGS, CHANGES, WATCHLIST, SERVER_LISTS, REACTIONS, CARDS, LISTS, SHOWN = range(8)
    SKIPPED, IMPORTS, NIGHTS, VISIBLE, WHERE, OTHERS = range(8, 14)


def fields(result):
    return [each.value for each in result.response.embeds[0].fields]


async def visible_in(stage, actor):
    """Return what somebody reads of where they are visible."""
    return fields(await actor.slash(stage.channel, "privacy show"))[Field.VISIBLE]


async def stored(stage, actor):
    return await stage.services.storage.members.count(actor.id)


NOTHING = Inventory()
FILMS = (("The Matrix", Verdict.LIKE), ("Alien", Verdict.LIKE), ("Titanic", Verdict.DISLIKE))


async def test_show_tells_a_stranger_that_there_is_nothing(stage):
    result = await stage.ana.slash(stage.channel, "privacy show")
    assert result.response.ephemeral
    nothing = inventory_embed(NOTHING, stage.guild.id)
    assert fields(result)[: Field.WHERE] == [each.value for each in nothing.fields[: Field.WHERE]]


async def test_show_counts_everything_and_only_the_members_own(stage):
    await live(stage, stage.ana, *FILMS)
    await live(stage, stage.ben)
    result = await stage.ana.slash(stage.channel, "privacy show")
    shown = fields(result)
    assert shown[Field.RATINGS].endswith(": 👍 2 · 👎 1 · 👀 1")
    assert [re.findall(r"\d+", each) for each in shown[: Field.VISIBLE]] == [
        ["4", "2", "1", "1"],
        ["4"],
        *[["1"]] * 5,
        ["6"],
        *[["1"]] * 3,
    ]
    assert shown[Field.VISIBLE] != (await visible_in(stage, stage.cleo))


async def test_show_in_a_direct_message_speaks_of_all_servers(stage):
    await stage.services.storage.visibility.set(stage.guild.id, stage.ana.id, visible=True)
    result = await stage.ana.user.slash("privacy show")
    assert "1" in fields(result)[Field.VISIBLE]


async def test_a_member_reads_what_others_will_see_before_they_become_visible(stage):
    await live_hidden(stage)
    asked = await stage.ana.slash(stage.channel, "privacy visibility", choice="visible")
    assert asked.response.ephemeral
    assert unlinked(asked.response.content) == ask_to_show()
    assert not await is_visible(stage)
    assert (await seen_on_card(stage)) == said_here(Tally(0, 0, 0))

    done = await press(stage.ana, asked.response, "visibility:visible")
    assert await is_visible(stage)
    assert (await seen_on_card(stage)) == "👍 1 · 👎 0 · 👀 0"

    back = await press(stage.ana, done.response, "visibility:hidden")
    assert not await is_visible(stage)
    assert back.response.components == []
    assert (await seen_on_card(stage)) == said_here(Tally(0, 0, 0))


async def is_visible(stage):
    return await stage.services.storage.visibility.is_visible(stage.guild.id, stage.ana.id)


async def live_hidden(stage):
    film = stage.services.recommender.catalog.resolve("Alien")
    await stage.services.storage.verdicts.rate(stage.ana.id, film.id, Verdict.LIKE, Source.COMMAND)


async def seen_on_card(stage):
    """Return what Ben reads on a card of what this server thinks."""
    card = await card_of(stage, stage.ben, "Alien")
    return unlinked(card.embeds[0].fields[-1].value)


async def test_staying_hidden_changes_nothing(stage):
    asked = await stage.ana.slash(stage.channel, "privacy visibility", choice="visible")
    done = await press(stage.ana, asked.response, "visibility:hidden")
    assert unlinked(done.response.content) == hidden(already=True)
    assert (await stored(stage, stage.ana)).is_empty


async def test_visibility_answers_the_same_when_nothing_changes(stage):
    again = await stage.ana.slash(stage.channel, "privacy visibility", choice="hidden")
    assert unlinked(again.response.content) == hidden(already=True)
    await stage.services.storage.visibility.set(stage.guild.id, stage.ana.id, visible=True)
    again = await stage.ana.slash(stage.channel, "privacy visibility", choice="visible")
    assert unlinked(again.response.content) == shown(already=True)
    done = await stage.ana.slash(stage.channel, "privacy visibility", choice="hidden")
    assert unlinked(done.response.content) == hidden(already=False)


async def test_a_visible_members_public_list_names_films_and_a_hidden_ones_does_not(stage):
    catalog = stage.services.recommender.catalog
    for title in ("The Matrix", "Alien", "Inception"):
        await stage.services.storage.verdicts.rate(
            stage.ana.id, catalog.resolve(title).id, Verdict.LIKE, Source.COMMAND
        )
    assert not named(await reasons(stage))
    asked = await stage.ana.slash(stage.channel, "privacy visibility", choice="visible")
    await press(stage.ana, asked.response, "visibility:visible")
    assert named(await reasons(stage))


def named(text):
    return [title for title in ("Matrix", "Alien", "Inception") if title in text]


async def reasons(stage):
    result = await stage.ana.slash(stage.channel, "recommend")
    return "\n".join(each.description for each in result.response.embeds)


async def test_visibility_in_a_direct_message_says_where_to_set_it(stage):
    result = await stage.ana.user.slash("privacy visibility", choice="visible")
    assert result.response.components == []
    assert result.response.ephemeral


async def test_visibility_outlives_a_restart(stage):
    asked = await stage.ana.slash(stage.channel, "privacy visibility", choice="visible")
    await stage.restart()
    done = await press(stage.ana, asked.response, "visibility:visible")
    assert unlinked(done.response.content) == shown(already=False)
    assert await is_visible(stage)


async def copy_of(stage, result):
    """Return the JSON of a copy that a member was given, who alone sees it."""
    assert result.response.ephemeral
    (attached,) = result.response.attachments
    assert re.fullmatch(r"matinee-\d{4}-\d\d-\d\d\.zip", attached.filename)
    with ZipFile(BytesIO(stage.env.backend.cdn.get(attached.url))) as files:
        return json.loads(files.read("matinee.json"))


async def test_export_hands_over_everything_here_and_in_direct_messages(stage):
    await live(stage, stage.ana, *FILMS)
    await live(stage, stage.ben)
    here = await copy_of(stage, await stage.ana.slash(stage.channel, "privacy export"))
    counts = await stored(stage, stage.ana)
    assert len(here["verdicts"]) == counts.verdicts
    assert {each["title"] for each in here["verdicts"]} > {title for title, _ in FILMS}
    assert all(each["imdbId"].startswith("tt") for each in here["verdicts"] + here["watchlist"])
    found = {name: len(here[name]) for name in ("history", "watchlist", "reactions", "lists")}
    assert list(found.values()) == [
        counts.history,
        counts.watchlist,
        counts.reactions,
        counts.listings,
    ]
    assert (len(here["nights"]), len(here["visibility"])) == (1, 1)
    there = await copy_of(stage, await stage.ana.user.slash("privacy export"))
    assert {**there, "exportedAt": None} == {**here, "exportedAt": None}
    assert str(stage.ben.id) not in json.dumps(here)


async def test_there_is_nothing_to_export_about_a_stranger(stage):
    result = await stage.ana.slash(stage.channel, "privacy export")
    assert unlinked(result.response.content) == NOTHING_TO_EXPORT
    assert result.response.ephemeral


async def test_delete_removes_every_row_and_says_what_was_removed(stage):
    await live(stage, stage.ana, *FILMS)
    await live(stage, stage.ben, *FILMS)
    before, bens = await stored(stage, stage.ana), await stored(stage, stage.ben)
    asked = await stage.ana.slash(stage.channel, "privacy delete")
    assert asked.response.ephemeral
    assert unlinked(asked.response.content) == ask_to_erase(before)
    assert await stored(stage, stage.ana) == before

    done = await press(stage.ana, asked.response, "erase:yes")
    assert re.findall(r"\d+", done.response.content) == ["4", "4", *"11111", "6", *"1111"]
    assert done.response.components == []
    assert await stored(stage, stage.ana) == NOTHING
    assert await stored(stage, stage.ben) == bens


async def test_what_is_counted_is_what_is_erased(stage):
    await live(stage, stage.ana, *FILMS)
    before = await stored(stage, stage.ana)
    erased = await stage.services.storage.members.erase(stage.ana.id)
    assert erased == before
    assert all(astuple(erased))


async def test_reactions_that_still_stand_do_not_count_after_a_restart(stage):
    await live(stage, stage.ana)
    asked = await stage.ana.slash(stage.channel, "privacy delete")
    await press(stage.ana, asked.response, "erase:yes")
    await stage.restart()
    assert (await stored(stage, stage.ana)).is_empty


async def test_an_undo_button_from_before_brings_nothing_back(stage):
    rated = await stage.ana.slash(stage.channel, "rate", movie="Alien", verdict="like")
    asked = await stage.ana.slash(stage.channel, "privacy delete")
    await press(stage.ana, asked.response, "erase:yes")
    await press(stage.ana, rated.response, "undo:")
    assert (await stored(stage, stage.ana)).is_empty


async def test_cancel_deletes_nothing(stage):
    await live(stage, stage.ana, *FILMS)
    before = await stored(stage, stage.ana)
    asked = await stage.ana.slash(stage.channel, "privacy delete")
    done = await press(stage.ana, asked.response, "erase:no")
    assert done.response.components == []
    assert await stored(stage, stage.ana) == before


async def test_the_question_does_its_work_after_a_restart_and_in_direct_messages(stage):
    await live_hidden(stage)
    asked = await stage.ana.user.slash("privacy delete")
    await stage.restart()
    await press(stage.ana.user, asked.response, "erase:yes")
    assert (await stored(stage, stage.ana)).is_empty


async def test_an_old_question_deletes_nothing(stage):
    await live_hidden(stage)
    asked = await stage.ana.slash(stage.channel, "privacy delete")
    await stage.env.advance_time(15 * 60 + 1)
    await press(stage.ana, asked.response, "erase:yes")
    assert not (await stored(stage, stage.ana)).is_empty


async def test_nobody_sees_the_question_of_somebody_else(stage):
    await live_hidden(stage)
    asked = await stage.ana.slash(stage.channel, "privacy delete")
    with pytest.raises(SetupError):
        await press(stage.ben, asked.response, "erase:yes")


async def test_only_the_member_may_answer_the_question(stage):
    await live_hidden(stage)
    channel = stage.env.bot.get_channel(stage.channel.id)
    question = delete_or_not(stage.ana.id, stage.env.now())
    message = await channel.send(view=question)
    refused = await stage.ben.click(message, custom_id=question.children[0].custom_id)
    assert refused.response.ephemeral
    assert not (await stored(stage, stage.ana)).is_empty


@pytest.mark.parametrize("where", ["server", "direct messages"])
async def test_what_was_shown_in_direct_messages_goes_with_the_rest(stage, where):
    user = stage.ana.user
    for title in ("Alien", "Inception"):
        await user.slash("movie", title=title)
    await stage.ben.user.slash("movie", title="Alien")
    await card_of(stage, stage.ana, "Alien")
    if where == "server":
        await live_hidden(stage)
        asked = await stage.ana.slash(stage.channel, "privacy delete")
        await press(stage.ana, asked.response, "erase:yes")
    else:
        asked = await user.slash("privacy delete")
        assert "2 films shown in direct messages" in asked.response.content
        await press(user, asked.response, "erase:yes")
    cards = await stage.services.storage.cards.recent(discord.utils.snowflake_time(0), 9)
    assert {card.channel_id for card in cards} == {
        stage.channel.id,
        stage.ben.user.dm_channel.id,
    }


async def test_there_is_nothing_to_delete_about_a_stranger(stage):
    result = await stage.ana.slash(stage.channel, "privacy delete")
    assert unlinked(result.response.content) == nothing_stored()
    assert result.response.components == []


def test_the_buttons_fit_into_what_discord_allows():
    longest = Erase(Answer.YES, 2**63 - 1, 10**11)
    assert len(longest.custom_id) <= 100
