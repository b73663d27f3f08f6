"""The film picked from a watchlist, as a message, and the button for another one."""

from dataclasses import dataclass, replace
from typing import ClassVar

from bot.films import card as cards
from bot.films.buttons import film_page
from bot.films.own_lists import NO_WATCHLIST
from bot.services import Services, services_of
from bot.storage.types import Kind
from bot.ui.control import Interaction, Press
from bot.ui.message import Message
from bot.ui.respond import hold, show
from bot.watchlist.pick import Picks, picks_of, place_after
from recsys.types import ItemId

NOTHING_SPEAKS = "I can't tell how well it suits you, but you did put it on your list."


@dataclass(frozen=True)
class AnotherPick(Press):
    """Put the next film of the member's watchlist in place of the one that is shown.

    Attributes:
        place: where that one stood, from 0.
        item_id: that film.
    """

    kind: ClassVar = "another"
    private: ClassVar = True
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
    """Return a film of a member's watchlist, or why there is none.

    It is the one that comes ``after`` a place and the film shown there; without that, the most
    suitable one.
    """
    picks = await picks_of(services, member_id)
    if not picks.films:
        return Message(nothing_to_pick(picks))
    place = 0 if after is None else place_after(picks.films, *after)
    catalog = services.catalog
    movie = catalog[picks.films[place]]
    evidence, reason = picks.evidence.get(movie.id), NOTHING_SPEAKS
    if evidence is not None:
        reason = cards.reason(evidence, lambda item: catalog[item].title)
    another = AnotherPick(place, movie.id) if len(picks.films) > 1 else None
    page = await film_page(services, member_id, movie, reason, another=another)
    return replace(page, content=pick_heading(picks, place))


def pick_heading(picks: Picks, place: int) -> str:
    """Return the text above the film at that place, which counts from 0."""
    films = len(picks.films)
    unrated = "" if films == picks.listed else " you haven't rated"
    whole = f"the {films:,} films on your watchlist{unrated}"
    if films == 1:
        return f"🔖 **The one film on your watchlist{unrated}:**"
    if place:
        return f"🔖 **Or this one, number {place + 1} of {whole}:**"
    match picks.kind:
        case Kind.STARTERS:
            return f"🔖 **Of {whole}, most people love this one.** I don't know your taste yet."
        case Kind.STANDBY:
            return (
                f"🔖 **Of {whole}, most people love this one.** "
                "Recommendations are down right now, so this isn't about your own taste yet."
            )
        case _:
            return f"🔖 **Of {whole}, this one suits you best:**"


def nothing_to_pick(picks: Picks) -> str:
    """Return the sentence for a watchlist with no film to pick."""
    if not picks.listed:
        return NO_WATCHLIST
    return (
        "You've rated every film on your watchlist. `/recommend` finds more to add, and "
        "`/watchlist show` has the old ones."
    )
