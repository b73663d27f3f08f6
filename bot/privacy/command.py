"""``/privacy``: what is stored about a member, who sees it, a copy of it, and how to delete it."""

import asyncio

from discord import app_commands
from discord.ext import commands

from bot.films.options import personal
from bot.privacy.buttons import (
    Choice,
    delete_or_not,
    hide_again,
    required_guild,
    show_or_stay,
)
from bot.privacy.export import archive
from bot.privacy.words import (
    EXPORTED,
    NOTHING_TO_EXPORT,
    TOO_MUCH_TO_EXPORT,
    ask_to_erase,
    ask_to_show,
    hidden,
    inventory_embed,
    nothing_stored,
    shown,
)
from bot.services import services_of
from bot.ui.control import Interaction
from bot.ui.limits import UPLOAD
from bot.ui.message import Attachment, Message
from bot.ui.respond import show, tell, think

CHOICES = [
    app_commands.Choice(name="visible (shows you first what others will see)", value="visible"),
    app_commands.Choice(name="hidden", value="hidden"),
]


@personal
class PrivacyCog(commands.GroupCog, name="privacy", description="Your data, and who sees it"):
    """Every answer is for the member alone."""

    @app_commands.command(name="show")
    async def show(self, interaction: Interaction) -> None:
        """See everything I store about you, and what others see."""
        stored = await services_of(interaction).storage.members.count(interaction.user.id)
        await tell(interaction, Message(embeds=[inventory_embed(stored, interaction.guild_id)]))

    @app_commands.command(name="visibility")
    @app_commands.describe(choice="Whether this server can see your taste (hidden)")
    @app_commands.choices(choice=CHOICES)
    async def visibility(self, interaction: Interaction, choice: str) -> None:
        """Show your taste in this server, or hide it."""
        guild_id, member_id = required_guild(interaction), interaction.user.id
        visibility = services_of(interaction).storage.visibility
        visible = await visibility.is_visible(guild_id, member_id)
        if Choice(choice) is Choice.HIDDEN:
            await visibility.set(guild_id, member_id, visible=False)
            await tell(interaction, hidden(already=not visible))
            return
        said = shown(already=True) if visible else ask_to_show()
        buttons = hide_again() if visible else show_or_stay()
        await tell(interaction, Message(said, view=buttons))

    @app_commands.command(name="export")
    async def export(self, interaction: Interaction) -> None:
        """Get everything I store about you as a file."""
        await think(interaction)
        await show(interaction, await _copy(interaction))

    @app_commands.command(name="delete")
    async def delete(self, interaction: Interaction) -> None:
        """Delete everything I store about you."""
        stored = await services_of(interaction).storage.members.count(interaction.user.id)
        if stored.is_empty:
            await tell(interaction, nothing_stored())
            return
        answers = delete_or_not(interaction.user.id, interaction.created_at)
        await tell(interaction, Message(ask_to_erase(stored), view=answers))


async def _copy(interaction: Interaction) -> Message:
    services, member_id, at = (
        services_of(interaction),
        interaction.user.id,
        interaction.created_at,
    )
    tables = await services.storage.members.tables(member_id)
    if not any(table.rows for table in tables.values()):
        return Message(NOTHING_TO_EXPORT)
    catalog = services.catalog
    data = await asyncio.to_thread(archive, tables, catalog, member_id, at)
    if len(data) > UPLOAD:
        return Message(TOO_MUCH_TO_EXPORT)
    return Message(EXPORTED, attachments=[Attachment(f"matinee-{at:%Y-%m-%d}.zip", data)])
