"""What commands share: where they may be used, and a film named in an option."""

from collections.abc import Collection
from typing import TypeVar

from discord import app_commands

from bot.errors import NoSuchFilm, SeveralFilms
from bot.films.actions import ACTIONS, Action
from bot.films.find import film_choices, find_film, search_own
from bot.films.pick_menu import film_choice, look_up_button, look_up_for
from bot.films.verdict_words import EMOJI
from bot.services import services_of
from bot.ui import limits
from bot.ui.control import Interaction, view_of
from bot.ui.message import Message
from bot.ui.respond import show, tell, think
from recsys.types import ItemId

_Command = TypeVar("_Command", bound=object)


def personal(command: _Command) -> _Command:
    """Let a command be used in servers and in direct messages, and by members who installed it."""
    placed = app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)(command)
    return app_commands.allowed_installs(guilds=True, users=True)(placed)


async def offer_films(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Autocomplete a film, from memory."""
    catalog = services_of(interaction).catalog
    return film_choices(catalog.search(typed, limits.CHOICES))


async def offer_rated(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Autocomplete a film that the member has rated, the newest first."""
    services = services_of(interaction)
    rated = await services.storage.verdicts.rated(interaction.user.id)
    marks = {film.item_id: EMOJI[film.verdict] for film in rated}
    return film_choices(await search_own(services.catalog, list(marks), typed), marks)


async def offer_wanted(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Autocomplete a film of the member's watchlist, the newest first."""
    services = services_of(interaction)
    wanted = await services.storage.watchlists.items(interaction.user.id)
    return film_choices(await search_own(services.catalog, wanted, typed))


async def act_on_film(
    interaction: Interaction, submitted: str, action: Action, own: Collection[ItemId] | None = None
) -> None:
    """Do something with the film that was submitted; where that isn't clear, ask which is meant.

    Arguments as of `find_film`.

    Raises:
        MemberError: several films have that title, none of them the member's.
    """
    services = services_of(interaction)
    try:
        movie = find_film(services.catalog, submitted, own)
    except NoSuchFilm as none:
        if own is None:
            await think(interaction)
            await show(interaction, await look_up_for(services, action, submitted, none))
            return
        asked = view_of(*film_choice(action, none.movies)) if none.movies else None
        await tell(interaction, Message(str(none), view=asked))
    except SeveralFilms as several:
        controls = film_choice(action, several.movies)
        if own is None and services.facts.has_key:
            controls.append(look_up_button(action, submitted))
        await tell(interaction, Message(str(several), view=view_of(*controls)))
    else:
        await ACTIONS[action](interaction, movie)
