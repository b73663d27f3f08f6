"""The sign of life: there while the bot is connected, and only then."""

from bot.client import MovieBot
from bot.health import connected


async def test_a_bot_that_has_not_started_is_not_connected(stage):
    assert not connected(MovieBot(stage.services, shard_count=1))
