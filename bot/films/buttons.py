"""The buttons of a film, and the pages of lists, which show one film at a time.

👍 👎 👀, 🔖 watchlist, ❓ why, and those that turn pages and find more films.
"""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar, Final

import discord

from bot.errors import MemberError, OutOfDate
from bot.films.card import INVENTED, page_embed
from bot.films.find import movie_of
from bot.films.lists import NothingLeft, extended, heading, new_similar
from bot.films.looks import FilmLook, looks_of, pictures_of
from bot.films.lookup import film_of, require_rated
from bot.films.shown import note_answer
from bot.films.undo import after_rating, undo_change
from bot.films.verdict_words import EMOJI, acknowledge, bold
from bot.films.why import PICTURE, describe_why, draw_why, has_picture, why_embed, why_of
from bot.services import Services, services_of
from bot.storage.types import Kind, Listing, Source, Verdict
from bot.ui.control import (
    Control,
    Interaction,
    Press,
    button,
    is_lit,
    is_seen_alone,
    relight,
    view_of,
)
from bot.ui.message import Message, Picture
from bot.ui.respond import begin, hold, show, tell, think
from recsys.movies import Movie
from recsys.types import Evidence, ItemId

_CODES: Final = {"l": Verdict.LIKE, "d": Verdict.DISLIKE, "s": Verdict.SEEN}
LIT: Final = discord.ButtonStyle.success
UNLIT: Final = discord.ButtonStyle.secondary
_MAIN: Final = discord.ButtonStyle.primary
ENOUGH: Final = 3
"""Verdicts that make a list of one's own worth asking for."""


@dataclass(frozen=True, slots=True)
class Note:
    """What stands above a page that a press has brought, and the press that undoes that one."""

    said: str = ""
    undo: Press | None = None


NO_NOTE: Final = Note()


@dataclass(frozen=True)
class Rate(Press):
    """Save the member's verdict on a film.

    Their own list moves on to its next film. On what they alone see the button lights up, and
    pressing it again removes the verdict; elsewhere they are told in private.

    Attributes:
        verdict: what they say.
        listing_id: the list that the button is of; 0 on a card.
        item_id: the film.
    """

    kind: ClassVar = "say"
    judges: ClassVar = True
    verdict: Annotated[Verdict, _CODES]
    listing_id: int
    item_id: ItemId

    async def press(self, interaction: Interaction) -> None:
        """Save it, and show that it is saved."""
        listing = await listing_here(interaction, self.listing_id)
        services, member_id = services_of(interaction), interaction.user.id
        verdicts = services.storage.verdicts
        movie = await film_of(services, self.item_id)
        alone = _shows_answers(interaction, self.listing_id)
        if alone and is_lit(interaction, self.custom_id, LIT):
            await verdicts.remove(member_id, movie.id, Source.BUTTON)
            await self._relight(interaction, None)
            return
        own = listing if listing and listing.member_id == member_id else None
        place = own.items.index(movie.id) if own and movie.id in own.items else None
        if place is not None:
            begin(interaction)
        # Saved before it is acknowledged: what a member was told stands, whatever happens next.
        change = await verdicts.rate(member_id, movie.id, self.verdict, Source.BUTTON)
        if place is not None:
            await hold(interaction)
        elif alone:
            await self._relight(interaction, self.verdict)
        said = acknowledge(movie, self.verdict, change)
        if not alone:
            answer = Message(said, view=after_rating(movie.id, self.verdict, change))
            if place is None:
                await tell(interaction, answer)
            else:
                await interaction.client.one_answer.tell(interaction, self.listing_id, answer)
        if own and place is not None:
            undo = UndoHere(own.id, place, change.id) if alone and change else None
            note = Note(said if alone else "", undo)
            message = await _turn(interaction, own, place + 1, note)
            interaction.client.turned.note(message)

    async def _relight(self, interaction: Interaction, verdict: Verdict | None) -> None:
        lit = {
            Rate(each, self.listing_id, self.item_id).custom_id: each is verdict
            for each in _CODES.values()
        }
        await relight(interaction, lit, LIT, UNLIT)


@dataclass(frozen=True)
class UndoHere(Press):
    """Undo a verdict given on a list that its member alone sees, and show its film there again.

    Attributes:
        listing_id: the list.
        place: of the film, from 0.
        change_id: what to undo, if it is still the newest of its film.
    """

    kind: ClassVar = "undo-page"
    private: ClassVar = True
    listing_id: int
    place: int
    change_id: int

    async def press(self, interaction: Interaction) -> None:
        """Undo, and say above the film what is saved now."""
        listing = await _own_listing(interaction, self.listing_id)
        await hold(interaction)
        said = await undo_change(services_of(interaction), interaction.user.id, self.change_id)
        await _turn(interaction, listing, self.place, Note(said))


@dataclass(frozen=True)
class ToggleWatchlist(Press):
    """Put a film on the member's watchlist, or take it off; attributes as of `Rate`."""

    kind: ClassVar = "later"
    judges: ClassVar = True
    listing_id: int
    item_id: ItemId

    async def press(self, interaction: Interaction) -> None:
        """Toggle, and show whether it is on the list now."""
        await listing_here(interaction, self.listing_id)
        services = services_of(interaction)
        movie = services.catalog[self.item_id]
        listed = await services.storage.watchlists.toggle(interaction.user.id, movie.id)
        if _shows_answers(interaction, self.listing_id):
            lit = {self.custom_id: listed}
            await relight(interaction, lit, LIT, UNLIT)
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
        services = services_of(interaction)
        movie = services.catalog[self.item_id]
        require_rated(services, movie)
        await think(interaction)
        profile = await services.storage.verdicts.profile(interaction.user.id)
        evidence = await services.recommender.evidence(profile, movie.id)
        await show(interaction, await _why(services, movie, evidence))


async def _why(services: Services, movie: Movie, evidence: Evidence) -> Message:
    catalog, picture = services.catalog, None
    why = why_of(evidence, lambda item: catalog[item].title)
    if has_picture(why):
        drawn = await services.artwork.drawn(draw_why, why)
        picture = Picture(PICTURE, drawn, describe_why(why))
    embed = why_embed(movie, evidence, why, picture, services.recommender.meta)
    return Message(embeds=[embed], attachments=[picture] if picture else [])


class Way(StrEnum):
    """Tells the buttons under a page apart where two lead to the same one."""

    BACK = "back"
    HERE = "here"
    NEXT = "next"


@dataclass(frozen=True)
class Turn(Press):
    """Show another film of a list; past its end more are drawn. Only its member may.

    Attributes:
        listing_id: the list.
        way: which button it is.
        place: which film, from 0.
    """

    kind: ClassVar = "page"
    listing_id: int
    way: Way
    place: int

    async def press(self, interaction: Interaction) -> None:
        """Turn the page for everybody who sees the list."""
        listing = await _own_listing(interaction, self.listing_id)
        await hold(interaction)
        await _turn(interaction, listing, self.place)


@dataclass(frozen=True)
class More(Press):
    """Draw more films for a list, and show the first of them. Only its member may."""

    kind: ClassVar = "more"
    listing_id: int

    async def press(self, interaction: Interaction) -> None:
        """Show the first new film; where none are left, the last one stays."""
        listing = await _own_listing(interaction, self.listing_id)
        await hold(interaction)
        await _turn(interaction, listing, len(listing.films))


@dataclass(frozen=True)
class MoreLike(Press):
    """Make the member a list of films like this one, for them alone."""

    kind: ClassVar = "similar"
    item_id: ItemId

    async def press(self, interaction: Interaction) -> None:
        """Show the list in a message of its own."""
        await show_similar(interaction, self.item_id)


@dataclass(frozen=True)
class OpenPrivately(Press):
    """Show a film to the member alone, to be rated out of everybody's sight."""

    kind: ClassVar = "privately"
    item_id: ItemId

    async def press(self, interaction: Interaction) -> None:
        """Show its page in a message of its own."""
        catalog = services_of(interaction).catalog
        await show_privately(interaction, movie_of(catalog, self.item_id))


async def show_privately(interaction: Interaction, movie: Movie) -> None:
    """Show a film with its buttons to the member alone."""
    await think(interaction)
    await show(interaction, await film_page(services_of(interaction), interaction.user.id, movie))


async def show_similar(interaction: Interaction, item_id: ItemId) -> None:
    """Answer a member with a list of films like one film, for them alone."""
    services = services_of(interaction)
    movie = services.catalog[item_id]
    require_rated(services, movie)
    await think(interaction)
    listing = await new_similar(services, interaction.user.id, movie.id)
    await show(interaction, await page(services, listing, 0))


async def film_page(
    services: Services,
    member_id: int,
    movie: Movie,
    reason: str = "",
    *,
    another: Press | None = None,
) -> Message:
    """Return the message that shows a film to a member alone.

    Args:
        services: what is open.
        member_id: the member, whose answers are lit.
        movie: the film.
        reason: why it is shown, if there is one to give.
        another: what shows another film in place of it.
    """
    looks, verdict, saved = await asyncio.gather(
        looks_of(services, [movie]),
        services.storage.verdicts.get(member_id, movie.id),
        services.storage.watchlists.items(member_id),
    )
    controls = film_row(movie.id, verdict=verdict, saved=movie.id in saved)
    if another is not None:
        controls.append(button(another, label="Another", emoji="🎲", style=_MAIN, row=1))
    return Message(
        embeds=[large_embed(services, movie, looks[movie.id], reason)],
        attachments=pictures_of(looks),
        view=view_of(*controls, more_like(movie.id)),
    )


def large_embed(
    services: Services, movie: Movie, look: FilmLook, reason: str = "", *, discovery: bool = False
) -> discord.Embed:
    """Return a film with its picture large, and why it is shown, if there is a reason to give."""
    why = f"💬 {reason}" if reason else ""
    embed = page_embed(movie, look, why, discovery=discovery)
    if services.recommender.meta.invented:
        embed.set_footer(text=INVENTED)
    return embed


async def page(services: Services, listing: Listing, place: int, note: Note = NO_NOTE) -> Message:
    """Return the message that shows one film of a list; ``place`` counts from 0."""
    catalog, storage = services.catalog, services.storage
    film = listing.films[place]
    movie = movie_of(catalog, film.item_id)
    following = [movie_of(catalog, item) for item in listing.items[place + 1 :][:1]]
    # What OMDb knows of the next film is there when the page is turned.
    looks = await looks_of(services, [movie], ahead=following)
    starters = film.kind is Kind.STARTERS
    verdicts: Mapping[ItemId, Verdict] = {}
    if listing.private or starters:
        verdicts = await storage.verdicts.of(listing.member_id)
    tells = starters and _tell_a_taste(verdicts)
    saved = await storage.watchlists.items(listing.member_id) if listing.private else []
    reason = film.reason if listing.names_likes else film.unnamed
    embed = large_embed(services, movie, looks[movie.id], reason, discovery=film.discovery)
    above = heading(listing, place, catalog, tells=tells)
    return Message(
        content="\n".join(filter(None, (note.said, above))),
        embeds=[embed],
        attachments=pictures_of(looks),
        view=view_of(
            *film_row(
                movie.id,
                listing_id=listing.id,
                verdict=verdicts.get(movie.id) if listing.private else None,
                saved=movie.id in saved,
            ),
            *_page_row(listing, place),
            *_below(listing, tells=tells, undo=note.undo),
        ),
    )


def film_row(
    item_id: ItemId,
    *,
    listing_id: int = 0,
    verdict: Verdict | None = None,
    saved: bool = False,
    row: int = 0,
) -> list[Control]:
    """Return the five buttons of a film.

    Args:
        item_id: the film.
        listing_id: the list that they belong to; 0 for a card.
        verdict: what the member says, where they alone see it.
        saved: whether the film is on the member's watchlist, where they alone see it.
        row: of the message's rows of buttons, from 0.
    """
    return [
        *(
            button(
                Rate(each, listing_id, item_id),
                emoji=EMOJI[each],
                style=LIT if each is verdict else UNLIT,
                row=row,
            )
            for each in _CODES.values()
        ),
        button(
            ToggleWatchlist(listing_id, item_id),
            emoji="🔖",
            style=LIT if saved else UNLIT,
            row=row,
        ),
        button(AskWhy(listing_id, item_id), emoji="❓", row=row),
    ]


def card_row(item_id: ItemId) -> list[Control]:
    """Return the buttons of a public card: what reactions can't do."""
    return [
        button(ToggleWatchlist(0, item_id), emoji="🔖"),
        button(AskWhy(0, item_id), emoji="❓"),
        more_like(item_id, row=0),
        button(OpenPrivately(item_id), label="Rate privately", emoji="🔒"),
    ]


def more_like(item_id: ItemId, row: int = 1) -> Control:
    """Return the button that finds films like this one."""
    return button(MoreLike(item_id), label="More like this", emoji="🎬", row=row)


def _page_row(listing: Listing, place: int) -> list[Control]:
    back, here, following = (
        Turn(listing.id, way, at)
        for way, at in ((Way.BACK, max(place - 1, 0)), (Way.HERE, place), (Way.NEXT, place + 1))
    )
    return [
        button(back, emoji="◀️", disabled=not place, row=1),
        button(here, label=f"{place + 1}/{len(listing.films)}", disabled=True, row=1),
        button(following, emoji="▶️", row=1),
        more_like(listing.films[place].item_id),
    ]


def _below(listing: Listing, *, tells: bool, undo: Press | None) -> list[Control]:
    controls = []
    if tells:
        controls.append(button(More(listing.id), label="See my films", style=_MAIN, row=2))
    if undo is not None:
        controls.append(button(undo, label="Undo", emoji="↩️", row=2))
    return controls


def _tell_a_taste(verdicts: Mapping[ItemId, Verdict]) -> bool:
    """Return whether a member has said enough to get films of their own."""
    signals = [verdict.signal for verdict in verdicts.values()]
    return any(signals) and len(signals) >= ENOUGH


async def _turn(
    interaction: Interaction, listing: Listing, place: int, note: Note = NO_NOTE
) -> discord.Message | None:
    """Show a place of a list in its message, and return that; past the end more films are drawn.

    Raises:
        NothingLeft: there are no more; the last one is shown then.
    """
    services, nothing = services_of(interaction), None
    if place >= len(listing.films):
        try:
            listing = await extended(services, listing)
        except NothingLeft as left:
            nothing = left
    place = min(place, len(listing.films) - 1)
    message = await show(interaction, await page(services, listing, place, note))
    await note_answer(interaction, message, listing.films[place].item_id)
    if nothing is not None:
        raise nothing
    return message


async def _own_listing(interaction: Interaction, listing_id: int) -> Listing:
    """Return the member's list on which a control was pressed.

    Raises:
        OutOfDate: it has expired.
        MemberError: it is somebody else's, or not here.
    """
    listing = await listing_here(interaction, listing_id)
    if listing is None:
        raise OutOfDate("That list has expired. `/recommend` makes a new one.")
    if listing.member_id != interaction.user.id:
        raise MemberError(f"That list is <@{listing.member_id}>'s. `/recommend` makes one for you.")
    return listing


def films_on(message: discord.Message) -> list[ItemId]:
    """Return the films that a message has buttons for, in their order."""
    presses = (kind.parse(each) for each in _custom_ids(message) for kind in (Rate, AskWhy))
    return list(dict.fromkeys(press.item_id for press in presses if press is not None))


def _custom_ids(message: discord.Message) -> Iterator[str]:
    for row in message.components:
        for control in getattr(row, "children", ()):
            yield getattr(control, "custom_id", None) or ""


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


def _shows_answers(interaction: Interaction, listing_id: int) -> bool:
    """Return whether the buttons that were pressed show what the member answered.

    A card in direct messages doesn't: it has reactions for that.
    """
    assert interaction.message is not None
    return is_seen_alone(interaction) and (bool(listing_id) or interaction.message.flags.ephemeral)
