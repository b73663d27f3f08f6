"""What members do with one film, whether a command, a menu or a button asked for it."""

from collections.abc import Awaitable, Callable, Mapping
from enum import StrEnum
from typing import Final, TypeAlias

import discord

from bot.errors import MemberError, logged
from bot.films import card as cards
from bot.films.buttons import card_row, show_privately, show_similar
from bot.films.looks import looks_of
from bot.films.shown import note_answer
from bot.films.undo import after_rating, undo_view
from bot.films.verdict_words import EMOJI, acknowledge, acknowledge_undo, bold
from bot.services import services_of
from bot.storage.server_lists import ROOM, Adding
from bot.storage.types import ServerFilm, Source, Verdict
from bot.ui.control import Interaction, view_of
from bot.ui.message import Message
from bot.ui.respond import show, tell, think
from recsys.movies import Movie

_Act: TypeAlias = Callable[[Interaction, Movie], Awaitable[None]]


class Action(StrEnum):
    """What can be done with one film; the value stands in the ``custom_id`` of a menu."""

    LIKE = "like"
    DISLIKE = "dislike"
    SEEN = "seen"
    NOT_INTERESTED = "not_interested"
    REMOVE = "forget"
    SAVE = "save"
    UNSAVE = "unsave"
    ADD = "add"
    TAKE_OFF = "take_off"
    CARD = "card"
    SHOW = "show"
    SIMILAR = "similar"


SEEDED: Final = (Verdict.LIKE, Verdict.DISLIKE, Verdict.SEEN)
"""What the bot puts under a card, for members to follow."""
_SEEDING: Final = discord.Permissions(
    view_channel=True, read_message_history=True, add_reactions=True
)


def rating(verdict: Verdict) -> _Act:
    """Return the action that saves a verdict."""

    async def rate(interaction: Interaction, movie: Movie) -> None:
        verdicts = services_of(interaction).storage.verdicts
        change = await verdicts.rate(interaction.user.id, movie.id, verdict, Source.COMMAND)
        await _answer(
            interaction,
            acknowledge(movie, verdict, change),
            view=after_rating(movie.id, verdict, change),
        )

    return rate


async def remove(interaction: Interaction, movie: Movie) -> None:
    """Remove the member's verdict on a film."""
    verdicts = services_of(interaction).storage.verdicts
    change = await verdicts.remove(interaction.user.id, movie.id, Source.COMMAND)
    if change is None:
        raise MemberError(
            f"You haven't rated {bold(movie)}, so there's nothing to remove. `/profile films` has "
            "what you've rated."
        )
    await _answer(interaction, acknowledge_undo(movie, change), view=undo_view(change))


async def save(interaction: Interaction, movie: Movie) -> None:
    """Put a film on the member's watchlist."""
    new = await services_of(interaction).storage.watchlists.add(interaction.user.id, movie.id)
    await _answer(
        interaction,
        f"🔖 Added {bold(movie)} to your watchlist."
        if new
        else f"🔖 {bold(movie)} is already on your watchlist.",
    )


async def unsave(interaction: Interaction, movie: Movie) -> None:
    """Take a film off the member's watchlist."""
    if not await services_of(interaction).storage.watchlists.remove(interaction.user.id, movie.id):
        raise MemberError(f"{bold(movie)} isn't on your watchlist. `/watchlist show` has what is.")
    await _answer(interaction, f"🔖 Removed {bold(movie)} from your watchlist.")


async def add_to_server(interaction: Interaction, movie: Movie) -> None:
    """Put a film on the server's list, and say so to everybody where a command did it."""
    guild_id, lists = _server_of(interaction), services_of(interaction).storage.server_lists
    match await lists.add(guild_id, movie.id, interaction.user.id):
        case Adding.FULL:
            raise MemberError(
                f"The server's list is full: it has {ROOM} films. Remove one with `/list remove`."
            )
        case Adding.LISTED:
            await _answer(interaction, f"📋 {bold(movie)} is already on the server's list.")
        case Adding.ADDED:
            added = f"📋 {bold(movie)} is now on the server's list. `/list show` has them all."
            if interaction.type is discord.InteractionType.component:
                await show(interaction, added)
            else:
                await tell(interaction, added, private=False)


async def take_off_server(interaction: Interaction, movie: Movie) -> None:
    """Take a film off the server's list, for whoever added it and for those who run nights."""
    guild_id, lists = _server_of(interaction), services_of(interaction).storage.server_lists
    films = {film.item_id: film for film in await lists.films(guild_id)}
    if movie.id not in films:
        raise MemberError(f"{bold(movie)} isn't on the server's list.")
    if not may_take_off(films[movie.id], interaction):
        added_by = films[movie.id].added_by
        whoever = f"<@{added_by}>, who added it," if added_by else "someone"
        raise MemberError(
            f"Only {whoever} or someone with **Manage Events** can remove {bold(movie)}."
        )
    await lists.remove(guild_id, movie.id)
    await _answer(interaction, f"📋 Removed {bold(movie)} from the server's list.")


def may_take_off(film: ServerFilm, interaction: Interaction) -> bool:
    """Return whether whoever uses a command or presses may take a film off the server's list."""
    return interaction.permissions.manage_events or film.added_by == interaction.user.id


async def show_card(interaction: Interaction, movie: Movie) -> None:
    """Post the public card of a film, for everybody to rate by reaction, or privately."""
    if interaction.type is discord.InteractionType.component:
        await show(interaction, f"{bold(movie)}:")
    else:
        await think(interaction, private=False)
    card = await _card(interaction, movie)
    message = await tell(interaction, card, private=False)
    assert message is not None  # it was deferred
    if await note_answer(interaction, message, movie.id):
        await logged("seeding reactions", _seed_reactions(interaction, message))


async def show_films_like(interaction: Interaction, movie: Movie) -> None:
    """Show the member films like this one."""
    await show_similar(interaction, movie.id)


ACTIONS: Final[Mapping[Action, _Act]] = {
    **{Action(verdict): rating(verdict) for verdict in Verdict},
    Action.REMOVE: remove,
    Action.SAVE: save,
    Action.UNSAVE: unsave,
    Action.ADD: add_to_server,
    Action.TAKE_OFF: take_off_server,
    Action.CARD: show_card,
    Action.SHOW: show_privately,
    Action.SIMILAR: show_films_like,
}
"""How each is done."""


async def _answer(
    interaction: Interaction, text: str, *, view: discord.ui.View | None = None
) -> None:
    """Answer the member alone; where a menu asked, its message becomes the answer."""
    answered = show if interaction.type is discord.InteractionType.component else tell
    await answered(interaction, Message(text, view=view))


def _server_of(interaction: Interaction) -> int:
    if interaction.guild_id is None:
        raise MemberError("That only works in a server.")
    return interaction.guild_id


async def _card(interaction: Interaction, movie: Movie) -> Message:
    services = services_of(interaction)
    look = (await looks_of(services, [movie]))[movie.id]
    tally = None
    if interaction.guild_id is not None:
        tally = await services.storage.verdicts.tally(movie.id, interaction.guild_id)
    embed = cards.public_card(movie, look, tally)
    pictures = [look.picture] if look.picture else []
    return Message(embeds=[embed], attachments=pictures, view=view_of(*card_row(movie.id)))


async def _seed_reactions(interaction: Interaction, message: discord.Message) -> None:
    """Put the emoji under a card, if the bot may; there are buttons as well."""
    # Direct messages have no such permissions, and need none.
    in_server = interaction.guild_id is not None
    if in_server and not _SEEDING.is_subset(interaction.app_permissions):
        return
    channel = interaction.client.get_partial_messageable(message.channel.id)
    card = channel.get_partial_message(message.id)
    for verdict in SEEDED:
        await card.add_reaction(EMOJI[verdict])
