"""A night as messages: its own, with films and buttons, and a member's ballot."""

import re
from collections.abc import Collection
from dataclasses import replace
from typing import Final

import discord

from bot.films import card as cards
from bot.films.looks import FilmLook, looks_of, pictures_of
from bot.nights.buttons import Verb, asking_view, ballot_view, night_view, welcome_view
from bot.nights.night import Night, NightFilm, NightMember, NightOptions, Stage
from bot.nights.text import asked, ballot_text, headline, suits, welcome_text
from bot.nights.ticket import ticket_picture
from bot.nights.wishes import counted, wishes
from bot.services import Services
from bot.ui import limits
from bot.ui.message import Message
from recsys.catalog import Catalog
from recsys.movies import BEYOND, Movie
from recsys.types import ItemId

OUTSIDE: Final = 2 * BEYOND
"""Films that have only a title go by this number plus their id: no other film has such an id."""
_TITLE: Final = 100
_YEAR: Final = re.compile(r"\s*\((18[7-9]\d|19\d\d|20\d\d)\)\s*$")


async def page(services: Services, night: Night, server: str) -> Message:
    """Return the whole message of a night: its ticket, then the films and their pictures.

    ``server`` is the server's name; "" where it isn't known.
    """
    catalog, meta = services.catalog, services.recommender.meta
    above = frame(night, catalog)
    if night.stage is Stage.GATHERING:
        return replace(above, attachments=[await ticket_picture(services, night, server)])
    wanted = await wishes(services, night)
    movies = {film.id: as_movie(film, catalog) for film in _shown(night)}
    looks = await looks_of(services, list(movies.values()))
    embeds = []
    for film in _shown(night):
        movie, look, visible = movies[film.id], looks[movies[film.id].id], night.visible
        embeds.append(
            winner_embed(film, movie, look, visible=visible)
            if film is night.winner
            else candidate_embed(
                film,
                movie,
                look,
                wanted="" if film.item_id is None else wanted[film.item_id],
                visible=visible,
                options=night.options,
            )
        )
    if embeds and meta.invented:
        embeds[-1].set_footer(text=cards.INVENTED)
    return Message(
        content=above.content,
        embeds=limits.fitted(embeds),
        attachments=pictures_of(looks),
        view=above.view,
    )


def frame(night: Night, catalog: Catalog) -> Message:
    """Return the text and the buttons of a night's message, which change with every press."""
    return Message(content=headline(night, titles(night, catalog)), view=night_view(night))


def films_shown(night: Night) -> tuple[object, ...]:
    """Return what the films of a message depend on: while it is the same, its frame is enough.

    A member who hides or deletes their data changes it, for their fit and their watchlist must go
    from there.
    """
    films = [(film.id, film.added_by, *sorted(film.fits)) for film in night.films]
    return (night.stage, night.winner_id, *films, *sorted(night.visible), *counted(night))


def welcome(night: Night, member: NightMember) -> Message:
    """Return what a member sees who joined, for their eyes alone."""
    return Message(
        content=welcome_text(member, night.options.source), view=welcome_view(night, member)
    )


def ballot(night: Night, member_id: int, catalog: Catalog, news: str = "") -> Message:
    """Return one member's ballot, for their eyes alone; ``news`` stands above it."""
    text = ballot_text(night, member_id, titles(night, catalog), news)
    labels = {film.id: as_movie(film, catalog).display for film in night.films}
    return Message(content=text, view=ballot_view(night, member_id, labels))


def asking(night: Night, verb: Verb, catalog: Catalog) -> Message:
    """Return what is asked before a verb is carried out that can't be undone."""
    text = asked(night, verb, titles(night, catalog))
    return Message(content=text, view=asking_view(verb, night.id))


def titles(night: Night, catalog: Catalog) -> dict[int, str]:
    """Return the films' titles by their id in this night, made harmless."""
    return {
        film.id: limits.plain_clipped(as_movie(film, catalog).display, _TITLE)
        for film in night.films
    }


def as_movie(film: NightFilm, catalog: Catalog) -> Movie:
    """Return the film to show: the catalogue's, or one that has nothing but its title.

    What a member named it goes everywhere from here, so its links end here.
    """
    if film.item_id is not None and film.item_id in catalog:
        return catalog[film.item_id]
    title, year = _title_and_year(limits.linkless(film.title or "A film I no longer know"))
    return Movie(id=ItemId(OUTSIDE + film.id), title=title, year=year)


def candidate_embed(
    film: NightFilm,
    movie: Movie,
    look: FilmLook,
    *,
    wanted: str,
    visible: Collection[int],
    options: NightOptions,
) -> discord.Embed:
    """Return a film on the shortlist: facts, how it came there, and whom it fits.

    ``wanted`` is as of `wishes`. Members in ``visible`` let the others see how films suit them.
    """
    embed = cards.film_embed(movie, look)
    facts = [cards.facts_line(movie, look.facts), _unknown_length(look, options), _origin(film)]
    lines = [" · ".join(filter(None, facts)), wanted, suits(film.fits, visible)]
    text = "\n".join(filter(None, lines))
    embed.description = limits.clip(text, limits.EMBED_DESCRIPTION) or None
    return embed


def winner_embed(
    film: NightFilm, movie: Movie, look: FilmLook, *, visible: Collection[int]
) -> discord.Embed:
    """Return the film that won, with its picture large and whom it suits."""
    embed = cards.movie_card(movie, look)
    text = suits(film.fits, visible)
    if text:
        embed.add_field(name="Who it suits", value=text, inline=False)
    return embed


def _unknown_length(look: FilmLook, options: NightOptions) -> str:
    known = look.facts is not None and look.facts.runtime_minutes is not None
    return "" if options.max_minutes is None or known else "⏱️ length unknown"


def _origin(film: NightFilm) -> str:
    if film.added_by is not None:
        outside = "" if film.item_id is not None else "; not in my catalogue, so I can't rate it"
        return f"➕ added by <@{film.added_by}>{outside}"
    return "↪️ runner-up last time" if film.carried else ""


def _shown(night: Night) -> tuple[NightFilm, ...]:
    if night.stage in {Stage.GATHERING, Stage.CANCELLED}:
        return ()
    return (night.winner,) if night.winner is not None else night.on_ballot


def _title_and_year(typed: str) -> tuple[str, int | None]:
    """Return title and year of "The Matrix (1999)"; the year is ``None`` where none stands."""
    flat = " ".join(typed.split())
    match = _YEAR.search(flat)
    if match is None or match.start() == 0:
        return flat, None
    return flat[: match.start()], int(match[1])
