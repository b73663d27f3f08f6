"""``/movie``: a public card to rate by button and reaction."""

import discord
import pytest

from bot.films.card import said_here
from bot.storage.types import Source, Tally, Verdict
from tests.integration.bot.pressing import ids, unlinked

MATRIX = 2571


async def card(stage, title="id:2571", channel=None, actor=None):
    result = await (actor or stage.ana).slash(channel or stage.channel, "movie", title=title)
    return result.response


def reactions(stage, message):
    stored = stage.env.backend.get_message(message.channel_id, message.id)
    return [(each.emoji, list(each.user_ids)) for each in stored.reactions]


def spotted(response):
    """Return what visible members of the server think, by what a card says last."""
    return unlinked(response.embeds[0].fields[-1].value)


async def cards(stage):
    found = await stage.services.storage.cards.recent(discord.utils.snowflake_time(0), 10)
    return {each.message_id: each for each in found}


async def test_a_card_is_public_and_has_picture_buttons_and_seeded_reactions(stage):
    response = await card(stage)
    assert not response.ephemeral
    (embed,) = response.embeds
    assert embed.title == "The Matrix (1999)"
    assert embed.url == "https://www.imdb.com/title/tt0133093/"
    assert embed.image.url
    assert embed.thumbnail.url is None
    (picture,) = response.attachments
    assert "The Matrix" in picture.description
    assert ids(response) == [
        f"later:0:{MATRIX}",
        f"why:0:{MATRIX}",
        f"similar:{MATRIX}",
        f"privately:{MATRIX}",
    ]
    bot = stage.env.bot.user.id
    assert reactions(stage, response) == [("👍", [bot]), ("👎", [bot]), ("👀", [bot])]
    kept = (await cards(stage))[response.id]
    assert (kept.channel_id, kept.guild_id, kept.item_id) == (
        stage.channel.id,
        stage.guild.id,
        MATRIX,
    )
    assert len(await stage.services.storage.verdicts.of(bot)) == 0


async def test_a_card_counts_what_visible_members_think_and_nobody_else(stage):
    verdicts = stage.services.storage.verdicts
    for actor, verdict in (
        (stage.ana, Verdict.LIKE),
        (stage.ben, Verdict.LIKE),
        (stage.cleo, Verdict.SEEN),
    ):
        await verdicts.rate(actor.id, MATRIX, verdict, Source.COMMAND)
    assert spotted(await card(stage)) == said_here(Tally(0, 0, 0))
    for actor in (stage.ben, stage.cleo):
        await stage.services.storage.visibility.set(stage.guild.id, actor.id, visible=True)
    assert spotted(await card(stage)) == "👍 1 · 👎 0 · 👀 1"


async def test_the_sample_says_nothing_of_movielens_users(stage):
    assert "MovieLens" not in str((await card(stage)).embeds[0].to_dict())


async def test_the_buttons_of_a_card_answer_the_presser_alone_also_after_a_restart(stage):
    response = await card(stage)
    await stage.restart()
    page = (await stage.ben.click(response, custom_id=f"privately:{MATRIX}")).response
    assert page.ephemeral
    await stage.ben.click(page, custom_id=f"say:l:0:{MATRIX}")
    verdict = await stage.services.storage.verdicts.get(stage.ben.id, MATRIX)
    assert verdict is Verdict.LIKE
    later = await stage.ben.click(response, custom_id=f"later:0:{MATRIX}")
    assert "🔖" in later.response.content
    why = await stage.ben.click(response, custom_id=f"why:0:{MATRIX}")
    assert "The Matrix (1999)" in why.response.embeds[0].title
    assert why.response.ephemeral


async def test_a_title_that_several_films_have_becomes_buttons_and_then_a_card(stage):
    response = await card(stage, "harry potter", actor=stage.ben)
    assert response.ephemeral
    button = response.components[0]["components"][0]
    pressed = await stage.ben.click(response, custom_id=button["custom_id"])
    (posted,) = pressed.followups
    assert not posted.ephemeral
    assert posted.embeds[0].title == button["label"]
    assert posted.id in await cards(stage)
    assert [emoji for emoji, _ in reactions(stage, posted)] == ["👍", "👎", "👀"]
    assert pressed.response.components == []


async def test_what_is_no_film_is_told_to_the_member_alone(stage):
    response = await card(stage, "[zq](http://evil.example) @everyone")
    assert response.ephemeral
    assert "“" in response.content
    assert stage.channel.history(viewer=stage.ben) == []


@pytest.mark.parametrize("denied", ["add_reactions", "read_message_history"])
async def test_without_the_permission_the_card_comes_without_reactions(stage, denied):
    bot = stage.env.bot.user
    channel = stage.guild.create_text_channel(
        "quiet", overwrites={bot: discord.PermissionOverwrite(**{denied: False})}
    )
    response = await card(stage, channel=channel)
    assert response.embeds[0].title == "The Matrix (1999)"
    assert reactions(stage, response) == []
    assert stage.channel.history() == []


async def test_where_reacting_fails_all_the_same_the_card_stays_and_nobody_is_bothered(
    stage, caplog
):
    stage.env.inject_error("PUT", "/channels/*/reactions/*", status=403, code=50013, times=None)
    result = await stage.ana.slash(stage.channel, "movie", title="id:2571")
    assert result.response.embeds[0].title == "The Matrix (1999)"
    assert result.followups == []
    assert "seeding reactions" in caplog.text
    assert "Traceback" not in caplog.text


async def test_a_card_in_a_thread_takes_reactions(stage):
    parent = stage.env.bot.get_channel(stage.channel.id)
    await parent.create_thread(name="films", type=discord.ChannelType.public_thread)
    await stage.env.settle()
    (thread,) = stage.channel.threads
    response = await card(stage, channel=thread)
    assert [emoji for emoji, _ in reactions(stage, response)] == ["👍", "👎", "👀"]
    await stage.ben.react(response, "👎")
    verdict = await stage.services.storage.verdicts.get(stage.ben.id, MATRIX)
    assert verdict is Verdict.DISLIKE


async def test_a_card_in_direct_messages_has_buttons_and_reactions_but_no_counts(stage):
    user = stage.ana.user
    response = (await user.slash("movie", title="id:2571")).response
    assert response.embeds[0].title == "The Matrix (1999)"
    assert "👍" not in str(response.embeds[0].to_dict())
    assert [emoji for emoji, _ in reactions(stage, response)] == ["👍", "👎", "👀"]
    assert (await cards(stage))[response.id].guild_id is None
    pressed = await user.click(response, custom_id=f"privately:{MATRIX}")
    assert pressed.response.embeds[0].title == "The Matrix (1999)"


async def test_a_little_known_film_of_that_very_name_is_not_taken_for_a_famous_series(stage):
    asked = (await stage.ana.slash(stage.channel, "movie", title="the lord of the rings")).response
    first, *_ = (stage.services.recommender.catalog[_item(each)] for each in ids(asked))
    assert asked.ephemeral
    assert first.title.startswith("The Lord of the Rings: ")


def _item(custom_id):
    return int(custom_id.rpartition(":")[2])
