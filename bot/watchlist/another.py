"""The film that is picked from a watchlist, as a message, and the button for another one."""

from dataclasses import dataclass
from typing import ClassVar

import discord

from bot.films.buttons import film_row
from bot.films.looks import looks_of
from bot.services import Services, services_of
from bot.ui.control import Interaction, Press, button, view_of
from bot.ui.message import Message
from bot.ui.respond import hold, show
from bot.watchlist.card import nothing_to_pick, pick_embed, pick_heading
from bot.watchlist.pick import picks_of, place_after
from recsys.types import ItemId


@dataclass(frozen=True)
class AnotherPick(Press):
    """Put the next film of the presser's watchlist in place of the one that is shown.

    Attributes:
        place: where that one stood, from 0.
        item_id: that film.
    """

    kind: ClassVar = "another"
    place: int
    item_id: ItemId

    async def press(self, interaction: Interaction) -> None:
        """Show the next film, by the list and the taste of this moment."""
        await hold(interaction)
        message = await pick_message(
            services_of(interaction), interaction.user.id, after=(self.place, self.item_id)
        )
        await show(interaction, message)


async def pick_message(
    services: Services, member_id: int, *, after: tuple[int, ItemId] | None = None
) -> Message:
    """Return a film of the watchlist, or why there is none.

    Args:
        services: the open resources.
        member_id: whose watchlist it is.
        after: place and film that are shown now; ``None`` for the most suitable film.
    """
    picks = await picks_of(services, member_id)
    if not picks.films:
        return Message(nothing_to_pick(picks))
    place = 0 if after is None else place_after(picks.films, *after)
    catalog = services.recommender.catalog
    movie = catalog[picks.films[place]]
    look = (await looks_of(services, [movie]))[movie.id]
    controls = film_row(movie.id, saved=True)
    if len(picks.films) > 1:
        another = AnotherPick(place, movie.id)
        controls.append(
            button(another, label="Another", emoji="🎲", style=discord.ButtonStyle.primary, row=1)
        )
    embed = pick_embed(
        movie, look, picks, lambda item: catalog[item].title, services.recommender.meta
    )
    return Message(
        content=pick_heading(picks, place),
        embeds=[embed],
        pictures=[look.picture] if look.picture else [],
        view=view_of(*controls),
    )
