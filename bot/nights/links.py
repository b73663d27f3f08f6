"""Where a night is in Discord."""

from bot.nights.types import Night


def link(night: Night) -> str:
    """Return the address of a night's message; empty before it has one."""
    if night.message_id is None:
        return ""
    return f"https://discord.com/channels/{night.guild_id}/{night.channel_id}/{night.message_id}"
