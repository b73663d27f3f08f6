"""A decided night as a scheduled event of Discord."""

from datetime import timedelta
from typing import Final

import discord

from bot.errors import MemberError
from bot.nights import rules
from bot.nights.night import Night
from bot.nights.render import as_movie
from bot.nights.rules import Actor
from bot.nights.store import nights_here
from bot.nights.text import address
from bot.services import services_of
from bot.ui import limits
from bot.ui.control import Interaction
from bot.ui.respond import tell, think

_LENGTH: Final = timedelta(hours=3)
_NAME: Final = 100


async def add_event(interaction: Interaction, night_id: int, actor: Actor) -> Night:
    """Make the event of a decided night, once; return the night.

    Raises:
        MemberError: it can't be one, or the bot lacks the right.
    """
    guild = interaction.guild
    assert guild is not None
    may = interaction.app_permissions
    if not (may.create_events or may.manage_events):
        raise MemberError(
            "I'm missing the permission **Create Events** in this server. Ask someone who manages "
            "roles to give it to me, then press again."
        )
    services = services_of(interaction)
    store = nights_here(interaction)
    now = store.now()
    night = await store.change(night_id, lambda night: rules.plan_event(night, actor, now))
    await think(interaction)
    assert night.winner is not None
    assert night.options.starts_at is not None
    title = as_movie(night.winner, services.recommender.catalog).display
    where = limits.linkless(getattr(interaction.channel, "name", "movies"))
    try:
        event = await guild.create_scheduled_event(
            # Discord shows a name as it is, and the description with its Markdown.
            name=limits.clip(discord.utils.escape_mentions(f"Movie night: {title}"), _NAME),
            start_time=night.options.starts_at,
            end_time=night.options.starts_at + _LENGTH,
            privacy_level=discord.PrivacyLevel.guild_only,
            entity_type=discord.EntityType.external,
            location=limits.clip(f"#{where}", _NAME),
            description=f"{limits.plain(title)}\n{address(night)}",
        )
    except discord.HTTPException:
        await store.change(night_id, rules.event_failed)
        raise
    night = await store.change(night_id, lambda night: rules.event_made(night, event.id))
    await tell(interaction, f"📅 Event created: {event.url}")
    return night


async def remove_event(interaction: Interaction, night: Night) -> None:
    """Delete the event of a cancelled night, or tell the member that it is still there."""
    if night.event_id is None or interaction.guild is None:
        return
    try:
        event = await interaction.guild.fetch_scheduled_event(night.event_id)
        await event.delete()
    except discord.NotFound:
        return
    except discord.Forbidden:
        await tell(
            interaction,
            "I'm not allowed to delete the server's event for that night, so it's still there.",
        )
