"""What stands under the picture of a taste: post it, or see the films behind it."""

from dataclasses import dataclass
from typing import ClassVar

from bot.errors import OutOfDate
from bot.films.own_lists import MemberList, list_view, page_of
from bot.films.taste_card import TOO_FEW, taste_message
from bot.services import services_of
from bot.ui.control import Control, Interaction, Press, button
from bot.ui.message import Message
from bot.ui.respond import show, tell, think


@dataclass(frozen=True)
class PostTaste(Press):
    """Post the picture of the member's taste where they press, for everybody there."""

    kind: ClassVar = "post-taste"
    private: ClassVar = True

    async def press(self, interaction: Interaction) -> None:
        """Post it as it is by now."""
        await think(interaction, private=False)
        services, member_id = services_of(interaction), interaction.user.id
        message = await taste_message(services, member_id, to_all=True)
        if message is None:
            raise OutOfDate(TOO_FEW)
        await show(interaction, message)


@dataclass(frozen=True)
class OpenFilms(Press):
    """Show the member all films that they have rated."""

    kind: ClassVar = "my-films"
    private: ClassVar = True

    async def press(self, interaction: Interaction) -> None:
        """Show the first page in a message of its own."""
        services, member_id = services_of(interaction), interaction.user.id
        page = await page_of(services, MemberList.VERDICTS, member_id)
        await tell(interaction, Message(embeds=[page.embed], view=list_view(page)))


def taste_controls(*, in_server: bool) -> list[Control]:
    """Return the buttons under a taste; alone with the bot there is nobody to post it for."""
    films = button(OpenFilms(), label="My films", emoji="🎞️")
    return [button(PostTaste(), label="Post it here", emoji="📣"), films] if in_server else [films]
