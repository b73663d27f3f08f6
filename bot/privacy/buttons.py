"""The buttons that show or hide a member in a server, and that delete what is kept about them."""

import re
from datetime import datetime, timedelta
from typing import Any, Final, Self

import discord

from bot.errors import MemberError, OutOfDate
from bot.privacy.words import erased_text, hidden, shown
from bot.services import services_of
from bot.ui.control import Interaction, Pressed, empty_view
from bot.ui.events import MEMBER_ERASED, NIGHT_CHANGED

QUESTION_LASTS: Final = timedelta(minutes=15)
"""How long a member may think about deleting everything: an old message must not do it."""


class VisibilityButton(
    Pressed,
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=r"visibility:(?P<choice>visible|hidden)",
):
    """Shows or hides the presser in the server where they press."""

    def __init__(
        self,
        *,
        visible: bool,
        label: str | None = None,
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    ) -> None:
        choice = "visible" if visible else "hidden"
        super().__init__(
            discord.ui.Button(label=label or choice, style=style, custom_id=f"visibility:{choice}")
        )
        self._visible = visible

    @classmethod
    async def from_custom_id(
        cls, _interaction: Interaction, _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button of an old message."""
        return cls(visible=match["choice"] == "visible")

    async def press(self, interaction: Interaction) -> None:
        """Keep the choice, and say what others see from now on in place of the question."""
        guild_id = required_guild(interaction)
        visibility = services_of(interaction).storage.visibility
        already = await visibility.is_visible(guild_id, interaction.user.id) is self._visible
        await visibility.set(guild_id, interaction.user.id, self._visible)
        text = shown(already=already) if self._visible else hidden(already=already)
        await interaction.response.edit_message(
            content=text, view=hide_again() if self._visible else None
        )


class EraseButton(
    Pressed,
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=r"erase:(?P<answer>yes|no):(?P<member>[0-9]{1,20}):(?P<until>[0-9]{1,12})",
):
    """Answers whether everything about a member shall be deleted; only they may."""

    def __init__(self, member_id: int, until: int, *, yes: bool) -> None:
        super().__init__(
            discord.ui.Button(
                label="Delete everything" if yes else "Cancel",
                style=discord.ButtonStyle.danger if yes else discord.ButtonStyle.secondary,
                custom_id=f"erase:{'yes' if yes else 'no'}:{member_id}:{until}",
            )
        )
        self._member_id = member_id
        self._until = until
        self._yes = yes

    @classmethod
    async def from_custom_id(
        cls, _interaction: Interaction, _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button of an old message."""
        return cls(int(match["member"]), int(match["until"]), yes=match["answer"] == "yes")

    async def press(self, interaction: Interaction) -> None:
        """Delete or don't, and say so in place of the question."""
        if interaction.user.id != self._member_id:
            raise MemberError("Only they may answer that. `/privacy delete` is for your own data.")
        if not self._yes:
            await interaction.response.edit_message(content="Nothing was deleted.", view=None)
            return
        # Discord's clock wrote the deadline, so it is Discord's clock that is asked.
        if interaction.created_at.timestamp() > self._until:
            raise OutOfDate("That question is too old. `/privacy delete` asks again.")
        # First, for a reading of reactions that is under way would bring some back.
        interaction.client.dispatch(MEMBER_ERASED, self._member_id)
        erased = await services_of(interaction).storage.members.erase(self._member_id)
        await interaction.response.edit_message(content=erased_text(erased), view=None)
        interaction.client.dispatch(NIGHT_CHANGED)


def required_guild(interaction: Interaction) -> int:
    """Return the server of an interaction.

    Raises:
        MemberError: it came from a direct message.
    """
    if interaction.guild_id is None:
        raise MemberError(
            "Visibility is set for each server: use `/privacy visibility` in the server that you "
            "mean. Until you do, you are hidden there."
        )
    return interaction.guild_id


def show_or_stay() -> discord.ui.View:
    """Return the buttons under the question whether to become visible."""
    view = empty_view()
    style = discord.ButtonStyle.primary
    view.add_item(VisibilityButton(visible=True, label="Show my taste here", style=style))
    view.add_item(VisibilityButton(visible=False, label="Stay hidden"))
    return view


def hide_again() -> discord.ui.View:
    """Return the button for a visible member."""
    view = empty_view()
    view.add_item(VisibilityButton(visible=False, label="Hide me"))
    return view


def delete_or_not(member_id: int, asked_at: datetime) -> discord.ui.View:
    """Return the buttons under the question whether to delete everything."""
    until = int((asked_at + QUESTION_LASTS).timestamp())
    view = empty_view()
    view.add_item(EraseButton(member_id, until, yes=True))
    view.add_item(EraseButton(member_id, until, yes=False))
    return view
