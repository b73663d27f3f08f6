"""One private answer for many presses: each takes the place of what the one before it said."""

from collections.abc import Hashable
from datetime import timedelta
from typing import Any, Final, TypeAlias

import discord

from bot.ui.message import Message
from bot.ui.respond import ready, tell

Interaction: TypeAlias = discord.Interaction[Any]

_EDITABLE: Final = timedelta(minutes=14)
"""Discord lets a private answer be edited for 15 minutes from the press that it answered."""
_REMEMBERED: Final = 1_000
_REFUSED: Final = (discord.NotFound, discord.Forbidden)


class OneAnswer:
    """The private answers that can still be edited; after a restart there are new ones."""

    def __init__(self) -> None:
        self._last: dict[Hashable, discord.WebhookMessage] = {}

    async def tell(self, interaction: Interaction, about: Hashable, said: Message) -> None:
        """Answer a member alone, in place of the last answer ``about`` the same, if there is one.

        The interaction has to be acknowledged.
        """
        key = (interaction.user.id, about)
        last = self._last.get(key)
        if last is not None and interaction.created_at - last.created_at < _EDITABLE:
            try:
                await last.edit(**ready(interaction, said).editing())
            except _REFUSED:
                del self._last[key]
            else:
                return
        sent = await tell(interaction, said)
        assert sent is not None  # it was acknowledged
        self._last.pop(key, None)
        self._last[key] = sent
        if len(self._last) > _REMEMBERED:
            del self._last[next(iter(self._last))]
