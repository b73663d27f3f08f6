"""A member's taste as an embed with its picture."""

import asyncio
from collections.abc import Sequence

import discord

from bot.films.card import ACCENT
from bot.films.find import movie_of
from bot.films.taste import TasteSummary, favourite_films, taste_of
from bot.films.taste_chart import FAVOURITES, describe_taste, draw_taste
from bot.films.verdict_words import EMOJI
from bot.services import Services
from bot.ui.control import Control, view_of
from bot.ui.message import Message, Picture

PICTURE = "taste.jpg"
"""File name of the picture."""

TOO_FEW = "Like or dislike a few more films to see your taste here. `/start` asks you about some."


async def taste_message(
    services: Services, member_id: int, controls: Sequence[Control] = (), *, to_all: bool = False
) -> Message | None:
    """Return a member's taste as a picture; ``None`` while there is too little to show.

    Args:
        services: what is open.
        member_id: the member.
        controls: what stands under it.
        to_all: whether others read it too, who have to know whose it is.
    """
    catalog = services.catalog
    rated = [
        (movie_of(catalog, each.item_id), each.verdict)
        for each in await services.storage.verdicts.rated(member_id)
    ]
    # Counted at first use, over all films.
    habits = await asyncio.to_thread(lambda: catalog.habits)
    taste = taste_of(rated, habits)
    if not (taste.tells and (taste.genres or taste.decades)):
        return None
    favourites = favourite_films(rated, taste, FAVOURITES)
    drawn = await services.artwork.drawn(draw_taste, taste, tuple(favourites))
    words = describe_taste(taste, [movie.display for movie in favourites])
    picture = Picture(PICTURE, drawn, words)
    return Message(
        embeds=[taste_embed(taste, picture, member_id if to_all else None)],
        attachments=[picture],
        view=view_of(*controls) if controls else None,
    )


def taste_embed(taste: TasteSummary, picture: Picture, whose: int | None) -> discord.Embed:
    """Return the picture with nothing but the numbers above it; ``whose`` taste it is, for others.

    The picture is attached to the same message.
    """
    if whose is None:
        counts = " · ".join(f"{EMOJI[verdict]} {count:,}" for verdict, count in taste.counts)
        embed = discord.Embed(title="Your taste", description=counts, colour=ACCENT)
    else:
        embed = discord.Embed(description=f"🎬 <@{whose}>'s taste in films", colour=ACCENT)
    return embed.set_image(url=picture.url)
