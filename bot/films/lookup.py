"""Films that the catalogue lacks: looked up on OMDb, offered, and saved once one is picked."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import discord

from bot.errors import MemberError, NoSuchFilm
from bot.films.card import film_embed
from bot.films.find import OFFERED, film_buttons
from bot.films.looks import dressed
from bot.films.verdict_words import bold
from bot.posters import FilmFacts
from bot.posters.facts import REPLY_BUDGET
from bot.services import Services
from bot.storage.beyond import FilmBeyond
from bot.ui import limits
from bot.ui.control import Control, Press, view_of
from bot.ui.message import Message
from recsys.catalog import Catalog
from recsys.movies import Movie, beyond_id, imdb_of, parse_title
from recsys.search.text import words
from recsys.types import ImdbId, ItemId

_IMDB: Final = re.compile(r"\btt(?!0+\b)[0-9]{7,8}\b")
_AT_A_TIME: Final = 20
_YEAR: Final = re.compile(r"(.*\S)\s+((?:19|20)[0-9]{2})")


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What OMDb has for a title.

    Attributes:
        movies: the likeliest first; those of the catalogue under its ids.
        facts: of some of them.
        asked: whether OMDb could be asked.
    """

    movies: tuple[Movie, ...]
    facts: dict[ItemId, FilmFacts]
    asked: bool = True


async def film_of(services: Services, item_id: ItemId) -> Movie:
    """Return a film; one that was only looked up so far is saved for everybody.

    Raises:
        MemberError: it's beyond the catalogue, and OMDb can't say what it is.
    """
    catalog = services.catalog
    known = item_id in catalog and not services.catalogs.unconfirmed([item_id])
    if known or imdb_of(item_id) is None or not services.facts.has_key:
        return catalog[item_id]
    # Nothing is acknowledged yet where a button is pressed.
    found = await services.facts.film(item_id, budget=REPLY_BUDGET)
    if found is None and item_id in catalog:
        return catalog[item_id]
    if found is None:
        raise MemberError(
            "I couldn't get that film from OMDb just now. Please try again in a few minutes."
        )
    await services.catalogs.add(FilmBeyond(found.movie, confirmed=True))
    return found.movie


async def confirm(services: Services, items: Iterable[ItemId]) -> None:
    """Have OMDb describe some films that only a member's file did; the others' turn comes later."""
    for item_id in services.catalogs.unconfirmed(items)[:_AT_A_TIME]:
        if not services.facts.has_key:
            return
        found = await services.facts.film(item_id)
        if found is None:
            return
        await services.catalogs.add(FilmBeyond(found.movie, confirmed=True))


async def look_up(services: Services, typed: str) -> Elsewhere:
    """Return what OMDb has for what was typed: a title, perhaps with its year, or an IMDb link."""
    if typed.startswith("id:"):
        return Elsewhere((), {})
    named = _IMDB.search(typed)
    if named is not None:
        return await _by_id(services, ImdbId(named[0]))
    parsed = parse_title(limits.linkless(typed)[: limits.CHOICE_NAME])
    found = await services.facts.search(parsed.title, parsed.year)
    dated = _YEAR.fullmatch(parsed.title)
    if found == [] and dated is not None:
        found = await services.facts.search(dated[1], int(dated[2]))
    if found is None:
        return Elsewhere((), {}, asked=False)
    movies = [_as_known(services, film.movie) for film in found]
    return Elsewhere(
        tuple(movies),
        {movie.id: film.facts for movie, film in zip(movies, found, strict=True)},
    )


def _as_known(services: Services, movie: Movie) -> Movie:
    """Return a film as the catalogue has it, unless that is what a member's file calls it."""
    if movie.id not in services.catalog or services.catalogs.unconfirmed([movie.id]):
        return movie
    return services.catalog[movie.id]


async def _by_id(services: Services, imdb_id: ImdbId) -> Elsewhere:
    item_id = beyond_id(imdb_id)
    if item_id in services.catalog:
        return Elsewhere((services.catalog[item_id],), {})
    found = await services.facts.film(item_id)
    if found is None:
        return Elsewhere((), {}, asked=False)
    return Elsewhere((found.movie,), {found.movie.id: found.facts})


async def offer_elsewhere(
    services: Services,
    typed: str,
    unclear: NoSuchFilm,
    press: Callable[[Movie], Press],
    last: Sequence[Control] = (),
) -> Message:
    """Return the answer to a title that the catalogue lacks: what it may be, here or on OMDb.

    Args:
        services: what is open.
        typed: what the member typed.
        unclear: carries the films of the catalogue that come close.
        press: what the button of a film does.
        last: more buttons, in a row of their own; not where OMDb has a film of that very name.
    """
    close = list(unclear.movies[:OFFERED])
    if not services.facts.has_key:
        said = " ".join(filter(None, (unclear.message, reach(services.catalog), unclear.advice)))
        return Message(said, view=_view(film_buttons(close, press), last))
    found = await look_up(services, typed)
    shown = [movie for movie in found.movies if movie not in close][:OFFERED]
    if not shown:
        more = (
            "OMDb doesn't have it, either."
            if found.asked
            else "I'd look it up on OMDb, but can't right now."
        )
        said = " ".join(filter(None, (unclear.message, more, unclear.advice)))
        return Message(said, view=_view(film_buttons(close, press), last))
    looks = await dressed(services, shown, found.facts)
    asked = limits.plain_clipped(typed, limits.CHOICE_NAME)
    if any(_is_called(movie, typed) for movie in shown):
        close, last = [], ()
    return Message(
        f"I didn't know “{asked}”, so I looked it up on OMDb. Which one?",
        embeds=limits.fitted([film_embed(movie, looks[movie.id]) for movie in shown]),
        attachments=[look.picture for look in looks.values() if look.picture],
        view=_view(
            [
                *film_buttons(shown, press, row=0),
                *film_buttons(close, press, row=1),
            ],
            last,
        ),
    )


def reach(catalog: Catalog) -> str:
    """Return up to which year the films go."""
    return f"The films I know go up to {catalog.newest}." if catalog.newest else ""


def require_rated(services: Services, movie: Movie) -> None:
    """Do nothing with a film that the ratings in use have.

    Raises:
        MemberError: they lack it.
    """
    if movie.id not in services.recommender.catalog:
        raise MemberError(
            f"The ratings I learn from don't have {bold(movie)} yet, so I can't say who likes it. "
            "Rate it anyway: that counts as soon as they do."
        )


def _is_called(movie: Movie, typed: str) -> bool:
    """Return whether that is a film's whole name, with or without its year."""
    return words(typed) in (words(movie.title), words(movie.display))


def _view(films: Sequence[Control], last: Sequence[Control]) -> discord.ui.View | None:
    controls = [*films, *last]
    return view_of(*controls) if controls else None
