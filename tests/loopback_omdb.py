"""OMDb on this machine: its good answers, and every bad one that it is known for.

::

    async with loopback_omdb() as omdb:
        omdb.know(film("tt0133093", "The Matrix", 1999))
        omdb.answers.append(HTML_503)        # the next request gets this
        ...                                  # OMDB_BASE_URL = omdb.url, OMDB_API_KEY = KEY
        assert omdb.asked == [{"i": "tt0133093"}]
"""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

KEY = "f00dcafe"
"""The key that it accepts."""


@dataclass(frozen=True)
class Answer:
    """One answer; ``delay`` in seconds stands before it, ``cut`` breaks it off after so much."""

    status: int = 200
    body: str | bytes = ""
    content_type: str = "application/json"
    delay: float = 0.0
    cut: int | None = None
    headers: tuple[tuple[str, str], ...] = ()


def complaint(words: str, status: int = 200) -> Answer:
    """Return an answer with ``Response`` False."""
    return Answer(status, json.dumps({"Response": "False", "Error": words}))


def _page(status: int, title: str) -> Answer:
    body = f"<!DOCTYPE html>\n<html><head><title>{title}</title></head><body></body></html>"
    return Answer(status, body, "text/html")


NOT_FOUND = complaint("Movie not found!")
BAD_ID = complaint("Incorrect IMDb ID.")
NO_DATA = complaint("Error getting data.")
BAD_KEY = complaint("Invalid API key!", 401)
NO_KEY = complaint("No API key provided.", 401)
LIMIT = complaint("Request limit reached!", 401)
HTML_401 = _page(401, "Unauthorized")
HTML_503 = _page(503, "Service Unavailable")
HTML_522 = _page(522, "omdbapi.com | 522: Connection timed out")
HTML_524 = _page(524, "omdbapi.com | 524: A timeout occurred")
HTML_200 = _page(200, "Welcome to this hotel's network")
TRUNCATED = Answer(body='{"Title":"The Matrix","Year":"1999","Rat')
BROKEN_OFF = Answer(body='{"Title":"The Matrix","Year":"1999"}', cut=12)
NO_OBJECT = Answer(body='["The Matrix"]')
NEITHER = Answer(body="{}")
EMPTY = Answer()
ENORMOUS = Answer(body='{"Response":"True","Plot":"' + "a" * 300_000 + '"}')
ELSEWHERE = Answer(302, headers=(("Location", "/elsewhere"),))
NOT_UTF8 = Answer(body=b'{"Response":"True","Title":"Am\xe9lie"}')

TROUBLES = {
    "HTML 401": HTML_401,
    "HTML 503": HTML_503,
    "HTML 522": HTML_522,
    "HTML 524": HTML_524,
    "HTML 200": HTML_200,
    "truncated JSON": TRUNCATED,
    "broken off": BROKEN_OFF,
    "no object": NO_OBJECT,
    "neither": NEITHER,
    "empty": EMPTY,
    "enormous": ENORMOUS,
    "redirect": ELSEWHERE,
    "not UTF-8": NOT_UTF8,
}
"""Everything that means: OMDb is not available."""


def film(imdb_id: str, title: str, year: int, **more: str) -> dict[str, str]:
    """Return a film as OMDb describes it; ``more`` replaces fields."""
    return {
        "Title": title,
        "Year": str(year),
        "Rated": "R",
        "Runtime": "136 min",
        "Director": "Lana Wachowski, Lilly Wachowski",
        "Actors": "Keanu Reeves, Laurence Fishburne, Carrie-Anne Moss",
        "Plot": "A hacker learns what the world is made of.",
        "Language": "English",
        "Country": "United States, Australia",
        "Awards": "Won 4 Oscars. 42 wins & 52 nominations total",
        "Poster": f"https://m.media-amazon.com/images/M/{imdb_id}._V1_SX300.jpg",
        "Metascore": "73",
        "imdbRating": "8.7",
        "imdbVotes": "2,234,567",
        "imdbID": imdb_id,
        "Type": "movie",
        "Response": "True",
    } | more


def bare_film(imdb_id: str, title: str, year: int) -> dict[str, str]:
    """Return a film of which OMDb knows nothing but its name."""
    known = {"Title": title, "Year": str(year), "imdbID": imdb_id, "Response": "True"}
    return dict.fromkeys(film(imdb_id, title, year), "N/A") | known


@dataclass
class LoopbackOmdb:
    """What it knows, what it is to answer, and what it was asked.

    Attributes:
        url: where it is.
        films: by IMDb id; they are found by title and year as well.
        answers: go out first, one a request.
        always: goes out when there is no such answer, in place of what it knows.
        delay: seconds before each answer.
        admits: cleared while nobody gets an answer.
        asked: the parameters of every request, without the key.
        at_once: the most requests that were there together.
        key: the only one that it accepts.
        too_common: titles that too many films have to list them.
    """

    url: str = ""
    films: dict[str, dict[str, str]] = field(default_factory=dict)
    answers: deque[Answer] = field(default_factory=deque)
    always: Answer | None = None
    delay: float = 0.0
    admits: asyncio.Event = field(default_factory=asyncio.Event)
    asked: list[dict[str, str]] = field(default_factory=list)
    at_once: int = 0
    key: str = KEY
    too_common: set[str] = field(default_factory=set)
    _present: int = 0

    def __post_init__(self) -> None:
        self.admits.set()

    def know(self, *films: dict[str, str]) -> None:
        """Add films."""
        self.films |= {known["imdbID"]: known for known in films}

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one request."""
        parameters = dict(request.query)
        key = parameters.pop("apikey", None)
        self.asked.append(parameters)
        self._present += 1
        self.at_once = max(self.at_once, self._present)
        try:
            answer = self._answer(parameters, key)
            await self.admits.wait()
            await asyncio.sleep(self.delay + answer.delay)
            return await _sent(request, answer)
        finally:
            self._present -= 1

    def _answer(self, parameters: dict[str, str], key: str | None) -> Answer:
        scripted = self.answers.popleft() if self.answers else self.always
        if scripted is not None:
            return scripted
        if key != self.key:
            return NO_KEY if key is None else BAD_KEY
        if "s" in parameters:
            return self._search(parameters)
        found = next((known for known in self.films.values() if _is_meant(known, parameters)), None)
        if found is None:
            return BAD_ID if "i" in parameters else NOT_FOUND
        return Answer(body=json.dumps(found))

    def _search(self, parameters: dict[str, str]) -> Answer:
        """Return the films whose title has these words, as OMDb lists them: ten, without facts."""
        if parameters["s"].casefold() in self.too_common:
            return complaint("Too many results.")
        words = parameters["s"].casefold().split()
        found = [
            {name: known[name] for name in ("Title", "Year", "imdbID", "Type", "Poster")}
            for known in self.films.values()
            if set(words) <= set(known["Title"].casefold().split())
            and parameters.get("y", known["Year"]) == known["Year"]
            and parameters.get("type", known["Type"]) == known["Type"]
        ]
        if not found:
            return NOT_FOUND
        total = {"totalResults": str(len(found)), "Response": "True"}
        return Answer(body=json.dumps({"Search": found[:10], **total}))


def _is_meant(known: dict[str, str], parameters: dict[str, str]) -> bool:
    if "i" in parameters:
        return known["imdbID"] == parameters["i"]
    same_title = known["Title"].casefold() == parameters.get("t", "").casefold()
    return same_title and parameters.get("y", known["Year"]) == known["Year"]


async def _sent(request: web.Request, answer: Answer) -> web.StreamResponse:
    body = answer.body.encode() if isinstance(answer.body, str) else answer.body
    if answer.cut is None:
        return web.Response(
            status=answer.status,
            body=body,
            content_type=answer.content_type,
            headers=dict(answer.headers),
        )
    response = web.StreamResponse(headers={"Content-Length": str(len(body))})
    await response.prepare(request)
    await response.write(body[: answer.cut])
    assert request.transport is not None
    request.transport.close()
    return response


@asynccontextmanager
async def loopback_omdb() -> AsyncIterator[LoopbackOmdb]:
    """Serve on a free port for as long as the block lasts."""
    omdb = LoopbackOmdb()
    app = web.Application()
    app.router.add_get("/", omdb.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        omdb.url = f"http://{host}:{port}/"
        yield omdb
    finally:
        await runner.cleanup()
