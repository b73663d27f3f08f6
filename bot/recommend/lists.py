"""Lists of films as messages: a new one, and the next films of one that is there."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import discord

from bot.errors import MemberError, OutOfDate
from bot.films import card
from bot.films.buttons import film_row, listing_here
from bot.films.looks import FilmLook, looks_of, pictures_of
from bot.films.request import Request
from bot.films.shown import note_answer
from bot.films.suggest import Kind, Suggestions, suggest
from bot.services import Services, services_of
from bot.storage.types import Listing
from bot.ui import limits
from bot.ui.control import Interaction, Press, button, view_of
from bot.ui.message import Message
from bot.ui.respond import hold, show, tell
from recsys.model.recommender import Recommender
from recsys.reasons import unnamed
from recsys.types import ItemId, Recommendation


@dataclass(frozen=True)
class More(Press):
    """Put the next films of a list into its message; only the member whose list it is may."""

    kind: ClassVar = "more"
    listing_id: int

    async def press(self, interaction: Interaction) -> None:
        """Show the next films; where none are left, those that are there stay."""
        services = services_of(interaction)
        listing = await listing_here(interaction, self.listing_id)
        if listing is None:
            raise OutOfDate("That list has expired. `/recommend` makes a new one.")
        if listing.member_id != interaction.user.id:
            raise MemberError(
                f"That list is <@{listing.member_id}>'s. `/recommend` makes one for you."
            )
        await hold(interaction)
        following = await next_films(services, listing)
        if following.embeds:
            await note_answer(interaction, await show(interaction, following))
        else:
            await tell(interaction, following)


async def new_list(
    services: Services, member_id: int, request: Request, *, private: bool, guild_id: int | None
) -> Message:
    """Return a new list for a member; without films it says what to relax.

    The list is ``private`` if they alone see it, here or in direct messages with the bot.
    """
    suggestions = await suggest(services, member_id, request)
    if not suggestions.films:
        return Message(nothing_left(request, suggestions, first=True))
    listing = await services.storage.listings.create(
        member_id,
        private=private,
        options=request.to_json() | {"guild": guild_id},
        films=[film.item_id for film in suggestions.films],
    )
    return await _message(services, listing, request, suggestions)


async def next_films(services: Services, listing: Listing) -> Message:
    """Return the next films of a list, by the member's verdicts of this moment."""
    request = Request.from_json(listing.options)
    suggestions = await suggest(services, listing.member_id, request, listing.shown)
    films = [film.item_id for film in suggestions.films]
    advanced = await services.storage.listings.advance(listing.id, films) if films else None
    if advanced is None:
        return Message(nothing_left(request, suggestions, first=False))
    return await _message(services, advanced, request, suggestions)


async def _message(
    services: Services, listing: Listing, request: Request, suggestions: Suggestions
) -> Message:
    movies = [services.recommender.catalog[film.item_id] for film in suggestions.films]
    looks, view = await asyncio.gather(
        looks_of(services, movies),
        _view(services, listing),
    )
    embeds = _embeds(services.recommender, suggestions.films, looks, named=listing.names_likes)
    return Message(
        content=headline(listing.member_id, request, suggestions.kind),
        embeds=limits.fitted(embeds),
        attachments=pictures_of(looks),
        view=view,
    )


async def _view(services: Services, listing: Listing) -> discord.ui.View:
    """Return a row of buttons for each film, and the one for more; films of a list are unrated."""
    saved = set[ItemId]()
    if listing.private:
        saved = set(await services.storage.watchlists.items(listing.member_id))
    rows = (
        film_row(item, listing_id=listing.id, row=row, number=row + 1, saved=item in saved)
        for row, item in enumerate(listing.films)
    )
    more = button(
        More(listing.id),
        label="More",
        emoji="🎬",
        style=discord.ButtonStyle.primary,
        row=len(listing.films),
    )
    return view_of(*(each for row in rows for each in row), more)


def _embeds(
    recommender: Recommender,
    films: Sequence[Recommendation],
    looks: Mapping[ItemId, FilmLook],
    *,
    named: bool,
) -> list[discord.Embed]:
    catalog, meta = recommender.catalog, recommender.meta
    embeds = []
    for number, film in enumerate(films, start=1):
        evidence = film.evidence if named else unnamed(film.evidence)
        why = card.reason(evidence, lambda item: catalog[item].title)
        movie = catalog[film.item_id]
        embeds.append(card.recommendation_embed(movie, looks[movie.id], why, number=number))
    if meta.invented:
        embeds[-1].set_footer(text=card.INVENTED)
    return embeds


def headline(member_id: int, request: Request, kind: Kind) -> str:
    """Return the text above a list of films."""
    asked = request.describe()
    filters = f" · {limits.plain(asked)}" if asked else ""
    match kind:
        case Kind.PERSONAL:
            return f"🍿 **For <@{member_id}>**{filters}"
        case Kind.STARTERS:
            return (
                f"🍿 **To start with, <@{member_id}>**{filters}\n"
                "I don't know your taste yet, so here are films most people love. "
                "Rate a few with 👍 👎 👀 and press More: then the list is yours."
            )
        case Kind.STANDBY:
            return (
                f"🍿 **Well loved**{filters}\n"
                "Recommendations are down right now, so here are films most people love. "
                "Your ratings are safe."
            )


def nothing_left(request: Request, suggestions: Suggestions, *, first: bool) -> str:
    """Return the sentence for a list without films, with what to relax."""
    asked = request.describe()
    filters = f" for “{limits.plain(asked)}”" if asked else ""
    said = f"No {'' if first else 'more '}films left{filters}."
    if suggestions.easier:
        return f"{said} Try `/recommend` again without {' or without '.join(suggestions.easier)}."
    return f"{said} You've rated them all."
