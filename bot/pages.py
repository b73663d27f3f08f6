"""A list of films as one message: embeds, pictures, and a row of buttons for each film."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import discord

from bot import cards, limits
from bot.controls.base import empty_view
from bot.controls.film_buttons import film_row
from bot.controls.list_buttons import MoreButton
from bot.illustrations import Illustration, Illustrator, Picture
from bot.storage import Storage
from bot.storage.types import Listing
from bot.suggestions import Kind, Suggester, Suggestions
from bot.wishes import MOST, Wish
from recsys.model.recommender import Recommender
from recsys.reasons import unnamed
from recsys.types import ItemId, Recommendation

DECK = 5
"""Films to rate for a newcomer; with a row of buttons each there is no room for More."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a message is made of.

    Attributes:
        content: the text above the films.
        embeds: one a film.
        pictures: what the embeds show that has to be attached.
        view: the buttons; ``None`` without films.
        films: what it shows, in order.
    """

    content: str
    embeds: Sequence[discord.Embed] = ()
    pictures: Sequence[Picture] = ()
    view: discord.ui.View | None = None
    films: tuple[ItemId, ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        """Whether there is no film on it."""
        return not self.films

    def sending(self) -> dict[str, Any]:
        """Return the arguments that send it."""
        sent: dict[str, Any] = {"content": self.content, "embeds": list(self.embeds)}
        if self.pictures:
            sent["files"] = [picture.file() for picture in self.pictures]
        if self.view is not None:
            sent["view"] = self.view
        return sent

    def editing(self) -> dict[str, Any]:
        """Return the arguments that put it in place of what a message holds."""
        return {
            "content": self.content,
            "embeds": list(self.embeds),
            "attachments": [picture.file() for picture in self.pictures],
            "view": self.view,
        }


class Pages:
    """Makes lists of films, and goes on with them."""

    def __init__(
        self,
        *,
        recommender: Recommender,
        storage: Storage,
        suggester: Suggester,
        illustrator: Illustrator,
    ) -> None:
        self._recommender = recommender
        self._storage = storage
        self._suggester = suggester
        self._illustrator = illustrator

    async def first(
        self, member_id: int, wish: Wish, *, private: bool, guild_id: int | None
    ) -> Page:
        """Return a new list for a member.

        Args:
            member_id: whose list it is.
            wish: what they ask for.
            private: whether they alone see it, here or in direct messages with the bot.
            guild_id: the server where it is shown; ``None`` outside of servers.
        """
        suggestions = await self._suggester.suggest(member_id, wish)
        films = [film.item_id for film in suggestions.films]
        listing = None
        if films:
            options = wish.to_json() | {"guild": guild_id}
            listing_id = await self._storage.listings.create(
                member_id, private=private, options=options, films=films
            )
            listing = await self._storage.listings.get(listing_id)
        return await self._page(member_id, wish, suggestions, listing, first=True)

    async def more(self, listing: Listing) -> Page:
        """Return the next films of a list, by what the member has said meanwhile."""
        wish = Wish.from_json(listing.options)
        suggestions = await self._suggester.suggest(listing.member_id, wish, listing.shown)
        films = [film.item_id for film in suggestions.films]
        if films:
            await self._storage.listings.advance(listing.id, films)
            listing = await self._storage.listings.get(listing.id) or listing
        return await self._page(listing.member_id, wish, suggestions, listing, first=False)

    async def deck(self, member_id: int) -> Page:
        """Return five well-known films to rate, for a member whose taste nobody knows yet."""
        profile = await self._storage.verdicts.profile(member_id)
        wish = Wish(count=DECK)
        films = await self._suggester.well_loved(profile, wish)
        movies = [self._recommender.catalog[film.item_id] for film in films]
        if not movies:
            return Page("You have seen every film that I know.")
        listing_id = await self._storage.listings.create(
            member_id,
            private=True,
            options=wish.to_json(),
            films=[movie.id for movie in movies],
        )
        listing = await self._storage.listings.get(listing_id)
        assert listing is not None
        looks = await self._illustrator.illustrate(movies)
        return Page(
            content=(
                "🎟️ You are in. I don't know your taste yet, so you count as neutral. "
                "Say 👍 👎 👀 to these, and the films tonight are yours too:"
            ),
            embeds=[
                cards.film_embed(movie, looks[movie.id], number=number)
                for number, movie in enumerate(movies, start=1)
            ],
            pictures=[look.picture for look in looks.values() if look.picture is not None],
            view=await self.view(listing),
            films=tuple(movie.id for movie in movies),
        )

    async def private_listing(self, listing_id: int) -> Listing | None:
        """Return the list, if there is one of this id and its member alone sees it."""
        listing = await self._storage.listings.get(listing_id) if listing_id else None
        return listing if listing is not None and listing.private else None

    async def view(self, listing: Listing) -> discord.ui.View:
        """Return the buttons of a list; on a private one they show what was pressed."""
        opinions, saved = {}, set[ItemId]()
        if listing.private:
            opinions = await self._storage.verdicts.opinions(listing.member_id)
            saved = set(await self._storage.watchlists.items(listing.member_id))
        view = empty_view()
        for row, item_id in enumerate(listing.films):
            for button in film_row(
                item_id,
                listing_id=listing.id,
                row=row,
                number=row + 1,
                opinion=opinions.get(item_id),
                saved=item_id in saved,
            ):
                view.add_item(button)
        if len(listing.films) <= MOST:
            view.add_item(MoreButton(listing.id, row=len(listing.films)))
        return view

    async def _page(
        self,
        member_id: int,
        wish: Wish,
        suggestions: Suggestions,
        listing: Listing | None,
        *,
        first: bool,
    ) -> Page:
        if listing is None or not suggestions.films:
            return Page(nothing_left(wish, suggestions, first=first))
        movies = [self._recommender.catalog[film.item_id] for film in suggestions.films]
        looks, view, named = await asyncio.gather(
            self._illustrator.illustrate(movies), self.view(listing), self._may_name(listing)
        )
        embeds = self._embeds(suggestions.films, looks, named=named)
        return Page(
            content=headline(member_id, wish, suggestions.kind),
            embeds=limits.fitted(embeds),
            pictures=[look.picture for look in looks.values() if look.picture is not None],
            view=view,
            films=tuple(movie.id for movie in movies),
        )

    def _embeds(
        self,
        films: Sequence[Recommendation],
        looks: Mapping[ItemId, Illustration],
        *,
        named: bool,
    ) -> list[discord.Embed]:
        catalog, meta = self._recommender.catalog, self._recommender.meta
        embeds = []
        for number, film in enumerate(films, start=1):
            evidence = film.evidence if named else unnamed(film.evidence)
            why = cards.reason(evidence, lambda item: catalog[item].title, meta.viewers)
            movie = catalog[film.item_id]
            embeds.append(cards.recommendation_embed(movie, looks[movie.id], why, number=number))
        if meta.invented:
            embeds[-1].set_footer(text=cards.INVENTED)
        return embeds

    async def _may_name(self, listing: Listing) -> bool:
        """Return whether the reasons may name films that the member likes.

        Others read a public list, and nobody's taste is shown to them unasked.
        """
        if listing.private:
            return True
        guild_id = listing.options.get("guild")
        return isinstance(guild_id, int) and await self._storage.visibility.is_visible(
            guild_id, listing.member_id
        )


def headline(member_id: int, wish: Wish, kind: Kind) -> str:
    """Return the text above a list of films."""
    asked = wish.describe()
    filters = f" · {limits.plain(asked)}" if asked else ""
    match kind:
        case Kind.PERSONAL:
            return f"🍿 **For <@{member_id}>**{filters}"
        case Kind.STARTERS:
            return (
                f"🍿 **To start with, <@{member_id}>**{filters}\n"
                "I don't know your taste yet, so these are films that most people love. "
                "Press 👍 👎 or 👀 on some, then More: from then on the list is yours."
            )
        case Kind.STANDBY:
            return (
                f"🍿 **Well loved**{filters}\n"
                "The recommender can't be reached just now, so these are films that most people "
                "love. Your ratings are safe, and I keep new ones all the same."
            )


def nothing_left(wish: Wish, suggestions: Suggestions, *, first: bool) -> str:
    """Return the sentence for a list without films, with what to relax."""
    asked = wish.describe()
    filters = f" for “{limits.plain(asked)}”" if asked else ""
    said = f"No {'' if first else 'further '}film is left{filters}."
    if suggestions.easier:
        return f"{said} Try `/recommend` again without {' or without '.join(suggestions.easier)}."
    return f"{said} You know them all by now."
