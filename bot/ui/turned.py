"""Pages that turned under a finger: the second tap of two lands on a film that nobody judged."""

from datetime import datetime, timedelta
from typing import Any, Final, TypeAlias

import discord

Interaction: TypeAlias = discord.Interaction[Any]

_UNREAD: Final = timedelta(milliseconds=800)
"""Nobody has read a new page and pressed something on it sooner than this."""
_REMEMBERED: Final = 1_000


class Turned:
    """When messages last went on to their next film, by Discord's clock; a restart forgets it."""

    def __init__(self) -> None:
        self._at: dict[int, datetime] = {}

    def note(self, message: discord.Message | None) -> None:
        """Remember that a press had a message go on, as Discord answered its edit."""
        if message is None or message.edited_at is None:
            return
        self._at.pop(message.id, None)
        self._at[message.id] = message.edited_at
        if len(self._at) > _REMEMBERED:
            del self._at[next(iter(self._at))]

    def is_unread(self, interaction: Interaction) -> bool:
        """Return whether the message that was pressed had only just gone on."""
        message = interaction.message
        turned_at = None if message is None else self._at.get(message.id)
        return turned_at is not None and interaction.created_at - turned_at < _UNREAD
