"""The menu of films that share a name."""

import re
from collections.abc import Sequence
from typing import Any, Self

import discord

from bot.films.actions import ACTIONS
from bot.services import services_of
from bot.ui import limits
from bot.ui.control import Interaction, Pressed, empty_view
from recsys.movies import Movie
from recsys.types import ItemId


class PickFilm(
    Pressed,
    discord.ui.DynamicItem[discord.ui.Select[Any]],
    template=r"pick:(?P<action>[a-z_]{1,20})",
):
    """Does with the film that is picked what was asked for."""

    def __init__(self, action: str, movies: Sequence[Movie] = ()) -> None:
        options = [
            discord.SelectOption(
                label=limits.clip(movie.display, limits.SELECT_TEXT),
                value=str(movie.id),
                description=limits.clip(" · ".join(movie.genres), limits.SELECT_TEXT) or None,
            )
            for movie in movies[: limits.SELECT_OPTIONS]
        ]
        super().__init__(
            discord.ui.Select(
                custom_id=f"pick:{action}", placeholder="Which one do you mean?", options=options
            )
        )
        self._action = action

    @classmethod
    async def from_custom_id(
        cls, _interaction: Interaction, _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the menu of an old message."""
        return cls(match["action"])

    async def press(self, interaction: Interaction) -> None:
        """Do it with the film that was picked."""
        movie = services_of(interaction).recommender.catalog[ItemId(int(self.item.values[0]))]
        await ACTIONS[self._action](interaction, movie)


def pick_view(action: str, movies: Sequence[Movie]) -> discord.ui.View:
    """Return a menu of films for an action of `bot.films.actions.ACTIONS`."""
    view = empty_view()
    view.add_item(PickFilm(action, movies))
    return view
