"""After the vote: the winner, the event, how it was, and what the next night remembers."""

import dataclasses
import re

import discord
from simcord import ChannelHandle

from bot.nights.night import Stage
from bot.nights.store import night_store
from bot.storage.types import Verdict
from tests.integration.bot.night import (
    adds_unlisted,
    approves,
    change,
    decided,
    does,
    is_done,
    only_night,
    posts,
    titles,
    told,
    verbs,
    vetoes,
    voting,
)


def events(stage):
    return [*stage.env.backend.get_guild(stage.guild.id).scheduled_events.values()]


async def test_the_winners_card_says_who_it_suits_and_what_came_second(stage):
    await stage.services.storage.visibility.set(stage.guild.id, stage.ben.id, visible=True)
    message = await voting(stage, stage.ben, stage.cleo)
    films = titles(message)
    for actor, numbers in ((stage.ana, (2, 3)), (stage.ben, (3,)), (stage.cleo, (2, 3))):
        await approves(actor, message, *numbers)
        await vetoes(actor, message, 4, "too *long*") if actor is stage.ben else None
        await is_done(actor, message)
    assert f"🏆 **{films[2]}** — 3 votes." in message.content
    assert f"Second: **{films[1]}**, 2 votes." in message.content
    assert f"🚫 Vetoed: {films[3]} (“too \\*long\\*”)" in message.content
    (card,) = message.embeds
    assert card.title == films[2]
    assert card.image.url
    assert card.footer.text == "Sample data (invented ratings)"
    (suits,) = card.fields
    assert suits.name == "Who it suits"
    assert f"<@{stage.ben.id}>" in suits.value
    assert f"<@{stage.ana.id}>" not in suits.value
    assert len(message.attachments) == 1
    assert verbs(message) == ["watched", "cancel"]


async def test_a_decided_night_becomes_an_event_once_and_cancelling_removes_it(stage):
    message = await decided(stage, stage.ben, when="in 3 hours")
    assert verbs(message) == ["event", "cancel"]
    old = next(each for each in message.components[0]["components"])["custom_id"]
    assert f"<@{stage.ana.id}>" in told(await does(stage.ben, message, "event"))
    made = await stage.ana.click(message, custom_id=old)
    assert told(made).startswith("📅 Event created: https://discord.com/events/")
    (event,) = events(stage)
    assert event.name == f"Movie night: {message.embeds[0].title}"
    assert str(message.id) in event.description
    assert verbs(message) == ["cancel"]
    await does(stage.ana, message, "cancel")
    assert "cancelled" in message.content
    assert events(stage) == []


async def test_what_members_type_goes_nowhere_as_markup_or_link(stage):
    hostile = "**Free** [x](https://evil.example/x) @everyone discord.gg/evil (1999)"
    thread = stage.env.backend.create_thread(
        stage.channel.id, "see https://evil.example", owner_id=stage.ben.id
    )
    channel = ChannelHandle(stage.env, stage.guild, thread)
    message = await voting(stage, stage.ben, when="in 3 hours", channel=channel)
    await adds_unlisted(stage.ben, channel, hostile)
    await vetoes(stage.ben, message, 1, hostile)
    await approves(stage.ben, message, 6)
    await does(stage.ana, message, "close")
    await does(stage.ana, message, "event")
    (event,) = events(stage)
    assert event.description.startswith(r"\*\*Free\*\* \[x\](…")
    assert "@everyone" not in event.name
    assert event.entity_metadata["location"] == "#see …"
    await stage.env.advance_time(3 * 3600 + 1)
    await does(stage.ana, message, "watched")
    await stage.ana.slash(channel, "movienight history")
    sent = [each.json for each in stage.env.http_requests if each.json]
    assert "Free" in str(sent)
    assert "evil" not in str(sent)


async def test_without_the_right_to_make_events_the_missing_one_is_named(stage):
    no_events = discord.PermissionOverwrite(create_events=False, manage_events=False)
    channel = stage.guild.create_text_channel("quiet", overwrites={stage.guild.me: no_events})
    message = await decided(stage, stage.ben, when="in 3 hours", channel=channel)
    said = told(await does(stage.ana, message, "event"))
    assert "**Create Events**" in said
    assert events(stage) == []


async def test_trouble_while_the_event_is_made_can_be_tried_again(stage):
    message = await decided(stage, stage.ben, when="in 3 hours")
    stage.env.inject_error("POST", "/guilds/*/scheduled-events", status=500, times=None)
    await does(stage.ana, message, "event")
    assert events(stage) == []
    stage.env.backend.faults.clear()
    assert "📅" in told(await does(stage.ana, message, "event"))
    assert len(events(stage)) == 1


async def forget_the_event(stage):
    """Leave what an end of the program would, after Discord made the event."""
    await change(stage, 1, lambda night: dataclasses.replace(night, event_id=None))


async def test_an_event_that_nobody_noted_is_found_whatever_it_is_called(stage):
    message = await decided(stage, stage.ben, when="in 3 hours")
    await does(stage.ana, message, "event")
    await forget_the_event(stage)
    (event,) = events(stage)
    event.name = "Our evening"
    foreign = dataclasses.replace(event, id=event.id + 1, creator_id=stage.ben.id)
    backend = stage.env.backend.get_guild(stage.guild.id)
    backend.scheduled_events = {foreign.id: foreign, event.id: event}
    said = told(await does(stage.ana, message, "event"))
    assert said.endswith(f"/{event.id}")
    assert len(events(stage)) == 2
    await forget_the_event(stage)
    await does(stage.ana, message, "cancel")
    assert events(stage) == [foreign]


async def test_an_event_that_may_not_be_removed_is_mentioned(stage):
    message = await decided(stage, stage.ben, when="in 3 hours")
    await does(stage.ana, message, "event")
    stage.env.inject_error("DELETE", "/guilds/*/scheduled-events/*", status=403, code=50013)
    said = told(await does(stage.ana, message, "cancel"))
    assert "still there" in said
    assert "cancelled" in message.content


async def test_everybody_who_joined_can_say_how_it_was_and_that_is_a_verdict(stage):
    message = await decided(stage, stage.ben, stage.cleo)
    film = (await only_night(stage)).winner.item_id
    dora = stage.guild.add_member(stage.env.create_user("dora"))
    assert f"<@{stage.ana.id}>" in told(await does(dora, message, "watched"))
    await does(stage.ben, message, "watched")
    (question,) = posts(stage, beginning="🎬 How was")
    assert message.embeds[0].title in question.content
    assert verbs(message) == ["liked", "disliked", "stub"]
    liked = await does(stage.ana, question, "liked")
    assert told(liked).startswith("👍 Saved: you like")
    await does(stage.cleo, message, "liked")
    changed = await does(stage.cleo, question, "disliked")
    assert told(changed).startswith("👎 Changed: you dislike")
    assert "You didn't join" in told(await does(dora, question, "liked"))
    assert message.content.endswith("🎬 Watched. 👍 1 · 👎 1")
    verdicts = stage.services.storage.verdicts.of
    assert (await verdicts(stage.ana.id))[film] is Verdict.LIKE
    assert (await verdicts(stage.cleo.id))[film] is Verdict.DISLIKE
    assert film not in await verdicts(dora.id)
    history = await dora.slash(stage.channel, "movienight history")
    assert history.response.ephemeral
    assert (
        f"**{message.embeds[0].title}** · 👍 1 👎 1 of 3" in history.response.embeds[0].description
    )


async def test_watched_is_asked_for_once_and_not_by_accident(stage):
    message = await decided(stage, stage.ben, when="in 3 hours")
    assert verbs(message) == ["event", "cancel"]
    await stage.env.advance_time(3 * 3600 + 1)
    (reminder,) = posts(stage)
    await does(stage.ben, reminder, "watched")
    assert "already saved" in told(await does(stage.ana, reminder, "watched"))
    assert len(posts(stage, beginning="🎬 How was")) == 1


async def test_a_film_outside_the_catalogue_wins_and_is_no_verdict(stage):
    message = await voting(stage, stage.ben)
    await adds_unlisted(stage.ben, stage.channel, "Some Odd Film (1999)")
    await approves(stage.ben, message, 6)
    await does(stage.ana, message, "close")
    assert "🏆 **Some Odd Film (1999)**" in message.content
    (card,) = message.embeds
    assert card.fields == []
    await does(stage.ana, message, "watched")
    assert "👍" not in told(await does(stage.ben, message, "liked"))
    history = (await stage.ben.slash(stage.channel, "movienight history")).response
    assert history.ephemeral
    assert "Some Odd Film (1999)" in history.embeds[0].description
    (wall,) = history.attachments
    assert history.embeds[0].image.url.endswith("wall.jpg")
    assert "Some Odd Film (1999) on " in wall.description
    assert "liked by 1, disliked by 0" in wall.description


async def test_history_has_pages_and_says_when_there_is_nothing(stage):
    empty = await stage.ana.slash(stage.channel, "movienight history")
    assert "movienight start" in empty.response.embeds[0].description
    further = await stage.ana.slash(stage.channel, "movienight history", page=2)
    assert "far back" in further.response.embeds[0].description


async def test_the_runner_up_comes_back_and_who_lost_out_counts_more(stage, monkeypatch):
    message = await voting(stage, stage.ben, stage.cleo)
    films = titles(message)
    await approves(stage.ana, message, 1)
    await approves(stage.cleo, message, 1)
    await approves(stage.ben, message, 2)
    await does(stage.ana, message, "close")
    assert "⚖️ One member" in message.content
    await does(stage.ana, message, "watched")

    weights = []
    recommender = stage.services.recommender
    ask = recommender.recommend_for_group

    async def listen(*args, **options):
        weights.append(options.get("weights"))
        return await ask(*args, **options)

    monkeypatch.setattr(recommender, "recommend_for_group", listen)
    again = await voting(stage, stage.ben, stage.cleo)
    assert [1.0, 1.25, 1.0] in weights
    place = titles(again).index(films[1])
    marked = ["runner-up last time" in embed.description for embed in again.embeds]
    assert marked == [number == place for number in range(5)]
    credit = {member.member_id: member.credit for member in (await only_night(stage)).members}
    assert credit == {stage.ana.id: 0.0, stage.ben.id: 0.25, stage.cleo.id: 0.0}


async def test_cancelling_by_command_or_button_ends_a_night_for_good(stage):
    message = await decided(stage, stage.ben, when="in 3 hours")
    await stage.ana.slash(stage.channel, "movienight cancel")
    assert "cancelled" in message.content
    assert message.embeds == []
    await stage.env.advance_time(6 * 3600)
    assert posts(stage) == posts(stage, beginning="🎬 How was") == []
    night = await night_store(stage.services).get(1)
    assert night.stage is Stage.CANCELLED


async def test_a_film_that_was_chosen_does_not_come_back_though_nobody_said_how_it_was(stage):
    message = await decided(stage, stage.ben)
    chosen = await only_night(stage)
    await does(stage.ana, message, "watched")
    nights = night_store(stage.services)
    for member, known in ((stage.ben, [chosen.winner.item_id]), (stage.cleo, [])):
        assert (await nights.before(stage.guild.id, [member.id])).chosen == known
    again = await voting(stage, stage.ben)
    winner = stage.services.recommender.catalog[chosen.winner.item_id].display
    assert not any(winner in title for title in titles(again))
    await does(stage.ana, again, "reroll")
    assert not any(winner in title for title in titles(again))


async def test_no_runner_up_comes_from_a_night_that_most_of_these_members_missed(stage):
    message = await voting(stage, stage.ben)
    await approves(stage.ana, message, 1, 2)
    await approves(stage.ben, message, 1)
    await does(stage.ana, message, "close")
    nights = night_store(stage.services)
    ana, ben, cleo = stage.ana.id, stage.ben.id, stage.cleo.id
    for members, count in (([ana, ben, cleo], 1), ([ben, cleo], 0), ([cleo], 0)):
        assert len((await nights.before(stage.guild.id, members)).runners_up) == count


async def test_history_says_what_is_next_first(stage):
    for when in ("in 3 days", "in 2 hours"):
        await decided(stage, stage.ben, when=when)
    shown = (await stage.ana.slash(stage.channel, "movienight history")).response.embeds[0]
    first, second = re.findall(r"Next: <t:(\d+)", shown.description)
    assert int(first) < int(second)


async def test_history_says_what_is_planned(stage):
    message = await decided(stage, stage.ben, when="in 3 hours")
    shown = (await stage.ana.slash(stage.channel, "movienight history")).response.embeds[0]
    assert shown.description.startswith("🎟️ Next: ")
    assert f"**{message.embeds[0].title}**" in shown.description
    assert str(message.id) in shown.description
    assert "movienight start" not in shown.description
