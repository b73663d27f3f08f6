"""What tests of whole programs share."""

import pytest

from lab.loopback import LoopbackDiscord
from lab.loopback.stage import Stage


@pytest.fixture
async def stage(tmp_path, sample_store):
    """Return a loopback Discord and a folder in which the program can be started."""
    discord = await LoopbackDiscord.start(heartbeat_interval=0.2)
    stage = Stage.build(discord, tmp_path, sample_store)
    try:
        yield stage
    finally:
        await stage.clear()
        await discord.stop()
    assert discord.world.unknown == [], "the program asked for what the loopback does not have"
