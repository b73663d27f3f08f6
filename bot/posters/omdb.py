"""The client of OMDb (https://www.omdbapi.com): one film, one or two requests."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from typing import Final

import aiohttp

from bot.posters.answers import read_answer
from bot.posters.errors import OmdbUnavailable
from bot.posters.types import FilmFacts
from recsys.movies import Movie

BASE_URL: Final = "https://www.omdbapi.com/"
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
    """Asks OMDb. The key stands in each address, so no error of aiohttp's gets out of here.

    Args:
        session: to send requests with; it stays the caller's.
        key: of OMDb.
        base_url: where OMDb is.
        guard: stands around every single request, and may refuse it.
        timeout: seconds for one request.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        key: str,
        base_url: str = BASE_URL,
        *,
        guard: Callable[[], AbstractAsyncContextManager[None]] = nullcontext,
        timeout: float = 5.0,
    ) -> None:
        self._session = session
        self._key = key
        self._base_url = base_url
        self._guard = guard
        self._timeout = aiohttp.ClientTimeout(total=timeout)

    async def fetch(self, movie: Movie) -> FilmFacts | None:
        """Return what OMDb knows of a film; ``None``: nothing.

        Raises:
            KeyRefused: OMDb doesn't accept the key.
            QuotaExhausted: no more requests today.
            OmdbUnavailable: anything else that goes wrong.
        """
        for question in questions(movie):
            async with self._guard():
                facts = await self._ask(question)
            if facts is not None:
                return facts
        return None

    async def _ask(self, question: Question) -> FilmFacts | None:
        trouble = ""
        try:
            status, body = await self._get(question.parameters)
        except TimeoutError:
            trouble = "OMDb did not answer in time."
        except (aiohttp.ClientError, OSError, ValueError) as error:
            trouble = f"OMDb can't be reached ({type(error).__name__})."
        if trouble:
            # Raised out here, so that aiohttp's error, which has the address, isn't its context.
            raise OmdbUnavailable(trouble)
        return read_answer(status, body, year=question.year)

    async def _get(self, parameters: Mapping[str, str]) -> tuple[int, bytes]:
        async with self._session.get(
            self._base_url,
            params={**parameters, "apikey": self._key},
            timeout=self._timeout,
            # Whoever a redirect leads to would get the key.
            allow_redirects=False,
        ) as response:
            body = bytearray()
            async for chunk in response.content.iter_any():
                body += chunk
                if len(body) > _MOST_BYTES:
                    raise OmdbUnavailable("OMDb answered with far more than a film.")
            return response.status, bytes(body)
