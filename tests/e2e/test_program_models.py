"""A host builds while the program answers: it goes over to the new model, and nobody notices."""

import asyncio
import os
import signal
import sys

import pytest

from recsys.index.server.names import collection_of
from recsys.store import builds
from tests.loopback_qdrant import loopback_qdrant
from tests.unit.datasets.written import CSV, write_zip

pytestmark = pytest.mark.filterwarnings("ignore:Payload indexes have no effect:UserWarning")

MEMBERS = 4


@pytest.fixture(params=["embedded", "server"])
def server(request):
    if request.param == "embedded":
        yield None
    else:
        with loopback_qdrant() as made:
            yield made


async def build(data):
    """Build as a host does; return what was said."""
    process = await asyncio.create_subprocess_exec(
        *[sys.executable, "-m", "recsys", "build", "--dataset", "sample", "--prune"],
        *["--qdrant-url", "", "--data", str(data)],
        env={**os.environ, "QDRANT_URL": ""},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    assert process.returncode == 0, said
    return said.decode()


async def test_a_build_made_while_it_runs_is_used_without_a_restart(stage, server):
    discord, store = stage.discord, stage.data / "models"
    program = await stage.start({"QDRANT_URL": server.url if server else ""})
    if server:
        await discord.until(lambda: "recommending again" in program.output, "first upload")
    first, switched = builds.current(store), asyncio.Event()

    async def member(name):
        user = discord.world.add_user(name)
        await discord.slash("rate", user, movie="Alien", verdict="like")
        while not switched.is_set():
            answer = await discord.slash("recommend", user, private=True)
            assert answer.shown.embeds
            assert "For <@" in answer.shown.content
            assert await discord.complete("rate", user, "movie", movie="matr")
        return True

    members = [asyncio.create_task(member(f"member{number}")) for number in range(MEMBERS)]
    try:
        said = await build(stage.data)
        assert "Left 1 that a program has open" in said
        assert first in builds.complete(store)
        await discord.until(lambda: "The model before it is closed." in program.output, "switch")
    finally:
        switched.set()
    assert all(await asyncio.gather(*members))
    assert "without a restart. sample: 90,478 ratings, 326 films." in program.output
    assert builds.prune(store) == [first.name]
    if server:
        collections = (await server.memory.get_collections()).collections
        assert collection_of(builds.current(store).name) in {each.name for each in collections}
    assert await program.end(signal.SIGTERM) == 0
    assert "Traceback" not in program.output


async def test_with_auto_it_answers_from_the_small_data_set_and_goes_for_the_largest(stage):
    """Nothing can be downloaded here, or the machine is too small: it says which, and goes on."""
    (stage.data / "downloads").mkdir()
    write_zip(stage.data / "downloads" / "ml-latest-small.zip", CSV, "ml-latest-small/")
    stage.remove_models()
    nowhere = {"HTTPS_PROXY": "http://127.0.0.1:9", "MATINEE_DATASET": "auto"}
    program = await stage.start(nowhere)
    endings = ("the next start goes on from there", "ml-latest-small stays in use")
    await stage.discord.until(
        lambda: any(ending in program.output for ending in endings), "end of the try"
    )
    assert "ml-32m" in program.output
    ana = stage.discord.world.add_user("Ana")
    about = await stage.discord.slash("about", ana)
    fields = {each["name"]: each["value"] for each in about.shown.embeds[0]["fields"]}
    assert "ml-latest-small" in fields["Ratings in use"]
    assert "ml-32m" in fields["On its way"]
    assert await program.end(signal.SIGTERM) == 0
    assert "Traceback" not in program.output
