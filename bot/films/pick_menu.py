"""A menu of several films, to do something with the one that is picked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

import discord

from bot.films.actions import ACTIONS, Action
from bot.films.find import movie_of
from bot.services import services_of
from bot.ui import limits
from bot.ui.control import Control, Interaction, Press, chosen, menu
from recsys.movies import Movie
from recsys.types import ItemId

_OF_OWN: Final = {Action.REMOVE, Action.UNSAVE, Action.TAKE_OFF, Action.SHOW}


@dataclass(frozen=True)
class PickFilm(Press):
    """Do something with the film that is picked."""

    kind: ClassVar = "pick"
    private: ClassVar = True
    action: Action

    async def press(self, interaction: Interaction) -> None:
        """Do it with the film that was picked."""
        catalog = services_of(interaction).recommender.catalog
        item_id = ItemId(int(chosen(interaction)))
        # A member's own lists can have films that the catalogue lost.
        movie = movie_of(catalog, item_id) if self.action in _OF_OWN else catalog[item_id]
        await ACTIONS[self.action](interaction, movie)


def pick_menu(action: Action, movies: Sequence[Movie], placeholder: str = "Pick a film") -> Control:
    """Return a menu of as many of these films as fit."""
    return menu(PickFilm(action), film_options(movies), placeholder)


def film_options(movies: Sequence[Movie]) -> list[discord.SelectOption]:
    """Return as many of these films as fit into a menu, by their id."""
    return [
        discord.SelectOption(
            label=limits.clip(movie.display, limits.SELECT_TEXT),
            value=str(movie.id),
            description=limits.clip(" · ".join(movie.genres), limits.SELECT_TEXT) or None,
        )
        for movie in movies[: limits.SELECT_OPTIONS]
    ]
