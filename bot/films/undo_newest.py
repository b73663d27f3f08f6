"""Walking back through what a member said, one change after the other."""

import re
from typing import Any, Self

import discord

from bot.errors import OutOfDate
from bot.films.find import movie_of
from bot.films.verdict_words import acknowledge_undo
from bot.services import Services, services_of
from bot.ui.control import Interaction, Pressed, empty_view


class UndoNewestButton(
    Pressed,
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=r"undo-newest",
):
    """Takes the presser's newest change back, whatever film it is of."""

    def __init__(self) -> None:
        super().__init__(
            discord.ui.Button(label="Undo one more", emoji="↩️", custom_id="undo-newest")
        )

    @classmethod
    async def from_custom_id(
        cls, _interaction: Interaction, _item: discord.ui.Item[Any], _match: re.Match[str], /
    ) -> Self:
        """Make the button of an old message."""
        return cls()

    async def press(self, interaction: Interaction) -> None:
        """Undo, and say what is kept now in place of what was said before."""
        said = await undo_newest(services_of(interaction), interaction.user.id)
        await interaction.response.edit_message(content=said, view=undo_newest_view())


async def undo_newest(services: Services, member_id: int) -> str:
    """Take a member's newest change back; return the sentence that says what it was.

    Raises:
        OutOfDate: nothing that can be undone is kept.
    """
    change = await services.storage.verdicts.undo(member_id)
    if change is None:
        raise OutOfDate("There is nothing to undo.")
    return acknowledge_undo(movie_of(services.recommender.catalog, change.item_id), change)


def undo_newest_view() -> discord.ui.View:
    """Return the button that takes one more change back."""
    view = empty_view()
    view.add_item(UndoNewestButton())
    return view
