"""Reactions on cards as verdicts: live, after a restart, and those made while the bot was away."""

from collections.abc import Iterator
from contextlib import contextmanager

import discord
import pytest

from bot.films.reactions import ReactionsCog
from bot.storage.types import Source, Verdict
from tests.integration.bot.night import approves, decided, does, only_night, voting
from tests.integration.bot.pressing import ids

MATRIX = 2571
LIKE, DISLIKE, SEEN = Verdict.LIKE, Verdict.DISLIKE, Verdict.SEEN


async def post(stage, channel=None, title="id:2571"):
    return (await stage.cleo.slash(channel or stage.channel, "movie", title=title)).response


async def verdict(stage, actor=None, item=MATRIX):
    return await stage.services.storage.verdicts.get((actor or stage.ana).id, item)


async def cards(stage):
    found = await stage.services.storage.cards.recent(discord.utils.snowflake_time(0), 10)
    return {each.message_id for each in found}


async def restart(stage):
    await stage.restart()
    await stage.env.settle()


@contextmanager
def away(stage) -> Iterator[None]:
    """Let Discord go on without the bot hearing of it."""
    subscribers = stage.env.backend.subscribers
    listening = list(subscribers)
    subscribers.clear()
    yield
    subscribers.extend(listening)


@pytest.mark.parametrize(
    ("emoji", "kept"),
    [
        ("👍", LIKE),
        ("👍🏽", LIKE),
        ("👍🏿", LIKE),
        ("❤️", LIKE),
        ("❤", LIKE),
        ("👎", DISLIKE),
        ("👎🏻", DISLIKE),
        ("👀", SEEN),
        ("🎉", None),
        ("🖤", None),
        ("👌🏽", None),
    ],
)
async def test_an_emoji_is_a_verdict_or_says_nothing(stage, emoji, kept):
    card = await post(stage)
    await stage.ana.react(card, emoji)
    assert await verdict(stage) is kept
    await stage.ana.unreact(card, emoji)
    assert await verdict(stage) is None


async def test_a_custom_emoji_says_nothing(stage):
    card = await post(stage)
    custom = stage.guild.create_emoji("like")
    await stage.ana.react(card, f"like:{custom.id}")
    assert await verdict(stage) is None


async def test_the_bot_says_nothing_to_a_reaction(stage):
    card = await post(stage)
    before = len(stage.channel.history())
    await stage.ana.react(card, "👍")
    assert len(stage.channel.history()) == before


async def test_reactions_of_bots_are_ignored(stage):
    card = await post(stage)
    robot = stage.guild.add_member(stage.env.create_user("robot", bot=True))
    await robot.react(card, "👍")
    assert await verdict(stage, robot) is None
    assert len(await stage.services.storage.verdicts.of(stage.env.bot.user.id)) == 0
    await restart(stage)
    assert await verdict(stage, robot) is None
    assert len(await stage.services.storage.verdicts.of(stage.env.bot.user.id)) == 0


async def test_messages_that_are_no_cards_are_ignored(stage):
    message = await stage.ben.send(stage.channel, "The Matrix!")
    await stage.ana.react(message, "👍")
    night = (await stage.ana.slash(stage.channel, "movienight start")).response
    await stage.ana.react(night, "👍")
    assert len(await stage.services.storage.verdicts.of(stage.ana.id)) == 0


@pytest.mark.parametrize("order", ["new one first", "old one first"])
async def test_a_changed_mind_counts_in_either_order(stage, order):
    card = await post(stage)
    await stage.ana.react(card, "👍")
    if order == "new one first":
        await stage.ana.react(card, "👎")
        await stage.ana.unreact(card, "👍")
    else:
        await stage.ana.unreact(card, "👍")
        await stage.ana.react(card, "👎")
    assert await verdict(stage) is DISLIKE


async def test_of_a_thumb_and_a_heart_one_is_enough(stage):
    card = await post(stage)
    await stage.ana.react(card, "👍")
    await stage.ana.react(card, "❤️")
    await stage.ana.unreact(card, "👍")
    assert await verdict(stage) is LIKE
    await stage.ana.unreact(card, "❤️")
    assert await verdict(stage) is None


async def test_only_the_verdict_that_a_reaction_gave_goes_with_it(stage):
    card = await post(stage)
    await stage.ana.react(card, "👍")
    await stage.ana.slash(stage.channel, "rate", movie="id:2571", verdict="dislike")
    await stage.ana.unreact(card, "👍")
    assert await verdict(stage) is DISLIKE


async def test_old_cards_still_count_after_a_restart(stage):
    card = await post(stage)
    await stage.ana.react(card, "👍")
    await restart(stage)
    await stage.ben.react(card, "👎")
    await stage.ana.unreact(card, "👍")
    assert (await verdict(stage, stage.ana), await verdict(stage, stage.ben)) == (None, DISLIKE)


async def test_what_members_did_while_the_bot_was_away_counts(stage, caplog):
    card, other = await post(stage), await post(stage, title="id:1")
    await stage.ana.react(card, "👍")
    await stage.ben.react(card, "👍")
    await stage.ben.react(card, "❤️")
    with away(stage):
        await stage.ana.unreact(card, "👍")
        await stage.ana.react(card, "👎🏿")
        await stage.ben.unreact(card, "👍")
        await stage.ben.react(other, "👀")
        await stage.cleo.react(other, "🎉")
    assert (await verdict(stage, stage.ana), await verdict(stage, stage.ben)) == (LIKE, LIKE)
    with caplog.at_level("INFO"):
        await restart(stage)
    assert (await verdict(stage, stage.ana), await verdict(stage, stage.ben)) == (DISLIKE, LIKE)
    assert await verdict(stage, stage.ben, 1) is SEEN
    assert len(await stage.services.storage.verdicts.of(stage.cleo.id)) == 0
    assert "2 verdicts came in by reactions while the bot was away" in caplog.text
    caplog.clear()
    await restart(stage)
    assert "came in by reactions" not in caplog.text


async def test_a_verdict_given_otherwise_is_not_overruled_by_an_old_reaction(stage):
    card = await post(stage)
    await stage.ana.react(card, "👍")
    await stage.services.storage.verdicts.rate(stage.ana.id, MATRIX, DISLIKE, Source.COMMAND)
    await restart(stage)
    assert await verdict(stage) is DISLIKE


async def test_a_deleted_card_is_forgotten_and_its_verdicts_stay(stage):
    card = await post(stage)
    await stage.ana.react(card, "👍")
    stage.env.backend.delete_message(card.channel_id, card.id)
    await restart(stage)
    assert await cards(stage) == set()
    assert await verdict(stage) is LIKE


async def test_a_channel_that_the_bot_may_no_longer_read_hides_only_its_own_cards(stage, caplog):
    secret = stage.guild.create_text_channel("secret")
    hidden, card = await post(stage, secret), await post(stage, title="id:1")
    denied = discord.PermissionOverwrite(view_channel=False)
    with away(stage):
        await stage.ana.react(hidden, "👍")
        await stage.ana.react(card, "👍")
    channel = stage.env.bot.get_channel(secret.id)
    await channel.set_permissions(stage.guild.me, overwrite=denied)
    await restart(stage)
    assert await verdict(stage) is None
    assert await verdict(stage, item=1) is LIKE
    assert hidden.id in await cards(stage)
    assert [each for each in caplog.records if each.levelname == "ERROR"] == []


async def test_a_card_that_discord_fails_to_show_does_not_keep_the_others_back(stage, caplog):
    first, second = await post(stage), await post(stage, title="id:1")
    with away(stage):
        await stage.ana.react(first, "👍")
        await stage.ana.react(second, "👍")
    path = f"/channels/*/messages/{second.id}"
    stage.env.inject_error("GET", path, status=400, code=50035, times=1)
    await restart(stage)
    assert await verdict(stage) is LIKE
    assert await verdict(stage, item=1) is None
    assert f"Could not read card {second.id} again" in caplog.text
    await restart(stage)
    assert await verdict(stage, item=1) is LIKE


async def test_a_moderator_who_tidies_up_takes_no_verdict_away(stage):
    card = await post(stage)
    await stage.ana.react(card, "👍")
    await stage.ben.react(card, "👎")
    stage.env.backend.clear_reaction(card.channel_id, card.id, "👍")
    await stage.env.settle()
    stage.env.backend.clear_reactions(card.channel_id, card.id)
    await stage.env.settle()
    await restart(stage)
    assert (await verdict(stage, stage.ana), await verdict(stage, stage.ben)) == (LIKE, DISLIKE)
    await stage.services.storage.verdicts.rate(stage.ana.id, MATRIX, SEEN, Source.COMMAND)
    await stage.ana.react(card, "👍")
    assert await verdict(stage) is LIKE


async def test_where_only_the_bot_reacted_nobody_is_asked_for(stage):
    quiet, busy = await post(stage), await post(stage, title="id:1")
    await stage.ana.react(busy, "👍")
    before = len(stage.env.http_requests)
    await restart(stage)
    asked = [each.path for each in stage.env.http_requests[before:] if each.method == "GET"]
    assert not [path for path in asked if f"{quiet.id}/reactions" in path]
    assert len([path for path in asked if f"{busy.id}/reactions" in path]) == 1


async def test_nothing_of_this_needs_the_message_in_memory(stage):
    await post(stage)
    assert list(stage.env.bot.cached_messages) == []


async def direct(stage, command, **options):
    return (await stage.ana.user.slash(command, **options)).response


async def react(stage, message, emoji):
    """Let Ana react in her direct messages."""
    await stage.ana.user.set_reaction(message, emoji, reacted=True)


async def one_film(stage, channel=None, actor=None, **options):
    """Return a list of one film, and the film."""
    result = await (actor or stage.ben).slash(
        *([channel] if channel else []), "recommend", count=1, **options
    )
    return result.response, film_of(result.response)


def film_of(message):
    (rate,) = [each for each in ids(message) if each.startswith("say:l:")]
    return int(rate.rsplit(":", 1)[1])


async def test_reactions_on_a_card_in_direct_messages_count_also_when_the_bot_was_away(stage):
    card, other = (
        await direct(stage, "movie", title="id:2571"),
        await direct(stage, "movie", title="id:1"),
    )
    await react(stage, card, "👍")
    assert await verdict(stage) is LIKE
    with away(stage):
        await react(stage, other, "👀")
    await restart(stage)
    assert await verdict(stage, item=1) is SEEN


async def test_reactions_on_a_list_of_one_film_count_as_on_a_card(stage):
    films, item = await one_film(stage, stage.channel)
    await stage.ana.react(films, "👍")
    assert await verdict(stage, item=item) is LIKE
    with away(stage):
        await stage.cleo.react(films, "👎")
    await restart(stage)
    assert await verdict(stage, stage.cleo, item) is DISLIKE
    mine, item = await one_film(stage, actor=stage.ana.user)
    await react(stage, mine, "👀")
    assert await verdict(stage, item=item) is SEEN


async def test_after_more_they_count_for_the_film_that_stands_there_then(stage):
    films, first = await one_film(stage, stage.channel)
    await stage.ana.react(films, "👍")
    with away(stage):
        await stage.cleo.react(films, "👍")
    (more,) = [each for each in ids(films) if ":next:" in each]
    films = (await stage.ben.click(films, custom_id=more)).response
    second = film_of(films)
    await stage.ben.react(films, "👎")
    assert await verdict(stage, stage.ben, second) is DISLIKE
    await restart(stage)
    await stage.ana.unreact(films, "👍")
    assert await verdict(stage, stage.ana, first) is LIKE
    assert await verdict(stage, stage.ana, second) is None
    assert await verdict(stage, stage.cleo, second) is None


async def test_what_a_member_alone_sees_is_no_card(stage):
    await stage.services.storage.watchlists.add(stage.ana.id, MATRIX)
    await stage.ana.slash(stage.channel, "recommend", count=1, private=True)
    await stage.ana.slash(stage.channel, "watchlist pick")
    assert await cards(stage) == set()


async def test_reactions_on_the_winner_of_a_night_count_and_those_before_do_not(stage):
    message = await voting(stage, stage.ben)
    item = (await only_night(stage)).films[0].item_id
    await stage.cleo.react(message, "👍")
    await approves(stage.ana, message, 1)
    await does(stage.ana, message, "close")
    await stage.ben.react(message, "❤️")
    assert await verdict(stage, stage.ben, item) is LIKE
    await restart(stage)
    assert len(await stage.services.storage.verdicts.of(stage.cleo.id)) == 0
    await does(stage.ana, message, "cancel")
    assert await cards(stage) == set()
    assert await verdict(stage, stage.ben, item) is LIKE


async def test_reactions_on_a_winner_that_were_made_while_the_bot_was_away_count(stage):
    message = await decided(stage, stage.ben)
    item = (await only_night(stage)).winner.item_id
    with away(stage):
        await stage.ben.react(message, "👎")
    await restart(stage)
    assert await verdict(stage, stage.ben, item) is DISLIKE


async def test_what_is_deleted_while_old_reactions_are_read_stays_deleted(stage, monkeypatch):
    card = await post(stage)
    with away(stage):
        await stage.ana.react(card, "👍")
        await stage.ben.react(card, "👍")
    read = ReactionsCog._standing

    async def read_while_ana_deletes_everything(cog, of):
        standing = await read(cog, of)
        cog._client.dispatch("member_erased", stage.ana.id)
        await cog._resources.storage.members.erase(stage.ana.id)
        return standing

    with monkeypatch.context() as patched:
        patched.setattr(ReactionsCog, "_standing", read_while_ana_deletes_everything)
        await restart(stage)
    await restart(stage)
    assert await verdict(stage) is None
    assert len(await stage.services.storage.verdicts.of(stage.ana.id)) == 0
