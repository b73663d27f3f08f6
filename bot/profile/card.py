"""A member's taste as an embed with its picture."""

import asyncio
from collections.abc import Sequence

import discord

from bot.films.card import ACCENT
from bot.films.verdict_words import EMOJI
from bot.profile.chart import GENRES, describe_taste, draw_taste, tally
from bot.profile.taste import Leaning, TasteSummary
from bot.ui import limits
from bot.ui.message import Picture

PICTURE = "taste.png"
"""File name of the picture."""

_NAME = 40
_DECADES = 5


async def taste_picture(taste: TasteSummary) -> Picture | None:
    """Draw a taste, off the event loop; ``None`` while there is too little to show."""
    if not (taste.tells and (taste.genres or taste.decades)):
        return None
    drawn = await asyncio.to_thread(draw_taste, taste)
    return Picture(PICTURE, drawn, describe_taste(taste))


def taste_embed(taste: TasteSummary, picture: Picture | None) -> discord.Embed:
    """Return the summary of a taste: films of each verdict, favourite genres and decades.

    The picture of it is attached to the same message.
    """
    counts = " · ".join(f"{EMOJI[verdict]} {count:,}" for verdict, count in taste.counts)
    embed = discord.Embed(title="Your taste", description=counts, colour=ACCENT)
    if not taste.tells:
        embed.description = (
            f"{counts}\nLike or dislike a few more films to see your favourite genres and decades "
            "here."
        )
        return embed
    for name, leanings in (
        ("Favourite genres", taste.genres[:GENRES]),
        ("Favourite decades", taste.favourite_decades[:_DECADES]),
    ):
        if leanings:
            embed.add_field(name=name, value=_lines(leanings))
    least = taste.least_liked
    if least is not None:
        embed.add_field(name="Less your thing", value=_line(least), inline=False)
    if picture is not None:
        embed.set_image(url=picture.url)
    return embed


def _lines(leanings: Sequence[Leaning]) -> str:
    return limits.lines_within(map(_line, leanings), limits.FIELD_VALUE)


def _line(leaning: Leaning) -> str:
    return f"**{limits.plain_clipped(leaning.name, _NAME)}** {tally(leaning)} liked"
