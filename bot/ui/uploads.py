"""Files that members hand to a command."""

import asyncio
from typing import Any, Final

import discord
from yarl import URL

from bot.errors import MemberError

DISCORD: Final = frozenset({"https://cdn.discordapp.com", "https://media.discordapp.net"})
"""Where files lie that were uploaded to Discord."""
_PATIENCE: Final = 60.0
"""Seconds that a file may take."""


async def fetch(
    interaction: discord.Interaction[Any], attachment: discord.Attachment, most: int
) -> bytes:
    """Return the bytes of a file of at most ``most``; a larger one isn't fetched at all.

    Raises:
        MemberError: it's too large, it isn't where Discord keeps files, or it can't be had.
    """
    if attachment.size > most:
        raise MemberError(f"That file is too large: I take up to {most // 2**20} MiB.")
    if not _is_kept_there(attachment.url, interaction.client.uploads):
        raise MemberError("I only take files that were uploaded to Discord.")
    try:
        async with asyncio.timeout(_PATIENCE):
            data = await attachment.read()
    except (discord.HTTPException, TimeoutError):
        raise MemberError("I couldn't get that file from Discord. Please send it again.") from None
    if len(data) > most:
        raise MemberError(f"That file is too large: I take up to {most // 2**20} MiB.")
    return data


def _is_kept_there(address: str, places: frozenset[str]) -> bool:
    try:
        return str(URL(address).origin()) in places
    except ValueError:
        return False
