"""The client of OMDb (https://www.omdbapi.com): one film, one or two requests, if it is open."""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Final, TypeVar

import aiohttp

from bot.posters.answers import (
    FilmFacts,
    FoundFilm,
    KeyRefused,
    OmdbClosed,
    OmdbError,
    OmdbUnavailable,
    QuotaExhausted,
    read_answer,
    read_film,
    read_search,
)
from bot.storage.clock import Clock, utc_now
from bot.storage.facts import OmdbDays
from recsys.movies import Movie
from recsys.types import ImdbId

_Read = TypeVar("_Read")

log = logging.getLogger(__name__)

BASE_URL: Final = "https://www.omdbapi.com/"
FREE_KEY: Final = 1_000
"""Requests a day that a free key has."""

_HELD_BACK: Final = 0.02
"""The share that stays unused: OMDb's day may not begin exactly when ours does."""
_FAILURES: Final = 3
"""So many in a row close OMDb for a pause, after which one request is the trial."""
_PAUSE: Final = timedelta(seconds=60)
_NEVER: Final = datetime.max.replace(tzinfo=UTC)
_MOST_BYTES: Final = 64 * 1024
"""An answer has about two thousand."""


@dataclass(frozen=True, slots=True)
class Question:
    """One request: its parameters, and the year an answer has to fit."""

    parameters: Mapping[str, str]
    year: int | None = None


def questions(movie: Movie) -> Iterator[Question]:
    """Yield what to ask about a film until one has an answer: its id, then its title and year."""
    if movie.imdb_id is not None:
        yield Question({"i": movie.imdb_id})
    by_title = {"t": movie.title, "type": "movie"}
    yield Question(
        by_title if movie.year is None else by_title | {"y": str(movie.year)}, movie.year
    )


class OmdbClient:
    """Asks OMDb, unless it is closed for now.

    Three things close it: a key that OMDb refuses, for good; the end of the day's requests, until
    midnight UTC; failures in a row, for a minute. The key stands in each address, so no error of
    aiohttp's gets out of here.

    Args:
        session: to send requests with; it stays the caller's.
        key: of OMDb.
        days: count the requests on disk, so that a restart forgets none.
        base_url: where OMDb is.
        limit: requests that the key has a day; a few of them are held back.
        timeout: seconds for one request.
        now: the time.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        key: str,
        days: OmdbDays,
        *,
        base_url: str = BASE_URL,
        limit: int = FREE_KEY,
        timeout: float = 5.0,
        now: Clock = utc_now,
    ) -> None:
        self._session = session
        self._key = key
        self._days = days
        self._base_url = base_url
        self._limit = int(limit * (1 - _HELD_BACK))
        self._timeout = aiohttp.ClientTimeout(total=timeout)
        self._now = now
        self._closed_until = now()
        self._reason: type[OmdbError] = OmdbUnavailable
        self._failures = 0

    async def fetch(self, movie: Movie) -> FilmFacts | None:
        """Return what OMDb knows about a film; ``None``: nothing.

        Raises:
            OmdbClosed: OMDb isn't asked for now.
            KeyRefused: OMDb doesn't accept the key.
            QuotaExhausted: no more requests today.
            OmdbUnavailable: anything else that goes wrong.
            StorageError: the request can't be counted.
        """
        for question in questions(movie):
            facts = await self._ask(question.parameters, partial(read_answer, year=question.year))
            if facts is not None:
                return facts
        return None

    async def film(self, imdb_id: ImdbId) -> FoundFilm | None:
        """Return the film with that IMDb id; ``None``: OMDb has none. Errors as of `fetch`."""
        found = await self._ask({"i": imdb_id}, read_film)
        return found if found and found.movie.imdb_id == imdb_id else None

    async def search(self, title: str, year: int | None = None) -> list[FoundFilm]:
        """Return films with those words in their title, the likeliest first. Errors as of `fetch`.

        A year that finds nothing is left out: release dates differ from land to land. Of a title
        that too many films have, OMDb tells one.
        """
        dated = {} if year is None else {"y": str(year)}
        movies = {"type": "movie"}
        found = await self._ask({"s": title, **movies, **dated}, read_search)
        if not found and found is not None and dated:
            found = await self._ask({"s": title, **movies}, read_search)
        if found is not None:
            return found
        one = await self._ask({"t": title, **movies, **dated}, read_film)
        return [] if one is None else [one]

    async def _ask(
        self, parameters: Mapping[str, str], read: Callable[[int, bytes], _Read]
    ) -> _Read:
        """Ask one question, and learn from how it ends whether to go on asking."""
        await self._begin()
        try:
            answer = read(*await self._send(parameters))
        except KeyRefused:
            self._refuse_key()
            raise
        except QuotaExhausted:
            if self._end_day():
                await self._days.exhaust(self._today(), self._limit)
            raise
        except OmdbUnavailable as error:
            self._count_failure(error)
            raise
        self._count_success()
        return answer

    async def _begin(self) -> None:
        """Count one of today's requests, unless OMDb is closed."""
        if self._now() < self._closed_until:
            raise OmdbClosed(
                f"OMDb isn't asked until {self._closed_until:%Y-%m-%d %H:%M:%S} UTC"
                f" ({self._reason.__name__})."
            )
        if self._failures >= _FAILURES:
            # The others wait for the outcome of this trial.
            self._close(self._now() + _PAUSE, OmdbUnavailable)
        if not await self._days.spend(self._today(), self._limit):
            self._end_day()
            raise QuotaExhausted("Today's requests to OMDb are used up.")

    async def _send(self, parameters: Mapping[str, str]) -> tuple[int, bytes]:
        trouble = ""
        try:
            return await self._get(parameters)
        except TimeoutError:
            trouble = "OMDb didn't answer in time."
        except (aiohttp.ClientError, OSError, ValueError) as error:
            trouble = f"OMDb can't be reached ({type(error).__name__})."
        # Raised out here, so that aiohttp's error, which has the address, isn't its context.
        raise OmdbUnavailable(trouble)

    async def _get(self, parameters: Mapping[str, str]) -> tuple[int, bytes]:
        async with self._session.get(
            self._base_url,
            params={**parameters, "apikey": self._key},
            timeout=self._timeout,
            # A redirect would take the key with it.
            allow_redirects=False,
        ) as response:
            body = bytearray()
            async for chunk in response.content.iter_any():
                body += chunk
                if len(body) > _MOST_BYTES:
                    raise OmdbUnavailable("OMDb answered with far more than a film.")
            return response.status, bytes(body)

    def _close(self, until: datetime, reason: type[OmdbError]) -> bool:
        """Make no request until then; return whether that is longer than so far."""
        longer = until > self._closed_until
        if longer:
            self._closed_until, self._reason = until, reason
        return longer

    def _refuse_key(self) -> None:
        if self._close(_NEVER, KeyRefused):
            log.error(
                "OMDb refuses the key: check OMDB_API_KEY (a new key works once you have opened "
                "the link in OMDb's mail) and start again. Until then films come without its "
                "posters and facts."
            )

    def _end_day(self) -> bool:
        tomorrow = self._today() + timedelta(days=1)
        news = self._close(datetime.combine(tomorrow, time.min, UTC), QuotaExhausted)
        if news:
            log.warning(
                "Today's requests to OMDb are used up: new films come without its posters and "
                "facts until midnight UTC."
            )
        return news

    def _count_failure(self, error: OmdbUnavailable) -> None:
        self._failures += 1
        if self._failures >= _FAILURES:
            self._close(self._now() + _PAUSE, OmdbUnavailable)
        if self._failures == _FAILURES:
            log.warning(
                "%s That was %d times in a row: films come without its posters and facts until it "
                "answers again. It's tried every %.0f s.",
                error,
                _FAILURES,
                _PAUSE.total_seconds(),
            )

    def _count_success(self) -> None:
        if self._failures >= _FAILURES:
            log.info("OMDb answers again.")
        if self._reason is OmdbUnavailable:
            self._closed_until = self._now()
        self._failures = 0

    def _today(self) -> date:
        return self._now().astimezone(UTC).date()
