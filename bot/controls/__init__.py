"""Persistent buttons and menus: their state is in ``custom_id`` and SQLite, never in memory.

Every control works after a restart, on messages of any age, for whoever presses it.
"""

from typing import Any, Final

import discord

from bot.controls.another_pick import AnotherPick
from bot.controls.film_buttons import VerdictButton, WatchlistButton, WhyButton
from bot.controls.list_buttons import MoreButton
from bot.controls.night_buttons import NightButton, VoteButton
from bot.controls.pick_film import PickFilm
from bot.controls.privacy_buttons import EraseButton, VisibilityButton
from bot.controls.take_back import TakeBackButton, UndoButton
from bot.controls.turn_page import TurnPage
from bot.controls.undo_newest import UndoNewestButton

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
"""What the bot registers, so that presses find their way."""
