"""A sign of life, for whoever watches the bot from outside."""

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import Final

from bot.client import MovieBot

ALIVE: Final = "matinee.alive"
"""The file that is touched; `compose.yaml` looks how old it is."""
_BEAT: Final = 20.0
"""Seconds."""


async def beat(bot: MovieBot, file: Path) -> None:
    """Touch a file as long as the bot is connected to Discord and its event loop turns.

    A file that can't be written grows old, which says enough. It is removed at the end.
    """
    try:
        await bot.wait_until_ready()
        while True:
            if connected(bot):
                with suppress(OSError):
                    await asyncio.to_thread(file.touch)
            await asyncio.sleep(_BEAT)
    finally:
        with suppress(OSError):
            await asyncio.to_thread(file.unlink, missing_ok=True)


def connected(bot: MovieBot) -> bool:
    """Return whether every shard has its line to Discord."""
    return bot.is_ready() and not any(shard.is_closed() for shard in bot.shards.values())
