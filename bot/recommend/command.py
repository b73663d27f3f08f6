"""``/recommend``: films for the member who asks."""

from discord import app_commands
from discord.ext import commands

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
from bot.services import Services
from bot.ui.control import Interaction
from bot.ui.respond import show, think
from recsys.types import Taste

TASTES = [
    app_commands.Choice(name="crowd-pleasers: films many people know", value="crowd-pleasers"),
    app_commands.Choice(name="balanced", value="balanced"),
    app_commands.Choice(name="hidden gems: films few people know", value="hidden-gems"),
]


class RecommendCog(commands.Cog):
    """The command that the bot is for."""

    def __init__(self, services: Services) -> None:
        self._services = services

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
        named = None if genre is None else find_genre(self._services.recommender.catalog, genre)
        request = Request(count=count, genre=named, first=first, last=last, taste=Taste(taste))
        check_years(request.first, request.last)
        await think(interaction, private=private)
        alone = private or interaction.context.dm_channel
        listing = await new_list(
            self._services,
            interaction.user.id,
            request,
            private=alone,
            guild_id=interaction.guild_id,
        )
        await show(interaction, await page(self._services, listing, 0))

    @recommend.autocomplete("genre")
    async def offer_genres(
        self, _interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Offer the catalogue's genres."""
        return genre_choices(self._services.recommender.catalog, typed)
