"""``/watchlist``: the films that a member wants to watch."""

from discord import app_commands
from discord.ext import commands

from bot.films.actions import Action
from bot.films.options import act_on_film, offer_films, offer_wanted, personal
from bot.films.own_lists import MemberList, list_view, page_of
from bot.services import services_of
from bot.ui.control import Interaction
from bot.ui.message import Message
from bot.ui.respond import show, think
from bot.watchlist.pick_message import pick_message


@personal
class WatchlistCog(
    commands.GroupCog,
    name="watchlist",
    description="Films you want to watch; only you see them.",
):
    """A member's own list."""

    @app_commands.command(name="add")
    @app_commands.describe(movie="The film: start typing its title")
    @app_commands.autocomplete(movie=offer_films)
    async def add(self, interaction: Interaction, movie: app_commands.Range[str, 1, 200]) -> None:
        """Add a film to your watchlist."""
        await act_on_film(interaction, movie, Action.SAVE)

    @app_commands.command(name="remove")
    @app_commands.describe(movie="One of the films on your watchlist")
    @app_commands.autocomplete(movie=offer_wanted)
    async def remove(
        self, interaction: Interaction, movie: app_commands.Range[str, 1, 200]
    ) -> None:
        """Remove a film from your watchlist."""
        own = await services_of(interaction).storage.watchlists.items(interaction.user.id)
        await act_on_film(interaction, movie, Action.UNSAVE, own)

    @app_commands.command(name="show")
    async def show(self, interaction: Interaction) -> None:
        """See your watchlist."""
        await think(interaction)
        services, member_id = services_of(interaction), interaction.user.id
        page = await page_of(services, MemberList.WATCHLIST, member_id)
        await show(interaction, Message(embeds=[page.embed], view=list_view(page)))

    @app_commands.command(name="pick")
    async def pick(self, interaction: Interaction) -> None:
        """Pick the film on your watchlist that suits you best right now."""
        await think(interaction)
        await show(interaction, await pick_message(services_of(interaction), interaction.user.id))
