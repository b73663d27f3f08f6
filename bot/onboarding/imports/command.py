"""``/import``: what a file from elsewhere has, before anything of it is saved."""

import asyncio
from typing import Final

import discord
from discord import app_commands
from discord.ext import commands

from bot.films.options import personal
from bot.onboarding.imports.buttons import how_message, preview_message
from bot.onboarding.imports.preview import look_into
from bot.onboarding.imports.unpack import MOST_BYTES
from bot.services import services_of
from bot.storage.types import JSON
from bot.ui.control import Interaction
from bot.ui.respond import show, think
from bot.ui.uploads import fetch
from recsys.catalog import Catalog
from recsys.turns import Turns

_FETCHED_AT_ONCE: Final = 4


class ImportCog(commands.Cog):
    """A few files are fetched at once and one is read, so that many take little more memory."""

    def __init__(self) -> None:
        self._fetching = Turns(_FETCHED_AT_ONCE)
        self._reading = Turns()

    @app_commands.command(name="import")
    @personal
    @app_commands.describe(file="Your file; without one I'll tell you where to get it")
    async def bring(self, interaction: Interaction, file: discord.Attachment | None = None) -> None:
        """Bring your ratings from Letterboxd, IMDb, Trakt, MovieLens or another Matinee."""
        await think(interaction)
        services, member_id = services_of(interaction), interaction.user.id
        if file is None:
            await show(interaction, await how_message(services, member_id))
            return
        catalog = services.catalog
        async with self._fetching:
            data = await fetch(interaction, file, MOST_BYTES)
            async with self._reading:
                service, found, choices = await asyncio.to_thread(
                    _read, data, file.filename, catalog
                )
        saved = await services.storage.imports.preview(member_id, service, found, choices)
        await show(interaction, await preview_message(services, member_id, saved))


def _read(
    data: bytes, filename: str, catalog: Catalog
) -> tuple[str, dict[str, JSON], dict[str, JSON]]:
    service, found, choices = look_into(data, filename, catalog)
    return service, found.to_json(), choices.to_json()
