"""What all controls share."""

from abc import abstractmethod
from typing import Any, TypeAlias

import discord

from bot.errors import guarded

Interaction: TypeAlias = discord.Interaction[Any]


class Pressed:
    """A control whose press is answered whatever happens; goes before `DynamicItem`."""

    @abstractmethod
    async def press(self, interaction: Interaction) -> None:
        """Do what the control is for."""

    async def callback(self, interaction: Interaction) -> None:
        """Called by discord.py."""
        await guarded(interaction, self.press(interaction))


def empty_view() -> discord.ui.View:
    """Return a view that never times out: what it holds lives as long as its message."""
    return discord.ui.View(timeout=None)
