"""Undoing verdicts: the button under an acknowledgement, and one change after the other."""

from dataclasses import dataclass
from typing import ClassVar

import discord

from bot.errors import OutOfDate
from bot.films.find import movie_of
from bot.films.verdict_words import acknowledge_undo
from bot.services import Services, services_of
from bot.storage.types import Change, Source, Verdict
from bot.ui.control import Interaction, Press, button, view_of
from bot.ui.message import Message
from bot.ui.respond import show
from recsys.types import ItemId


@dataclass(frozen=True)
class Undo(Press):
    """Undo one change, if it is still the newest of its film."""

    kind: ClassVar = "undo"
    private: ClassVar = True
    change_id: int

    async def press(self, interaction: Interaction) -> None:
        """Undo, and say what is saved now in place of the acknowledgement."""
        services, member_id = services_of(interaction), interaction.user.id
        await show(interaction, await undo_change(services, member_id, self.change_id))


@dataclass(frozen=True)
class Remove(Press):
    """Remove the verdict on a film that was there already, while it still stands."""

    kind: ClassVar = "forget"
    private: ClassVar = True
    item_id: ItemId
    verdict: Verdict

    async def press(self, interaction: Interaction) -> None:
        """Remove the verdict, and offer to undo that."""
        services = services_of(interaction)
        verdicts, member_id = services.storage.verdicts, interaction.user.id
        movie = movie_of(services.catalog, self.item_id)
        if await verdicts.get(member_id, movie.id) is not self.verdict:
            raise OutOfDate("You've changed your mind since, so there's nothing to remove here.")
        change = await verdicts.remove(member_id, movie.id, Source.BUTTON)
        if change is None:
            raise OutOfDate("There's nothing left to remove. `/profile films` has your ratings.")
        await show(interaction, Message(acknowledge_undo(movie, change), view=undo_view(change)))


@dataclass(frozen=True)
class UndoNewest(Press):
    """Undo the member's newest change, whatever film it is of."""

    kind: ClassVar = "undo-newest"
    private: ClassVar = True

    async def press(self, interaction: Interaction) -> None:
        """Undo, and say what is saved now in place of what was said before."""
        said = await undo_newest(services_of(interaction), interaction.user.id)
        await show(interaction, Message(said, view=undo_newest_view()))


async def undo_change(services: Services, member_id: int, change_id: int) -> str:
    """Undo one change of a member's; return the sentence that says what is saved now.

    Raises:
        OutOfDate: it isn't the newest of its film any more.
    """
    change = await services.storage.verdicts.undo_change(member_id, change_id)
    if change is None:
        raise OutOfDate("You've changed your mind since, so there's nothing to undo here.")
    return acknowledge_undo(movie_of(services.catalog, change.item_id), change)


async def undo_newest(services: Services, member_id: int) -> str:
    """Undo a member's newest change; return the sentence that says what it was.

    Raises:
        OutOfDate: there is nothing to undo.
    """
    change = await services.storage.verdicts.undo(member_id)
    if change is None:
        raise OutOfDate(
            "There's nothing to undo. `/profile films` has your ratings, and `/rate` changes one."
        )
    return acknowledge_undo(movie_of(services.catalog, change.item_id), change)


def undo_newest_view() -> discord.ui.View:
    """Return the button that undoes one more change."""
    return view_of(button(UndoNewest(), label="Undo another", emoji="↩️"))


def undo_view(change: Change) -> discord.ui.View:
    """Return the button that undoes a change."""
    return view_of(button(Undo(change.id), label="Undo", emoji="↩️"))


def after_rating(item_id: ItemId, verdict: Verdict, change: Change | None) -> discord.ui.View:
    """Return the button under an acknowledgement: undo, or remove what was there already."""
    if change is not None:
        return undo_view(change)
    return view_of(button(Remove(item_id, verdict), label="Remove it", emoji="↩️"))
