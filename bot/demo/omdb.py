"""The demo's own OMDb, on this machine: invented films that are newer than the sample's."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from bot.posters.drawn import choose_looks, draw_poster
from recsys.movies import Movie, beyond_id
from recsys.types import ImdbId

EXAMPLE: Final = "Midnight Ferry"
"""A title to try."""
_LISTED: Final = ("Title", "Year", "imdbID", "Type", "Poster")


def _film(
    number: int, title: str, year: int, genre: str, minutes: int, director: str, plot: str
) -> Mapping[str, str]:
    imdb_id = f"tt999999{number:02}"
    return {
        "Title": title,
        "Year": str(year),
        "Genre": genre,
        "Runtime": f"{minutes} min",
        "Director": director,
        "Plot": plot,
        "Poster": f"https://posters.matinee.invalid/{imdb_id}.jpg",
        "imdbRating": "N/A",
        "imdbID": imdb_id,
        "Type": "movie",
        "Response": "True",
    }


FILMS: Final[Sequence[Mapping[str, str]]] = (
    _film(
        *(1, EXAMPLE, 2025, "Romance, Drama", 109, "Ines Valdor"),
        "Two strangers miss the last boat home, three nights in a row.",
    ),
    _film(
        *(2, "Midnight Ferry: The Crossing", 2026, "Thriller", 117, "Ines Valdor"),
        "The boat leaves on time. Nobody aboard remembers buying a ticket.",
    ),
    _film(
        *(3, "The Last Projectionist", 2026, "Comedy, Drama", 98, "Teo Marchetti"),
        "A village cinema gets one more reel, and a town that can't agree what to show.",
    ),
    _film(
        *(4, "Paper Lions", 2025, "Animation, Adventure", 91, "Yuki Aramata"),
        "Folded on a rainy afternoon, two lions set out to find the sun.",
    ),
    _film(
        *(5, "Salt and Static", 2026, "Sci-Fi, Mystery", 131, "Odile Karras"),
        "A radio at the bottom of the sea answers before it is called.",
    ),
    _film(
        *(6, "A Clockmaker's Holiday", 2025, "Fantasy, Children", 104, "Bram Oosterhuis"),
        "Every clock in the city stops for a week; only one man has nothing to do.",
    ),
)


@dataclass(frozen=True, slots=True)
class DemoOmdb:
    """Where it is, and its key.

    Attributes:
        url: on this machine.
        key: without which it answers nobody.
        pictures: its posters by address, as simcord wants them: name and bytes.
    """

    url: str
    key: str
    pictures: Mapping[str, tuple[str, bytes]]


@asynccontextmanager
async def demo_omdb() -> AsyncIterator[DemoOmdb]:
    """Serve the films on a free port for as long as the block lasts."""
    key = secrets.token_hex(8)

    async def handle(request: web.Request) -> web.Response:
        if not secrets.compare_digest(request.query.get("apikey", ""), key):
            return web.json_response(_complaint("Invalid API key!"), status=401)
        return web.json_response(answer(request.query))

    app = web.Application()
    app.router.add_get("/", handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        yield DemoOmdb(f"http://{host}:{port}/", key, await asyncio.to_thread(_posters))
    finally:
        await runner.cleanup()


def answer(asked: Mapping[str, str]) -> Mapping[str, object]:
    """Return what OMDb would answer: to an id, to a title, or to a search."""
    year = asked.get("y")
    films = [film for film in FILMS if year in (None, film["Year"])]
    if "s" in asked:
        wanted = set(asked["s"].casefold().split())
        found = [film for film in films if wanted <= set(_words(film["Title"]))]
        listed = [{name: film[name] for name in _LISTED} for film in found]
        total = {"totalResults": str(len(listed)), "Response": "True"}
        return {"Search": listed, **total} if listed else _complaint("Movie not found!")
    if "i" in asked:
        known = [film for film in FILMS if film["imdbID"] == asked["i"]]
        return known[0] if known else _complaint("Incorrect IMDb ID.")
    title = asked.get("t", "").casefold()
    known = [film for film in films if film["Title"].casefold() == title]
    return known[0] if known else _complaint("Movie not found!")


def _words(title: str) -> list[str]:
    return title.casefold().replace(":", " ").split()


def _complaint(words: str) -> Mapping[str, str]:
    return {"Response": "False", "Error": words}


def _posters() -> dict[str, tuple[str, bytes]]:
    movies = [
        Movie(
            beyond_id(ImdbId(film["imdbID"])),
            film["Title"],
            int(film["Year"]),
            tuple(film["Genre"].split(", ")),
        )
        for film in FILMS
    ]
    return {
        film["Poster"]: (f"{film['imdbID']}.jpg", draw_poster(movie, look))
        for film, movie, look in zip(FILMS, movies, choose_looks(movies), strict=True)
    }
