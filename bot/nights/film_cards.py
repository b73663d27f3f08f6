"""The films of a night as embeds. Pure."""

from collections.abc import Collection
from typing import Final

import discord

from bot import cards, limits
from bot.illustrations import Illustration
from bot.nights.fits import group_lines
from bot.nights.types import NightFilm, NightOptions
from bot.titles import title_and_year
from recsys.catalog import Catalog
from recsys.movies import Movie
from recsys.types import ItemId

OUTSIDE: Final = 2**30
"""Films outside the catalogue go by this number plus their id: no catalogue has such ids."""


def as_movie(film: NightFilm, catalog: Catalog) -> Movie:
    """Return the film to show: the catalogue's, or one that has nothing but its title."""
    if film.item_id is not None and film.item_id in catalog:
        return catalog[film.item_id]
    title, year = title_and_year(film.title or "A film that is no longer in the catalogue")
    return Movie(id=ItemId(OUTSIDE + film.id), title=title, year=year)


def candidate_embed(
    film: NightFilm,
    movie: Movie,
    look: Illustration,
    *,
    number: int,
    visible: Collection[int],
    options: NightOptions,
) -> discord.Embed:
    """Return a film on the shortlist: facts, how it came there, and whom it fits.

    Args:
        film: as it is stored.
        movie: what it is.
        look: its facts and picture.
        number: its place, which stands on its buttons.
        visible: members who show their taste in this server.
        options: of the night.
    """
    embed = cards.film_embed(movie, look, number=number)
    lines = [cards.facts_line(movie, look.facts), _unknown_length(look, options), _origin(film)]
    lines += group_lines(film.fits, visible)
    text = "\n".join(line for line in lines if line)
    embed.description = limits.clip(text, limits.EMBED_DESCRIPTION) or None
    return embed


def winner_embed(
    film: NightFilm, movie: Movie, look: Illustration, *, visible: Collection[int]
) -> discord.Embed:
    """Return the film that won, with its picture large and whom it suits."""
    embed = cards.movie_card(movie, look, None, invented=True)
    lines = group_lines(film.fits, visible)
    if lines:
        text = limits.lines_within(lines, limits.FIELD_VALUE)
        embed.add_field(name="Who it suits", value=text, inline=False)
    return embed


def _unknown_length(look: Illustration, options: NightOptions) -> str:
    known = look.facts is not None and look.facts.runtime_minutes is not None
    return "" if options.max_minutes is None or known else "⏱️ length unknown"


def _origin(film: NightFilm) -> str:
    if film.added_by is not None:
        outside = "" if film.item_id is not None else "; outside my catalogue, so no fit is known"
        return f"➕ added by <@{film.added_by}>{outside}"
    return "↪️ runner-up of last time" if film.carried else ""
