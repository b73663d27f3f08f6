"""Turning the pages of a member's own list."""

import re
from typing import Any, Final, Self

import discord

from bot.films.own_lists import ListPage, MemberList, page_of
from bot.films.pick_menu import PickFilm
from bot.profile.card import PICTURE
from bot.services import services_of
from bot.ui.control import Interaction, Pressed, empty_view
from bot.ui.paging import Leaf
from recsys.movies import Movie

_ARROWS: Final = {"first": "⏮️", "back": "◀️", "next": "▶️", "last": "⏭️"}
_MANY: Final = 3
"""Pages from which there is a way to either end."""
_LISTS: Final = "|".join(MemberList)


class TurnPage(
    Pressed,
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=(
        rf"turn:(?P<which>{_LISTS}):(?P<arrow>{'|'.join(_ARROWS)})"
        r":(?P<number>[0-9]{1,6}):(?P<search>.{0,40})"
    ),
):
    """Shows another page of the presser's list, as it stands by then."""

    def __init__(
        self,
        which: MemberList,
        arrow: str,
        number: int,
        search: str = "",
        *,
        disabled: bool = False,
    ) -> None:
        super().__init__(
            discord.ui.Button(
                emoji=_ARROWS[arrow],
                custom_id=f"turn:{which}:{arrow}:{number}:{search}",
                disabled=disabled,
            )
        )
        self._which = which
        self._number = number
        self._search = search

    @classmethod
    async def from_custom_id(
        cls, _interaction: Interaction, _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button of an old message."""
        which = MemberList(match["which"])
        return cls(which, match["arrow"], int(match["number"]), match["search"])

    async def press(self, interaction: Interaction) -> None:
        """Put the page in place of the old one; what stands above it stays."""
        page = await page_of(
            services_of(interaction), self._which, interaction.user.id, self._number, self._search
        )
        await interaction.response.edit_message(
            embeds=[*_above(interaction.message), page.embed], view=list_view(page)
        )


def list_view(page: ListPage) -> discord.ui.View | None:
    """Return what belongs under a page: its arrows, and for a watchlist a menu of its films."""
    view = empty_view()
    if page.leaf.pages > 1:
        for arrow, number, possible in _ways(page.leaf):
            view.add_item(TurnPage(page.which, arrow, number, page.search, disabled=not possible))
    if page.which is MemberList.WATCHLIST and page.leaf.items:
        menu = PickFilm("show", page.leaf.items)
        menu.item.placeholder = "Open a film"
        view.add_item(menu)
    return view if view.children else None


def _ways(at: Leaf[Movie]) -> list[tuple[str, int, bool]]:
    """Return the arrows with the page each leads to, and whether it leads anywhere."""
    back = ("back", max(at.number - 1, 0), not at.is_first)
    following = ("next", min(at.number + 1, at.pages - 1), not at.is_last)
    if at.pages <= _MANY:
        return [back, following]
    return [
        ("first", 0, not at.is_first),
        back,
        following,
        ("last", at.pages - 1, not at.is_last),
    ]


def _above(message: discord.Message | None) -> list[discord.Embed]:
    """Return the embeds that stand above the page; a picture there is the attached one again."""
    above = message.embeds[:-1] if message is not None else []
    return [
        embed.set_image(url=f"attachment://{PICTURE}") if embed.image.url else embed
        for embed in above
    ]
