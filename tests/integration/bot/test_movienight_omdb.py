"""OMDb behind a movie night: facts where there are any, and a night all the same.

That a reply waits for OMDb only so long is proved beside the service (test_omdb_service).
"""

import pytest

from tests import loopback_omdb
from tests.integration.bot.night import told, voting
from tests.integration.bot.pressing import press
from tests.integration.bot.test_omdb_in_discord import with_key
from tests.loopback_omdb import film


@pytest.fixture
async def omdb(stage):
    async with loopback_omdb.loopback_omdb() as server, with_key(stage, server.url):
        yield server


async def test_a_film_outside_the_catalogue_has_its_poster_and_facts(stage, omdb):
    message = await voting(stage, stage.ben)
    omdb.know(film("tt9999999", "Some Odd Film", 2031, Runtime="97 min"))
    asked = await stage.ben.slash(stage.channel, "movienight suggest", title="Some Odd Film (2031)")
    assert "up for the vote" in told(await press(stage.ben, asked.response, "add:"))
    shown = message.embeds[5]
    assert "1 h 37 min" in shown.description
    assert f"➕ added by <@{stage.ben.id}>" in shown.description
    assert shown.thumbnail.url == omdb.films["tt9999999"]["Poster"]


async def test_an_omdb_that_fails_holds_up_no_night(stage, omdb):
    omdb.always = loopback_omdb.HTML_503
    message = await voting(stage, stage.ben, max_minutes=120)
    assert len(message.embeds) == len(message.attachments) == 5
    assert all("⏱️ length unknown" in embed.description for embed in message.embeds)
