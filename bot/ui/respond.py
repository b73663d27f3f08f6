"""Answering an interaction in any state: the one way in which messages are sent.

Commands that a text names in code, as ``/rate``, become clickable on the way.
"""

import re
from collections.abc import Awaitable, Mapping
from dataclasses import replace
from typing import Any, Final, TypeAlias

import discord

from bot.ui.message import Message

Interaction: TypeAlias = discord.Interaction[Any]

_ACKNOWLEDGED: Final = 40060
"""Discord's code for an interaction that was acknowledged before."""
_NAMED: Final = re.compile(r"`/((?P<root>[a-z]+)(?: [a-z]+)?)`")


async def tell(
    interaction: Interaction, said: Message | str, *, private: bool = True
) -> discord.WebhookMessage | None:
    """Answer with a message of its own, for the member alone unless said otherwise.

    Returns:
        The message, where the interaction was deferred or answered before; else ``None``.
    """
    message = ready(interaction, said)
    if _is_acknowledged(interaction):
        return await interaction.followup.send(**message.sending(), ephemeral=private, wait=True)
    await acknowledge(
        interaction,
        interaction.response.send_message(**message.sending(), ephemeral=private),
    )
    return None


async def show(interaction: Interaction, said: Message | str) -> discord.Message | None:
    """Put a message in place of the one that was pressed, or of "thinking…" after `think`.

    Returns:
        The message, as of `tell`.
    """
    message = ready(interaction, said)
    if _is_acknowledged(interaction):
        return await interaction.edit_original_response(**message.editing())
    await acknowledge(interaction, interaction.response.edit_message(**message.editing()))
    return None


async def think(interaction: Interaction, *, private: bool = True) -> None:
    """Tell Discord that an answer is on its way, before anything that takes time.

    Raises:
        StillAtWork: enough is being worked on for this member.
    """
    begin(interaction)
    thinking = interaction.response.defer(ephemeral=private, thinking=True)
    await acknowledge(interaction, thinking)


async def hold(interaction: Interaction) -> None:
    """Tell Discord that a press was heard; its message stays as it is until `show`.

    Raises:
        StillAtWork: enough is being worked on for this member.
    """
    begin(interaction)
    await acknowledge(interaction, interaction.response.defer())


def begin(interaction: Interaction) -> None:
    """Count what follows as work for the member, once.

    Raises:
        StillAtWork: enough is being worked on for them.
    """
    interaction.client.at_work.begin(interaction.user.id)


async def acknowledge(interaction: Interaction, call: Awaitable[object]) -> None:
    """Acknowledge an interaction with this call of its response.

    Where the answer to a first try is lost on its way, discord.py tries again and hears that the
    interaction is acknowledged: then all is well, and the work goes on.
    """
    try:
        await call
    except discord.HTTPException as error:
        if error.code != _ACKNOWLEDGED:
            raise
        interaction.extras["acknowledged"] = True


def _is_acknowledged(interaction: Interaction) -> bool:
    return interaction.response.is_done() or "acknowledged" in interaction.extras


def clickable(message: Message, command_ids: Mapping[str, int]) -> Message:
    """Return a message whose commands can be clicked where Discord allows it.

    That is in the content, the descriptions and the fields of embeds. Ids are by a command's first
    word; commands without one stay as they are.
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


def ready(interaction: Interaction, said: Message | str) -> Message:
    """Return a message as it goes out: its commands can be clicked."""
    message = Message(said) if isinstance(said, str) else said
    return clickable(message, interaction.client.command_ids)
