"""Several films to choose from: as buttons, or in a menu."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

import discord

from bot.errors import NoSuchFilm
from bot.films.actions import ACTIONS, Action
from bot.films.find import OFFERED, film_buttons, movie_of
from bot.films.lookup import film_of, offer_elsewhere
from bot.services import Services, services_of
from bot.ui import limits
from bot.ui.control import Control, Interaction, Press, button, chosen, menu
from bot.ui.message import Message
from bot.ui.respond import hold, show
from recsys.movies import Movie
from recsys.types import ItemId

_OF_OWN: Final = {Action.REMOVE, Action.UNSAVE, Action.TAKE_OFF, Action.SHOW}

_ASKED: Final = 70
"""Characters of a title in a ``custom_id``."""


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
        services = services_of(interaction)
        # A member's own lists can have films that the catalogue lost.
        own = self.action in _OF_OWN
        movie = (
            movie_of(services.catalog, self.item_id)
            if own
            else await film_of(services, self.item_id)
        )
        await ACTIONS[self.action](interaction, movie)


@dataclass(frozen=True)
class LookUp(Press):
    """Look a title up on OMDb where none of the films that have it is meant."""

    kind: ClassVar = "look-up"
    private: ClassVar = True
    action: Action
    title: str

    async def press(self, interaction: Interaction) -> None:
        """Offer what OMDb has in place of the message."""
        await hold(interaction)
        none = NoSuchFilm(f"I couldn't find another “{limits.plain(self.title)}”.")
        services = services_of(interaction)
        await show(interaction, await look_up_for(services, self.action, self.title, none))


async def look_up_for(services: Services, action: Action, typed: str, none: NoSuchFilm) -> Message:
    """Return the films that may be meant by a title that the catalogue lacks, to be picked."""
    return await offer_elsewhere(services, typed, none, lambda movie: ChooseFilm(action, movie.id))


def look_up_button(action: Action, typed: str) -> Control:
    """Return the button that looks a title up on OMDb."""
    press = LookUp(action, limits.clip(" ".join(typed.split()), _ASKED))
    return button(press, label="Another film", emoji="🔎", row=4)


def film_choice(action: Action, movies: Sequence[Movie]) -> list[Control]:
    """Return buttons for the first films, and a menu of the others."""
    buttons = film_buttons(movies, lambda movie: ChooseFilm(action, movie.id))
    rest = movies[OFFERED:]
    return [*buttons, pick_menu(action, rest, "Or one of these")] if rest else buttons


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
