"""The commands, one group a file, and the events."""

from typing import Final

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.about import AboutCog
from bot.cogs.help import HelpCog
from bot.cogs.movie import MovieCog
from bot.cogs.movienight import MovieNightCog
from bot.cogs.privacy import PrivacyCog
from bot.cogs.profile import ProfileCog
from bot.cogs.rate import RateCog, rate_this_film
from bot.cogs.reactions import ReactionsCog
from bot.cogs.recommend import RecommendCog
from bot.cogs.settings import SettingsCog
from bot.cogs.watchlist import WatchlistCog
from bot.services import Services

MENUS: Final[tuple[app_commands.ContextMenu, ...]] = (rate_this_film,)
"""The menus of messages and members."""


def cogs(client: discord.Client, services: Services) -> list[commands.Cog]:
    """Return what the bot loads, in this order."""
    return [
        RecommendCog(services),
        RateCog(services),
        MovieCog(services),
        ProfileCog(services),
        WatchlistCog(services),
        MovieNightCog(client, services),
        SettingsCog(services),
        PrivacyCog(services),
        AboutCog(services),
        HelpCog(),
        ReactionsCog(client, services),
    ]
