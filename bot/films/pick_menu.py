"""Several films to choose from: as buttons, or in a menu."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

import discord

from bot.films.actions import ACTIONS, Action
from bot.films.find import OFFERED, movie_of
from bot.services import services_of
from bot.ui import limits
from bot.ui.control import Control, Interaction, Press, button, chosen, menu
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
        await ChooseFilm(self.action, ItemId(int(chosen(interaction)))).press(interaction)


@dataclass(frozen=True)
class ChooseFilm(Press):
    """Do something with one of the films that may be meant."""

    kind: ClassVar = "choose"
    private: ClassVar = True
    action: Action
    item_id: ItemId

    async def press(self, interaction: Interaction) -> None:
        """Do it."""
        catalog = services_of(interaction).recommender.catalog
        # A member's own lists can have films that the catalogue lost.
        own = self.action in _OF_OWN
        movie = movie_of(catalog, self.item_id) if own else catalog[self.item_id]
        await ACTIONS[self.action](interaction, movie)


def film_buttons(movies: Sequence[Movie], press: Callable[[Movie], Press]) -> list[Control]:
    """Return a button for each of the first films, with its title and year."""
    return [button(press(movie), label=film_label(movie)) for movie in movies[:OFFERED]]


def film_choice(action: Action, movies: Sequence[Movie]) -> list[Control]:
    """Return buttons for the first films, and a menu of the others."""
    buttons = film_buttons(movies, lambda movie: ChooseFilm(action, movie.id))
    rest = movies[OFFERED:]
    return [*buttons, pick_menu(action, rest, "Or one of these")] if rest else buttons


def film_label(movie: Movie) -> str:
    """Return a film's title and year, for a button."""
    year = "" if movie.year is None else f" ({movie.year})"
    return limits.clip(movie.title, limits.BUTTON_LABEL - len(year)) + year


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
