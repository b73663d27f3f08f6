"""Posters and facts come from OMDb when it answers in time, and later when it does not."""

import signal

from tests.loopback_omdb import KEY, film, loopback_omdb

ALIEN = film("tt0078748", "Alien", 1979)


async def test_what_omdb_knows_is_shown_and_kept(stage):
    discord = stage.discord
    ana = discord.world.add_user("Ana")
    async with loopback_omdb() as omdb:
        omdb.know(ALIEN)
        env = {"OMDB_API_KEY": KEY, "OMDB_BASE_URL": omdb.url}
        program = await stage.start(env)
        await discord.slash("movie", ana, title="Alien")
        await discord.until(stage.facts, "facts")
        card = (await discord.slash("movie", ana, title="Alien")).shown
        assert ALIEN["Poster"] in str(card.embeds)
        assert ALIEN["imdbRating"] in card.text
        assert card.attachments == []
        assert await program.end(signal.SIGTERM) == 0
        await stage.start(env)
        again = (await discord.slash("movie", ana, title="Alien")).shown
        assert ALIEN["Poster"] in str(again.embeds)
        assert len(omdb.asked) == 1


async def test_nobody_waits_long_for_a_slow_omdb(stage):
    discord = stage.discord
    ana = discord.world.add_user("Ana")
    async with loopback_omdb() as omdb:
        omdb.know(ALIEN)
        omdb.admits.clear()
        await stage.start({"OMDB_API_KEY": KEY, "OMDB_BASE_URL": omdb.url})
        card = (await discord.slash("movie", ana, title="Alien")).shown
        assert len(card.attachments) == 1
        omdb.admits.set()
        await discord.until(stage.facts, "facts")
        omdb.admits.clear()
        later = (await discord.slash("movie", ana, title="Alien")).shown
        assert ALIEN["Poster"] in str(later.embeds)


async def test_a_film_that_the_data_set_lacks_is_looked_up_once_and_stays(stage):
    discord = stage.discord
    ana = discord.world.add_user("Ana")
    async with loopback_omdb() as omdb:
        omdb.know(film("tt15398776", "Oppenheimer", 2023, Genre="Drama"))
        env = {"OMDB_API_KEY": KEY, "OMDB_BASE_URL": omdb.url}
        program = await stage.start(env)
        asked = (await discord.slash("rate", ana, movie="Oppenheimer", verdict="like")).shown
        assert "Oppenheimer (2023)" in str(asked.embeds)
        ((pick,),) = asked.buttons
        saved = await discord.press(asked, pick, ana)
        assert "**Oppenheimer (2023)**" in saved.shown.text
        assert await program.end(signal.SIGTERM) == 0
        asked_before = len(omdb.asked)
        await stage.start(env)
        card = (await discord.slash("movie", ana, title="Oppenheimer")).shown
        assert "Drama" in card.text
        assert len(omdb.asked) == asked_before
