"""Posters for films that have none: a background from `looks/` with the title set on it."""

import asyncio
import hashlib
import json
import re
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib import resources
from io import BytesIO
from random import Random
from typing import Final, TypeVarTuple

from PIL import Image, ImageDraw

from bot.posters.lettering import Setting, fit, font, legible
from bot.ui import limits
from recsys.movies import Movie
from recsys.turns import Turns

WIDTH: Final = 400
HEIGHT: Final = 600
TELLING: Final = (
    *("Documentary", "Western", "Film-Noir", "Horror", "Animation", "Musical", "War", "Sci-Fi"),
    *("Fantasy", "Adventure", "Action", "Mystery", "Crime", "Thriller", "Romance", "Children"),
    *("Comedy", "Drama"),
)
"""Genres, the most telling first."""

_Of = TypeVarTuple("_Of")

_MARGIN: Final = 30
_ROOM: Final = WIDTH - 2 * _MARGIN
_TITLE_HEIGHT: Final = 150
_SIZES: Final = tuple(range(104, 17, -2))
_LEADING: Final = 1.0
_NEW_LINE: Final = re.compile(r"(?<=:) | (?=\()")
"""Where a title has a second part: after a colon, before a bracket."""
_CAPITALS: Final = 0.7
"""How high capital letters are, in multiples of the size."""
_HEAD: Final = 44
"""Where a title at the head begins."""
_FOOT: Final = 572
"""Where the year below a title at the foot stands."""
_YEAR_SIZE: Final = 17
_GRAIN: Final = 0.03
"""The share of noise in a poster."""
_QUALITY: Final = 80
_REMEMBERED: Final = 512
"""Pictures, posters of about twenty-eight kilobytes each for the most part."""


@dataclass(frozen=True, slots=True)
class Look:
    """A background.

    Attributes:
        motif: what it shows, as a name.
        number: of the palette, from 0.
        genre: whose films it is for; "" is for films without one.
        shows: what it shows, in words.
        edge: where the title goes, "head" or "foot".
        align: how its lines stand, "left" or "centre".
        letters: the colour of the title, as in ``"#f4ecda"``.
    """

    motif: str
    number: int
    genre: str
    shows: str
    edge: str
    align: str
    letters: str


@dataclass(frozen=True, slots=True)
class Poster:
    """A drawn poster.

    Attributes:
        data: a JPEG, 400 × 600.
        description: what it shows, for someone who can't see it.
    """

    data: bytes
    description: str


def choose_looks(movies: Sequence[Movie]) -> list[Look]:
    """Return a look for each film of a message, no two alike as long as there are enough.

    A film gets the same look in every message, unless one before it has that motif already.
    """
    chosen: list[Look] = []
    motifs: set[str] = set()
    for movie in movies:
        wanted = _wanted(movie)
        free = (look for look in wanted if look.motif not in motifs)
        other = (look for look in wanted if look not in chosen)
        look = next(free, None) or next(other, wanted[0])
        chosen.append(look)
        motifs.add(look.motif)
    return chosen


def main_genre(genres: Sequence[str]) -> str:
    """Return the genre that tells most about a film; "" when none does."""
    return next((genre for genre in TELLING if genre in genres), "")


def draw_poster(movie: Movie, look: Look) -> bytes:
    """Return a poster as JPEG, 400 × 600."""
    stream = BytesIO()
    paint_poster(movie, look).save(stream, "JPEG", quality=_QUALITY)
    return stream.getvalue()


def paint_poster(movie: Movie, look: Look) -> Image.Image:
    """Return a poster as an image, 400 × 600."""
    image = Image.blend(_background(look), _noise(), _GRAIN)
    _set_title(ImageDraw.Draw(image), movie, look)
    return image


def title_setting(movie: Movie) -> Setting:
    """Return how a title is set: its name in letters that the font has, else the year."""
    names = (name.upper() for name in (movie.title, *movie.aka, str(movie.year or "")))
    lines = _NEW_LINE.sub("\n", legible(names) or "")
    return fit(lines, width=_ROOM, height=_TITLE_HEIGHT, sizes=_SIZES, leading=_LEADING)


def alt_text(movie: Movie, look: Look) -> str:
    """Return what a poster shows, for someone who can't see it."""
    kind = f", {', '.join(movie.genres)}" if movie.genres else ""
    return limits.clip(f"Drawn poster: {look.shows}. {movie.display}{kind}.", limits.ALT_TEXT)


class Artwork:
    """Draws off the event loop, each picture once, and remembers the newest."""

    def __init__(self, *, remembered: int = _REMEMBERED) -> None:
        self._remembered = remembered
        self._drawings: OrderedDict[Hashable, asyncio.Task[bytes]] = OrderedDict()
        # Two at once are no faster, and the event loop would have to compete with both.
        self._easel = Turns()

    async def posters(self, movies: Sequence[Movie]) -> list[Poster]:
        """Return a poster for each film of a message, no two with the same look."""
        looks = choose_looks(movies)
        drawn = await asyncio.gather(
            *(self.drawn(draw_poster, each, look) for each, look in zip(movies, looks, strict=True))
        )
        texts = map(alt_text, movies, looks)
        return [Poster(data, text) for data, text in zip(drawn, texts, strict=True)]

    async def drawn(self, draw: Callable[[*_Of], bytes], *of: *_Of) -> bytes:
        """Return what a function draws of some values; the same of the same is drawn once."""
        key = draw, of
        drawing = self._drawings.get(key)
        if drawing is None:
            drawing = asyncio.create_task(self._draw(partial(draw, *of)))
            drawing.add_done_callback(partial(self._forget_failed, key))
            self._drawings[key] = drawing
        self._drawings.move_to_end(key)
        while len(self._drawings) > self._remembered:
            self._drawings.popitem(last=False)
        # Shielded: another message may wait for the same picture.
        return await asyncio.shield(drawing)

    def _forget_failed(self, key: Hashable, drawing: asyncio.Task[bytes]) -> None:
        if drawing.cancelled() or drawing.exception() is not None:
            self._drawings.pop(key, None)

    async def _draw(self, draw: Callable[[], bytes]) -> bytes:
        async with self._easel:
            return await asyncio.to_thread(draw)


def _wanted(movie: Movie) -> list[Look]:
    """Return the looks of a film's genre, its own first: every motif once, then again."""
    motifs = all_looks()[main_genre(movie.genres)]
    # Python's own hash of a text is another one in every process.
    motif, tint, *_ = hashlib.sha256(movie.display.encode("utf-8", "replace")).digest()
    order = [motifs[(motif + place) % len(motifs)] for place in range(len(motifs))]
    most = max(map(len, order))
    return [looks[(tint + again) % len(looks)] for again in range(most) for looks in order]


@cache
def all_looks() -> Mapping[str, Sequence[Sequence[Look]]]:
    """Return every look by genre: its motifs, each in several palettes."""
    described = json.loads((_folder() / "looks.json").read_text(encoding="utf-8"))
    by_genre: dict[str, list[list[Look]]] = defaultdict(list)
    for motif, about in described.items():
        letters = about.pop("letters")
        looks = [Look(motif, number, letters=tone, **about) for number, tone in enumerate(letters)]
        by_genre[about["genre"]].append(looks)
    return by_genre


def _background(look: Look) -> Image.Image:
    data = (_folder() / f"{look.motif}-{look.number}.webp").read_bytes()
    return Image.open(BytesIO(data), formats=["WEBP"]).convert("RGB")


def _folder() -> resources.abc.Traversable:
    return resources.files("bot.posters") / "looks"


@cache
def _noise() -> Image.Image:
    """Return pure noise in grey; a little of it is the grain, which no WebP would hold."""
    grey = Image.frombytes("L", (WIDTH, HEIGHT), Random(0).randbytes(WIDTH * HEIGHT))  # noqa: S311
    return Image.merge("RGB", [grey] * 3)


def _set_title(draw: ImageDraw.ImageDraw, movie: Movie, look: Look) -> None:
    setting = title_setting(movie)
    pitch = setting.size * _LEADING
    letters = font(setting.size)
    # A J reaches below its line.
    tail = letters.getbbox(setting.lines[-1], anchor="ls")[3] if setting.lines else 0
    gap = 24 + max(tail, 0.14 * setting.size)
    length = pitch * (len(setting.lines) - 1)
    first = _HEAD + setting.size * _CAPITALS if look.edge == "head" else _FOOT - gap - length
    x, anchor = (_MARGIN, "ls") if look.align == "left" else (WIDTH / 2, "ms")
    for number, line in enumerate(setting.lines):
        draw.text((x, first + pitch * number), line, look.letters, letters, anchor)
    year = str(movie.year or "")
    if setting.lines != (year,):
        draw.text((x, first + length + gap), year, look.letters, font(_YEAR_SIZE), anchor)
