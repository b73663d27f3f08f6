"""What a night does by itself: in time, once, and whatever happens to the bot or the channel."""

import discord
import pytest
from simcord import ChannelHandle
from simcord.backend.models import Overwrite

from bot.nights import rules
from bot.nights.night import NightOptions, Post, Stage, Timer, Why
from bot.nights.store import Agenda, night_store
from bot.nights.text import POST_MARKS
from bot.storage.types import Remind
from tests.integration.bot.night import (
    agenda,
    approves,
    chosen,
    decided,
    does,
    is_done,
    marks,
    menu,
    only_night,
    posts,
    started,
    titles,
    told,
    verbs,
    vetoes_on,
    voting,
    while_away,
)
from tests.integration.bot.night import setting as choose
from tests.unit.bot.nights.gathered import gathered

HOUR = 3600
QUESTION = "🎬 How was"
FILM = int(2.75 * HOUR)
"""From its start to the question how it was, in seconds."""


async def night(stage, number=1):
    return await night_store(stage.services).get(number)


async def set_post(stage, post, state, attempted_at=None):
    """Put the record of a post back, as a crash before it was written would leave it."""
    await stage.services.storage.database.write(
        lambda con: con.execute(
            "UPDATE night_post SET state = ?, attempted_at = ?, message_id = NULL WHERE post = ?",
            (state, attempted_at, post),
        )
    )


def forbid(stage, channel, *rights):
    """Take rights from the bot in a channel."""
    denied = discord.Permissions(**dict.fromkeys(rights, True)).value
    bot = stage.env.backend.bot_user.id
    stage.env.backend.set_overwrite(channel.id, Overwrite(bot, 1, allow=0, deny=denied))


def wakes(stage, message):
    """Return whom Discord was told to notify of a message."""
    sent = [each.json for each in stage.env.http_requests if each.method == "POST" and each.json]
    (mentions,) = (
        each["allowed_mentions"] for each in sent if each.get("content") == message.content
    )
    return {name: found for name, found in mentions.items() if name != "replied_user"}


async def test_a_night_runs_by_itself_from_the_vote_to_the_question(stage):
    message = await voting(stage, stage.ben, stage.cleo, when="in 5 hours")
    members = (stage.ana, stage.ben, stage.cleo)
    everybody = {"parse": [], "users": [each.id for each in members]}
    (films,) = posts(stage, beginning="🗳️")
    assert wakes(stage, films) == {"parse": []}
    assert verbs(films) == ["ballot"]
    await approves(stage.ben, message, 2)
    await stage.env.advance_time(5 * HOUR - 15 * 60 - 60)
    assert posts(stage, beginning="⏰") == []
    await stage.env.advance_time(61)
    (soon,) = posts(stage, beginning="⏰")
    assert "You can still vote." in soon.content
    assert wakes(stage, soon) == everybody
    assert "Vote" in message.content
    await stage.env.advance_time(5 * 60)
    assert "🏆" in message.content
    (winner,) = posts(stage, beginning="🏆")
    assert wakes(stage, winner) == {"parse": []}
    assert posts(stage) == []
    await stage.env.advance_time(10 * 60)
    (reminder,) = posts(stage)
    title = message.embeds[0].title
    begins = int((await night(stage)).options.starts_at.timestamp())
    assert reminder.content.startswith(f"🍿 **{title}** starts <t:{begins}:R>. <@{stage.ana.id}>")
    assert wakes(stage, reminder) == everybody
    assert posts(stage, beginning=QUESTION) == []
    await stage.env.advance_time(FILM)
    (question,) = posts(stage, beginning=QUESTION)
    assert wakes(stage, question) == {"parse": []}
    assert verbs(message) == ["liked", "disliked", "stub"]
    await stage.env.advance_time(48 * HOUR)
    assert posts(stage) == [reminder]
    assert posts(stage, beginning=QUESTION) == [question]
    told = [each for each in stage.channel.history() if each.id != message.id]
    assert [each.content[0] for each in told] == ["🗳", "⏰", "🏆", "🍿", "🎬"]
    assert {each.reference.message_id for each in told} == {message.id}


async def test_nobody_is_mentioned_more_than_the_organiser_and_the_server_wish(stage):
    for setting, remind, begins in (
        (Remind.ALL, "start", ["🍿", "🎬"]),
        (Remind.ALL, "nothing", ["🎬"]),
        (Remind.START, "all", ["🍿", "🎬"]),
        (Remind.NOTHING, "start", ["🎬"]),
    ):
        channel = stage.guild.create_text_channel(f"{setting}-{remind}")
        await choose(stage, remind=setting)
        message = await decided(stage, stage.ben, when="in 2 hours", remind=remind, channel=channel)
        await stage.env.advance_time(2 * HOUR + FILM + 1)
        first, *told = channel.history()
        assert first.id == message.id
        assert [each.content[0] for each in told] == begins


async def test_a_run_off_calls_those_who_joined_once(stage):
    message = await voting(stage, stage.ben, stage.cleo)
    listed = titles(message)
    await approves(stage.ana, message, 1, 2)
    await does(stage.ana, message, "close")
    (runoff,) = posts(stage, beginning="⚖️")
    assert f"between **{listed[0]}** and **{listed[1]}**" in runoff.content
    members = (stage.ana, stage.ben, stage.cleo)
    assert wakes(stage, runoff) == {"parse": [], "users": [each.id for each in members]}
    assert runoff.reference.message_id == message.id
    ballot = (await does(stage.ben, runoff, "ballot")).response
    assert len(menu(ballot, "ok")["options"]) == 2
    await stage.restart()
    assert posts(stage, beginning="⚖️") == [runoff]


async def test_a_tie_at_the_time_has_its_run_off_and_its_end_in_time(stage):
    message = await voting(stage, stage.ben, vote_for="1 hour")
    await approves(stage.ana, message, 1, 2)
    await stage.env.advance_time(HOUR + 1)
    assert "**It's a tie!**" in message.content
    await approves(stage.ben, message, 2)
    await stage.env.advance_time(10 * 60 + 1)
    assert "it won the run-off 1 : 0" in message.content


async def test_without_time_for_a_run_off_the_first_film_wins_at_once(stage):
    message = await voting(stage, stage.ben, when="in 15 minutes")
    await approves(stage.ana, message, 1, 2)
    await stage.env.advance_time(10 * 60 + 1)
    assert (await only_night(stage)).why is Why.FAIREST
    assert "🏆" in message.content


async def test_a_restart_between_any_two_steps_changes_nothing(stage):
    message = await started(stage, when="in 3 hours")
    await stage.restart()
    await does(stage.ben, message, "join")
    await stage.restart()
    await does(stage.ana, message, "suggest")
    await stage.restart()
    ballot = await approves(stage.ana, message, 1)
    await stage.restart()
    await marks(stage.ana, ballot, 2)
    await stage.restart()
    ballot = (await does(stage.ben, message, "ballot")).response
    await vetoes_on(stage.ben, ballot, 3)
    await stage.restart()
    form = await does(stage.ben, ballot, "why")
    await stage.restart()
    await stage.ben.submit_modal(form, {})
    assert chosen(ballot, "no") == [3]
    await stage.restart()
    await does(stage.ana, message, "reroll")
    assert len(message.embeds) == 5
    await stage.restart()
    await is_done(stage.ana, message)
    await stage.restart()
    await is_done(stage.ben, message)
    assert "It's a tie" in message.content
    await stage.restart()
    await does(stage.ana, message, "close")
    await stage.restart()
    assert "📅" in told(await does(stage.ana, message, "event"))
    await stage.restart()
    await stage.env.advance_time(3 * HOUR)
    (reminder,) = posts(stage)
    await stage.restart()
    await does(stage.ben, reminder, "watched")
    await stage.restart()
    (question,) = posts(stage, beginning=QUESTION)
    await does(stage.ben, question, "liked")
    assert message.content.endswith("🎬 Watched. 👍 1 · 👎 0")
    contents = [each.content[0] for each in stage.channel.history()]
    assert contents == ["#", "🗳", "⚖", "🏆", "⏰", "🍿", "🎬"]


async def test_hours_away_delay_everything_and_double_nothing(stage):
    message = await voting(stage, stage.ben, when="in 3 hours")
    await approves(stage.ben, message, 2)
    await while_away(stage, 9 * HOUR)
    assert "🏆" in message.content
    await stage.env.advance_time(120)
    (reminder,) = posts(stage)
    assert " started <t:" in reminder.content
    assert posts(stage, beginning=QUESTION) == []
    await while_away(stage, 9 * HOUR)
    await stage.env.advance_time(120)
    assert len(posts(stage, beginning=QUESTION)) == len(posts(stage)) == 1
    await stage.restart()
    await stage.env.advance_time(24 * HOUR)
    contents = [each.content[0] for each in stage.channel.history()]
    assert contents == ["#", "🗳", "🍿", "🎬"]
    assert (await night(stage)).stage is Stage.WATCHED


async def test_a_decided_night_whose_hours_pass_while_the_bot_is_away_is_asked_about_once(stage):
    message = await decided(stage, stage.ben, when="in 3 hours")
    await while_away(stage, 9 * HOUR)
    await stage.env.advance_time(120)
    contents = [each.content[0] for each in stage.channel.history()]
    assert contents == ["#", "🗳", "🏆", "🎬"]
    assert verbs(message) == ["liked", "disliked", "stub"]


@pytest.mark.parametrize("post", [*Post])
async def test_a_crash_around_a_post_sends_it_exactly_once(stage, post):
    message = await voting(stage, stage.ben, when="in 3 hours")
    if post is not Post.FILMS:
        await approves(stage.ana, message, 1, 2)
        await does(stage.ana, message, "close")
    if post not in {Post.FILMS, Post.RUNOFF}:
        await does(stage.ana, message, "close")
    passed = {Post.SOON: -15 * 60, Post.REMINDER: 0, Post.HOW_WAS_IT: FILM}
    if post in passed:
        await stage.env.advance_time(3 * HOUR + passed[post] + 1)
    beginning = POST_MARKS[post]
    (sent,) = posts(stage, beginning=beginning)
    tried = int(stage.env.now().timestamp())
    for attempted_at, is_out in ((None, False), (tried, False), (tried, True), (tried, True)):
        if not is_out:
            stage.env.backend.delete_message(stage.channel.id, sent.id)
        await set_post(stage, post, "pending", attempted_at)
        await stage.restart()
        await stage.env.settle()
        (now,) = posts(stage, beginning=beginning)
        assert (now.id == sent.id) == is_out
        sent = now
        assert (await agenda(stage)).nights == []


async def test_trouble_at_discord_delays_a_post_and_a_picture_of_the_night(stage):
    message = await decided(stage, stage.ben, when="in 3 hours")
    stage.env.inject_error("POST", "/channels/*/messages", status=500, times=None)
    stage.env.inject_error("PATCH", "/channels/*/messages/*", status=500, times=None)
    await stage.env.advance_time(3 * HOUR + FILM + 1)
    assert len(stage.channel.history()) == 3
    assert verbs(message) == ["event", "cancel"]
    stage.env.backend.faults.clear()
    await stage.env.advance_time(120)
    assert (len(posts(stage)), len(posts(stage, beginning=QUESTION))) == (0, 1)
    assert verbs(message) == ["liked", "disliked", "stub"]


async def test_a_crash_before_a_night_was_announced_announces_it_once(stage):
    nights = night_store(stage.services)
    with stage.env.time_context():
        announced = gathered(
            stage.guild.id,
            stage.channel.id,
            stage.ana.id,
            NightOptions(),
            [stage.ben.id],
            nights.now(),
        )
        made = await nights.create(announced)
    await stage.restart()
    assert stage.channel.history() == []
    await stage.env.advance_time(120)
    (message,) = stage.channel.history()
    await does(stage.cleo, message, "join")
    assert (await nights.get(made.id)).message_id == message.id
    await nights.change(made.id, lambda night: rules.put_up(night, stage.channel.id, 0))
    await stage.services.storage.database.write(
        lambda con: con.execute("UPDATE night SET message_id = NULL")
    )
    await stage.restart()
    await stage.env.settle()
    assert len(stage.channel.history()) == 1
    assert (await nights.get(made.id)).message_id == message.id


async def test_a_deleted_message_is_posted_anew_with_the_next_change(stage):
    message = await voting(stage, stage.ben)
    ballot = await approves(stage.ben, message, 2)
    stage.env.backend.delete_message(stage.channel.id, message.id)
    await marks(stage.ben, ballot, 3)
    await does(stage.ben, ballot, "done")
    anew = stage.channel.last_message
    assert len(anew.embeds) == 5
    await does(stage.ana, anew, "close")
    (now,) = (each for each in stage.channel.history() if each.id == anew.id)
    assert "It's a tie" in now.content
    before = [each.id for each in stage.channel.history() if each.id != anew.id]
    stage.env.backend.delete_message(stage.channel.id, anew.id)
    await stage.ana.slash(stage.channel, "movienight cancel")
    assert [each.id for each in stage.channel.history()] == before


async def test_any_press_on_a_ballot_of_a_hidden_vote_brings_a_deleted_message_back(stage):
    message = await voting(stage, stage.ben)
    ballot = await approves(stage.ben, message, 2)
    for press in (marks, vetoes_on, marks):
        stage.env.backend.delete_message(stage.channel.id, message.id)
        await press(stage.ben, ballot, 3)
        message = stage.channel.last_message
        assert len(message.embeds) == 5
        assert (await only_night(stage)).message_id == message.id


async def test_a_refused_press_brings_a_deleted_message_back(stage):
    message = await voting(stage, stage.ben)
    ballot = await approves(stage.ben, message, 1)
    await does(stage.ana, message, "reroll")
    stage.env.backend.delete_message(stage.channel.id, message.id)
    await marks(stage.ben, ballot, 2)
    assert "any more" in ballot.content
    assert chosen(ballot) == [1]
    assert len(stage.channel.last_message.embeds) == 5


async def test_a_command_brings_a_deleted_message_back_while_people_join(stage):
    message = await started(stage)
    stage.env.backend.delete_message(stage.channel.id, message.id)
    said = told(await stage.ben.slash(stage.channel, "movienight suggest", title="Brazil"))
    assert "**Suggest films**" in said
    (anew,) = stage.channel.history()
    await does(stage.ben, anew, "join")
    assert stage.ben.mention in stage.channel.last_message.content


async def test_a_message_that_is_deleted_during_a_press_fails_nobody(stage):
    message = await started(stage)
    stage.env.inject_error(
        "PATCH", "/webhooks/*/*/messages/@original", status=404, code=10008, times=1
    )
    result = await does(stage.ben, message, "join")
    assert not any("gone from Discord" in each.content for each in result.followups)
    assert stage.ben.mention in message.content


async def test_presses_on_the_message_itself_ask_nobody_whether_it_is_there(stage):
    message = await voting(stage, stage.ben)
    before = len(stage.env.http_requests)
    await does(stage.cleo, message, "join")
    await does(stage.cleo, message, "leave")
    asked = [each.path for each in stage.env.http_requests[before:] if each.method == "GET"]
    assert asked == []


async def test_the_deleted_message_of_a_night_that_is_over_stays_away(stage):
    message = await decided(stage, stage.ben)
    await does(stage.ana, message, "watched")
    (question,) = posts(stage, beginning=QUESTION)
    stage.env.backend.delete_message(stage.channel.id, message.id)
    await does(stage.ben, question, "liked")
    assert stage.channel.last_message.id == question.id


async def test_a_forgotten_night_is_swept_away_and_its_buttons_say_so(stage):
    message = await started(stage)
    await stage.services.storage.database.execute("UPDATE night SET created_at = 0")
    await stage.restart()
    await stage.env.settle()
    assert "no longer have that movie night" in told(await does(stage.ben, message, "join"))


async def test_a_deleted_channel_calls_the_night_off(stage, caplog):
    caplog.set_level("INFO", "bot")
    channel = stage.guild.create_text_channel("short-lived")
    await decided(stage, stage.ben, channel=channel, when="in 3 hours")
    stage.env.backend.delete_channel(channel.id)
    await stage.env.advance_time(4 * HOUR)
    assert (await night(stage)).stage is Stage.CANCELLED
    assert "its channel is gone" in caplog.text
    assert await agenda(stage) == Agenda([], None)


async def test_without_the_right_to_send_the_night_goes_on_and_the_log_says_so(stage, caplog):
    message = await decided(stage, stage.ben, when="in 3 hours")
    forbid(stage, stage.channel, "send_messages")
    await stage.env.advance_time(3 * HOUR + FILM + 1)
    assert len(stage.channel.history()) == 3
    assert "no reminder could be posted" in caplog.text
    assert "no how_was_it could be posted" in caplog.text
    assert "Traceback" not in caplog.text
    assert (await agenda(stage)).nights == []
    assert "👍 Saved" in told(await does(stage.ben, message, "liked"))


async def test_without_the_right_to_view_the_channel_nothing_is_tried_for_ever(stage, caplog):
    message = await voting(stage, stage.ben, vote_for="1 hour")
    stage.env.backend.delete_message(stage.channel.id, message.id)
    forbid(stage, stage.channel, "view_channel", "send_messages")
    await stage.env.advance_time(2 * HOUR)
    assert (await night(stage)).stage is Stage.DECIDED
    assert caplog.text.count("can't be shown") == 1
    assert (await agenda(stage)).nights == []


async def test_a_night_in_a_thread_stays_there_also_when_it_was_archived(stage):
    made = stage.env.backend.create_thread(stage.channel.id, "film talk", owner_id=stage.ana.id)
    thread = ChannelHandle(stage.env, stage.guild, made)
    message = await voting(stage, stage.ben, channel=thread, when="in 5 hours")
    made.thread_metadata.archived = True
    stage.env.inject_error("PATCH", "/channels/*/messages/*", status=400, code=50083)
    await stage.env.advance_time(5 * HOUR + 1)
    assert not made.thread_metadata.archived
    assert "🏆" in message.content
    assert len(posts(stage, thread)) == 1
    assert posts(stage) == []


async def test_a_change_that_could_not_be_shown_at_once_is_shown_later(stage):
    message = await started(stage, stage.ben)
    stage.env.inject_error("PATCH", "/webhooks/*/*/messages/@original", status=500)
    await does(stage.ana, message, "suggest")
    await stage.env.settle()
    assert len(message.embeds) == 5
    assert len(titles(message)) == 5
    assert (await agenda(stage)).next_due is not None
    assert (await only_night(stage)).stage is Stage.VOTING


async def test_a_vote_that_ended_otherwise_does_not_ring(stage):
    message = await voting(stage, stage.ben, vote_for="1 hour")
    await does(stage.ana, message, "cancel")
    assert (await agenda(stage)).next_due is None
    await stage.services.storage.database.write(
        lambda con: con.execute(
            "INSERT INTO night_timer VALUES (1, ?, ?)",
            (Timer.VOTE_ENDS, int(stage.env.now().timestamp())),
        )
    )
    await stage.env.advance_time(2 * HOUR)
    assert await agenda(stage) == Agenda([], None)
    assert (await night(stage)).timers == {}
    assert "cancelled" in message.content
