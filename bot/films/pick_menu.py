"""The menu of several films: what was asked for is done with the one that is picked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import discord

from bot.films.actions import ACTIONS, Action
from bot.films.find import movie_of
from bot.services import services_of
from bot.ui import limits
from bot.ui.control import Control, Interaction, Press, chosen, menu, view_of
from recsys.movies import Movie
from recsys.types import ItemId


@dataclass(frozen=True)
class PickFilm(Press):
    """Do with the film that is picked what was asked for."""

    kind: ClassVar = "pick"
    action: Action

    async def press(self, interaction: Interaction) -> None:
        """Do it with the film that was picked."""
        catalog = services_of(interaction).recommender.catalog
        movie = movie_of(catalog, ItemId(int(chosen(interaction))))
        await ACTIONS[self.action](interaction, movie)


def pick_menu(action: Action, movies: Sequence[Movie], placeholder: str = "Which one?") -> Control:
    """Return a menu of as many of these films as fit."""
    options = [
        discord.SelectOption(
            label=limits.clip(movie.display, limits.SELECT_TEXT),
            value=str(movie.id),
            description=limits.clip(" · ".join(movie.genres), limits.SELECT_TEXT) or None,
        )
        for movie in movies[: limits.SELECT_OPTIONS]
    ]
    return menu(PickFilm(action), options, placeholder)


def pick_view(action: Action, movies: Sequence[Movie]) -> discord.ui.View:
    """Return a view with nothing but that menu."""
    return view_of(pick_menu(action, movies))
