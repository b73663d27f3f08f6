"""The features that the client loads: commands, menus, and the buttons of every message."""

from collections.abc import Mapping
from typing import Final

from discord import app_commands
from discord.ext import commands

from bot.about.about import AboutCog
from bot.about.help import HelpCog
from bot.films.buttons import AskWhy, Rate, ToggleWatchlist
from bot.films.commands import FilmsCog, rate_this_film
from bot.films.own_lists import TurnPage
from bot.films.pick_menu import PickFilm
from bot.films.reactions import ReactionsCog
from bot.films.undo import Remove, Undo, UndoNewest
from bot.nights.buttons import NightPress, Vote
from bot.nights.commands import MovieNightCog
from bot.nights.interactions import SendVeto
from bot.nights.settings import SettingsCog
from bot.privacy.buttons import Erase, SetVisibility
from bot.privacy.command import PrivacyCog
from bot.profile.command import ProfileCog
from bot.recommend.command import RecommendCog
from bot.recommend.lists import More
from bot.serverlist.command import ServerListCog
from bot.serverlist.page import OpenListed, TurnServerList
from bot.services import Services
from bot.ui.control import Press
from bot.upkeep import UpkeepCog
from bot.watchlist.command import WatchlistCog
from bot.watchlist.pick_message import AnotherPick

MENUS: Final[tuple[app_commands.ContextMenu, ...]] = (rate_this_film,)
"""The menus of messages and members."""

PRESSES: Final[Mapping[str, type[Press]]] = {
    press.kind: press
    for press in (
        Rate,
        ToggleWatchlist,
        AskWhy,
        More,
        PickFilm,
        Remove,
        Undo,
        UndoNewest,
        TurnPage,
        AnotherPick,
        TurnServerList,
        OpenListed,
        SetVisibility,
        Erase,
        NightPress,
        Vote,
        SendVeto,
    )
}
"""What pressing a control can mean, by the first word of its ``custom_id``."""


def cogs(client: commands.AutoShardedBot, services: Services) -> list[commands.Cog]:
    """Return the groups of commands and events, in the order in which they are loaded."""
    return [
        RecommendCog(services),
        FilmsCog(),
        ProfileCog(services),
        WatchlistCog(services),
        ServerListCog(services),
        MovieNightCog(client, services),
        SettingsCog(services),
        PrivacyCog(services),
        AboutCog(services),
        HelpCog(),
        ReactionsCog(client, services),
        UpkeepCog(client, services),
    ]
