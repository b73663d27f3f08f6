"""A decided night as a scheduled event of Discord: made once, whatever becomes of the answers."""

import asyncio
from datetime import timedelta
from functools import partial
from typing import Final

import aiohttp
import discord
from discord.http import Route

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
_TROUBLE: Final = 500


async def add_event(
    interaction: Interaction, night_id: int, actor: Actor, lock: asyncio.Lock
) -> Night:
    """Make the event of a decided night, or find the one that is there; return the night.

    Args:
        interaction: a press in the night's server.
        night_id: of the night.
        actor: who pressed.
        lock: held while the event of this night is looked for, made or removed.

    Raises:
        MemberError: it can't be one, or the bot lacks the right.
    """
    may = interaction.app_permissions
    if not (may.create_events or may.manage_events):
        raise MemberError(
            "I'm missing the permission **Create Events** in this server. Ask someone who manages "
            "roles to give it to me, then press again."
        )
    await think(interaction)
    store = nights_here(interaction)
    async with lock:
        tried = (await store.get(night_id)).event_tried
        plan = partial(rules.plan_event, actor=actor, now=store.now())
        night = await store.change(night_id, plan)
        event_id = await _find(interaction, night) if tried else None
        if event_id is None:
            event_id = await _make(interaction, night)
        night = await store.change(night_id, partial(rules.event_made, event_id=event_id))
    await tell(
        interaction, f"📅 Event created: https://discord.com/events/{night.guild_id}/{event_id}"
    )
    return night


async def remove_event(interaction: Interaction, night: Night, lock: asyncio.Lock) -> None:
    """Delete the event of a cancelled night, or tell the member that it is still there."""
    if interaction.guild is None:
        return
    async with lock:
        night = await nights_here(interaction).get(night.id)
        event_id = night.event_id
        if event_id is None and night.event_tried:
            event_id = await _find(interaction, night)
        if event_id is None:
            return
        try:
            event = await interaction.guild.fetch_scheduled_event(event_id, with_counts=False)
            await event.delete()
        except discord.NotFound:
            return
        except discord.Forbidden:
            await tell(
                interaction,
                "I'm not allowed to delete the server's event for that night, so it's still there.",
            )


async def _make(interaction: Interaction, night: Night) -> int:
    """Ask for the event once; where nobody knows whether it was made, look for it."""
    assert night.winner is not None
    assert night.options.starts_at is not None
    title = as_movie(night.winner, services_of(interaction).catalog).display
    where = limits.linkless(getattr(interaction.channel, "name", "movies"))
    event = {
        # Discord shows a name as it is, and the description with its Markdown.
        "name": limits.clip(discord.utils.escape_mentions(f"Movie night: {title}"), _NAME),
        "description": f"{limits.plain(title)}\n{address(night)}",
        "scheduled_start_time": night.options.starts_at.isoformat(),
        "scheduled_end_time": (night.options.starts_at + _LENGTH).isoformat(),
        "privacy_level": discord.PrivacyLevel.guild_only.value,
        "entity_type": discord.EntityType.external.value,
        "entity_metadata": {"location": limits.clip(f"#{where}", _NAME)},
    }
    route = Route("POST", "/guilds/{guild_id}/scheduled-events", guild_id=night.guild_id)
    try:
        # Not by `Guild.create_scheduled_event`, which asks again after a 502 by itself.
        made = await interaction.client.http.request(
            route, json=event, raise_for_status=_raise_for_trouble
        )
    except (aiohttp.ClientError, TimeoutError):
        event_id = await _find(interaction, night)
        if event_id is None:
            raise
        return event_id
    return int(made["id"])


async def _find(interaction: Interaction, night: Night) -> int | None:
    """Return the event of a night that was made although nobody noted it.

    It's the one of the bot's own that links to the night: anybody may have changed its name.
    """
    assert interaction.guild is not None
    assert night.message_id is not None
    events = await interaction.guild.fetch_scheduled_events(with_counts=False)
    return next(
        (
            event.id
            for event in events
            if event.creator_id == interaction.client.user.id
            and address(night) in (event.description or "")
        ),
        None,
    )


async def _raise_for_trouble(response: aiohttp.ClientResponse) -> None:
    if response.status >= _TROUBLE:
        response.raise_for_status()
