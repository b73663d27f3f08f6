"""How was it? The question's buttons, the card that it becomes, and the stub of each member."""

from statistics import fmean
from typing import Final
from zoneinfo import ZoneInfo

import discord

from bot.films.card import ACCENT
from bot.films.looks import looks_of
from bot.nights import render
from bot.nights.buttons import NightPress, Verb, night_button
from bot.nights.keepsakes import (
    Result,
    Stub,
    describe_result,
    describe_stub,
    draw_result,
    draw_stub,
)
from bot.nights.night import Night, NightFilm, Post
from bot.nights.text import post_text, result_text, there_text, watched_at
from bot.nights.ticket import day_of
from bot.services import Services
from bot.ui.control import menu, view_of
from bot.ui.message import Message, Picture

STARS: Final = {f"{halves}": halves / 2 for halves in range(10, 0, -1)}
"""What can be picked, by the value of the option."""
_ROWS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Rows of a cinema: no I and no O, which look like numbers."""
_FEWEST: Final = 2
"""So many have to give stars before their mean is shown: one alone would be a member's own."""


def answers_view(night_id: int) -> discord.ui.View:
    """Return the buttons of the question, which its result has too."""
    view = view_of()
    for verb in (Verb.LIKED, Verb.DISLIKED, Verb.STUB):
        view.add_item(night_button(verb, night_id))
    options = [
        discord.SelectOption(label=star_word(stars), value=value, description=f"{stars:g} of 5")
        for value, stars in STARS.items()
    ]
    placeholder = "Stars, if you like: 3 and more count as 👍"
    view.add_item(menu(NightPress(Verb.STARS, night_id), options, placeholder))
    return view


def star_word(stars: float) -> str:
    """Return stars as they are drawn: "★★★½"."""
    return "★" * int(stars) + ("½" if stars % 1 else "")


async def answers(services: Services, night: Night, server: str) -> Message:
    """Return the question, or the card with its result; ``server`` as of `render.page`."""
    film = _film(night)
    titles = render.titles(night, services.catalog)
    if not night.has_result:
        asked = post_text(night, Post.HOW_WAS_IT, titles, night.created_at)
        return Message(asked, view=answers_view(night.id))
    movie = render.as_movie(film, services.catalog)
    look = (await looks_of(services, [movie]))[movie.id]
    liked = sum(night.liked.values())
    result = Result(
        number=night.id,
        film=movie.display,
        day=await _day(services, night),
        server=server,
        liked=liked,
        disliked=len(night.liked) - liked,
        stars=mean_stars(night),
        poster=None if look.picture is None else look.picture.data,
    )
    drawn = await services.artwork.drawn(draw_result, result)
    picture = Picture(f"result-{night.id}.png", drawn, describe_result(result))
    embed = discord.Embed(description=there_text(night), colour=ACCENT).set_image(url=picture.url)
    if look.picture is None:
        embed.set_thumbnail(url=look.url)
    said = result_text(night, titles[film.id], result.stars)
    return Message(said, [embed], [picture], answers_view(night.id))


async def stub_picture(services: Services, night: Night, member_id: int, server: str) -> Picture:
    """Draw the ticket stub of somebody who joined; ``server`` as of `render.page`."""
    movie = render.as_movie(_film(night), services.catalog)
    stub = Stub(
        number=night.id,
        film=movie.display,
        day=await _day(services, night),
        server=server,
        row=_ROWS[night.id % len(_ROWS)],
        seat=night.member_ids.index(member_id) + 1,
    )
    drawn = await services.artwork.drawn(draw_stub, stub)
    return Picture(f"stub-{night.id}.png", drawn, describe_stub(stub))


def mean_stars(night: Night) -> float | None:
    """Return the mean of the stars that members gave; ``None`` with fewer than two of them."""
    return fmean(night.stars.values()) if len(night.stars) >= _FEWEST else None


def _film(night: Night) -> NightFilm:
    assert night.winner is not None
    return night.winner


async def _day(services: Services, night: Night) -> str:
    setting = await services.storage.guild_settings.get(night.guild_id)
    zone = ZoneInfo(setting.time_zone)
    return day_of(watched_at(night).astimezone(zone), night.created_at.astimezone(zone))
