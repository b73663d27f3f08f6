"""Films of a member's own in options: offered while they type, and found again."""

from collections.abc import Sequence

from discord import app_commands

from bot.errors import MemberError
from bot.films.actions import ACTIONS
from bot.films.find import find_film, namesakes
from bot.films.own import chosen, matching, own_choices
from bot.films.pick_menu import pick_view
from bot.films.verdict_words import EMOJI
from bot.services import services_of
from bot.ui.control import Interaction
from recsys.errors import AmbiguousTitle
from recsys.types import ItemId


async def offer_rated(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Autocomplete a film that the member has rated, the newest first."""
    services = services_of(interaction)
    ratings = await services.storage.verdicts.rated(interaction.user.id)
    marks = {rating.item_id: EMOJI[rating.verdict] for rating in ratings}
    return own_choices(await matching(services.recommender.catalog, list(marks), typed), marks)


async def offer_wanted(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Autocomplete a film of the member's watchlist, the newest first."""
    services = services_of(interaction)
    wanted = await services.storage.watchlists.items(interaction.user.id)
    return own_choices(await matching(services.recommender.catalog, wanted, typed), {})


async def act_on_own_film(
    interaction: Interaction, submitted: str, action: str, own: Sequence[ItemId]
) -> None:
    """Do something with one of the member's own films; of namesakes, theirs is the one meant.

    Args:
        interaction: of the command.
        submitted: a choice of the autocomplete, or whatever else was typed.
        action: one of `bot.films.actions.ACTIONS`; answers for a film that is not theirs, too.
        own: the member's films.

    Raises:
        NoSuchFilm: no film is called so.
        MemberError: several are, and none of them is the member's.
    """
    catalog = services_of(interaction).recommender.catalog
    movie = chosen(catalog, own, submitted)
    if movie is not None:
        await ACTIONS[action](interaction, movie)
        return
    try:
        movie = find_film(catalog, submitted)
    except AmbiguousTitle as several:
        mine = [each for each in namesakes(catalog, several.candidates) if each.id in own]
    else:
        mine = [movie]
    match mine:
        case []:
            raise MemberError("Several films are called so, but none of them is one of yours.")
        case [movie]:
            await ACTIONS[action](interaction, movie)
        case _:
            await interaction.response.send_message(
                "You have several films that are called so. Which one do you mean?",
                view=pick_view(action, mine),
                ephemeral=True,
            )
