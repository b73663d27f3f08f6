"""Announcing a movie night, and who is in."""

from datetime import UTC, datetime, timedelta

import discord

from bot.nights.store import night_store
from tests.integration.bot.night import (
    ROMANCE,
    SCI_FI,
    does,
    likes,
    only_night,
    posts,
    setting,
    started,
    tastes,
    told,
    verbs,
)


async def start(stage, **options):
    return await stage.ana.slash(stage.channel, "movienight start", **options)


async def test_a_night_is_announced_with_all_that_was_asked_for(stage):
    await tastes(stage)
    result = await start(
        stage,
        **{"when": "in 3 hours", "genre": "sci fi", "from": 1980, "to": 1999},
        max_minutes=120,
        strategy="no-misery",
        rewatches=True,
    )
    night = await only_night(stage)
    begins = stage.env.now() + timedelta(hours=3)
    assert abs(night.options.starts_at - begins) < timedelta(seconds=2)
    assert not result.response.ephemeral
    assert f"<t:{int(night.options.starts_at.timestamp())}:F>" in result.response.content
    assert "Sci-Fi · from 1980 · up to 1999 · at most 120 min" in result.response.content
    assert verbs(result.response) == ["join", "leave", "invite", "suggest", "cancel"]
    (welcome,) = result.followups
    assert welcome.ephemeral
    assert verbs(welcome) == ["show_fits"]


MISTAKES = [
    ({"when": "yesterday 20:00"}, "is already over"),
    ({"when": "whenever"}, "I need a day or a time"),
    ({"when": "2030-01-01 20:00"}, "more than a year away"),
    ({"vote_for": "a while"}, "I can't read that. Write it like"),
    ({"vote_for": "3 weeks"}, "between a minute and two weeks"),
    ({"genre": "Opera"}, "I don't know the genre “Opera”"),
    ({"from": 2000, "to": 1990}, "1990 to 2000"),
    ({"members": "ana and ben"}, "Mention the members"),
    ({"members": "<@1>"}, "<@1>"),
    ({"members": " ".join(f"<@{number}>" for number in range(1, 27))}, "25"),
    ({"voice": True}, "`voice`"),
]


async def test_what_cannot_be_meant_is_explained_to_the_organiser_alone(stage):
    for options, said in MISTAKES:
        assert said in told(await start(stage, **options))
    assert stage.channel.history(viewer=stage.ben) == []
    assert await night_store(stage.services).active(stage.guild.id) == []


async def test_times_are_those_of_the_servers_zone_also_when_clocks_change(stage):
    await setting(stage, time_zone="Europe/Berlin")
    await likes(stage, stage.ana, SCI_FI)
    await start(stage, when="2026-03-28 20:00")
    await start(stage, when="2026-03-29 20:00")
    nights = await night_store(stage.services).active(stage.guild.id)
    assert [night.options.starts_at for night in nights] == [
        datetime(2026, 3, 28, 19, tzinfo=UTC),
        datetime(2026, 3, 29, 18, tzinfo=UTC),
    ]


async def test_members_who_are_mentioned_or_in_the_voice_channel_are_invited_once(stage):
    await tastes(stage)
    robot = stage.guild.add_member(stage.env.create_user("robot", bot=True))
    voice = stage.guild.create_voice_channel("cinema")
    for actor in (stage.ana, stage.cleo, robot):
        await actor.join_voice(voice)
    members = f"{stage.ben.mention} <@!{stage.cleo.id}> {stage.ben.mention}"
    result = await start(stage, members=members, voice=True)
    night = await only_night(stage)
    assert night.member_ids == (stage.ana.id,)
    assert night.invited == (stage.ben.id, stage.cleo.id)
    assert f"Invited: {stage.ben.mention} {stage.cleo.mention}" in result.response.content
    await does(stage.ben, result.response, "join")
    await does(stage.cleo, result.response, "leave")
    night = await only_night(stage)
    assert (night.member_ids, night.invited) == ((stage.ana.id, stage.ben.id), ())
    assert "Invited" not in result.response.content


async def test_a_bot_is_not_invited(stage):
    robot = stage.guild.add_member(stage.env.create_user("robot", bot=True))
    said = told(await start(stage, members=robot.mention))
    assert said == f"<@{robot.id}> is a bot, and bots don't watch films."


async def test_joining_and_leaving_show_at_once_and_twice_is_explained(stage):
    message = await started(stage, stage.ben)
    assert f"**2** in: <@{stage.ana.id}> <@{stage.ben.id}>" in message.content
    again = await does(stage.ben, message, "join")
    assert told(again).startswith("🎟️ You're in already.")
    assert told(await does(stage.ben, message, "leave")).startswith("🚪 You're out.")
    assert "**1** in" in message.content
    assert "**Join**" in told(await does(stage.ben, message, "leave"))
    await does(stage.ana, message, "leave")
    assert "nobody" in message.content
    assert "anyone who joined can press **Suggest films**" in message.content


async def test_when_the_organiser_has_left_everyone_who_joined_runs_the_night(stage):
    message = await started(stage, stage.ben)
    said = told(await does(stage.ana, message, "leave"))
    assert "Everyone who joined can suggest films" in said
    alone = told(await does(stage.ben, message, "suggest"))
    assert alone.startswith("You're the only one in")
    assert f"Only <@{stage.ben.id}> is in" in told(await does(stage.ana, message, "suggest"))
    await does(stage.cleo, message, "join")
    await does(stage.cleo, message, "suggest")
    assert "The organiser isn't in." in message.content
    await does(stage.ben, message, "close")
    assert "🏆" in message.content


async def test_a_newcomer_gets_films_to_rate_and_nobody_else_hears_of_it(stage):
    message = await started(stage)
    joined = await does(stage.cleo, message, "join")
    welcome, deck = joined.followups
    assert welcome.ephemeral
    assert deck.ephemeral
    assert deck.content.startswith("I don't know your taste yet")
    assert len(deck.embeds) == 1
    assert "neutral" not in message.content
    again = await does(stage.cleo, message, "join")
    assert again.followups[1].content.startswith("I don't know your taste yet")
    assert (await only_night(stage)).member_ids == (stage.ana.id, stage.cleo.id)
    await stage.cleo.click(deck, custom_id=deck.components[0]["components"][0]["custom_id"])
    assert len((await does(stage.cleo, message, "join")).followups) == 1


async def test_a_member_who_was_named_gets_the_films_when_they_press_join(stage):
    message = await started(stage, members=stage.cleo.mention)
    joined = await does(stage.cleo, message, "join")
    assert "I don't know your taste yet" in told(joined)


async def test_an_organiser_without_taste_gets_films_to_rate_too(stage):
    result = await start(stage)
    assert "I don't know your taste yet" in told(result)


async def test_a_night_has_room_for_25(stage):
    await tastes(stage)
    others = [stage.guild.add_member(stage.env.create_user(f"guest{n}")) for n in range(24)]
    result = await start(stage, members=" ".join(actor.mention for actor in others))
    for actor in others:
        await does(actor, result.response, "join")
    assert "**25** in" in result.response.content
    assert "full" in told(await does(stage.ben, result.response, "join"))
    more = await start(stage, members=" ".join(actor.mention for actor in (*others, stage.ben)))
    assert "25" in told(more)
    await does(stage.ana, result.response, "suggest")
    assert len(result.response.embeds) == 5


async def test_only_the_organiser_and_who_manages_events_run_a_night(stage):
    message = await started(stage, stage.ben)
    said = told(await does(stage.ben, message, "suggest"))
    assert f"<@{stage.ana.id}>" in said
    assert "**Manage Events**" in said
    assert f"<@{stage.ana.id}>" in told(await does(stage.ben, message, "cancel"))
    role = stage.guild.create_role("hosts", permissions=discord.Permissions(manage_events=True))
    host = stage.guild.add_member(stage.env.create_user("host"), roles=[role])
    await does(host, message, "suggest")
    assert len(message.embeds) == 5
    assert told(await host.slash(stage.channel, "movienight cancel")).startswith("✖️ Cancelled.")
    assert "cancelled" in message.content
    assert message.embeds == []
    assert verbs(message) == []


async def test_everybody_who_joined_may_ask_for_films_where_that_is_set(stage):
    await setting(stage, anybody_suggests=True)
    message = await started(stage, stage.ben)
    assert "anyone who joined" in message.content
    assert f"<@{stage.ana.id}>" in told(await does(stage.cleo, message, "suggest"))
    await does(stage.ben, message, "suggest")
    assert len(message.embeds) == 5


async def test_it_takes_two(stage):
    message = await started(stage)
    assert "two" in told(await does(stage.ana, message, "suggest"))
    assert verbs(message) == ["join", "leave", "invite", "suggest", "cancel"]


async def test_who_left_the_server_before_the_films_is_out(stage):
    message = await started(stage, stage.ben, stage.cleo)
    stage.guild.remove_member(stage.cleo)
    await does(stage.ana, message, "suggest")
    assert (await only_night(stage)).member_ids == (stage.ana.id, stage.ben.id)
    assert f"<@{stage.cleo.id}>" not in message.content


async def test_without_the_engine_the_night_waits_and_works_later(stage):
    message = await started(stage, stage.ben)
    stage.index.away = True
    said = told(await does(stage.ana, message, "suggest"))
    assert said.startswith("Recommendations are down right now.")
    assert verbs(message) == ["join", "leave", "invite", "suggest", "cancel"]
    stage.index.away = False
    await does(stage.ana, message, "suggest")
    assert len(message.embeds) == 5


async def test_without_the_engine_nobody_can_tell_whether_the_others_have_a_taste(stage):
    """Nobody's taste is known, so nobody would have to be asked about: it waits all the same."""
    message = (await stage.ana.slash(stage.channel, "movienight start")).response
    await does(stage.ben, message, "join")
    stage.index.away = True
    said = told(await does(stage.ana, message, "suggest"))
    assert said.startswith("Recommendations are down right now.")
    stage.index.away = False
    await does(stage.ana, message, "suggest")
    stage.index.away = True
    said = told(await stage.ana.slash(stage.channel, "movienight suggest", title="Alien"))
    assert said.startswith("Recommendations are down right now.")


async def test_a_bot_that_lacks_rights_here_says_so_to_the_organiser(stage):
    await likes(stage, stage.ana, ROMANCE)
    mute = discord.PermissionOverwrite(send_messages=False, embed_links=False)
    quiet = stage.guild.create_text_channel("quiet", overwrites={stage.guild.me: mute})
    result = await stage.ana.slash(quiet, "movienight start")
    assert any("**Send Messages**, **Embed Links**" in each.content for each in result.followups)


async def test_genres_and_nights_are_offered_while_typing(stage):
    offered = await stage.ana.autocomplete(stage.channel, "movienight start", "genre", "sci")
    assert [each["value"] for each in offered] == ["Sci-Fi"]
    message = await started(stage, stage.ben)
    night = await only_night(stage)

    async def nights(command):
        found = await stage.ana.autocomplete(stage.channel, f"movienight {command}", "night", "")
        return [(each["name"], each["value"]) for each in found]

    assert await nights("close") == []
    assert await nights("cancel") == [(f"{night.id}: joining, 2 in", night.id)]
    await does(stage.ana, message, "suggest")
    assert await nights("close") == [(f"{night.id}: voting, 2 in", night.id)]


async def test_a_member_cannot_start_one_night_after_the_other(stage):
    await tastes(stage)
    for _ in range(3):
        await start(stage)
    assert "You have 3 movie nights without a film yet" in told(await start(stage))
    await stage.ben.slash(stage.channel, "movienight start")
    nights = await night_store(stage.services).active(stage.guild.id)
    await stage.ana.slash(stage.channel, "movienight cancel", night=nights[0].id)
    await start(stage)
    assert len(await night_store(stage.services).active(stage.guild.id)) == 4


async def test_a_start_that_moves_so_that_there_is_time_to_vote_says_so(stage):
    message = await started(stage, stage.ben, when="in 12 min")
    await stage.env.advance_time(300)
    await does(stage.ana, message, "suggest")
    assert "⏩ The film moved to " in message.content
    (post,) = posts(stage, beginning="🗳️")
    assert "⏩ The film moved to " in post.content
    other = await started(stage, stage.ben, when="in 12 min")
    await does(stage.ana, other, "suggest")
    assert "⏩" not in other.content
