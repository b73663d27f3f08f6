"""``/privacy``: what is stored about a member, what others see of it, and how to delete it."""

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
from bot.privacy.words import (
    ask_to_erase,
    ask_to_show,
    hidden,
    inventory_embed,
    nothing_stored,
    shown,
)
from bot.services import Services
from bot.ui.control import Interaction
from bot.ui.message import Message
from bot.ui.respond import tell

CHOICES = [
    app_commands.Choice(name="visible (shows you first what others will see)", value="visible"),
    app_commands.Choice(name="hidden", value="hidden"),
]


@personal
class PrivacyCog(commands.GroupCog, name="privacy", description="Your data, and who sees it"):
    """Every answer is for the member alone."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @app_commands.command(name="show")
    async def show(self, interaction: Interaction) -> None:
        """See everything I store about you, and what others see."""
        stored = await self._services.storage.members.count(interaction.user.id)
        await tell(interaction, Message(embeds=[inventory_embed(stored, interaction.guild_id)]))

    @app_commands.command(name="visibility")
    @app_commands.describe(choice="Whether this server can see your taste (hidden)")
    @app_commands.choices(choice=CHOICES)
    async def visibility(self, interaction: Interaction, choice: str) -> None:
        """Show your taste in this server, or hide it."""
        guild_id, member_id = required_guild(interaction), interaction.user.id
        visibility = self._services.storage.visibility
        visible = await visibility.is_visible(guild_id, member_id)
        if Choice(choice) is Choice.HIDDEN:
            await visibility.set(guild_id, member_id, visible=False)
            await tell(interaction, hidden(already=not visible))
            return
        said = shown(already=True) if visible else ask_to_show()
        buttons = hide_again() if visible else show_or_stay()
        await tell(interaction, Message(said, view=buttons))

    @app_commands.command(name="delete")
    async def delete(self, interaction: Interaction) -> None:
        """Delete everything I store about you."""
        stored = await self._services.storage.members.count(interaction.user.id)
        if stored.is_empty:
            await tell(interaction, nothing_stored())
            return
        answers = delete_or_not(interaction.user.id, interaction.created_at)
        await tell(interaction, Message(ask_to_erase(stored), view=answers))
