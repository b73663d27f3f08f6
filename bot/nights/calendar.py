"""A decided night as a scheduled event of Discord."""

from datetime import timedelta
from typing import Final

import discord

from bot.errors import MemberError
from bot.nights.desk import NightDesk
from bot.nights.links import link
from bot.nights.types import Night, Stage
from bot.storage import Storage
from bot.storage.clock import Clock
from bot.ui import limits
from bot.ui.control import Interaction

_LENGTH: Final = timedelta(hours=3)
_NAME: Final = 100
_TEXT: Final = 1_000


class NightCalendar:
    """Puts nights into the server's calendar and takes them out again."""

    def __init__(self, *, desk: NightDesk, storage: Storage, now: Clock) -> None:
        self._desk = desk
        self._nights = storage.nights
        self._now = now

    async def add(self, interaction: Interaction, night: Night) -> None:
        """Make the event of a decided night, once.

        Raises:
            MemberError: it can't be one, or the bot lacks the right.
        """
        starts_at, guild = night.options.starts_at, interaction.guild
        decided = night.stage is Stage.DECIDED
        if not decided or night.winner is None or starts_at is None or guild is None:
            raise MemberError("Only a decided night with a time can become an event.")
        if starts_at <= self._now():
            raise MemberError("The film has begun already, so there is nothing to announce.")
        may = interaction.app_permissions
        if not (may.create_events or may.manage_events):
            raise MemberError(
                "I lack the permission **Create Events** in this server. Somebody who manages "
                "roles can give it to me; then press again."
            )
        if not await self._nights.try_event(night.id):
            raise MemberError(
                "I made that event already, or was interrupted while I did: look at the server's "
                "events, and make it by hand if it isn't there."
            )
        await interaction.response.defer(ephemeral=True, thinking=True)
        title = self._desk.movie_of(night.winner).display
        try:
            event = await guild.create_scheduled_event(
                name=limits.clip(f"Movie night: {title}", _NAME),
                start_time=starts_at,
                end_time=starts_at + _LENGTH,
                privacy_level=discord.PrivacyLevel.guild_only,
                entity_type=discord.EntityType.external,
                location=f"#{getattr(interaction.channel, 'name', 'movies')}"[:_NAME],
                description=limits.clip(f"{title}\n{link(night)}", _TEXT),
            )
        except discord.HTTPException:
            await self._nights.untry_event(night.id)
            raise
        await self._nights.set_event(night.id, event.id)
        await interaction.followup.send(f"📅 Made: {event.url}", ephemeral=True)

    async def remove(self, interaction: Interaction, night: Night) -> None:
        """Delete the event of a cancelled night, or tell the member that it is still there."""
        if night.event_id is None or interaction.guild is None:
            return
        try:
            event = await interaction.guild.fetch_scheduled_event(night.event_id)
            await event.delete()
        except discord.NotFound:
            return
        except discord.Forbidden:
            await interaction.followup.send(
                "The server's event for that night is still there: I am not allowed to delete it.",
                ephemeral=True,
            )
