"""The features that the client loads: commands, menus, and the buttons of every message."""

from typing import Any, Final

import discord
from discord import app_commands
from discord.ext import commands

from bot.about.command import AboutCog
from bot.about.help_command import HelpCog
from bot.films.buttons import VerdictButton, WatchlistButton, WhyButton
from bot.films.movie import MovieCog
from bot.films.pick_menu import PickFilm
from bot.films.rate import RateCog, rate_this_film
from bot.films.reactions import ReactionsCog
from bot.films.turn_page import TurnPage
from bot.films.undo import TakeBackButton, UndoButton
from bot.films.undo_newest import UndoNewestButton
from bot.nights.buttons import NightButton, VoteButton
from bot.nights.commands import MovieNightCog
from bot.nights.settings import SettingsCog
from bot.privacy.buttons import EraseButton, VisibilityButton
from bot.privacy.command import PrivacyCog
from bot.profile.command import ProfileCog
from bot.recommend.command import RecommendCog
from bot.recommend.more import MoreButton
from bot.services import Services
from bot.watchlist.another import AnotherPick
from bot.watchlist.command import WatchlistCog

MENUS: Final[tuple[app_commands.ContextMenu, ...]] = (rate_this_film,)
"""The menus of messages and members."""

CONTROLS: Final[tuple[type[discord.ui.DynamicItem[Any]], ...]] = (
    VerdictButton,
    WatchlistButton,
    WhyButton,
    MoreButton,
    PickFilm,
    TakeBackButton,
    UndoButton,
    UndoNewestButton,
    TurnPage,
    AnotherPick,
    VisibilityButton,
    EraseButton,
    NightButton,
    VoteButton,
)
"""What the client registers, so that presses on messages of any age find their way."""


def cogs(client: discord.Client, services: Services) -> list[commands.Cog]:
    """Return the groups of commands and events, in the order in which they are loaded."""
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
