"""``/about``: what the bot is, what it is made of, and how it does."""

import logging
from importlib.metadata import version

from discord import app_commands
from discord.ext import commands

from bot.about.about import State, about_embed
from bot.films.options import personal
from bot.services import Services
from bot.storage import StorageError
from bot.ui.control import Interaction
from recsys.errors import IndexFault

log = logging.getLogger(__name__)


class AboutCog(commands.Cog):
    """Attribution that licences ask for, and the first look when something seems wrong."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._version = version("matinee")

    @app_commands.command(name="about")
    @personal
    async def about(self, interaction: Interaction) -> None:
        """See what I am, whose ratings I use, and whether all is well."""
        # A server that is away takes its time to say nothing.
        await interaction.response.defer(ephemeral=True, thinking=True)
        application = interaction.client.application
        embed = about_embed(
            self._services.recommender.meta,
            State(storage=await self._storage_works(), recommender=await self._engine_answers()),
            version=self._version,
            policy_url=application.privacy_policy_url if application else None,
        )
        await interaction.edit_original_response(embed=embed)

    async def _storage_works(self) -> bool:
        try:
            await self._services.storage.state.set("version", self._version)
        except StorageError as error:
            log.error("/about: %s", error)  # noqa: TRY400 - one sentence, the trace says no more
            return False
        return True

    async def _engine_answers(self) -> bool:
        try:
            await self._services.recommender.health()
        except IndexFault as error:
            log.warning("/about: %s", error)
            return False
        return True
