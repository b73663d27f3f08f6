"""What the cogs share: where commands may be used, and a film named in an option."""

from typing import TypeVar

from discord import app_commands
from discord.app_commands import AppCommandContext, AppInstallationType

from bot.films.actions import ACTIONS
from bot.films.find import film_choices, find_film, namesakes
from bot.films.pick_menu import pick_view
from bot.services import services_of
from bot.ui.control import Interaction
from recsys.errors import AmbiguousTitle

_Command = TypeVar("_Command", bound=object)

EVERYWHERE = AppCommandContext(guild=True, dm_channel=True, private_channel=True)
BOTH_INSTALLS = AppInstallationType(guild=True, user=True)


def personal(command: _Command) -> _Command:
    """Let a command be used in servers and in direct messages, and by members who installed it."""
    placed = app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)(command)
    return app_commands.allowed_installs(guilds=True, users=True)(placed)


async def offer_films(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Autocomplete a film, from memory."""
    return film_choices(services_of(interaction).recommender.catalog, typed)


async def act_on_film(interaction: Interaction, submitted: str, action: str) -> None:
    """Do something with the film that was submitted; a menu asks which of several is meant.

    Args:
        interaction: of the command.
        submitted: a choice of the autocomplete, or whatever else was typed.
        action: one of `bot.films.actions.ACTIONS`.

    Raises:
        NoSuchFilm: no film is called so.
    """
    catalog = services_of(interaction).recommender.catalog
    try:
        movie = find_film(catalog, submitted)
    except AmbiguousTitle as several:
        movies = namesakes(catalog, several.candidates)
        await interaction.response.send_message(
            "Several films fit. Which one do you mean?",
            view=pick_view(action, movies),
            ephemeral=True,
        )
        return
    await ACTIONS[action](interaction, movie)
