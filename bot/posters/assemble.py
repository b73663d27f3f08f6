"""Puts the parts together for the program."""

import aiohttp

from bot.posters.breaker import Breaker
from bot.posters.gate import Gate
from bot.posters.omdb import BASE_URL, OmdbClient
from bot.posters.quota import DailyBudget
from bot.posters.service import FilmFactsService
from bot.storage.database import Database
from bot.storage.facts import FactsCache, OmdbDays


def film_facts_service(
    database: Database,
    session: aiohttp.ClientSession,
    *,
    key: str | None,
    base_url: str = BASE_URL,
) -> FilmFactsService:
    """Return the service over an open database and session, which stay the caller's to close.

    Args:
        database: keeps the answers and the count of requests.
        session: sends the requests.
        key: of OMDb; without one only what was kept before is known.
        base_url: where OMDb is.
    """
    gate = Gate(DailyBudget(OmdbDays(database)), Breaker())
    client = OmdbClient(session, key, base_url, guard=gate.request) if key else None
    return FilmFactsService(FactsCache(database), client)
