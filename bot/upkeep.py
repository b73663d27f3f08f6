"""What is tidied up by the clock."""

from discord.ext import commands, tasks

from bot.errors import logged
from bot.services import Services


class UpkeepCog(commands.Cog):
    """Deletes once an hour what has had its time, and makes backups."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def cog_load(self) -> None:
        """Start the clock; the first time is now."""
        self.sweep.start()
        self.back_up.start()

    async def cog_unload(self) -> None:
        """Stop the clock."""
        self.sweep.cancel()
        self.back_up.cancel()

    @tasks.loop(hours=1)
    async def sweep(self) -> None:
        """Delete lists that have expired."""
        await logged("sweeping lists", self._services.storage.listings.sweep())

    @tasks.loop(minutes=10)
    async def back_up(self) -> None:
        """Make the backup that is due; one that failed is due still."""
        await logged("making a backup", self._services.storage.backups.renew())
