"""The film that a watchlist comes to, and the button for another one."""

import re
from typing import Any, Self

import discord

from bot.films.buttons import film_row
from bot.services import Services, services_of
from bot.ui.control import Interaction, Pressed, empty_view
from bot.watchlist.card import nothing_to_pick, pick_embed, pick_heading
from bot.watchlist.pick import place_after, shortlist
from recsys.types import ItemId


class AnotherPick(
    Pressed,
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=r"another:(?P<place>[0-9]{1,6}):(?P<item>[0-9]{1,10})",
):
    """Puts the next film of the presser's watchlist in place of the one that is shown."""

    def __init__(self, place: int, item_id: ItemId, *, row: int | None = None) -> None:
        super().__init__(
            discord.ui.Button(
                label="Another",
                emoji="🎲",
                style=discord.ButtonStyle.primary,
                custom_id=f"another:{place}:{item_id}",
                row=row,
            )
        )
        self._place = place
        self._item_id = item_id

    @classmethod
    async def from_custom_id(
        cls, _interaction: Interaction, _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button of an old message."""
        return cls(int(match["place"]), ItemId(int(match["item"])))

    async def press(self, interaction: Interaction) -> None:
        """Show the next film, by the list and the taste of this moment."""
        await interaction.response.defer()
        message = await pick_message(
            services_of(interaction), interaction.user.id, after=(self._place, self._item_id)
        )
        await interaction.edit_original_response(**message)


async def pick_message(
    services: Services, member_id: int, *, after: tuple[int, ItemId] | None = None
) -> dict[str, Any]:
    """Return what to put into a message: a film of the watchlist, or why there is none.

    Args:
        services: the open resources.
        member_id: whose watchlist it is.
        after: place and film that are shown now; ``None`` for the most suitable film.
    """
    choice = await shortlist(services, member_id)
    if not choice.films:
        nothing = nothing_to_pick(choice)
        return {"content": nothing, "embeds": [], "attachments": [], "view": None}
    place = 0 if after is None else place_after(choice.films, *after)
    catalog = services.recommender.catalog
    movie = catalog[choice.films[place]]
    look = (await services.illustrator.illustrate([movie]))[movie.id]
    embed = pick_embed(
        movie, look, choice, lambda item: catalog[item].title, services.recommender.meta
    )
    view = empty_view()
    for button in film_row(movie.id, saved=True):
        view.add_item(button)
    if len(choice.films) > 1:
        view.add_item(AnotherPick(place, movie.id, row=1))
    return {
        "content": pick_heading(choice, place),
        "embeds": [embed],
        "attachments": [look.picture.file()] if look.picture else [],
        "view": view,
    }
