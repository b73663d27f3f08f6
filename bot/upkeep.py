"""What is tidied up by the clock."""

import asyncio
import logging

import discord
from discord.ext import commands, tasks

from bot.errors import logged
from bot.nights.store import night_store
from bot.services import Resources
from bot.storage.guilds import GRACE

log = logging.getLogger(__name__)

_LATER = f"in {GRACE.days} days what was saved there is deleted."


class UpkeepCog(commands.Cog):
    """Deletes once an hour what has had its time, and makes backups."""

    def __init__(self, client: discord.Client, resources: Resources) -> None:
        self._client = client
        self._resources = resources

    async def cog_load(self) -> None:
        """Start the clock; the first time is now."""
        self.sweep.start()
        self.back_up.start()

    async def cog_unload(self) -> None:
        """Stop the clock, and a backup that is being made."""
        running = [loop.get_task() for loop in (self.sweep, self.back_up)]
        self.sweep.cancel()
        self.back_up.cancel()
        await asyncio.gather(*filter(None, running), return_exceptions=True)

    @tasks.loop(hours=1)
    async def sweep(self) -> None:
        """Delete what is too old, and servers that the bot left long ago.

        Room for erasures on a full disk is set aside again when it was used.
        """
        storage = self._resources.storage
        await logged("sweeping lists", storage.listings.sweep())
        await logged("sweeping what lists have shown", storage.shown.sweep())
        await logged("sweeping imports", storage.imports.sweep())
        await logged("sweeping cards", storage.cards.sweep())
        await logged("sweeping movie nights", night_store(self._resources).sweep())
        await logged("sweeping servers", storage.guilds.sweep())
        await logged("setting room aside", storage.database.keep_room())

    @tasks.loop(minutes=10)
    async def back_up(self) -> None:
        """Make the backup that is due; one that failed is due still."""
        await logged("making a backup", self._resources.storage.backups.renew())

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """See which servers the bot left while it was away; one that Discord can't reach is there.

        Comes at the start and after every reconnect that Discord could not resume.
        """
        here = [guild.id for guild in self._client.guilds]
        gone = await self._resources.storage.guilds.is_in(here)
        if gone:
            log.info("%d servers left meanwhile: %s", gone, _LATER)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Stop the grace of a server that the bot is invited to again."""
        await self._resources.storage.guilds.joined(guild.id)

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Begin the grace of a server that the bot left."""
        await self._resources.storage.guilds.left(guild.id)
        log.info("Left server %d: %s", guild.id, _LATER)
