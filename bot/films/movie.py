"""``/movie``: the public card of one film."""

from discord import app_commands
from discord.ext import commands

from bot.films.options import act_on_film, offer_films, personal
from bot.services import Services
from bot.ui.control import Interaction


class MovieCog(commands.Cog):
    """Cards that everybody can rate by button or reaction."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @app_commands.command(name="movie")
    @personal
    @app_commands.describe(title="The film: type a part of its title")
    @app_commands.autocomplete(title=offer_films)
    async def movie(self, interaction: Interaction, title: app_commands.Range[str, 1, 200]) -> None:
        """Show a film to everybody here, to rate and to talk about."""
        await act_on_film(interaction, title, "card")
