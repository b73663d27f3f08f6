"""``/watchlist`` on a simulated Discord, with real storage and a real model."""

import re

import pytest

from bot.films.card import INVENTED
from bot.storage.types import Source, Verdict
from bot.watchlist.pick_message import NOTHING_SPEAKS
from tests.integration.bot.pressing import ids, press

SAVED = ("Heat", "Notting Hill", "The Terminator")
SPACE = ("Blade Runner", "Alien", "The Matrix", "Gattaca", "Moon (2009)")


@pytest.fixture
async def ana(stage):
    """Ana, with three films on her list, the last one newest."""
    for title in SAVED:
        await save(stage, stage.ana, title)
    return stage.ana


async def save(stage, member, title):
    movie = stage.services.recommender.catalog.resolve(title)
    await stage.services.storage.watchlists.add(member.id, movie.id)
    return movie


async def like(stage, member, *titles):
    for title in titles:
        movie = stage.services.recommender.catalog.resolve(title)
        await stage.services.storage.verdicts.rate(
            member.id, movie.id, Verdict.LIKE, Source.COMMAND
        )


async def save_many(stage, member, count):
    for movie in list(stage.services.recommender.catalog)[:count]:
        await stage.services.storage.watchlists.add(member.id, movie.id)


async def saved(stage, member):
    catalog = stage.services.recommender.catalog
    return [
        catalog[item].title for item in await stage.services.storage.watchlists.items(member.id)
    ]


def the(message, beginning):
    return next(each for each in ids(message) if each.startswith(beginning))


class TestAdd:
    async def test_a_film_is_added_once(self, stage):
        offered = await stage.ana.autocomplete(stage.channel, "watchlist add", "movie", "heat")
        first = await stage.ana.slash(stage.channel, "watchlist add", movie=offered[0]["value"])
        assert first.ephemeral
        assert "**Heat (1995)**" in first.response.content
        again = await stage.ana.slash(stage.channel, "watchlist add", movie="heat")
        assert again.response.content != first.response.content
        assert await saved(stage, stage.ana) == ["Heat"]

    async def test_buttons_ask_which_of_several_is_meant(self, stage):
        asked = await stage.ana.slash(stage.channel, "watchlist add", movie="star wars")
        first = asked.response.components[0]["components"][0]
        await stage.ana.click(asked.response, custom_id=first["custom_id"])
        assert len(await saved(stage, stage.ana)) == 1

    @pytest.mark.parametrize("movie", ["no such film at all", "id:0", "**", "x" * 200])
    async def test_a_film_that_is_none_is_answered_in_words(self, stage, movie):
        result = await stage.ana.slash(stage.channel, "watchlist add", movie=movie)
        assert result.ephemeral
        assert "“" in result.response.content
        assert await saved(stage, stage.ana) == []

    async def test_it_works_in_direct_messages(self, stage):
        await stage.ana.user.slash("watchlist add", movie="heat")
        assert await saved(stage, stage.ana) == ["Heat"]


class TestRemove:
    async def test_only_the_own_list_is_offered_newest_first(self, stage, ana):
        offered = await ana.autocomplete(stage.channel, "watchlist remove", "movie", "")
        assert [each["name"] for each in offered] == [
            "The Terminator (1984)",
            "Notting Hill (1999)",
            "Heat (1995)",
        ]
        offered = await ana.autocomplete(stage.channel, "watchlist remove", "movie", "hil")
        assert len(offered) == 1
        nothing = await stage.ben.autocomplete(stage.channel, "watchlist remove", "movie", "")
        assert nothing == []

    async def test_a_film_is_taken_off(self, stage, ana):
        offered = await ana.autocomplete(stage.channel, "watchlist remove", "movie", "hea")
        result = await ana.slash(stage.channel, "watchlist remove", movie=offered[0]["value"])
        assert result.ephemeral
        assert "**Heat (1995)**" in result.response.content
        assert await saved(stage, ana) == ["The Terminator", "Notting Hill"]

    @pytest.mark.parametrize(
        ("movie", "said"),
        [
            ("Alien", "**Alien (1979)**"),
            ("star wars", "none of them is yours"),
            ("no such film at all", "“no such film at all”"),
        ],
    )
    async def test_films_that_are_not_on_it(self, stage, ana, movie, said):
        result = await ana.slash(stage.channel, "watchlist remove", movie=movie)
        assert result.ephemeral
        assert said in result.response.content
        assert len(await saved(stage, ana)) == 3


class TestShow:
    async def test_an_empty_list_says_how_to_fill_it(self, stage):
        result = await stage.ana.slash(stage.channel, "watchlist show")
        assert result.ephemeral
        assert "🔖" in result.response.embeds[0].description
        assert not result.response.components

    async def test_films_stand_newest_first_with_what_is_rated(self, stage, ana):
        await like(stage, ana, "Heat")
        result = await ana.slash(stage.channel, "watchlist show")
        assert result.ephemeral
        (embed,) = result.response.embeds
        assert embed.description.splitlines() == [
            "**The Terminator (1984)** · Sci-Fi, Action, Thriller",
            "**Notting Hill (1999)** · Romance, Comedy",
            "**Heat (1995)** · Crime, Thriller, Action · 👍 rated",
        ]
        assert embed.footer.text.startswith("3 ")

    async def test_a_menu_opens_one_film_with_its_buttons(self, stage, ana):
        shown = (await ana.slash(stage.channel, "watchlist show")).response
        value = shown.components[0]["components"][0]["options"][1]["value"]
        opened = await ana.select(shown, [value])
        assert opened.ephemeral
        assert opened.response.embeds[0].title == "Notting Hill (1999)"
        await press(ana, opened.response, "later:")
        assert await saved(stage, ana) == ["The Terminator", "Heat"]

    async def test_long_lists_are_paged_also_after_a_restart(self, stage):
        await save_many(stage, stage.ana, 95)
        shown = (await stage.ana.slash(stage.channel, "watchlist show")).response
        assert re.findall(r"\d+", shown.embeds[0].footer.text) == ["1", "10", "95"]
        await stage.restart()
        turned = (
            await stage.ana.click(shown, custom_id=the(shown, "turn:watchlist:last"))
        ).response
        assert re.findall(r"\d+", turned.embeds[0].footer.text) == ["10", "10", "95"]
        assert len(turned.components[1]["components"][0]["options"]) == 5

    async def test_a_page_that_is_no_more_leads_to_the_last_one(self, stage):
        await save_many(stage, stage.ana, 25)
        shown = (await stage.ana.slash(stage.channel, "watchlist show")).response
        for item in (await stage.services.storage.watchlists.items(stage.ana.id))[4:]:
            await stage.services.storage.watchlists.remove(stage.ana.id, item)
        turned = (
            await stage.ana.click(shown, custom_id=the(shown, "turn:watchlist:next"))
        ).response
        assert turned.embeds[0].footer.text.startswith("4 ")
        assert len(ids(turned)) == 1

    async def test_it_works_in_direct_messages(self, ana):
        result = await ana.user.slash("watchlist show")
        assert "Heat" in result.response.embeds[0].description


class TestPick:
    async def test_an_empty_list_says_how_to_fill_it(self, stage):
        result = await stage.ana.slash(stage.channel, "watchlist pick")
        assert result.ephemeral
        assert "🔖" in result.response.content
        assert not result.response.components

    async def test_the_film_that_suits_best_comes_with_its_reason(self, stage, ana):
        await like(stage, ana, *SPACE)
        result = await ana.slash(stage.channel, "watchlist pick")
        assert result.ephemeral
        (embed,) = result.response.embeds
        assert embed.title == "The Terminator (1984)"
        assert "💬" in embed.description
        assert embed.footer.text == INVENTED
        assert len(result.response.attachments) == 1

    async def test_it_shows_what_was_answered_and_has_films_like_it(self, stage, ana):
        shown = (await ana.slash(stage.channel, "watchlist pick")).response
        lit = [each for each in shown.components[0]["components"] if each["style"] == 3]
        assert [each["emoji"]["name"] for each in lit] == ["🔖"]
        turned = (await press(ana, shown, "say:l:")).response
        lit = [each for each in turned.components[0]["components"] if each["style"] == 3]
        assert [each["emoji"]["name"] for each in lit] == ["👍", "🔖"]
        similar = (await press(ana, shown, "similar:")).response
        assert shown.embeds[0].title in similar.content

    async def test_another_goes_through_the_list_and_begins_again(self, stage, ana):
        await like(stage, ana, *SPACE)
        shown = (await ana.slash(stage.channel, "watchlist pick")).response
        titles = [shown.embeds[0].title]
        for number in (2, 3):
            shown = (await press(ana, shown, "another:")).response
            assert re.findall(r"\d+", shown.content) == [str(number), "3"]
            titles.append(shown.embeds[0].title)
            assert len(shown.attachments) == 1
        assert len(set(titles)) == 3
        shown = (await press(ana, shown, "another:")).response
        assert shown.embeds[0].title == titles[0]

    async def test_another_works_after_a_restart(self, stage, ana):
        shown = (await ana.slash(stage.channel, "watchlist pick")).response
        await stage.restart()
        turned = (await press(ana, shown, "another:")).response
        assert turned.embeds[0].title != shown.embeds[0].title or "2" in turned.content

    async def test_a_film_that_is_rated_meanwhile_is_not_picked(self, stage, ana):
        shown = (await ana.slash(stage.channel, "watchlist pick")).response
        first = shown.embeds[0].title
        await ana.click(shown, custom_id=the(shown, "say:s:"))
        again = (await ana.slash(stage.channel, "watchlist pick")).response
        assert again.embeds[0].title != first
        assert re.findall(r"\d+", again.content) == ["2"]

    async def test_when_all_is_rated_it_says_so(self, stage, ana):
        shown = (await ana.slash(stage.channel, "watchlist pick")).response
        await like(stage, ana, *SAVED)
        turned = (await press(ana, shown, "another:")).response
        assert turned.content
        assert not turned.embeds
        assert not turned.components

    async def test_one_film_alone_has_no_other(self, stage):
        await save(stage, stage.ana, "Heat")
        shown = (await stage.ana.slash(stage.channel, "watchlist pick")).response
        assert not [each for each in ids(shown) if each.startswith("another:")]

    async def test_without_the_engine_there_is_a_well_loved_one(self, stage, ana):
        await like(stage, ana, *SPACE)
        stage.index.away = True
        result = await ana.slash(stage.channel, "watchlist pick")
        assert result.response.embeds[0].title in {
            "The Terminator (1984)",
            "Notting Hill (1999)",
            "Heat (1995)",
        }

    async def test_parts_of_one_series_are_all_put_in_order(self, stage):
        parts = ("A New Hope", "The Empire Strikes Back", "Return of the Jedi")
        for part in parts:
            await save(stage, stage.ana, part)
        await like(stage, stage.ana, *SPACE)
        shown = (await stage.ana.slash(stage.channel, "watchlist pick")).response
        for _ in parts:
            assert NOTHING_SPEAKS not in shown.embeds[0].description
            shown = (await press(stage.ana, shown, "another:")).response

    async def test_a_list_as_long_as_the_catalogue_is_no_trouble(self, stage):
        catalog = stage.services.recommender.catalog
        await stage.services.storage.database.write(
            lambda con: con.executemany(
                "INSERT INTO watchlist (member_id, item_id, added_at) VALUES (?, ?, 0)",
                [(stage.ana.id, movie.id) for movie in catalog] + [(stage.ana.id, 10**7)],
            )
        )
        shown = (await stage.ana.slash(stage.channel, "watchlist pick")).response
        seen = {shown.embeds[0].title}
        for _ in range(25):
            shown = (await press(stage.ana, shown, "another:")).response
            seen.add(shown.embeds[0].title)
        assert len(seen) == 26
        assert "💬" in shown.embeds[0].description

    async def test_it_works_in_direct_messages(self, ana):
        result = await ana.user.slash("watchlist pick")
        assert len(result.response.embeds) == 1
