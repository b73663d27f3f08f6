"""The features that the client loads: commands, menus, and the buttons of every message."""

from collections.abc import Callable, Mapping
from typing import Final

from discord import app_commands
from discord.ext import commands

from bot.about.about import AboutCog
from bot.about.help import HelpCog
from bot.about.welcome import WelcomeCog
from bot.films.buttons import (
    AskWhy,
    More,
    MoreLike,
    OpenPrivately,
    Rate,
    ToggleWatchlist,
    Turn,
    UndoHere,
)
from bot.films.commands import FilmsCog, rate_this_film
from bot.films.live_cards import LiveCardsCog
from bot.films.own_lists import TurnPage
from bot.films.pick_menu import ChooseFilm, LookUp, PickFilm
from bot.films.reactions import ReactionsCog
from bot.films.undo import Remove, Undo, UndoNewest
from bot.nights.buttons import Mark, NightPress, Vote
from bot.nights.commands import MovieNightCog
from bot.nights.interactions import AddFilm, AddTitle, SendVeto
from bot.nights.invite import Invite
from bot.nights.settings import ChangeSetting, SettingsCog
from bot.onboarding.command import StartCog
from bot.onboarding.deck import Answer, GoOn, Leave, SeeFilms
from bot.onboarding.imports.buttons import DecideImport, SetImport, TellOfImport
from bot.onboarding.imports.command import ImportCog
from bot.onboarding.titles import NameFavourites, SendFavourites
from bot.privacy.buttons import Erase, SetVisibility
from bot.privacy.command import PrivacyCog
from bot.profile.buttons import OpenFilms, PostTaste
from bot.profile.command import ProfileCog
from bot.recommend.command import OfGenre, RecommendCog
from bot.serverlist.command import ServerListCog
from bot.serverlist.page import OpenListed, TurnServerList
from bot.services import Resources
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
        UndoHere,
        ToggleWatchlist,
        AskWhy,
        Turn,
        More,
        MoreLike,
        OpenPrivately,
        OfGenre,
        Answer,
        GoOn,
        Leave,
        SeeFilms,
        NameFavourites,
        SendFavourites,
        TellOfImport,
        PickFilm,
        ChooseFilm,
        LookUp,
        Remove,
        Undo,
        UndoNewest,
        PostTaste,
        OpenFilms,
        TurnPage,
        AnotherPick,
        TurnServerList,
        OpenListed,
        SetVisibility,
        Erase,
        NightPress,
        Vote,
        Mark,
        SendVeto,
        AddFilm,
        AddTitle,
        ChangeSetting,
        Invite,
        DecideImport,
        SetImport,
    )
}
"""What pressing a control can mean, by the first word of its ``custom_id``."""


def cogs(
    client: commands.AutoShardedBot,
    resources: Resources,
    command_ids: Callable[[], Mapping[str, int]],
) -> list[commands.Cog]:
    """Return the groups of commands and events, in the order in which they are loaded.

    ``command_ids`` tells Discord's ids of the commands, once they are known.
    """
    return [
        RecommendCog(),
        StartCog(),
        FilmsCog(),
        ProfileCog(),
        WatchlistCog(),
        ServerListCog(),
        MovieNightCog(client, resources),
        SettingsCog(),
        ImportCog(),
        PrivacyCog(),
        AboutCog(resources),
        HelpCog(),
        WelcomeCog(command_ids),
        ReactionsCog(client, resources),
        LiveCardsCog(client, resources, command_ids),
        UpkeepCog(client, resources),
    ]
