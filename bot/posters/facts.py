"""Film facts for the bot: from the cache at once, from OMDb within a reply's time or for later."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

import aiohttp

from bot.posters.answers import FilmFacts, OmdbError
from bot.posters.omdb import BASE_URL, OmdbClient
from bot.storage.clock import Clock, utc_now
from bot.storage.database import Database
from bot.storage.errors import StorageError, decoding
from bot.storage.facts import CachedFacts, FactsCache, OmdbDays
from recsys.movies import Movie
from recsys.turns import Turns
from recsys.types import ItemId

log = logging.getLogger(__name__)

HIT_AGE: Final = timedelta(days=30)
"""How long facts stay fresh."""
MISS_AGE: Final = timedelta(days=7)
"""How long a film that OMDb doesn't have isn't asked for again."""
REPLY_BUDGET: Final = 1.5
"""Seconds that a reply waits for facts."""

_AT_ONCE: Final = 4
_MOST_WAITING: Final = 64
_GRACE: Final = 0.3


def film_facts_service(
    database: Database,
    session: aiohttp.ClientSession,
    *,
    key: str | None,
    base_url: str = BASE_URL,
) -> "FilmFactsService":
    """Return the service over an open database and session, which the caller closes.

    Without a key of OMDb only the facts that were saved before are known.
    """
    client = OmdbClient(session, key, OmdbDays(database), base_url=base_url) if key else None
    return FilmFactsService(FactsCache(database), client)


class FilmFactsService:
    """Facts about films; trouble with OMDb or the cache only means fewer of them.

    Args:
        cache: of answers.
        client: of OMDb; ``None``: there is no key, and only the cache answers.
        now: the time.
    """

    def __init__(
        self, cache: FactsCache, client: OmdbClient | None, *, now: Clock = utc_now
    ) -> None:
        self._cache = cache
        self._client = client
        self._now = now
        self._flights: dict[ItemId, asyncio.Task[FilmFacts | None]] = {}
        self._turns = Turns(_AT_ONCE)
        self._cache_works = True

    async def facts(
        self,
        movies: Sequence[Movie],
        *,
        ahead: Sequence[Movie] = (),
        budget: float = REPLY_BUDGET,
    ) -> dict[ItemId, FilmFacts]:
        """Return what is known about these films, after ``budget`` seconds at most.

        What comes later is there the next time. OMDb is asked about the films ``ahead`` too, but
        nobody waits for those.
        """
        deadline = asyncio.get_running_loop().time() + budget
        answers = await self._cached([*movies, *ahead])
        if answers is None:
            # Asking for facts that are probably saved would waste the day's requests.
            return {}
        with decoding():
            known = {
                movie.id: FilmFacts.from_json(answer.facts)
                for movie in movies
                if (answer := answers.get(movie.id)) and answer.facts is not None
            }
        flights = {
            movie.id: flight
            for movie in (*movies, *ahead)
            if self._is_stale(answers.get(movie.id)) and (flight := self._flight(movie))
        }
        awaited = {
            movie.id: flights[movie.id]
            for movie in movies
            if movie.id in flights and movie.id not in known
        }
        return known | await _landed(awaited, deadline)

    async def close(self) -> None:
        """Give running requests a moment, then cancel them; from now on only the cache answers."""
        self._client = None
        flights = list(self._flights.values())
        if not flights:
            return
        _, late = await asyncio.wait(flights, timeout=_GRACE)
        for flight in late:
            flight.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _cached(self, movies: Sequence[Movie]) -> dict[ItemId, CachedFacts] | None:
        try:
            answers = await self._cache.read([movie.id for movie in movies])
        except StorageError as error:
            self._cache_failed(error)
            return None
        # Another data set may know another film's id, or one where there was none.
        asked = {movie.id: movie.imdb_id for movie in movies}
        return {
            item_id: answer
            for item_id, answer in answers.items()
            if answer.imdb_id == asked[item_id]
        }

    def _is_stale(self, answer: CachedFacts | None) -> bool:
        if answer is None:
            return True
        age = self._now() - answer.fetched_at
        return age > (MISS_AGE if answer.facts is None else HIT_AGE)

    def _flight(self, movie: Movie) -> asyncio.Task[FilmFacts | None] | None:
        """Return the one task that asks OMDb about a film, if there is or can be one.

        It goes on when nobody waits for it any more.
        """
        under_way = self._flights.get(movie.id)
        if under_way or self._client is None or len(self._flights) >= _MOST_WAITING:
            return under_way
        flight = asyncio.create_task(self._ask(self._client, movie))
        self._flights[movie.id] = flight
        flight.add_done_callback(lambda _: self._flights.pop(movie.id, None))
        return flight

    async def _ask(self, client: OmdbClient, movie: Movie) -> FilmFacts | None:
        try:
            async with self._turns:
                facts = await client.fetch(movie)
        except OmdbError as error:
            log.debug("No facts about movie %d: %s", movie.id, error)
            return None
        except StorageError as error:
            self._cache_failed(error)
            return None
        await self._save(movie, facts)
        return facts

    async def _save(self, movie: Movie, facts: FilmFacts | None) -> None:
        text = None if facts is None else facts.to_json()
        try:
            await self._cache.save(movie.id, CachedFacts(movie.imdb_id, text, self._now()))
        except StorageError as error:
            self._cache_failed(error)
        else:
            self._cache_works = True

    def _cache_failed(self, error: StorageError) -> None:
        if self._cache_works:
            log.warning("Film facts can't be saved or read: %s", error)
        self._cache_works = False


async def _landed(
    flights: Mapping[ItemId, asyncio.Task[FilmFacts | None]], deadline: float
) -> dict[ItemId, FilmFacts]:
    """Return what came until the deadline; the rest goes on."""
    if flights:
        left = max(0.0, deadline - asyncio.get_running_loop().time())
        await asyncio.wait(flights.values(), timeout=left)
    return {
        item_id: facts
        for item_id, flight in flights.items()
        if flight.done() and not flight.cancelled() and (facts := flight.result())
    }
