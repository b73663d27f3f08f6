"""What tests of whole programs share."""

import pytest

from lab.loopback import LoopbackDiscord
from lab.loopback.stage import Stage
from recsys.cli import main


@pytest.fixture(scope="session")
def sample_models(tmp_path_factory):
    """Return a store with a model of the sample, to be copied: a program locks what it uses."""
    data = tmp_path_factory.mktemp("sample")
    assert main(["build", "--dataset", "sample", "--data", str(data)]) == 0
    return data / "models"


@pytest.fixture
async def stage(tmp_path, sample_models):
    """Return a loopback Discord and a folder in which the program can be started."""
    discord = await LoopbackDiscord.start(heartbeat_interval=0.2)
    stage = Stage.build(discord, tmp_path, sample_models)
    try:
        yield stage
    finally:
        await stage.clear()
        await discord.stop()
    assert discord.world.unknown == [], "the program asked for what the loopback does not have"
