"""What is tidied up by the clock."""

from discord.ext import commands, tasks

from bot.errors import logged
from bot.nights.store import night_store
from bot.services import Services


class UpkeepCog(commands.Cog):
    """Deletes once an hour what has had its time."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def cog_load(self) -> None:
        """Start the clock; the first time is now."""
        self.sweep.start()

    async def cog_unload(self) -> None:
        """Stop the clock."""
        self.sweep.cancel()

    @tasks.loop(hours=1)
    async def sweep(self) -> None:
        """Delete lists that have expired, and nights that came to nothing."""
        await logged("sweeping lists", self._services.storage.listings.sweep())
        await logged("sweeping movie nights", night_store(self._services).sweep())
