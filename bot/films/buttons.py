"""The buttons of a film: 👍 👎 👀, 🔖 watchlist, ❓ why."""

import re
from typing import Any, Final, Self

import discord

from bot.films.card import why_embed
from bot.films.undo import after_rating
from bot.films.verdict_words import EMOJI, acknowledge, bold
from bot.services import services_of
from bot.storage.types import Source, Verdict
from bot.ui.control import Interaction, Pressed
from recsys.types import ItemId

_VERDICTS: Final = {"l": Verdict.LIKE, "d": Verdict.DISLIKE, "s": Verdict.SEEN}
_CODES: Final = {verdict: code for code, verdict in _VERDICTS.items()}
_PLACE: Final = r"(?P<listing>[0-9]{1,18}):(?P<item>[0-9]{1,10})"
"""The list that a button is of (0: a card of its own), and its film."""

_VERDICT: Final = re.compile(rf"say:(?P<verdict>[lds]):{_PLACE}")

_LIT: Final = discord.ButtonStyle.success
_UNLIT: Final = discord.ButtonStyle.secondary


class VerdictButton(
    Pressed,
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=_VERDICT,
):
    """Keeps what the presser thinks of a film."""

    def __init__(
        self,
        verdict: Verdict,
        item_id: ItemId,
        listing_id: int = 0,
        *,
        label: str | None = None,
        lit: bool = False,
        row: int | None = None,
    ) -> None:
        super().__init__(
            discord.ui.Button(
                emoji=EMOJI[verdict],
                label=label,
                style=_LIT if lit else _UNLIT,
                custom_id=f"say:{_CODES[verdict]}:{listing_id}:{item_id}",
                row=row,
            )
        )
        self._opinion = verdict
        self._item_id = item_id
        self._listing_id = listing_id

    @classmethod
    async def from_custom_id(
        cls, _interaction: Interaction, _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button of an old message."""
        return cls(_VERDICTS[match["verdict"]], ItemId(int(match["item"])), int(match["listing"]))

    async def press(self, interaction: Interaction) -> None:
        """Keep the verdict; a private list lights the button up, elsewhere the presser is told.

        On a private list a lit button that is pressed again takes the verdict back.
        """
        services = services_of(interaction)
        movie = services.recommender.catalog[self._item_id]
        member, verdicts = interaction.user.id, services.storage.verdicts
        change = await verdicts.rate(member, movie.id, self._opinion, Source.BUTTON)
        listing = await services.pages.private_listing(self._listing_id)
        if listing is not None:
            if change is None:
                await verdicts.remove(member, movie.id, Source.BUTTON)
            await interaction.response.edit_message(view=await services.pages.view(listing))
            return
        await interaction.response.send_message(
            acknowledge(movie, self._opinion, change),
            view=after_rating(movie.id, self._opinion, change),
            ephemeral=True,
        )


class WatchlistButton(
    Pressed,
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=rf"later:{_PLACE}",
):
    """Puts a film on the presser's watchlist, or takes it off."""

    def __init__(
        self,
        item_id: ItemId,
        listing_id: int = 0,
        *,
        label: str | None = None,
        lit: bool = False,
        row: int | None = None,
    ) -> None:
        super().__init__(
            discord.ui.Button(
                emoji="🔖",
                label=label,
                style=_LIT if lit else _UNLIT,
                custom_id=f"later:{listing_id}:{item_id}",
                row=row,
            )
        )
        self._item_id = item_id
        self._listing_id = listing_id

    @classmethod
    async def from_custom_id(
        cls, _interaction: Interaction, _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button of an old message."""
        return cls(ItemId(int(match["item"])), int(match["listing"]))

    async def press(self, interaction: Interaction) -> None:
        """Toggle; a private list lights the button up, elsewhere the presser is told."""
        services = services_of(interaction)
        movie = services.recommender.catalog[self._item_id]
        listed = await services.storage.watchlists.toggle(interaction.user.id, movie.id)
        listing = await services.pages.private_listing(self._listing_id)
        if listing is not None:
            await interaction.response.edit_message(view=await services.pages.view(listing))
            return
        where = "is on your watchlist now" if listed else "is off your watchlist now"
        await interaction.response.send_message(
            f"🔖 {bold(movie)} {where}. `/watchlist show` has them all.", ephemeral=True
        )


class WhyButton(
    Pressed,
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=rf"why:{_PLACE}",
):
    """Tells the presser what speaks for a film, by their own taste."""

    def __init__(
        self,
        item_id: ItemId,
        listing_id: int = 0,
        *,
        label: str | None = None,
        row: int | None = None,
    ) -> None:
        super().__init__(
            discord.ui.Button(
                emoji="❓", label=label, custom_id=f"why:{listing_id}:{item_id}", row=row
            )
        )
        self._item_id = item_id

    @classmethod
    async def from_custom_id(
        cls, _interaction: Interaction, _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button of an old message."""
        return cls(ItemId(int(match["item"])), int(match["listing"]))

    async def press(self, interaction: Interaction) -> None:
        """Answer privately with the evidence."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        services = services_of(interaction)
        catalog = services.recommender.catalog
        movie = catalog[self._item_id]
        profile = await services.storage.verdicts.profile(interaction.user.id)
        evidence = await services.recommender.evidence(profile, movie.id)
        embed = why_embed(
            movie, evidence, lambda item: catalog[item].display, services.recommender.meta
        )
        await interaction.followup.send(embed=embed, ephemeral=True)


def film_row(
    item_id: ItemId,
    *,
    listing_id: int = 0,
    row: int = 0,
    number: int | None = None,
    verdict: Verdict | None = None,
    saved: bool = False,
) -> list[discord.ui.Item[Any]]:
    """Return the five buttons of a film.

    Args:
        item_id: the film.
        listing_id: the list that they are of; 0 for a card of its own.
        row: where they stand.
        number: the film's place in the list, written on each button.
        verdict: what is lit.
        saved: whether the watchlist's button is lit.
    """
    label = None if number is None else str(number)
    verdicts = [
        VerdictButton(each, item_id, listing_id, label=label, lit=each is verdict, row=row)
        for each in _CODES
    ]
    return [
        *verdicts,
        WatchlistButton(item_id, listing_id, label=label, lit=saved, row=row),
        WhyButton(item_id, listing_id, label=label, row=row),
    ]


def films_on(message: discord.Message) -> list[ItemId]:
    """Return the films that a message has buttons for, in their order; they are in its buttons."""
    found: dict[ItemId, None] = {}
    for row in message.components:
        for button in getattr(row, "children", ()):
            match = _VERDICT.fullmatch(getattr(button, "custom_id", None) or "")
            if match:
                found[ItemId(int(match["item"]))] = None
    return list(found)
