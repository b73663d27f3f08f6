"""``/list``: everybody adds, and a movie night can draw from it."""

from discord import app_commands
from discord.ext import commands

from bot.films.actions import Action, may_take_off
from bot.films.find import film_choices, search_own
from bot.films.options import act_on_film, offer_films
from bot.serverlist.page import list_message
from bot.services import services_of
from bot.ui.control import Interaction
from bot.ui.respond import tell


async def _offer_removable(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Autocomplete a film of the server's list that the member may take off."""
    assert interaction.guild_id is not None
    services = services_of(interaction)
    films = await services.storage.server_lists.films(interaction.guild_id)
    theirs = [film.item_id for film in films if may_take_off(film, interaction)]
    return film_choices(await search_own(services.catalog, theirs, typed))


@app_commands.guild_only()
class ServerListCog(
    commands.GroupCog, name="list", description="The films this server wants to watch."
):
    """A server's own list."""

    @app_commands.command(name="add")
    @app_commands.describe(movie="The film: start typing its title")
    @app_commands.autocomplete(movie=offer_films)
    async def add(self, interaction: Interaction, movie: app_commands.Range[str, 1, 200]) -> None:
        """Add a film to the server's list."""
        await act_on_film(interaction, movie, Action.ADD)

    @app_commands.command(name="remove")
    @app_commands.describe(movie="One of the films you added; any film if you manage events")
    @app_commands.autocomplete(movie=_offer_removable)
    async def remove(
        self, interaction: Interaction, movie: app_commands.Range[str, 1, 200]
    ) -> None:
        """Remove a film from the server's list."""
        assert interaction.guild_id is not None
        films = await services_of(interaction).storage.server_lists.films(interaction.guild_id)
        listed = [film.item_id for film in films]
        await act_on_film(interaction, movie, Action.TAKE_OFF, listed)

    @app_commands.command(name="show")
    async def show(self, interaction: Interaction) -> None:
        """See the films this server wants to watch."""
        assert interaction.guild_id is not None
        message = await list_message(services_of(interaction), interaction.guild_id)
        # Nobody else needs to read that there is nothing.
        await tell(interaction, message, private=message.view is None)
