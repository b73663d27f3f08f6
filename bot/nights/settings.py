"""``/settings``: a server's choices, made by its managers."""

from typing import TypeVar
from zoneinfo import ZoneInfo

import discord
from discord import app_commands
from discord.ext import commands

from bot.errors import MemberError
from bot.films.card import ACCENT
from bot.nights.commands import REMINDERS
from bot.services import Services
from bot.storage.guild_settings import GuildSetting
from bot.storage.types import Remind
from bot.ui import limits
from bot.ui.control import Interaction
from bot.ui.message import Message
from bot.ui.respond import tell
from bot.ui.times import is_zone, stamp, zones_like

_T = TypeVar("_T")


class SettingsCog(commands.Cog):
    """Choices for movie nights."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @app_commands.command(name="settings")
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.describe(
        time_zone="Where you are, for times like “friday 20:00”: type a city",
        anybody_suggests="Anyone who joined can ask for the films, not only the organiser",
        hidden_votes="Votes stay hidden until the vote is over",
        rewatches="Allow films someone has already seen",
        remind="The most I tell those who joined a movie night, besides its message",
    )
    @app_commands.choices(remind=REMINDERS)
    async def settings(
        self,
        interaction: Interaction,
        time_zone: app_commands.Range[str, 1, 60] | None = None,
        anybody_suggests: bool | None = None,
        hidden_votes: bool | None = None,
        rewatches: bool | None = None,
        remind: str | None = None,
    ) -> None:
        """See and change how movie nights work in this server."""
        assert interaction.guild_id is not None
        # Discord's own check is only a hint: servers can loosen it.
        if not interaction.permissions.manage_guild:
            raise MemberError("You need the permission **Manage Server** to see or change that.")
        if time_zone is not None and not is_zone(time_zone):
            raise MemberError(
                f"I don't know the time zone “{limits.plain_clipped(time_zone, 60)}”. "
                "Type a large city near you and pick a suggestion, like Europe/Berlin."
            )
        repository = self._services.storage.guild_settings
        before = await repository.get(interaction.guild_id)
        setting = GuildSetting(
            time_zone=_chosen(time_zone, before.time_zone),
            anybody_suggests=_chosen(anybody_suggests, before.anybody_suggests),
            hidden_votes=_chosen(hidden_votes, before.hidden_votes),
            rewatches=_chosen(rewatches, before.rewatches),
            remind=before.remind if remind is None else Remind(remind),
        )
        if setting != before:
            await repository.set(interaction.guild_id, setting)
        embed = settings_embed(setting, changed=setting != before)
        await tell(interaction, Message(embeds=[embed]))

    @settings.autocomplete("time_zone")
    async def offer_zones(
        self, _interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Offer time zones by their city."""
        return [limits.choice(zone, zone) for zone in zones_like(typed, limits.CHOICES)]


def _chosen(value: _T | None, before: _T) -> _T:
    return before if value is None else value


def settings_embed(setting: GuildSetting, *, changed: bool) -> discord.Embed:
    """Return a server's choices as a card."""
    embed = discord.Embed(
        title="Settings saved" if changed else "This server's settings", colour=ACCENT
    )
    here = discord.utils.utcnow().astimezone(ZoneInfo(setting.time_zone))
    embed.add_field(
        name="time_zone",
        value=f"{setting.time_zone}: it's {here:%H:%M} there, {stamp(here, 't')} where you are",
        inline=False,
    )
    for name, value, meaning in (
        (
            "anybody_suggests",
            setting.anybody_suggests,
            "Can anyone who joined ask for the films?",
        ),
        ("hidden_votes", setting.hidden_votes, "Are votes hidden until the vote is over?"),
        ("rewatches", setting.rewatches, "Can there be films someone has already seen?"),
    ):
        embed.add_field(name=name, value=f"{meaning} **{'yes' if value else 'no'}**", inline=False)
    chosen = next(each.name for each in REMINDERS if each.value == setting.remind)
    embed.add_field(
        name="remind", value=f"What are those who joined told? **{chosen}**", inline=False
    )
    return embed
