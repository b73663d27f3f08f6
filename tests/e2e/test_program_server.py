"""The program with a Qdrant server that is there and empty."""

import signal

import pytest

from bot.films.lists import headline
from bot.films.request import Request
from bot.storage.types import Kind
from recsys.index.server.names import collection_of
from recsys.store import builds
from tests.integration.test_index_server import KEY
from tests.loopback_qdrant import hold, loopback_qdrant

pytestmark = pytest.mark.filterwarnings("ignore:Payload indexes have no effect:UserWarning")


@pytest.fixture
def server():
    with loopback_qdrant() as made:
        yield made


@pytest.fixture
def uploading(stage, server):
    """Hold the upload once it is under way; return the event that says that it is."""
    held, name = hold(), collection_of(builds.current(stage.data / "models").name)
    server.scripts[f"/collections/{name}/points"] = [held]
    return held.reached


async def recommended(stage, member):
    return (await stage.discord.slash("recommend", member)).shown.content


async def test_well_loved_films_until_the_vectors_are_there_and_then_ones_own(
    stage, server, uploading
):
    discord = stage.discord
    ana = discord.world.add_user("Ana")
    program = await stage.start({"QDRANT_URL": server.url, "QDRANT_API_KEY": KEY})
    await discord.slash("rate", ana, movie="Alien", verdict="like")
    await discord.until(uploading.is_set, "upload")
    assert (await recommended(stage, ana)).startswith(headline(ana.id, Request(), Kind.STANDBY))
    server.released.set()
    await discord.until(lambda: "recommending again" in program.output, "end of the upload")
    assert (await recommended(stage, ana)).startswith(headline(ana.id, Request(), Kind.PERSONAL))
    assert await program.end(signal.SIGTERM) == 0
    assert {key for _, key in server.seen} == {KEY}
    assert KEY not in program.output
    assert "Fitting" not in program.output


async def test_told_to_stop_in_an_upload_it_leaves_nothing_on_the_server(stage, server, uploading):
    program = await stage.start({"QDRANT_URL": server.url})
    await stage.discord.until(uploading.is_set, "upload")
    assert await program.end(signal.SIGTERM) == 0
    assert "Traceback" not in program.output
    assert (await server.memory.get_collections()).collections == []
