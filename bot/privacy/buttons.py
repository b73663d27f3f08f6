"""The buttons that show or hide a member in a server, and that delete what is stored about them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar, Final

import discord

from bot.errors import MemberError, OutOfDate
from bot.privacy.words import erased_text, hidden, shown
from bot.services import services_of
from bot.storage.types import Inventory
from bot.ui.control import Interaction, Press, button, view_of
from bot.ui.events import MEMBER_ERASED, NIGHT_CHANGED
from bot.ui.message import Message
from bot.ui.respond import hold, show

QUESTION_LASTS: Final = timedelta(minutes=15)
"""How long a member may think about deleting everything: an old message must not do it."""


class Choice(StrEnum):
    """Whether a server may see a member's taste."""

    VISIBLE = "visible"
    HIDDEN = "hidden"


_VISIBLE, _HIDDEN = Choice


class Answer(StrEnum):
    """To the question whether to delete everything."""

    YES = "yes"
    NO = "no"


@dataclass(frozen=True)
class SetVisibility(Press):
    """Show or hide the member's taste in the server where they press."""

    kind: ClassVar = "visibility"
    private: ClassVar = True
    choice: Choice

    async def press(self, interaction: Interaction) -> None:
        """Save the choice, and say what others see from now on in place of the question."""
        guild_id, member_id = required_guild(interaction), interaction.user.id
        visibility, visible = services_of(interaction).storage.visibility, self.choice is _VISIBLE
        already = await visibility.is_visible(guild_id, member_id) is visible
        await visibility.set(guild_id, member_id, visible)
        said = shown(already=already) if visible else hidden(already=already)
        await show(interaction, Message(said, view=hide_again() if visible else None))


@dataclass(frozen=True)
class Erase(Press):
    """Delete everything about a member, or don't; only they may answer.

    Attributes:
        answer: theirs.
        member_id: the member who was asked.
        until: when the question is too old, in unix seconds.
    """

    kind: ClassVar = "erase"
    private: ClassVar = True
    answer: Answer
    member_id: int
    until: int

    async def press(self, interaction: Interaction) -> None:
        """Delete or don't, and say so in place of the question."""
        if interaction.user.id != self.member_id:
            raise MemberError("That question is for somebody else. `/privacy delete` is yours.")
        if self.answer is Answer.NO:
            await show(interaction, "Nothing was deleted.")
            return
        # Discord's clock wrote the deadline, so it is Discord's clock that is asked.
        if interaction.created_at.timestamp() > self.until:
            raise OutOfDate("That question has expired. `/privacy delete` asks again.")
        await hold(interaction)
        await show(interaction, erased_text(await erase(interaction)))


async def erase(interaction: Interaction) -> Inventory:
    """Delete everything about the member who asks; return what it was."""
    # First, since a reading of reactions that is under way would bring some back.
    interaction.client.dispatch(MEMBER_ERASED, interaction.user.id)
    erased = await services_of(interaction).storage.members.erase(interaction.user.id)
    interaction.client.dispatch(NIGHT_CHANGED)
    return erased


def required_guild(interaction: Interaction) -> int:
    """Return the server of an interaction.

    Raises:
        MemberError: it came from a direct message.
    """
    if interaction.guild_id is None:
        raise MemberError(
            "You choose that for each server: use `/privacy visibility` in the server you mean. "
            "Until then you're hidden there."
        )
    return interaction.guild_id


def show_or_stay() -> discord.ui.View:
    """Return the buttons under the question whether to become visible."""
    style = discord.ButtonStyle.primary
    return view_of(
        button(SetVisibility(_VISIBLE), label="Show my taste here", style=style),
        button(SetVisibility(_HIDDEN), label="Stay hidden"),
    )


def hide_again() -> discord.ui.View:
    """Return the button for a visible member."""
    return view_of(button(SetVisibility(_HIDDEN), label="Hide me"))


def delete_or_not(member_id: int, asked_at: datetime) -> discord.ui.View:
    """Return the buttons under the question whether to delete everything."""
    until = int((asked_at + QUESTION_LASTS).timestamp())
    danger = discord.ButtonStyle.danger
    return view_of(
        button(Erase(Answer.YES, member_id, until), label="Delete everything", style=danger),
        button(Erase(Answer.NO, member_id, until), label="Cancel"),
    )
