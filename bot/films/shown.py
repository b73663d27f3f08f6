"""Cards, which are messages that show exactly one film: reactions on them are verdicts."""

import discord

from bot.films.verdict_words import reaction_verdict
from bot.services import Services, services_of
from bot.ui.control import Interaction
from recsys.types import ItemId


async def note_answer(
    interaction: Interaction, message: discord.Message | None, item_id: ItemId
) -> bool:
    """Take an answer that shows one film for a card, if it can be one; return whether it is.

    The bot has to hear of reactions on it: not of those in servers without it or in group chats,
    and there are none on what a member alone sees.
    """
    if message is None or message.flags.ephemeral or not _hears_reactions(interaction):
        return False
    member_id = interaction.user.id if interaction.guild_id is None else None
    services = services_of(interaction)
    await note_film(services, message, interaction.guild_id, item_id, member_id=member_id)
    return True


async def note_film(
    services: Services,
    message: discord.Message,
    guild_id: int | None,
    item_id: ItemId,
    *,
    member_id: int | None = None,
) -> None:
    """Let reactions on a message be verdicts on the film that it shows from now on.

    ``member_id`` is whose direct messages it is in, if it is in any.
    Those that stand already were about something else; a catch-up couldn't tell them from others.
    """
    untouched = not any(reaction_verdict(str(each.emoji)) for each in message.reactions)
    await services.storage.cards.add(
        message.id, message.channel.id, guild_id, item_id, member_id=member_id, replay=untouched
    )


def _hears_reactions(interaction: Interaction) -> bool:
    if interaction.guild_id is None:
        return interaction.context.dm_channel
    return interaction.client.get_guild(interaction.guild_id) is not None
