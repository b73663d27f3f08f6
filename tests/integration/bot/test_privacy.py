"""``/privacy``: what is kept, who sees it, and an end to it; on a simulated Discord."""

from dataclasses import asdict

import pytest
from simcord.backend.errors import SetupError

from bot.nights.night import NightOptions
from bot.nights.rules import announce
from bot.nights.store import night_store
from bot.privacy.buttons import Answer, Erase, delete_or_not
from bot.storage.kept import Kept, count_kept
from bot.storage.types import Source, Verdict

SPOTTED = "In this server so far"


async def live(stage, actor, *films):
    """Leave a trace of every kind: ratings, reaction, watchlist, list, movie night, visibility."""
    catalog = stage.services.recommender.catalog
    for title, verdict in films:
        film = catalog.resolve(title)
        await stage.services.storage.verdicts.rate(actor.id, film.id, verdict, Source.COMMAND)
    await stage.services.storage.watchlists.add(actor.id, catalog.resolve("Titanic").id)
    await stage.services.storage.visibility.set(stage.guild.id, actor.id, visible=True)
    nights = night_store(stage.services)
    where = (stage.guild.id, stage.channel.id)
    await nights.create(announce(*where, actor.id, NightOptions(), [], nights.now()))
    await actor.slash(stage.channel, "recommend", private=True)
    card = await card_of(stage, actor, "Inception")
    await actor.react(card, "👀")
    return card


async def card_of(stage, actor, title):
    result = await actor.slash(stage.channel, "movie", title=title)
    return (result.followups or [result.response])[0].message


def field(result, name):
    (value,) = [each.value for each in result.response.embeds[0].fields if each.name == name]
    return value


async def kept(stage, actor):
    return await count_kept(stage.services.storage.database, actor.id)


FILMS = (("The Matrix", Verdict.LIKE), ("Alien", Verdict.LIKE), ("Titanic", Verdict.DISLIKE))


async def test_show_tells_a_stranger_that_there_is_nothing(stage):
    result = await stage.ana.slash(stage.channel, "privacy show")
    assert result.response.ephemeral
    assert field(result, "Ratings") == "None"
    assert field(result, "Visible to others") == "Hidden in this server"
    assert "name no film that you like" in field(result, "What others see")


async def test_show_counts_everything_and_only_the_members_own(stage):
    await live(stage, stage.ana, *FILMS)
    await live(stage, stage.ben)
    result = await stage.ana.slash(stage.channel, "privacy show")
    assert field(result, "Ratings") == "4 films: 👍 2 · 👎 1 · 👀 1"
    assert field(result, "To undo") == "4 changes that can be taken back"
    assert field(result, "Watchlist") == "1 film"
    assert field(result, "Reactions") == "1 reaction on cards, counted as ratings"
    assert field(result, "Lists").startswith("1 list ")
    assert field(result, "Movie nights").startswith("1 night ")
    assert field(result, "Visible to others") == "Visible in this server"
    assert "under your Discord id" in field(result, "Where")


async def test_show_in_a_direct_message_speaks_of_all_servers(stage):
    await stage.services.storage.visibility.set(stage.guild.id, stage.ana.id, visible=True)
    result = await stage.ana.user.slash("privacy show")
    assert field(result, "Visible to others") == "In 1 server"


async def test_a_member_reads_what_others_will_see_before_they_become_visible(stage):
    await live_hidden(stage)
    asked = await stage.ana.slash(stage.channel, "privacy visibility", choice="visible")
    assert asked.response.ephemeral
    assert "If you become visible, others here will see" in asked.response.content
    assert not await stage.services.storage.visibility.is_visible(stage.guild.id, stage.ana.id)
    assert SPOTTED not in str(await seen_on_card(stage))

    done = await stage.ana.click(asked.response, label="Show my taste here")
    assert "You are visible now in this server" in done.response.content
    assert (await seen_on_card(stage)) == "👍 1 · 👎 0 · 👀 0"

    back = await stage.ana.click(done.response, label="Hide me")
    assert "You are hidden now in this server" in back.response.content
    assert back.response.components == []
    assert (await seen_on_card(stage)).startswith("Nobody who shows their taste here")


async def live_hidden(stage):
    film = stage.services.recommender.catalog.resolve("Alien")
    await stage.services.storage.verdicts.rate(stage.ana.id, film.id, Verdict.LIKE, Source.COMMAND)


async def seen_on_card(stage):
    """Return what Ben reads on a card of what this server thinks."""
    card = await card_of(stage, stage.ben, "Alien")
    (value,) = [each.value for each in card.embeds[0].fields if each.name == SPOTTED]
    return value


async def test_staying_hidden_changes_nothing(stage):
    asked = await stage.ana.slash(stage.channel, "privacy visibility", choice="visible")
    done = await stage.ana.click(asked.response, label="Stay hidden")
    assert "You are hidden already" in done.response.content
    assert (await kept(stage, stage.ana)).is_empty


async def test_visibility_answers_the_same_when_nothing_changes(stage):
    again = await stage.ana.slash(stage.channel, "privacy visibility", choice="hidden")
    assert "You are hidden already" in again.response.content
    await stage.services.storage.visibility.set(stage.guild.id, stage.ana.id, visible=True)
    again = await stage.ana.slash(stage.channel, "privacy visibility", choice="visible")
    assert "You are already visible" in again.response.content
    done = await stage.ana.slash(stage.channel, "privacy visibility", choice="hidden")
    assert "You are hidden now" in done.response.content


async def test_a_visible_members_public_list_names_films_and_a_hidden_ones_does_not(stage):
    catalog = stage.services.recommender.catalog
    for title in ("The Matrix", "Alien", "Inception"):
        await stage.services.storage.verdicts.rate(
            stage.ana.id, catalog.resolve(title).id, Verdict.LIKE, Source.COMMAND
        )
    assert not named(await reasons(stage))
    asked = await stage.ana.slash(stage.channel, "privacy visibility", choice="visible")
    await stage.ana.click(asked.response, label="Show my taste here")
    assert named(await reasons(stage))


def named(text):
    return [title for title in ("Matrix", "Alien", "Inception") if title in text]


async def reasons(stage):
    result = await stage.ana.slash(stage.channel, "recommend")
    return "\n".join(each.description for each in result.response.embeds)


async def test_visibility_in_a_direct_message_says_where_to_set_it(stage):
    result = await stage.ana.user.slash("privacy visibility", choice="visible")
    assert "in the server that you mean" in result.response.content
    assert result.response.ephemeral


async def test_visibility_outlives_a_restart(stage):
    asked = await stage.ana.slash(stage.channel, "privacy visibility", choice="visible")
    await stage.restart()
    done = await stage.ana.click(asked.response, label="Show my taste here")
    assert "You are visible now" in done.response.content


async def test_delete_removes_every_row_and_says_what_was_removed(stage):
    await live(stage, stage.ana, *FILMS)
    await live(stage, stage.ben, *FILMS)
    before, bens = await kept(stage, stage.ana), await kept(stage, stage.ben)
    asked = await stage.ana.slash(stage.channel, "privacy delete")
    assert asked.response.ephemeral
    assert "4 ratings, 4 changes to undo, 1 film on your watchlist" in asked.response.content
    assert await kept(stage, stage.ana) == before

    done = await stage.ana.click(asked.response, label="Delete everything")
    assert done.response.content.startswith(
        "🗑️ Deleted: 4 ratings, 4 changes to undo, 1 film on your watchlist, 1 counted reaction, "
        "1 list that you asked for, 1 movie night that you took part in "
        "and 1 server that you were visible in."
    )
    assert done.response.components == []
    assert await kept(stage, stage.ana) == Kept({}, 0, 0, 0, 0, frozenset(), 0)
    assert await kept(stage, stage.ben) == bens


async def test_what_is_counted_is_what_is_erased(stage):
    await live(stage, stage.ana, *FILMS)
    before = await kept(stage, stage.ana)
    erased = asdict(await stage.services.storage.members.erase(stage.ana.id))
    assert erased == {
        "verdicts": before.verdicts,
        "history": before.history,
        "reactions": before.reactions,
        "watchlist": before.watchlist,
        "listings": before.listings,
        "visibility": len(before.visible_in),
        "nights": before.nights,
    }
    assert all(erased.values())


async def test_reactions_that_still_stand_do_not_count_after_a_restart(stage):
    await live(stage, stage.ana)
    asked = await stage.ana.slash(stage.channel, "privacy delete")
    await stage.ana.click(asked.response, label="Delete everything")
    await stage.restart()
    assert (await kept(stage, stage.ana)).is_empty


async def test_an_undo_button_from_before_brings_nothing_back(stage):
    rated = await stage.ana.slash(stage.channel, "rate", movie="Alien", verdict="like")
    asked = await stage.ana.slash(stage.channel, "privacy delete")
    await stage.ana.click(asked.response, label="Delete everything")
    undone = await stage.ana.click(rated.response, label="Undo")
    assert "nothing to undo" in (undone.response or undone.followups[0]).content
    assert (await kept(stage, stage.ana)).is_empty


async def test_cancel_deletes_nothing(stage):
    await live(stage, stage.ana, *FILMS)
    before = await kept(stage, stage.ana)
    asked = await stage.ana.slash(stage.channel, "privacy delete")
    done = await stage.ana.click(asked.response, label="Cancel")
    assert done.response.content == "Nothing was deleted."
    assert done.response.components == []
    assert await kept(stage, stage.ana) == before


async def test_the_question_does_its_work_after_a_restart_and_in_direct_messages(stage):
    await live_hidden(stage)
    asked = await stage.ana.user.slash("privacy delete")
    await stage.restart()
    done = await stage.ana.user.click(asked.response, label="Delete everything")
    assert done.response.content.startswith("🗑️ Deleted: 1 rating and 1 change to undo.")


async def test_an_old_question_deletes_nothing(stage):
    await live_hidden(stage)
    asked = await stage.ana.slash(stage.channel, "privacy delete")
    await stage.env.advance_time(15 * 60 + 1)
    done = await stage.ana.click(asked.response, label="Delete everything")
    assert "too old" in (done.followups or [done.response])[-1].content
    assert not (await kept(stage, stage.ana)).is_empty


async def test_nobody_sees_the_question_of_somebody_else(stage):
    await live_hidden(stage)
    asked = await stage.ana.slash(stage.channel, "privacy delete")
    with pytest.raises(SetupError):
        await stage.ben.click(asked.response, label="Delete everything")


async def test_only_the_member_may_answer_the_question(stage):
    await live_hidden(stage)
    channel = stage.env.bot.get_channel(stage.channel.id)
    message = await channel.send(view=delete_or_not(stage.ana.id, stage.env.now()))
    refused = await stage.ben.click(message, label="Delete everything")
    assert refused.response.ephemeral
    assert "Only they may answer that" in refused.response.content
    assert not (await kept(stage, stage.ana)).is_empty


async def test_there_is_nothing_to_delete_about_a_stranger(stage):
    result = await stage.ana.slash(stage.channel, "privacy delete")
    assert "I keep nothing about you" in result.response.content
    assert result.response.components == []


def test_the_buttons_fit_into_what_discord_allows():
    longest = Erase(Answer.YES, 2**64 - 1, 10**11)
    assert len(longest.custom_id) <= 100
