"""The shortlist and the vote on it."""

import asyncio
from functools import partial

from bot.errors import OutOfDate
from bot.nights import render, rules
from bot.nights.night import Night, Stage, Why
from bot.nights.rules import Actor
from bot.nights.store import night_store
from bot.posters import FilmFacts
from bot.storage.facts import CachedFacts, FactsCache
from bot.storage.types import Source, Verdict
from tests.integration.bot.night import (
    ROMANCE,
    SCI_FI,
    adds_unlisted,
    approves,
    button,
    buttons,
    change,
    does,
    is_done,
    likes,
    only_night,
    posts,
    setting,
    started,
    titles,
    told,
    verbs,
    vetoes,
    voting,
)
from tests.integration.bot.pressing import ids, press


async def know_lengths(stage, minutes_of):
    """Let OMDb have told the length of these films."""
    cache = FactsCache(stage.services.storage.database)
    for movie in stage.services.recommender.catalog:
        minutes = minutes_of(movie)
        if minutes is not None:
            facts = FilmFacts(runtime_minutes=minutes).to_json()
            await cache.save(movie.id, CachedFacts(movie.imdb_id, facts, stage.env.now()))


def item_of(stage, title):
    return stage.services.recommender.catalog.resolve(title).id


async def test_a_shortlist_has_five_films_that_nobody_knows_with_pictures_and_fits(stage):
    await stage.services.storage.verdicts.rate(
        stage.ben.id,
        item_of(stage, "Star Wars: Episode IV - A New Hope"),
        Verdict.SEEN,
        Source.COMMAND,
    )
    await stage.services.storage.verdicts.rate(
        stage.ben.id, item_of(stage, "Inception"), Verdict.NOT_INTERESTED, Source.COMMAND
    )
    await stage.services.storage.visibility.set(stage.guild.id, stage.ben.id, visible=True)
    message = await voting(stage, stage.ben, stage.cleo)
    assert len(message.embeds) == len(message.attachments) == 5
    known = {"Alien (1979)", "The Matrix (1999)", "Titanic (1997)", "Inception (2010)"}
    assert not known & {*titles(message)}
    assert not any("A New Hope" in title for title in titles(message))
    for number, embed in enumerate(message.embeds, start=1):
        assert embed.title.startswith(f"{number} · ")
        assert f"<@{stage.ben.id}>" in embed.description
        assert embed.thumbnail.url
    assert message.embeds[-1].footer.text == "Sample data (invented ratings)"
    assert verbs(message) == ["ballot", "reroll", "close", "cancel"]


async def test_genre_and_years_hold_also_for_a_reroll(stage):
    message = await voting(stage, stage.ben, **{"genre": "Comedy", "from": 1980, "to": 1999})
    for _ in range(2):
        for embed in message.embeds:
            assert "Comedy" in embed.description
            assert 1980 <= int(embed.title[-5:-1]) <= 1999
        before = {*titles(message)}
        await does(stage.ana, message, "reroll")
        assert not before & {*titles(message)}


async def test_films_that_are_known_to_be_too_long_are_out_and_unknown_ones_are_marked(stage):
    await know_lengths(stage, lambda movie: None if movie.year % 2 else 60 + movie.year % 100)
    message = await voting(stage, stage.ben, max_minutes=130)
    assert len(message.embeds) == 5
    for embed in message.embeds:
        unknown = int(embed.title[-5:-1]) % 2 == 1
        assert unknown == ("⏱️ length unknown" in embed.description)


async def test_a_few_short_films_among_many_long_ones_are_found(stage):
    catalog = stage.services.recommender.catalog
    short = {movie.id for movie in list(catalog)[::9]}
    await know_lengths(stage, lambda movie: 90 if movie.id in short else 240)
    message = await voting(stage, stage.ben, max_minutes=100)
    assert len(message.embeds) == 5
    assert all("1 h 30 min" in embed.description for embed in message.embeds)


async def test_rewatches_bring_back_what_is_liked_but_not_what_is_disliked(stage):
    items = list(stage.services.recommender.catalog)
    for movie in items:
        verdict = Verdict.LIKE if "Sci-Fi" in movie.genres else Verdict.DISLIKE
        await stage.services.storage.verdicts.rate(stage.cleo.id, movie.id, verdict, Source.COMMAND)
    message = await started(stage, stage.cleo, rewatches=False)
    said = told(await does(stage.ana, message, "suggest"))
    assert "filters" in said
    await does(stage.ana, message, "cancel")
    again = await voting(stage, stage.cleo, rewatches=True)
    assert len(again.embeds) == 5
    assert all("Sci-Fi" in embed.description for embed in again.embeds)


async def test_every_strategy_finds_films(stage):
    lists = []
    for strategy in ("fair", "average", "no-misery"):
        message = await voting(stage, stage.ben, strategy=strategy)
        lists.append(titles(message))
        await does(stage.ana, message, "cancel")
    assert all(len(found) == 5 for found in lists)
    assert lists[0] != lists[1]


async def test_a_ballot_is_private_changeable_and_shows_ones_own_fit(stage):
    message = await voting(stage, stage.ben, stage.cleo)
    content = message.content
    ballot = await approves(stage.ana, message, 1, 3)
    assert ballot.ephemeral
    marks = [line[0] for line in ballot.content.splitlines() if line[-1] != "."][1:]
    assert marks == ["✅", "▫", "✅", "▫", "▫"]
    assert "fit for you" in ballot.content
    await stage.ana.click(ballot, custom_id=button(ballot, "ok", 1))
    assert ballot.content.count("✅ **") == 1
    assert message.content == content
    theirs = (await does(stage.cleo, message, "ballot")).response
    assert "✅ **" not in theirs.content
    assert "fit for you" not in theirs.content
    assert "neutral" in theirs.content


async def test_a_veto_moves_is_taken_back_and_gives_way_to_approval(stage):
    message = await voting(stage, stage.ben)
    ballot = await vetoes(stage.ana, message, 2, "seen it on a plane")
    assert "🚫 **2**" in ballot.content
    ballot = await vetoes(stage.ana, message, 4)
    assert "🚫 **4**" in ballot.content
    assert ballot.content.count("🚫 **") == 1
    await stage.ana.click(ballot, custom_id=button(ballot, "ok", 4))
    assert "✅ **4**" in ballot.content
    assert "🚫 **" not in ballot.content
    ballot = await vetoes(stage.ana, message, 4)
    assert "✅ **" not in ballot.content
    await stage.ana.click(ballot, custom_id=button(ballot, "no", 4))
    assert "🚫 **" not in ballot.content
    assert (await only_night(stage)).vetoes == {}


async def test_hidden_votes_do_not_edit_the_message_again_and_again(stage):
    message = await voting(stage, stage.ben)
    ballot = await approves(stage.ana, message, 1)

    def edits():
        paths = [each.path for each in stage.env.http_requests if each.method == "PATCH"]
        return [path for path in paths if path.endswith(f"/messages/{message.id}")]

    before = len(edits())
    for number in (2, 3, 4, 2):
        await stage.ana.click(ballot, custom_id=button(ballot, "ok", number))
    assert len(edits()) == before
    await does(stage.ana, ballot, "done")
    assert len(edits()) == before + 1
    assert "1 of 2 done" in message.content


async def test_the_largest_night_keeps_to_the_limits_of_discord(stage):
    guests = [stage.guild.add_member(stage.env.create_user(f"guest{n}")) for n in range(23)]
    everybody = (stage.ben, *guests)
    for actor in everybody:
        await stage.services.storage.visibility.set(stage.guild.id, actor.id, visible=True)
        await likes(stage, actor, SCI_FI if actor.id % 2 else ROMANCE)
    await setting(stage, hidden_votes=False)
    message = await voting(stage, *everybody)
    for number, actor in enumerate(everybody[:5]):
        await adds_unlisted(actor, stage.channel, f"Zq{number}{'*_<@1>' * 12}")
    assert len(message.embeds) == 10
    night = await only_night(stage)
    page = await render.page(stage.services, night, "Film club")
    assert len(page.content) <= 2_000
    assert sum(map(len, page.embeds)) <= 6_000
    assert all("others" in embed.description for embed in page.embeds[:5])
    assert len(message.components) == 3
    ballot = await approves(stage.ben, message, 10)
    assert len(ballot.components) == 5
    assert len(ballot.content) <= 2_000
    for number, actor in enumerate(everybody, start=1):
        film, member = night.films[number % 9], Actor(actor.id)
        await change(
            stage, night.id, partial(rules.veto, film_id=film.id, actor=member, reason="*" * 150)
        )
    await does(stage.ana, message, "close")
    assert "🏆" in message.content
    assert len(message.content) <= 2_000


async def test_open_votes_are_counted_in_the_message(stage):
    await setting(stage, hidden_votes=False)
    message = await voting(stage, stage.ben)
    await approves(stage.ana, message, 1, 2)
    await approves(stage.ben, message, 2)
    assert message.content.endswith(
        "**1**: 1 ✅ · **2**: 2 ✅ · **3**: 0 ✅ · **4**: 0 ✅ · **5**: 0 ✅"
    )


async def test_who_has_not_joined_has_no_vote(stage):
    message = await voting(stage, stage.ben)
    assert "didn't join" in told(await does(stage.cleo, message, "ballot"))
    first = button(message, "ok", 1)
    assert "didn't join" in told(await stage.cleo.click(message, custom_id=first))
    assert "didn't join" in told(
        await stage.cleo.slash(stage.channel, "movienight suggest", title="Brazil")
    )
    said = told(await stage.cleo.slash(stage.channel, "movienight close"))
    assert f"<@{stage.ana.id}>" in said
    assert f"<@{stage.ana.id}>" in told(await does(stage.ben, message, "reroll"))


async def test_a_mistyped_title_is_offered_beside_adding_it_as_it_is(stage):
    message = await voting(stage, stage.ben)
    asked = await stage.ben.slash(stage.channel, "movienight suggest", title="brazill")
    assert asked.response.ephemeral
    assert ids(asked.response)[-1].endswith(":brazill")
    brazil = stage.services.recommender.catalog.resolve("Brazil (1985)").id
    night = await only_night(stage)
    said = told(await press(stage.ben, asked.response, f"add:{night.id}:{brazil}"))
    assert "➕ **Brazil (1985)** is now number 6" in said
    assert len(message.embeds) == 6


async def test_a_reroll_keeps_what_is_backed_or_named_and_asks_for_votes_anew(stage):
    message = await voting(stage, stage.ben)
    backed = titles(message)[2]
    swapped = {*titles(message)} - {backed}
    await approves(stage.ben, message, 3)
    await adds_unlisted(stage.ben, stage.channel, "Some Odd Film (1999)")
    await is_done(stage.ben, message)
    assert "1 of 2 done" in message.content
    await does(stage.ana, message, "reroll")
    assert "0 of 2 done" in message.content
    assert len(message.embeds) == 6
    assert {backed, "Some Odd Film (1999)"} <= {*titles(message)}
    assert not swapped & {*titles(message)}
    await approves(stage.ana, message, *range(1, 7))
    said = told(await does(stage.ana, message, "reroll"))
    assert "backs" in said


async def test_a_member_adds_one_film_of_the_catalogue_or_any_title(stage):
    message = await voting(stage, stage.ben, stage.cleo)

    async def add(actor, title):
        return told(await actor.slash(stage.channel, "movienight suggest", title=title))

    assert "➕ **Brazil (1985)** is now number 6" in await add(stage.ben, "Brazil")
    assert message.embeds[5].description.splitlines()[1] == f"➕ added by <@{stage.ben.id}>"
    assert "already added" in await add(stage.ben, "Clue")
    assert "already on the list" in await add(stage.ana, "Brazil (1985)")
    assert "title" in await add(stage.ana, "   ")
    assert "I couldn't find" in await add(stage.ana, "id:99999999")
    asked = await stage.ana.slash(
        stage.channel, "movienight suggest", title="**My** @everyone <@1> film"
    )
    assert "isn't in my catalogue: add it anyway?" in told(asked)
    assert len(message.embeds) == 6
    said = told(await press(stage.ana, asked.response, "title:"))
    assert "\\*\\*My\\*\\*" in said
    assert message.embeds[6].title.startswith("7 · \\*\\*My")
    assert "not in my catalogue" in message.embeds[6].description
    assert len(buttons(message)) == 7 + 4


async def test_the_vote_ends_when_everybody_is_done_and_not_by_pressing_twice(stage):
    message = await voting(stage, stage.ben)
    await approves(stage.ana, message, 2)
    ballot = (await does(stage.ana, message, "ballot")).response
    done = next(each["custom_id"] for each in buttons(ballot) if each["label"] == "I'm done")
    night, ana, now = await only_night(stage), Actor(stage.ana.id), stage.env.now()
    await stage.ana.click(ballot, custom_id=done)
    once = await only_night(stage)
    twice = await change(
        stage, night.id, lambda each: rules.set_done(each, ana, Stage.VOTING, now, done=True)
    )
    assert twice == once
    assert "1 of 2 done" in message.content
    await does(stage.ana, ballot, "undone")
    await stage.env.settle()
    assert "0 of 2 done" in message.content
    await does(stage.ana, ballot, "done")
    last = await is_done(stage.ben, message)
    assert last.content.startswith("🗳️")
    assert last.components == []
    assert "🏆" in message.content
    assert (await only_night(stage)).why is Why.APPROVALS


async def test_a_tie_goes_to_a_run_off_that_old_buttons_do_not_touch(stage):
    message = await voting(stage, stage.ben, stage.cleo)
    await approves(stage.ana, message, 1, 2)
    old = await approves(stage.ben, message, 1, 2)
    done = next(each["custom_id"] for each in buttons(old) if each["label"] == "I'm done")
    close = next(each["custom_id"] for each in buttons(message) if each["label"] == "End the vote")
    night = await only_night(stage)
    nights, ana, now = night_store(stage.services), Actor(stage.ana.id), stage.env.now()
    presses = (
        nights.change(night.id, lambda night: rules.close(night, ana, Stage.VOTING, now))
        for _ in range(3)
    )
    outcomes = await asyncio.gather(*presses, return_exceptions=True)
    assert [type(each) for each in outcomes] == [Night, OutOfDate, OutOfDate]
    await change(stage, night.id, lambda night: night)
    await stage.ben.click(old, custom_id=done)
    await stage.env.settle()
    night = await only_night(stage)
    assert night.stage is Stage.RUNOFF
    assert not any(member.done for member in night.members)
    assert "between 1 and 2" in message.content
    assert verbs(message) == ["ballot", "runoff_close", "cancel"]
    assert close not in {each["custom_id"] for each in buttons(message)}
    ballot = await approves(stage.cleo, message, 2)
    assert not any(each["custom_id"].startswith("vote:no") for each in buttons(ballot))
    for actor in (stage.ana, stage.ben, stage.cleo):
        await is_done(actor, message)
    assert "1 : 0" in message.content
    assert (await only_night(stage)).why is Why.RUNOFF


async def test_a_tie_in_the_run_off_goes_to_the_first_on_the_list(stage):
    message = await voting(stage, stage.ben)
    await approves(stage.ana, message, 1, 5)
    assert told(await stage.ana.slash(stage.channel, "movienight close")).startswith("🏁")
    night = await only_night(stage)
    assert night.stage is Stage.RUNOFF
    first, _ = (film.id for film in night.films if film.id in night.runoff)
    assert told(await stage.ana.slash(stage.channel, "movienight close")).startswith("🏁")
    night = await only_night(stage)
    assert night.stage is Stage.DECIDED
    assert (night.winner_id, night.why) == (first, Why.FAIREST)


async def test_when_nobody_votes_or_all_is_vetoed_there_is_a_winner_all_the_same(stage):
    message = await voting(stage, stage.ben)
    await does(stage.ana, message, "close")
    assert (await only_night(stage)).why is Why.NO_VOTES
    guests = [stage.guild.add_member(stage.env.create_user(f"guest{n}")) for n in range(4)]
    message = await voting(stage, stage.ben, *guests)
    for number, actor in enumerate((stage.ana, stage.ben, *guests[:3]), start=1):
        await vetoes(actor, message, number, f"reason {number}")
    await approves(guests[3], message, 4)
    await does(stage.ana, message, "close")
    assert "Every film got a veto" in message.content
    assert f"🏆 **{message.embeds[0].title}**" in message.content
    assert "“reason 1”" in message.content


async def test_after_the_end_old_buttons_explain_themselves(stage):
    message = await voting(stage, stage.ben)
    ballot = await approves(stage.ben, message, 1)
    vote, done = button(ballot, "ok", 2), "I'm done"
    await does(stage.ana, message, "close")
    assert "no vote" in told(await stage.ben.click(ballot, custom_id=vote))
    assert "no vote" in told(await stage.ben.click(ballot, label=done))
    said = told(await stage.ben.slash(stage.channel, "movienight suggest", title="Brazil"))
    assert "any movie night here" in said
    assert posts(stage) == []


async def test_two_nights_in_one_channel_are_told_apart(stage):
    one = await voting(stage, stage.ben)
    other = await voting(stage, stage.ben)
    said = told(await stage.ana.slash(stage.channel, "movienight close"))
    assert said.endswith("1: voting, 2 in · 2: voting, 2 in.")
    await approves(stage.ana, other, 3)
    await stage.ana.slash(stage.channel, "movienight close", night=2)
    assert "🏆" in other.content
    assert "🏆" not in one.content
    await stage.ana.slash(stage.channel, "movienight close")
    assert "Nobody voted" in one.content


async def test_nights_of_two_servers_do_not_meet(stage):
    message = await voting(stage, stage.ben)
    elsewhere = stage.env.create_guild("Elsewhere")
    lobby = elsewhere.create_text_channel("lobby")
    ana = elsewhere.add_member(stage.ana.user)
    assert "movienight start" in told(await ana.slash(lobby, "movienight close"))
    assert "movienight start" in told(await ana.slash(lobby, "movienight cancel", night=1))
    started_there = await ana.slash(lobby, "movienight start")
    await does(ana, started_there.response, "cancel")
    assert "cancelled" in started_there.response.content
    assert "cancelled" not in message.content
