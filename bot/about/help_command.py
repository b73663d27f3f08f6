"""``/help``: the commands, read from the command tree."""

from discord import app_commands
from discord.ext import commands

from bot.about.help import details, entries, entry_choices, find_entries, overview
from bot.films.options import personal
from bot.ui.control import Interaction


class HelpCog(commands.Cog):
    """Nothing here is kept by hand."""

    @app_commands.command(name="help")
    @personal
    @app_commands.describe(command="The command that you want to know more about")
    async def explain(
        self, interaction: Interaction, command: app_commands.Range[str, 1, 100] | None = None
    ) -> None:
        """See what I can do, and the options of a command."""
        every = entries(interaction.client.tree)
        embed = overview(every) if command is None else details(find_entries(every, command))
        await interaction.response.send_message(embed=embed, ephemeral=True)

    @explain.autocomplete("command")
    async def offer_commands(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Offer the commands."""
        return entry_choices(entries(interaction.client.tree), typed)
