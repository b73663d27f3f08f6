"""What members want to watch: where a night's films come from, and what it may say of that."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from bot.nights.night import FilmSource, Night
from bot.services import Services
from recsys.types import ItemId

TOGETHER: Final = 2
"""Watchlists that a film is on before anything says so: one alone would tell whose it is."""


async def pools_of(services: Services, night: Night) -> list[Collection[ItemId]]:
    """Return the films that a night draws first, then those that it draws next.

    After them it draws from all films. Of watchlists, the films on several come first.
    """
    match night.options.source:
        case FilmSource.TASTE:
            found: list[Collection[ItemId]] = []
        case FilmSource.LIST:
            films = await services.storage.server_lists.films(night.guild_id)
            found = [{film.item_id for film in films}]
        case FilmSource.WATCHLISTS:
            on = await services.storage.watchlists.counts(night.member_ids)
            found = [{item for item, count in on.items() if count >= TOGETHER}, on.keys()]
    return [pool for pool in found if pool]


def counted(night: Night) -> Sequence[int]:
    """Return the members whose watchlists a night's message counts.

    In a night from watchlists that is everyone for whom its films were drawn, for joining says so:
    a number that grew when somebody joined late would tell whose watchlist it was. In any other
    night it is members who show their taste in the server.
    """
    if night.options.source is FilmSource.WATCHLISTS:
        return night.drawn_for
    return [each.member_id for each in night.members if each.shows_taste]


async def wishes(services: Services, night: Night) -> Mapping[ItemId, str]:
    """Return what everybody may read about who wants the films on the list, by film.

    Watchlists are counted, never named. No text depends on a film that is on one of those that are
    `counted` alone, nor on any other watchlist.
    """
    storage = services.storage
    on = await storage.watchlists.counts(counted(night))
    listed = {film.item_id for film in await storage.server_lists.films(night.guild_id)}
    items = [film.item_id for film in night.films if film.item_id is not None]
    return {item: _wanted(on.get(item, 0), listed=item in listed) for item in items}


def _wanted(watchlists: int, *, listed: bool) -> str:
    parts = [
        f"🔖 on {watchlists} watchlists" if watchlists >= TOGETHER else "",
        "📋 on the server's list" if listed else "",
    ]
    return " · ".join(part for part in parts if part)
