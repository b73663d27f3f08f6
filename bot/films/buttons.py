"""The buttons of a film: 👍 👎 👀, 🔖 watchlist, ❓ why."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

import discord

from bot.errors import MemberError
from bot.films.card import why_embed
from bot.films.undo import after_rating
from bot.films.verdict_words import EMOJI, acknowledge, bold
from bot.services import services_of
from bot.storage.types import Listing, Source, Verdict
from bot.ui.control import Control, Interaction, Press, button, is_seen_alone, relight
from bot.ui.message import Message
from bot.ui.respond import show, tell, think
from recsys.types import ItemId

_CODES: Final = {"l": Verdict.LIKE, "d": Verdict.DISLIKE, "s": Verdict.SEEN}
_LIT: Final = discord.ButtonStyle.success
_UNLIT: Final = discord.ButtonStyle.secondary


@dataclass(frozen=True)
class Rate(Press):
    """Save the member's verdict on a film.

    On a list that they alone see the button lights up, and a second press removes the verdict;
    elsewhere they are told in private.

    Attributes:
        verdict: what they say.
        listing_id: the list that the button is of; 0 on a card.
        item_id: the film.
    """

    kind: ClassVar = "say"
    verdict: Annotated[Verdict, _CODES]
    listing_id: int
    item_id: ItemId

    async def press(self, interaction: Interaction) -> None:
        """Save it, and show that it is saved."""
        await listing_here(interaction, self.listing_id)
        services, member_id = services_of(interaction), interaction.user.id
        verdicts = services.storage.verdicts
        movie = services.recommender.catalog[self.item_id]
        if _on_own_list(interaction, self.listing_id):
            toggled = await verdicts.toggle(member_id, movie.id, self.verdict, Source.BUTTON)
            lit = {
                Rate(each, self.listing_id, self.item_id).custom_id: each is toggled.after
                for each in _CODES.values()
            }
            await relight(interaction, lit, _LIT, _UNLIT)
            return
        change = await verdicts.rate(member_id, movie.id, self.verdict, Source.BUTTON)
        said = acknowledge(movie, self.verdict, change)
        undo = after_rating(movie.id, self.verdict, change)
        await tell(interaction, Message(said, view=undo))


@dataclass(frozen=True)
class ToggleWatchlist(Press):
    """Put a film on the member's watchlist, or take it off; attributes as of `Rate`."""

    kind: ClassVar = "later"
    listing_id: int
    item_id: ItemId

    async def press(self, interaction: Interaction) -> None:
        """Toggle, and show whether it is on the list now."""
        await listing_here(interaction, self.listing_id)
        services = services_of(interaction)
        movie = services.recommender.catalog[self.item_id]
        listed = await services.storage.watchlists.toggle(interaction.user.id, movie.id)
        if _on_own_list(interaction, self.listing_id):
            lit = {self.custom_id: listed}
            await relight(interaction, lit, _LIT, _UNLIT)
            return
        done = f"Added {bold(movie)} to" if listed else f"Removed {bold(movie)} from"
        await tell(interaction, f"🔖 {done} your watchlist. `/watchlist show` has the whole list.")


@dataclass(frozen=True)
class AskWhy(Press):
    """Tell the member what speaks for a film, by their own taste; attributes as of `Rate`."""

    kind: ClassVar = "why"
    listing_id: int
    item_id: ItemId

    async def press(self, interaction: Interaction) -> None:
        """Answer in private with the evidence."""
        await listing_here(interaction, self.listing_id)
        await think(interaction)
        services = services_of(interaction)
        catalog = services.recommender.catalog
        movie = catalog[self.item_id]
        profile = await services.storage.verdicts.profile(interaction.user.id)
        evidence = await services.recommender.evidence(profile, movie.id)
        embed = why_embed(
            movie, evidence, lambda item: catalog[item].display, services.recommender.meta
        )
        await show(interaction, Message(embeds=[embed]))


def film_row(
    item_id: ItemId,
    *,
    listing_id: int = 0,
    row: int = 0,
    number: int | None = None,
    saved: bool = False,
) -> list[Control]:
    """Return the five buttons of a film.

    Args:
        item_id: the film.
        listing_id: the list that they belong to; 0 for a card.
        row: of the message's rows of buttons, from 0.
        number: the film's place in the list, written on each button.
        saved: whether the film is on the member's watchlist.
    """
    label = None if number is None else str(number)
    return [
        *(
            button(Rate(each, listing_id, item_id), emoji=EMOJI[each], label=label, row=row)
            for each in _CODES.values()
        ),
        button(
            ToggleWatchlist(listing_id, item_id),
            emoji="🔖",
            label=label,
            style=_LIT if saved else _UNLIT,
            row=row,
        ),
        button(AskWhy(listing_id, item_id), emoji="❓", label=label, row=row),
    ]


def films_on(message: discord.Message) -> list[ItemId]:
    """Return the films that a message has buttons for, in their order."""
    rates = (
        Rate.parse(getattr(control, "custom_id", None) or "")
        for row in message.components
        for control in getattr(row, "children", ())
    )
    return list(dict.fromkeys(rate.item_id for rate in rates if rate is not None))


async def listing_here(interaction: Interaction, listing_id: int) -> Listing | None:
    """Return the list on which a control was pressed; ``None`` if it has expired, or is none (0).

    Raises:
        MemberError: the control is forged: the list is another server's, or it is private and
            somebody else's, or not where it was pressed.
    """
    listing = (
        await services_of(interaction).storage.listings.get(listing_id) if listing_id else None
    )
    if listing is not None:
        in_this_server = listing.options.get("guild", interaction.guild_id) == interaction.guild_id
        own = listing.member_id == interaction.user.id and is_seen_alone(interaction)
        if not in_this_server or (listing.private and not own):
            raise MemberError("That list isn't here. `/recommend` makes one for you.")
    return listing


def _on_own_list(interaction: Interaction, listing_id: int) -> bool:
    """Return whether a button is on a list that only its member sees."""
    return bool(listing_id) and is_seen_alone(interaction)
