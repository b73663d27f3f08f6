"""What a server reads when the bot is invited."""

from collections.abc import Callable, Mapping
from typing import Final

import discord
from discord.ext import commands

from bot.errors import logged
from bot.films.card import ACCENT
from bot.ui.message import Message
from bot.ui.respond import clickable

_SPEAKING: Final = discord.Permissions(view_channel=True, send_messages=True, embed_links=True)


class WelcomeCog(commands.Cog):
    """Says hello, once, where the server has Discord's own messages of that kind."""

    def __init__(self, command_ids: Callable[[], Mapping[str, int]]) -> None:
        self._command_ids = command_ids

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Say what to try; a server without such a channel, or that forbids it, isn't told."""
        channel = guild.system_channel
        if channel is None or not _SPEAKING.is_subset(channel.permissions_for(guild.me)):
            return
        hello = clickable(welcome(), self._command_ids())
        await logged("saying hello", channel.send(**hello.sending()))


def welcome() -> Message:
    """Return what to try first."""
    embed = discord.Embed(
        title="Hi, I'm Matinee",
        description=(
            "I find films for you, and a film for the whole evening.\n"
            "👋 `/start`: rate a few films, and I know your taste within a minute\n"
            "🍿 `/recommend`: films for you, and why\n"
            "🎟️ `/movienight start`: from “what shall we watch?” to a film that leaves nobody out\n"
            "❓ `/help`: the rest\n\n"
            "Your taste is hidden here until you show it: `/privacy visibility`."
        ),
        colour=ACCENT,
    )
    return Message(embeds=[embed])
