"""The button of a whole list."""

import re
from typing import Any, Self

import discord

from bot.errors import MemberError, OutOfDate
from bot.services import services_of
from bot.ui.control import Interaction, Pressed


class MoreButton(
    Pressed,
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=r"more:(?P<listing>[0-9]{1,18})",
):
    """Replaces the films of a list with the next ones."""

    def __init__(self, listing_id: int, *, row: int | None = None) -> None:
        super().__init__(
            discord.ui.Button(
                label="More",
                emoji="🎬",
                style=discord.ButtonStyle.primary,
                custom_id=f"more:{listing_id}",
                row=row,
            )
        )
        self._listing_id = listing_id

    @classmethod
    async def from_custom_id(
        cls, _interaction: Interaction, _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button of an old message."""
        return cls(int(match["listing"]))

    async def press(self, interaction: Interaction) -> None:
        """Put the next films into the message; only the member whose list it is may."""
        services = services_of(interaction)
        listing = await services.storage.listings.get(self._listing_id)
        if listing is None:
            raise OutOfDate("That list is too old to go on with. `/recommend` makes a new one.")
        if listing.member_id != interaction.user.id:
            raise MemberError(
                f"That list is <@{listing.member_id}>'s. `/recommend` makes one for you."
            )
        await interaction.response.defer()
        page = await services.pages.more(listing)
        if not page.embeds:
            # The films that are there stay.
            await interaction.followup.send(page.content, ephemeral=True)
            return
        await interaction.edit_original_response(**page.editing())
