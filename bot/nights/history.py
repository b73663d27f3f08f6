"""What a server has watched: a wall of posters, and a line a night."""

import asyncio
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import discord

from bot.films.card import ACCENT
from bot.nights import render
from bot.nights.night import Night
from bot.nights.text import history_text, watched_at
from bot.nights.wall import Hung, describe_wall, draw_wall
from bot.services import Services
from bot.ui import limits
from bot.ui.message import Message, Picture

_WALL = "wall.jpg"


async def history_message(
    services: Services,
    nights: Sequence[Night],
    page: int,
    zone: ZoneInfo,
    planned: Sequence[Night] = (),
) -> Message:
    """Return a page of watched nights, after those that are planned; without any, what to do.

    All posters are of our own, so that the wall is whole without waiting for anybody.
    """
    catalog = services.catalog
    movies = {
        night.id: render.as_movie(night.winner, catalog)
        for night in (*planned, *nights)
        if night.winner is not None
    }
    titles = {night: limits.plain(movie.display) for night, movie in movies.items()}
    embed = discord.Embed(
        title="Movie nights in this server",
        description=history_text(nights, titles, page, planned),
        colour=ACCENT,
    )
    shown = [night for night in nights if night.id in movies]
    if not shown:
        return Message(embeds=[embed])
    posters = await services.artwork.posters([movies[night.id] for night in shown])
    films = [
        Hung(
            poster=poster.data,
            name=movies[night.id].display,
            day=watched_at(night).astimezone(zone).date(),
            liked=sum(night.liked.values()),
            disliked=len(night.liked) - sum(night.liked.values()),
        )
        for night, poster in zip(shown, posters, strict=True)
    ]
    wall = Picture(_WALL, await asyncio.to_thread(draw_wall, films), describe_wall(films))
    return Message(embeds=[embed.set_image(url=wall.url)], attachments=[wall])
