"""``/start``: the deck, where the member left it."""

from discord import app_commands
from discord.ext import commands

from bot.films.options import personal
from bot.onboarding.deck import next_card
from bot.ui.control import Interaction
from bot.ui.respond import show, think


class StartCog(commands.Cog):
    """The command that begins with a member's taste."""

    @app_commands.command(name="start")
    @personal
    async def start(self, interaction: Interaction) -> None:
        """Rate a few films, so that I get to know your taste."""
        await think(interaction)
        await show(interaction, await next_card(interaction))
