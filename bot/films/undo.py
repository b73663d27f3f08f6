"""Taking a verdict back: the button under an acknowledgement."""

import re
from typing import Any, Self

import discord

from bot.errors import OutOfDate
from bot.films.find import movie_of
from bot.films.verdict_words import acknowledge_undo
from bot.services import services_of
from bot.storage.types import Change, Source, Verdict
from bot.ui.control import Interaction, Pressed, empty_view
from recsys.types import ItemId


class UndoButton(
    Pressed,
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=r"undo:(?P<change>[0-9]{1,18})",
):
    """Takes one change back, if it is still the newest of its film."""

    def __init__(self, change_id: int) -> None:
        super().__init__(discord.ui.Button(label="Undo", emoji="↩️", custom_id=f"undo:{change_id}"))
        self._change_id = change_id

    @classmethod
    async def from_custom_id(
        cls, _interaction: Interaction, _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button of an old message."""
        return cls(int(match["change"]))

    async def press(self, interaction: Interaction) -> None:
        """Undo, and say what is kept now in place of the acknowledgement."""
        services = services_of(interaction)
        change = await services.storage.verdicts.undo_change(interaction.user.id, self._change_id)
        if change is None:
            raise OutOfDate("You changed your mind since, so there is nothing to undo here.")
        movie = movie_of(services.recommender.catalog, change.item_id)
        await interaction.response.edit_message(content=acknowledge_undo(movie, change), view=None)


class TakeBackButton(
    Pressed,
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=r"forget:(?P<item>[0-9]{1,10}):(?P<verdict>like|dislike|seen|not_interested)",
):
    """Removes the verdict on a film that was there already, while it still stands."""

    def __init__(self, item_id: ItemId, verdict: Verdict) -> None:
        super().__init__(
            discord.ui.Button(
                label="Take it back", emoji="↩️", custom_id=f"forget:{item_id}:{verdict.value}"
            )
        )
        self._item_id = item_id
        self._opinion = verdict

    @classmethod
    async def from_custom_id(
        cls, _interaction: Interaction, _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button of an old message."""
        return cls(ItemId(int(match["item"])), Verdict(match["verdict"]))

    async def press(self, interaction: Interaction) -> None:
        """Remove the verdict, and offer to undo that."""
        services = services_of(interaction)
        verdicts, member_id = services.storage.verdicts, interaction.user.id
        if await verdicts.get(member_id, self._item_id) is not self._opinion:
            raise OutOfDate("You changed your mind since, so there is nothing to take back here.")
        change = await verdicts.remove(member_id, self._item_id, Source.BUTTON)
        if change is None:
            raise OutOfDate("There is nothing left to take back.")
        movie = movie_of(services.recommender.catalog, self._item_id)
        await interaction.response.edit_message(
            content=acknowledge_undo(movie, change), view=undo_view(change)
        )


def undo_view(change: Change) -> discord.ui.View:
    """Return the button that takes a change back."""
    view = empty_view()
    view.add_item(UndoButton(change.id))
    return view


def after_rating(item_id: ItemId, said: Verdict, change: Change | None) -> discord.ui.View:
    """Return the button under an acknowledgement: undo, or take back what was kept already."""
    if change is not None:
        return undo_view(change)
    view = empty_view()
    view.add_item(TakeBackButton(item_id, said))
    return view
