"""``/settings``: a server's choices, made by its managers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, ClassVar, Final
from zoneinfo import ZoneInfo

import discord
from discord import app_commands
from discord.ext import commands

from bot.errors import MemberError, OutOfDate
from bot.films.card import ACCENT
from bot.services import services_of
from bot.storage.guild_settings import GuildSetting
from bot.storage.types import Remind
from bot.ui import limits
from bot.ui.control import Control, Interaction, Press, chosen, menu, view_of
from bot.ui.message import Message
from bot.ui.respond import show, tell
from bot.ui.times import is_zone, stamp, zones_like


class Setting(StrEnum):
    """A choice; its value is a field of `GuildSetting`, and stands in ``custom_id``."""

    ANYBODY_SUGGESTS = "anybody_suggests"
    HIDDEN_VOTES = "hidden_votes"
    REWATCHES = "rewatches"
    REMIND = "remind"


_CHOICES: Final[Mapping[Setting, Mapping[bool | Remind, str]]] = {
    Setting.ANYBODY_SUGGESTS: {
        False: "The organiser asks for the films",
        True: "Anyone who joined can ask for the films",
    },
    Setting.HIDDEN_VOTES: {
        False: "Everyone sees the votes as they come in",
        True: "Votes stay hidden until the end",
    },
    Setting.REWATCHES: {
        False: "Only films nobody has seen",
        True: "Films someone has already seen can come up",
    },
    Setting.REMIND: {
        Remind.ALL: "I tell of the films, the winner and the start",
        Remind.START: "I only tell when the film starts",
        Remind.NOTHING: "I tell nothing until the film is over",
    },
}
"""How each of the values reads that can be picked."""


class SettingsCog(commands.Cog):
    """Choices for movie nights."""

    @app_commands.command(name="settings")
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.describe(
        time_zone="Where you are, for times like “friday 20:00”: type a city",
    )
    async def settings(
        self, interaction: Interaction, time_zone: app_commands.Range[str, 1, 60] | None = None
    ) -> None:
        """See and change how movie nights work in this server."""
        guild_id = _managed(interaction)
        if time_zone is not None and not is_zone(time_zone):
            raise MemberError(
                f"I don't know the time zone “{limits.plain_clipped(time_zone, 60)}”. "
                "Type a large city near you and pick a suggestion, like Europe/Berlin."
            )
        repository = services_of(interaction).storage.guild_settings
        setting = await repository.get(guild_id)
        if time_zone is not None:
            setting = replace(setting, time_zone=time_zone)
            await repository.set(guild_id, setting)
        await tell(interaction, settings_message(setting, saved=time_zone is not None))

    @settings.autocomplete("time_zone")
    async def offer_zones(
        self, _interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Offer time zones by their city."""
        return [limits.choice(zone, zone) for zone in zones_like(typed, limits.CHOICES)]


@dataclass(frozen=True)
class ChangeSetting(Press):
    """Make one of a server's choices, as it was picked from its menu."""

    kind: ClassVar = "setting"
    private: ClassVar = True
    setting: Setting

    async def press(self, interaction: Interaction) -> None:
        """Save it, and show what is chosen now."""
        guild_id = _managed(interaction)
        repository = services_of(interaction).storage.guild_settings
        before = await repository.get(guild_id)
        values = {_code(value): value for value in _CHOICES[self.setting]}
        picked = chosen(interaction)
        if picked not in values:
            raise OutOfDate("That choice is from an older version of me. Use `/settings` again.")
        choice: dict[str, Any] = {self.setting.value: values[picked]}
        after = replace(before, **choice)
        await repository.set(guild_id, after)
        await show(interaction, settings_message(after, saved=True))


def settings_message(setting: GuildSetting, *, saved: bool) -> Message:
    """Return a server's choices, with a menu for each."""
    here = discord.utils.utcnow().astimezone(ZoneInfo(setting.time_zone))
    embed = discord.Embed(
        title="Saved" if saved else "Movie nights in this server",
        description=(
            f"🕗 **{setting.time_zone}**: it's {here:%H:%M} there, {stamp(here, 't')} where you "
            "are. `/settings` with a city changes that.\n"
            "Pick below what you'd like; it's saved at once, and holds for the next night."
        ),
        colour=ACCENT,
    )
    return Message(embeds=[embed], view=view_of(*(_menu(each, setting) for each in Setting)))


def _menu(which: Setting, setting: GuildSetting) -> Control:
    now = getattr(setting, which.value)
    options = [
        discord.SelectOption(label=words, value=_code(value), default=value == now)
        for value, words in _CHOICES[which].items()
    ]
    return menu(ChangeSetting(which), options, _CHOICES[which][now])


def _code(value: bool | Remind) -> str:
    """Return what stands for a value in a menu."""
    if isinstance(value, Remind):
        return value.value
    return "yes" if value else "no"


def _managed(interaction: Interaction) -> int:
    """Return the server whose choices the member may make.

    Discord's own check of commands is only a hint: servers can loosen it.

    Raises:
        MemberError: they may not, or this is no server.
    """
    if interaction.guild_id is None:
        raise MemberError("That only works in a server.")
    if not interaction.permissions.manage_guild:
        raise MemberError("You need the permission **Manage Server** to see or change that.")
    return interaction.guild_id
