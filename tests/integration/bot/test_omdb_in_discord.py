"""OMDb behind the real bot on a simulated Discord."""

from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from tests import loopback_omdb
from tests.integration.bot.conftest import film_facts, new_bot
from tests.loopback_omdb import KEY, film


@pytest.fixture
async def omdb(stage):
    """The bot of the stage with a key, and the OMDb that it asks."""
    async with loopback_omdb.loopback_omdb() as server, with_key(stage, server.url):
        server.know(film("tt0133093", "The Matrix", 1999))
        yield server


@asynccontextmanager
async def with_key(stage, url):
    """Put a service with a key in place of the stage's own."""
    async with film_facts(stage.services.storage, KEY, url) as facts:
        resources = replace(stage.resources, facts=facts)
        await stage.env.restart_bot(new_bot(resources))
        yield


async def card(stage):
    return (await stage.ana.slash(stage.channel, "movie", title="The Matrix")).response


async def test_a_card_shows_the_poster_and_the_facts(stage, omdb):
    shown = await card(stage)
    assert shown.embeds[0].image.url == omdb.films["tt0133093"]["Poster"]
    assert "2 h 16 min" in shown.embeds[0].description
    assert shown.attachments == []


@pytest.mark.parametrize("trouble", ["HTML 503", "truncated JSON", "redirect"])
async def test_trouble_with_omdb_leaves_a_drawn_poster(stage, omdb, trouble):
    omdb.always = loopback_omdb.TROUBLES[trouble]
    shown = await card(stage)
    assert shown.embeds[0].image.url.startswith("attachment://")
    assert len(shown.attachments) == 1
    omdb.always = None
    assert (await card(stage)).attachments == []
