"""Answering an interaction, whatever was said to it before: the one way in which messages go out.

Commands that a text names in code, as ``/rate``, become clickable on the way.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, TypeAlias

import discord

from bot.ui.message import Message

Interaction: TypeAlias = discord.Interaction[Any]

_NAMED: Final = re.compile(r"`/((?P<root>[a-z]+)(?: [a-z]+)?)`")


async def tell(
    interaction: Interaction, said: Message | str, *, private: bool = True
) -> discord.WebhookMessage | None:
    """Answer with a message of its own, for the member alone unless said otherwise.

    Returns:
        The message, where the interaction was deferred or answered before; else ``None``.
    """
    message = _ready(interaction, said)
    if interaction.response.is_done():
        return await interaction.followup.send(**message.sending(), ephemeral=private, wait=True)
    await interaction.response.send_message(**message.sending(), ephemeral=private)
    return None


async def show(interaction: Interaction, said: Message | str) -> None:
    """Put a message in place of the one that was pressed, or of "thinking…" after a defer."""
    message = _ready(interaction, said)
    if interaction.response.is_done():
        await interaction.edit_original_response(**message.editing())
    else:
        await interaction.response.edit_message(**message.editing())


async def think(interaction: Interaction, *, private: bool = True) -> None:
    """Tell Discord that an answer is on its way, before anything that takes time."""
    await interaction.response.defer(ephemeral=private, thinking=True)


def clickable(message: Message, command_ids: Mapping[str, int]) -> Message:
    """Return a message whose commands can be clicked where Discord allows it.

    That is in the content, the descriptions and the fields of embeds; of commands without an id
    the name stays as it is.

    Args:
        message: as it was written.
        command_ids: of the commands that Discord knows, by their first word.
    """

    def mentioned(text: str) -> str:
        return _NAMED.sub(lambda match: _mention(match, command_ids), text)

    embeds = [embed.copy() for embed in message.embeds]
    for embed in embeds:
        if embed.description:
            embed.description = mentioned(embed.description)
        for at, field in enumerate(embed.fields):
            embed.set_field_at(
                at, name=field.name, value=mentioned(field.value or ""), inline=field.inline
            )
    return replace(message, content=mentioned(message.content), embeds=embeds)


def _mention(match: re.Match[str], command_ids: Mapping[str, int]) -> str:
    command_id = command_ids.get(match["root"])
    return match[0] if command_id is None else f"</{match[1]}:{command_id}>"


def _ready(interaction: Interaction, said: Message | str) -> Message:
    message = Message(said) if isinstance(said, str) else said
    return clickable(message, interaction.client.command_ids)
