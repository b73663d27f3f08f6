"""Film facts for the bot: from the cache at once, from OMDb within a reply's time or for later."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final, TypeVar

import aiohttp

from bot.posters.answers import FilmFacts, FoundFilm, OmdbError
from bot.posters.omdb import BASE_URL, OmdbClient
from bot.storage.clock import Clock, utc_now
from bot.storage.database import Database
from bot.storage.errors import StorageError, decoding
from bot.storage.facts import CachedFacts, FactsCache, OmdbDays, SearchCache
from recsys.movies import Movie, imdb_of
from recsys.turns import Turns
from recsys.types import ItemId

_Found = TypeVar("_Found")

log = logging.getLogger(__name__)

HIT_AGE: Final = timedelta(days=30)
"""How long facts stay fresh."""
MISS_AGE: Final = timedelta(days=7)
"""How long a film that OMDb doesn't have isn't asked for again."""
REPLY_BUDGET: Final = 1.5
"""Seconds that a reply waits for facts."""
SEARCH_AGE: Final = timedelta(days=1)
"""How long what OMDb found for a title is good: new films come every day."""
SEARCH_BUDGET: Final = 8.0
"""Seconds that somebody waits who looks for a film."""

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
    return FilmFactsService(FactsCache(database), SearchCache(database), client)


class FilmFactsService:
    """Facts about films; trouble with OMDb or the cache only means fewer of them.

    Args:
        cache: of answers.
        searches: cache of what was found for titles.
        client: of OMDb; ``None``: there is no key, and only the cache answers.
        now: the time.
    """

    def __init__(
        self,
        cache: FactsCache,
        searches: SearchCache,
        client: OmdbClient | None,
        *,
        now: Clock = utc_now,
    ) -> None:
        self._cache = cache
        self._searches = searches
        self.has_key = client is not None
        self._client = client
        self._now = now
        self._flights: dict[ItemId, asyncio.Task[FilmFacts | None]] = {}
        self._lookups: dict[Hashable, asyncio.Task[Any]] = {}
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

    async def search(self, title: str, year: int | None = None) -> list[FoundFilm] | None:
        """Return films with such a title, the likeliest first; ``None``: OMDb can't be asked now.

        The same question is asked once in `SEARCH_AGE`.
        """
        asked = " ".join([*title.casefold().split(), str(year or "")])
        return await self._once(asked, lambda client: self._search(client, asked, title, year))

    async def film(self, item_id: ItemId, *, budget: float = SEARCH_BUDGET) -> FoundFilm | None:
        """Return a film beyond the catalogue; ``None``: there's none, or OMDb can't be asked now.

        Its facts are saved, for its cards. Waits ``budget`` seconds at most.
        """
        return await self._once(item_id, lambda client: self._film(client, item_id), budget)

    async def _once(
        self,
        key: Hashable,
        work: Callable[[OmdbClient], Awaitable[_Found | None]],
        budget: float = SEARCH_BUDGET,
    ) -> _Found | None:
        """Do what somebody else is perhaps waiting for, once, and wait for it for a while.

        It goes on when nobody waits for it any more.
        """
        task = self._lookups.get(key)
        if task is None:
            if self._client is None or len(self._lookups) >= _MOST_WAITING:
                return None
            task = asyncio.create_task(self._tried(work, self._client))
            self._lookups[key] = task
            task.add_done_callback(lambda _: self._lookups.pop(key, None))
        await asyncio.wait({task}, timeout=budget)
        found: _Found | None = task.result() if task.done() and not task.cancelled() else None
        return found

    async def _tried(
        self, work: Callable[[OmdbClient], Awaitable[_Found | None]], client: OmdbClient
    ) -> _Found | None:
        try:
            async with self._turns:
                return await work(client)
        except OmdbError as error:
            log.debug("Nothing looked up: %s", error)
        except StorageError as error:
            self._cache_failed(error)
        return None

    async def _search(
        self, client: OmdbClient, asked: str, title: str, year: int | None
    ) -> list[FoundFilm]:
        since = self._now() - SEARCH_AGE
        saved = await self._searches.read(asked, since)
        if saved is not None:
            with decoding():
                return [_found(*each) for each in json.loads(saved)]
        found = await client.search(title, year)
        rows = [
            (film.movie.id, film.movie.title, film.movie.year, film.facts.to_json())
            for film in found
        ]
        await self._searches.save(asked, json.dumps(rows), self._now(), since)
        return found

    async def _film(self, client: OmdbClient, item_id: ItemId) -> FoundFilm | None:
        imdb_id = imdb_of(item_id)
        found = None if imdb_id is None else await client.film(imdb_id)
        if found is not None:
            await self._save(found.movie, found.facts)
        return found

    async def close(self) -> None:
        """Give running requests a moment, then cancel them; from now on only the cache answers."""
        self._client = None
        flights = [*self._flights.values(), *self._lookups.values()]
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


def _found(item_id: int, title: str, year: int | None, facts: str) -> FoundFilm:
    movie = Movie(ItemId(item_id), title, year, imdb_id=imdb_of(item_id))
    return FoundFilm(movie, FilmFacts.from_json(facts))


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
