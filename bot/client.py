"""The Discord client: its cogs, its controls, and the commands that Discord knows of it."""

import asyncio
import hashlib
import json
import logging
import sys
from collections.abc import Mapping
from typing import Final

import discord
from discord import app_commands
from discord.ext import commands

from bot.errors import SettingInvalid, answer, log_event
from bot.features import MENUS, PRESSES, cogs
from bot.services import Resources, begin
from bot.storage.errors import decoding
from bot.ui.at_work import AtWork
from bot.ui.control import Control, Interaction, take_form
from bot.ui.one_answer import OneAnswer
from bot.ui.turned import Turned
from bot.ui.uploads import DISCORD

log = logging.getLogger(__name__)

# The bot never speaks, so nobody has to be told that the libraries for voice are missing.
discord.VoiceClient.warn_nacl = False
discord.VoiceClient.warn_dave = False

_DRAIN = 2.5
"""Seconds that commands at work get to finish before the connection is closed."""
_GOODBYE = 1.0
"""Seconds that closing the connection may take."""
_WORKERS: Final = (
    "CommandTree-invoker",
    "discord-ui-",
    "discord.py: on_raw_",
    "discord.py: on_interaction",
)
"""How discord.py names the tasks of commands, controls and events."""


class Tree(app_commands.CommandTree["MovieBot"]):
    """A command tree whose errors go through the one table."""

    async def interaction_check(self, interaction: discord.Interaction["MovieBot"], /) -> bool:
        """Begin to work on a command or a suggestion; refuse nobody."""
        begin(interaction)
        return True

    async def on_error(
        self,
        interaction: discord.Interaction["MovieBot"],
        error: app_commands.AppCommandError,
        /,
    ) -> None:
        """Tell the member, and the log what it needs."""
        await answer(interaction, error)


class MovieBot(commands.AutoShardedBot):
    """Matinee on Discord; it is given everything it works with, and opens nothing itself."""

    def __init__(
        self,
        resources: Resources,
        *,
        dev_guild: int | None = None,
        always_sync: bool = False,
        shard_count: int | None = None,
        uploads: frozenset[str] = DISCORD,
    ) -> None:
        """Set up the client; nothing is connected yet.

        Args:
            resources: open; the client doesn't close them.
            dev_guild: a server that gets the commands at once; other servers' stay as they are.
            always_sync: tell Discord the commands even if it knows them.
            shard_count: how many gateway connections; Discord decides when ``None``.
            uploads: where the files lie that members hand over.
        """
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=Tree,
            # Of commands that don't say more: without the bot in the server they could do nothing.
            allowed_installs=app_commands.AppInstallationType(guild=True),
            intents=discord.Intents(guilds=True, reactions=True, voice_states=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            shard_count=shard_count,
            activity=discord.CustomActivity("/recommend a film"),
        )
        self.resources = resources
        self.presses = PRESSES
        self.at_work = AtWork()
        self.turned = Turned()
        self.one_answer = OneAnswer()
        self.uploads = uploads
        self.command_ids: Mapping[str, int] = {}
        """Of the commands as Discord knows them, so that texts can mention them."""
        self._dev_guild = None if dev_guild is None else discord.Object(dev_guild)
        self._always_sync = always_sync

    async def setup_hook(self) -> None:
        """Load everything before the first event; a cog that fails to load stops the start."""
        for cog in cogs(self, self.resources, lambda: self.command_ids):
            await self.add_cog(cog)
        for menu in MENUS:
            self.tree.add_command(menu)
        self.add_dynamic_items(Control)
        if self._dev_guild is not None:
            self.tree.copy_global_to(guild=self._dev_guild)
        await self._sync_if_changed()

    async def on_interaction(self, interaction: Interaction) -> None:
        """Take forms that were sent in; commands and controls find their own way."""
        await take_form(interaction)

    async def on_error(self, event_method: str, /, *_args: object, **_kwargs: object) -> None:
        """Write an event's failure to the log."""
        error = sys.exception()
        if isinstance(error, Exception):
            log_event(event_method, error)

    async def close(self) -> None:
        """Let commands at work finish for a moment, then close the connection."""
        current = asyncio.current_task()
        at_work = [
            task
            for task in asyncio.all_tasks()
            if task is not current and task.get_name().startswith(_WORKERS)
        ]
        if at_work and not self.is_closed():
            await asyncio.wait(at_work, timeout=_DRAIN)
        try:
            async with asyncio.timeout(_GOODBYE):
                await super().close()
        except TimeoutError:
            log.warning("Discord did not let go in time; leaving all the same.")

    async def _sync_if_changed(self) -> None:
        where = "everywhere" if self._dev_guild is None else str(self._dev_guild.id)
        key = f"commands of {self.application_id} {where}"
        payload = [command.to_dict(self.tree) for command in self.tree.get_commands()]
        digest = hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()
        state = self.resources.storage.state
        told, _, ids = (await state.get(key) or "").partition(" ")
        if ids and told == digest and not self._always_sync:
            with decoding():
                self.command_ids = json.loads(ids)
            return
        try:
            synced = await self.tree.sync(guild=self._dev_guild)
        except discord.Forbidden:
            if self._dev_guild is None:
                raise
            raise SettingInvalid(
                "MATINEE_DEV_GUILD", "names a server that the bot is not in; invite it there first"
            ) from None
        self.command_ids = {command.name: command.id for command in synced}
        await state.set(key, f"{digest} {json.dumps(self.command_ids)}")
        log.info("Told Discord %d commands.", len(payload))
