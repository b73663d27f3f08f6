"""The sign of life: there while the bot is connected, and only then."""

from bot.client import MovieBot
from bot.health import connected


async def test_a_bot_is_connected_until_one_of_its_lines_is_cut(stage):
    bot = stage.env.bot
    assert not connected(MovieBot(stage.resources, shard_count=1))
    assert connected(bot)
    await bot.shards[0].disconnect()
    assert not connected(bot)
