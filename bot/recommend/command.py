"""``/recommend``: films for the member who asks."""

from dataclasses import dataclass, replace
from typing import Annotated, ClassVar, Self

from discord import app_commands
from discord.ext import commands

from bot.errors import NoSuchGenre
from bot.films.buttons import page
from bot.films.find import find_genre, genre_choices
from bot.films.lists import new_list
from bot.films.options import personal
from bot.films.request import (
    DEFAULT_COUNT,
    FIRST_FILM,
    LAST_YEAR,
    MOST,
    Request,
    check_years,
)
from bot.films.shown import note_answer
from bot.services import services_of
from bot.storage.types import Listing
from bot.ui import limits
from bot.ui.control import Interaction, Press, button, view_of
from bot.ui.message import Message
from bot.ui.respond import hold, show, tell, think
from recsys.types import Taste

TASTES = [
    app_commands.Choice(name="crowd-pleasers: films many people know", value="crowd-pleasers"),
    app_commands.Choice(name="balanced", value="balanced"),
    app_commands.Choice(name="hidden gems: films few people know", value="hidden-gems"),
]


@dataclass(frozen=True)
class OfGenre(Press):
    """Recommend films as asked, of a genre that the member may have meant.

    Attributes:
        count: how many.
        first: the earliest year; 0 for any.
        last: the latest year; 0 for any.
        taste: how adventurous.
        alone: whether nobody else sees the films.
        genre: written as the catalogue does.
    """

    kind: ClassVar = "genre"
    private: ClassVar = True
    count: int
    first: int
    last: int
    taste: Taste
    alone: Annotated[bool, {"a": True, "o": False}]
    genre: str

    @classmethod
    def of(cls, request: Request, genre: str, *, private: bool) -> Self:
        """Return the press for a request that lacks its genre."""
        first, last = request.first or 0, request.last or 0
        return cls(request.count, first, last, request.taste, private, genre)

    async def press(self, interaction: Interaction) -> None:
        """Show the films where the command would have."""
        catalog = services_of(interaction).catalog
        request = Request(
            count=min(max(self.count, 1), MOST),
            genre=find_genre(catalog, self.genre),
            first=self.first or None,
            last=self.last or None,
            taste=self.taste,
        )
        await hold(interaction)
        listing, films = await _films(interaction, request, private=self.alone)
        if listing.private:
            message = await show(interaction, films)
        else:
            await show(interaction, f"**{limits.plain(self.genre)}** it is:")
            message = await tell(interaction, films, private=False)
        await note_answer(interaction, message, listing.films[0].item_id)


class RecommendCog(commands.Cog):
    """The command that the bot is for."""

    @app_commands.command(name="recommend")
    @personal
    @app_commands.describe(
        count="How many films at a time (6)",
        genre="Only films of this genre",
        first="Only films from this year on",
        last="Only films up to this year",
        taste="How adventurous (balanced)",
        private="Show the films only to you (no)",
    )
    @app_commands.rename(first="from", last="to")
    @app_commands.choices(taste=TASTES)
    async def recommend(
        self,
        interaction: Interaction,
        count: app_commands.Range[int, 1, MOST] = DEFAULT_COUNT,
        genre: app_commands.Range[str, 1, 100] | None = None,
        first: app_commands.Range[int, FIRST_FILM, LAST_YEAR] | None = None,
        last: app_commands.Range[int, FIRST_FILM, LAST_YEAR] | None = None,
        taste: str = Taste.BALANCED.value,
        private: bool = False,
    ) -> None:
        """Find films for you, based on your ratings."""
        catalog = services_of(interaction).catalog
        request = Request(count=count, first=first, last=last, taste=Taste(taste))
        check_years(request.first, request.last)
        try:
            named = find_genre(catalog, genre) if genre else None
        except NoSuchGenre as unknown:
            closest = [
                button(OfGenre.of(request, each, private=private), label=each)
                for each in unknown.genres
            ]
            await tell(interaction, Message(str(unknown), view=view_of(*closest)))
            return
        await think(interaction, private=private)
        listing, films = await _films(interaction, replace(request, genre=named), private=private)
        await note_answer(interaction, await show(interaction, films), listing.films[0].item_id)

    @recommend.autocomplete("genre")
    async def offer_genres(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Offer the catalogue's genres."""
        return genre_choices(services_of(interaction).catalog, typed)


async def _films(
    interaction: Interaction, request: Request, *, private: bool
) -> tuple[Listing, Message]:
    """Make a list as asked; return it with the page of its first film."""
    services = services_of(interaction)
    listing = await new_list(
        services,
        interaction.user.id,
        request,
        private=private or interaction.context.dm_channel,
        guild_id=interaction.guild_id,
    )
    return listing, await page(services, listing, 0)
