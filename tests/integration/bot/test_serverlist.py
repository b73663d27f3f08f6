"""``/list`` on a simulated Discord: everybody adds; who added a film, or a manager, removes it."""

import re

import discord
import pytest

from bot.serverlist.page import EMPTY
from bot.storage.server_lists import ROOM
from tests.integration.bot.pressing import ids, press, unlinked


async def add(stage, actor, *titles):
    for title in titles:
        movie = stage.services.recommender.catalog.resolve(title)
        await stage.services.storage.server_lists.add(stage.guild.id, movie.id, actor.id)


async def listed(stage):
    catalog = stage.services.recommender.catalog
    films = await stage.services.storage.server_lists.films(stage.guild.id)
    return [catalog[film.item_id].title for film in films]


async def fill(stage, count):
    items = range(10**6, 10**6 + count)
    rows = [(stage.guild.id, item, stage.ana.id, at) for at, item in enumerate(items)]
    await stage.services.storage.database.write(
        lambda con: con.executemany("INSERT INTO server_film VALUES (?, ?, ?, ?)", rows)
    )


def manager(stage):
    role = stage.guild.create_role("hosts", permissions=discord.Permissions(manage_events=True))
    return stage.guild.add_member(stage.env.create_user("host"), roles=[role])


class TestAdd:
    async def test_everybody_adds_and_everybody_reads_it(self, stage):
        offered = await stage.ana.autocomplete(stage.channel, "list add", "movie", "heat")
        added = await stage.ana.slash(stage.channel, "list add", movie=offered[0]["value"])
        assert not added.ephemeral
        assert "**Heat (1995)**" in added.response.content
        await stage.ben.slash(stage.channel, "list add", movie="alien")
        assert await listed(stage) == ["Alien", "Heat"]

    async def test_a_film_is_added_once_and_stays_whose_it_was(self, stage):
        await add(stage, stage.ana, "Heat")
        again = await stage.ben.slash(stage.channel, "list add", movie="heat")
        assert again.ephemeral
        assert "already" in again.response.content
        (film,) = await stage.services.storage.server_lists.films(stage.guild.id)
        assert film.added_by == stage.ana.id

    async def test_which_of_several_is_meant_is_asked_in_private(self, stage):
        asked = await stage.ana.slash(stage.channel, "list add", movie="star wars")
        assert asked.ephemeral
        first = asked.response.components[0]["components"][0]
        await stage.ana.click(asked.response, custom_id=first["custom_id"])
        assert len(await listed(stage)) == 1

    @pytest.mark.parametrize("movie", ["no such film at all", "id:0", "**", "x" * 200])
    async def test_a_film_that_is_none_is_answered_in_private(self, stage, movie):
        result = await stage.ana.slash(stage.channel, "list add", movie=movie)
        assert result.ephemeral
        assert "“" in result.response.content
        assert await listed(stage) == []

    async def test_a_list_has_room_for_many_films(self, stage):
        await fill(stage, ROOM)
        result = await stage.ben.slash(stage.channel, "list add", movie="heat")
        assert result.ephemeral
        assert str(ROOM) in result.response.content
        films = await stage.services.storage.server_lists.films(stage.guild.id)
        assert len(films) == ROOM

    async def test_each_server_has_its_own(self, stage):
        await add(stage, stage.ana, "Heat")
        other = stage.env.create_guild("Other club")
        channel, ana = other.create_text_channel("movies"), other.add_member(stage.ana.user)
        result = await ana.slash(channel, "list show")
        assert unlinked(result.response.embeds[0].description) == EMPTY


class TestRemove:
    async def test_a_member_is_offered_and_removes_their_own_films(self, stage):
        await add(stage, stage.ana, "Heat", "Titanic")
        await add(stage, stage.ben, "Alien")
        offered = await stage.ana.autocomplete(stage.channel, "list remove", "movie", "")
        assert [each["name"] for each in offered] == ["Titanic (1997)", "Heat (1995)"]
        result = await stage.ana.slash(stage.channel, "list remove", movie=offered[1]["value"])
        assert result.ephemeral
        assert await listed(stage) == ["Alien", "Titanic"]

    async def test_the_films_of_others_stay(self, stage):
        await add(stage, stage.ana, "Heat")
        result = await stage.ben.slash(stage.channel, "list remove", movie="heat")
        assert result.ephemeral
        assert f"<@{stage.ana.id}>" in result.response.content
        assert "**Manage Events**" in result.response.content
        assert await listed(stage) == ["Heat"]

    async def test_who_runs_nights_removes_any_film(self, stage):
        await add(stage, stage.ana, "Heat", "Alien")
        host = manager(stage)
        offered = await host.autocomplete(stage.channel, "list remove", "movie", "")
        assert len(offered) == 2
        await host.slash(stage.channel, "list remove", movie="heat")
        assert await listed(stage) == ["Alien"]

    @pytest.mark.parametrize("movie", ["Alien", "no such film at all", "star wars"])
    async def test_films_that_are_not_on_it(self, stage, movie):
        await add(stage, stage.ana, "Heat")
        result = await stage.ana.slash(stage.channel, "list remove", movie=movie)
        assert result.ephemeral
        assert await listed(stage) == ["Heat"]

    async def test_a_film_that_the_catalogue_lost_can_be_removed(self, stage):
        await stage.services.storage.server_lists.add(stage.guild.id, 10**7, stage.ana.id)
        await stage.ana.slash(stage.channel, "list show")
        (offered,) = await stage.ana.autocomplete(stage.channel, "list remove", "movie", "")
        await stage.ana.slash(stage.channel, "list remove", movie=offered["value"])
        assert await stage.services.storage.server_lists.films(stage.guild.id) == []


class TestShow:
    async def test_an_empty_list_says_how_to_begin_to_the_member_alone(self, stage):
        result = await stage.ana.slash(stage.channel, "list show")
        assert result.ephemeral
        assert unlinked(result.response.embeds[0].description) == EMPTY
        assert not result.response.components

    async def test_everybody_sees_what_was_added_by_whom(self, stage):
        await add(stage, stage.ana, "Heat")
        await add(stage, stage.ben, "Alien")
        result = await stage.cleo.slash(stage.channel, "list show")
        assert not result.ephemeral
        (embed,) = result.response.embeds
        assert embed.description.splitlines() == [
            f"**Alien (1979)** · Sci-Fi, Horror · added by <@{stage.ben.id}>",
            f"**Heat (1995)** · Crime, Thriller, Action · added by <@{stage.ana.id}>",
        ]
        assert result.response.content == ""

    async def test_whoever_opens_a_film_sees_it_alone(self, stage):
        await add(stage, stage.ana, "Heat", "Alien")
        shown = (await stage.ana.slash(stage.channel, "list show")).response
        value = shown.components[0]["components"][0]["options"][1]["value"]
        opened = await stage.ben.select(shown, [value])
        assert opened.ephemeral
        assert opened.response.embeds[0].title == "Heat (1995)"
        await press(stage.ben, opened.response, "later:")
        assert len(await stage.services.storage.watchlists.items(stage.ben.id)) == 1

    async def test_anybody_turns_its_pages_also_after_a_restart(self, stage):
        await fill(stage, 95)
        shown = (await stage.ana.slash(stage.channel, "list show")).response
        assert re.findall(r"\d+", shown.embeds[0].footer.text) == ["1", "10", "95"]
        await stage.restart()
        turned = (await press(stage.ben, shown, "server-turn:last")).response
        assert re.findall(r"\d+", turned.embeds[0].footer.text) == ["10", "10", "95"]
        assert len(turned.components[1]["components"][0]["options"]) == 5

    async def test_a_list_that_is_empty_by_then_says_so(self, stage):
        await fill(stage, 11)
        shown = (await stage.ana.slash(stage.channel, "list show")).response
        await stage.services.storage.database.execute("DELETE FROM server_film")
        turned = (await press(stage.ben, shown, "server-turn:next")).response
        assert unlinked(turned.embeds[0].description) == EMPTY
        assert ids(turned) == []

    async def test_a_film_stays_without_whoever_deletes_their_data(self, stage):
        await add(stage, stage.ana, "Heat")
        await stage.services.storage.members.erase(stage.ana.id)
        result = await stage.ben.slash(stage.channel, "list show")
        (embed,) = result.response.embeds
        assert embed.description == "**Heat (1995)** · Crime, Thriller, Action"
        assert (
            "**Manage Events**"
            in (await stage.ana.slash(stage.channel, "list remove", movie="heat")).response.content
        )
