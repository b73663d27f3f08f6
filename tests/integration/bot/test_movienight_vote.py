"""The shortlist and the vote on it."""

import asyncio
import re
from functools import partial

import pytest

from bot.errors import OutOfDate
from bot.nights import render, rules, shortlist
from bot.nights.buttons import Ballot, Vote
from bot.nights.fit_words import FIT_WORDS
from bot.nights.night import Night, Stage, Why
from bot.nights.rules import Actor
from bot.nights.store import night_store
from bot.posters import FilmFacts
from bot.storage.facts import CachedFacts, FactsCache
from bot.storage.types import Source, Verdict
from bot.ui import limits
from bot.ui.control import button, view_of
from tests.integration.bot.night import (
    ROMANCE,
    SCI_FI,
    adds_unlisted,
    approves,
    buttons,
    caught_up,
    change,
    chosen,
    does,
    is_done,
    likes,
    marks,
    menu,
    only_night,
    posts,
    presses,
    setting,
    started,
    titles,
    told,
    verbs,
    vetoes,
    vetoes_on,
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
    for embed in message.embeds:
        assert f"<@{stage.ben.id}>" in embed.description
        assert embed.thumbnail.url
    assert message.embeds[-1].footer.text == "Sample data (invented ratings)"
    assert verbs(message) == ["ballot", "join", "leave", "invite", "reroll", "close", "cancel"]


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
    begins = [line[0] for line in ballot.content.splitlines() if line[-1] != "."][1:]
    assert begins == ["✅", "▫", "✅", "▫", "▫"]
    assert chosen(ballot) == [1, 3]
    words = menu(ballot, "ok")["options"][0]["description"]
    assert words in {words.own for words in FIT_WORDS.values()}
    assert words in ballot.content
    await marks(stage.ana, ballot, 1)
    assert ballot.content.count("✅ **") == 1
    assert message.content == content
    theirs = (await does(stage.cleo, message, "ballot")).response
    assert "✅ **" not in theirs.content
    assert "▰" not in theirs.content
    assert "I don't know your taste yet" in theirs.content


async def test_a_veto_moves_is_taken_back_and_gives_way_to_approval(stage):
    message = await voting(stage, stage.ben)
    ballot = await vetoes(stage.ana, message, 2, "seen it on a plane")
    assert chosen(ballot, "no") == [2]
    ballot = await vetoes(stage.ana, message, 4)
    assert chosen(ballot, "no") == [4]
    assert ballot.content.count("🚫 **") == 1
    await marks(stage.ana, ballot, 4)
    assert chosen(ballot) == [4]
    assert "🚫 **" not in ballot.content
    ballot = await vetoes(stage.ana, message, 4)
    assert "✅ **" not in ballot.content
    await vetoes_on(stage.ana, ballot, len(menu(ballot, "no")["options"]))
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
        await marks(stage.ana, ballot, number)
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
    assert len(message.components) == 2
    ballot = await approves(stage.ben, message, 10)
    assert len(ballot.components) == 3
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
    counted = re.findall(r"\*\*(\d)\*\*", message.content.splitlines()[-1])
    assert counted == ["1", "2", "0", "0", "0"]


async def test_who_has_not_joined_has_no_vote(stage):
    message = await voting(stage, stage.ben)
    assert "Press **Join**" in told(await does(stage.cleo, message, "ballot"))
    assert "Press **Join**" in told(
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
    assert "➕ **Brazil (1985)** is up for the vote now." in said
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

    assert "➕ **Brazil (1985)** is up for the vote" in await add(stage.ben, "Brazil")
    assert (
        message.embeds[5].description.splitlines()[0].endswith(f" · ➕ added by <@{stage.ben.id}>")
    )
    assert "already added" in await add(stage.ben, "Clue")
    assert "already on the list" in await add(stage.ana, "Brazil (1985)")
    assert "title" in await add(stage.ana, "   ")
    assert "I couldn't find" in await add(stage.ana, "id:99999999")
    asked = await stage.ana.slash(
        stage.channel, "movienight suggest", title="**My** @everyone <@1> film"
    )
    assert "isn't in my catalogue. The films I know go up to 2017. Add it anyway?" in told(asked)
    assert len(message.embeds) == 6
    said = told(await press(stage.ana, asked.response, "title:"))
    assert "\\*\\*My\\*\\*" in said
    assert message.embeds[6].title.startswith("\\*\\*My")
    assert "not in my catalogue" in message.embeds[6].description
    assert len(buttons(message)) == 7


async def test_the_vote_ends_when_everybody_is_done_and_not_by_pressing_twice(stage):
    message = await voting(stage, stage.ben)
    await approves(stage.ana, message, 2)
    ballot = (await does(stage.ana, message, "ballot")).response
    done = next(each["custom_id"] for each in buttons(ballot) if each.get("label") == "I'm done")
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
    assert "Yours was the last ballot" in last.content
    assert last.components == []
    assert "🏆" in message.content
    assert (await only_night(stage)).why is Why.APPROVALS


async def test_a_tie_goes_to_a_run_off_that_old_buttons_do_not_touch(stage):
    message = await voting(stage, stage.ben, stage.cleo)
    listed = titles(message)
    await approves(stage.ana, message, 1, 2)
    old = await approves(stage.ben, message, 1, 2)
    done = next(each["custom_id"] for each in buttons(old) if each.get("label") == "I'm done")
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
    await stage.env.advance_time(120)
    night = await caught_up(stage)
    assert night.stage is Stage.RUNOFF
    assert not any(member.done for member in night.members)
    assert titles(message) == listed[:2]
    assert verbs(message) == ["ballot", "join", "leave", "invite", "runoff_close", "cancel"]
    assert close not in {each["custom_id"] for each in buttons(message)}
    assert "That vote was a tie" in old.content
    assert [line for line in old.content.splitlines() if "▫️" in line] != []
    ballot = await approves(stage.cleo, message, 2)
    assert len(menu(ballot, "ok")["options"]) == 2
    assert not any(each["custom_id"].startswith("mark:no") for each in buttons(ballot))
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
    other = (await does(stage.ben, message, "ballot")).response
    await does(stage.ana, message, "close")
    await marks(stage.ben, ballot, 2)
    await stage.ben.click(other, label="I'm done")
    for old in (ballot, other):
        assert "no vote" in old.content
        assert old.components == []
    said = told(await stage.ben.slash(stage.channel, "movienight suggest", title="Brazil"))
    assert "The vote is over" in said
    assert posts(stage) == []


async def test_who_comes_late_has_a_ballot_at_once_and_fits_of_their_own(stage):
    await likes(stage, stage.cleo, SCI_FI)
    message = await voting(stage, stage.ben)
    joined = await does(stage.cleo, message, "join")
    ballot = joined.followups[0]
    assert ballot.ephemeral
    assert "your vote counts" in ballot.content
    assert sum("▱" in line or "▰" in line for line in ballot.content.splitlines()) == 5
    assert f"<@{stage.cleo.id}>" in message.content
    assert "0 of 3 done" in message.content
    assert "Chosen for 2." in message.content
    night = await only_night(stage)
    tastes = await shortlist.tastes_of(stage.services, [stage.ana.id, stage.cleo.id])
    for film in night.films:
        known = await shortlist.fits_of(stage.services, tastes, film.item_id)
        assert film.fits[stage.cleo.id] == pytest.approx(known[stage.cleo.id])
    await marks(stage.cleo, ballot, 3)
    await does(stage.ana, message, "close")
    assert (await only_night(stage)).winner == night.films[2]


async def test_a_latecomers_fit_tells_nothing_of_what_they_said_of_the_film(stage):
    message = await voting(stage, stage.ben)
    await likes(stage, stage.cleo, SCI_FI)
    night = await only_night(stage)
    fits = await shortlist.fits_of_latecomer(stage.services, night, stage.cleo.id)
    await likes(stage, stage.cleo, titles(message)[:1])
    again = await shortlist.fits_of_latecomer(stage.services, night, stage.cleo.id)
    assert again[night.films[0].item_id] == pytest.approx(fits[night.films[0].item_id])


async def test_who_leaves_the_vote_is_out_and_may_be_the_last_who_was_waited_for(stage):
    message = await voting(stage, stage.ben, stage.cleo)
    await approves(stage.ana, message, 2)
    await is_done(stage.ana, message)
    await is_done(stage.ben, message)
    await approves(stage.cleo, message, 1)
    await does(stage.cleo, message, "leave")
    assert "🏆" in message.content
    assert f"<@{stage.cleo.id}>" not in message.content
    night = await only_night(stage)
    assert (night.winner, night.approvals.keys()) == (night.films[1], {night.films[1].id})


async def test_one_press_ends_cancels_or_marks_nothing(stage):
    message = await voting(stage, stage.ben, when="in 3 hours")
    await is_done(stage.ben, message)
    for verb, said in (
        ("close", "End the vote now? 1 of 2 has voted, 1 is done."),
        ("cancel", "Cancel this movie night? That can't be undone."),
    ):
        asked = await presses(stage.ana, message, verb)
        assert told(asked) == said
        assert (await only_night(stage)).stage is Stage.VOTING
    await does(stage.ana, message, "close")
    assert verbs(message) == ["event", "cancel"]
    await stage.env.advance_time(3 * 3600 + 1)
    assert verbs(message) == ["watched", "cancel"]
    asked = await presses(stage.ben, message, "watched")
    assert f"Did you watch **{message.embeds[0].title}**?" in told(asked)
    assert (await only_night(stage)).stage is Stage.DECIDED
    await presses(stage.ben, asked.response, "watched_now")
    assert "🎬 Saved." in asked.response.content
    assert verbs(message) == ["liked", "disliked", "stub"]


async def test_a_vote_that_is_changed_after_all_says_that_one_is_not_done_any_more(stage):
    message = await voting(stage, stage.ben)
    ballot = await approves(stage.ana, message, 1)
    await does(stage.ana, ballot, "done")
    assert "✔️ You're done." in ballot.content
    await marks(stage.ana, ballot, 2)
    assert "you aren't done any more" in ballot.content
    await marks(stage.ana, ballot, 3)
    assert "you aren't done any more" not in ballot.content


async def test_the_form_of_a_veto_names_its_film(stage):
    message = await voting(stage, stage.ben)
    ballot = (await does(stage.ana, message, "ballot")).response
    await vetoes_on(stage.ana, ballot, 2)
    form = await does(stage.ana, ballot, "why")
    title = titles(message)[1]
    assert form.modal["title"] == limits.clip(f"Veto {title}", 45)


async def test_ballots_and_buttons_of_an_earlier_version_still_vote(stage):
    message = await voting(stage, stage.ben)
    night = await only_night(stage)
    films = [film.id for film in night.films]
    presses = [Vote(Ballot.APPROVE, night.id, films[0]), Vote(Ballot.VETO, night.id, films[1])]
    view = view_of(*(button(press, label=str(press.ballot)) for press in presses))
    await stage.env.bot.get_channel(stage.channel.id).send("An older message", view=view)
    old = stage.channel.last_message
    result = await stage.ben.click(old, label="ok")
    assert chosen(result.response) == [1]
    assert chosen((await stage.ben.click(old, label="no")).response, "no") == [2]
    assert chosen((await stage.ben.click(old, label="no")).response, "no") == []
    await does(stage.ana, message, "close")
    assert "no vote" in told(await stage.ben.click(old, label="ok"))


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


async def test_an_added_film_leaves_everyone_done_and_is_told_of(stage):
    message = await voting(stage, stage.ben)
    await is_done(stage.ben, message)
    await stage.ana.slash(stage.channel, "movienight suggest", title="Brazil")
    await stage.env.settle()
    assert "1 of 2 done" in message.content
    assert "➕ Added: **Brazil (1985)**." in message.content


async def test_a_reroll_that_reopens_ballots_is_told_beside_the_message(stage):
    message = await voting(stage, stage.ben)
    await does(stage.ana, message, "reroll")
    assert len(posts(stage, beginning="🗳️")) == 1
    assert "🎲 Some films were swapped" in message.content
    await is_done(stage.ben, message)
    await does(stage.ana, message, "reroll")
    await stage.env.settle()
    told_of = [each for each in posts(stage, beginning="🗳️") if "were swapped" in each.content]
    assert len(told_of) == 1
    assert "<@" not in told_of[0].content


async def test_a_veto_counts_before_anybody_says_why(stage):
    message = await voting(stage, stage.ben)
    ballot = await approves(stage.ana, message, 2)
    result = await vetoes_on(stage.ana, ballot, 2)
    assert result.modal is None
    assert chosen(ballot, "no") == [2]
    assert chosen(ballot) == []
    assert "your vote for it is gone" in ballot.content
    form = await does(stage.ana, ballot, "why")
    assert form.modal is not None  # closed without an answer
    assert [veto.reason for veto in (await only_night(stage)).vetoes.values()] == [None]
    await is_done(stage.ana, message)
    (field,) = form.modal["components"][0]["components"]
    await stage.ana.submit_modal(form, {field["custom_id"]: "too long"})
    night = await only_night(stage)
    assert [veto.reason for veto in night.vetoes.values()] == ["too long"]
    assert night.member(stage.ana.id).done
    await marks(stage.ana, ballot, 2)
    assert "your veto is gone" in ballot.content


async def test_a_run_off_of_two_films_asks_which_of_the_two(stage):
    message = await voting(stage, stage.ben)
    await approves(stage.ana, message, 1)
    old = await approves(stage.ben, message, 2)
    await does(stage.ana, message, "close")
    await marks(stage.ben, old, 1)
    for ballot in (old, (await does(stage.ana, message, "ballot")).response):
        found = menu(ballot, "ok")
        assert (found["min_values"], found["max_values"]) == (1, 1)
        assert found["placeholder"] == "Which of the two?"
        assert "every film" not in ballot.content
        assert chosen(ballot) == []
        assert "✅" not in ballot.content


async def test_a_command_says_why_no_night_allows_it(stage):
    async def says(command, **options):
        return told(await stage.ana.slash(stage.channel, f"movienight {command}", **options))

    message = await started(stage, stage.ben)
    assert "nothing to vote on yet" in await says("close")
    await does(stage.ana, message, "suggest")
    await does(stage.ana, message, "close")
    for said in (await says("close"), await says("suggest", title="Brazil")):
        assert said.startswith("The vote is over: the film is chosen.")
        assert str(message.id) in said
    await started(stage, stage.ben)
    assert "nothing to vote on yet" in await says("close")
