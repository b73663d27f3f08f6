"""A film's poster, drawn when nobody has a picture of it."""

from collections.abc import Iterator
from io import BytesIO
from typing import Final

import numpy as np
from numpy.random import Generator
from PIL import Image

from bot.posters.artwork.canvas import HEIGHT, HORIZON, WIDTH, Canvas, mix
from bot.posters.artwork.genres import LOOKS, PLAIN, Scene, main_genre
from bot.posters.artwork.lettering import ems, fit, legible
from bot.posters.artwork.palette import Palette
from recsys.movies import Movie

_MARGIN: Final = 28
_TITLE_TOP: Final = HORIZON + 18
_TITLE_ROOM: Final = 132
_TITLE_SIZES: Final = tuple(range(84, 17, -2))
_LEADING: Final = 1.06
_NOTE_LINE: Final = HEIGHT - 26
_NOTE_SIZE: Final = 16
_MOST_ALT: Final = 1024
"""Characters of an attachment's description at Discord."""


def draw_placeholder(movie: Movie) -> bytes:
    """Return a poster as PNG, 400 × 600; the same film has the same one forever."""
    rng = np.random.default_rng(movie.id)
    scene, palette = _chosen(movie, rng)
    canvas = Canvas(palette.top, palette.bottom)
    scene.draw(canvas, palette, rng)
    canvas.box(0, HORIZON, WIDTH, HEIGHT, palette.ink)
    _letter(canvas, movie, palette)
    return _png(canvas.finished())


def alt_text(movie: Movie) -> str:
    """Return what the poster shows, for who can't see it."""
    scene, _ = _chosen(movie, np.random.default_rng(movie.id))
    kind = f", {', '.join(movie.genres)}" if movie.genres else ""
    text = f"Drawn poster: {scene.shows}. {movie.display}{kind}."
    return text if len(text) <= _MOST_ALT else text[: _MOST_ALT - 1] + "…"


def _chosen(movie: Movie, rng: Generator) -> tuple[Scene, Palette]:
    genre = main_genre(movie.genres)
    look = PLAIN if genre is None else LOOKS[genre]
    return (
        look.scenes[int(rng.integers(len(look.scenes)))],
        look.palettes[int(rng.integers(len(look.palettes)))],
    )


def _letter(canvas: Canvas, movie: Movie, palette: Palette) -> None:
    room = WIDTH - 2 * _MARGIN
    title = legible((movie.title, *movie.aka, str(movie.year or "")))
    if title is not None:
        setting = fit(title, width=room, height=_TITLE_ROOM, sizes=_TITLE_SIZES, leading=_LEADING)
        spare = _TITLE_ROOM - setting.size * _LEADING * len(setting.lines)
        for number, line in enumerate(setting.lines):
            baseline = _TITLE_TOP + spare / 2 + setting.size * (0.76 + _LEADING * number)
            canvas.text(_MARGIN, baseline, line, setting.size, palette.paper)
    note = next((note for note in _notes(movie) if ems(note) * _NOTE_SIZE <= room), "")
    canvas.text(_MARGIN, _NOTE_LINE, note, _NOTE_SIZE, mix(palette.paper, palette.ink, 0.3))


def _notes(movie: Movie) -> Iterator[str]:
    """Yield the year and the genres, then ever fewer of them."""
    parts = [*filter(None, [str(movie.year or ""), *movie.genres])]
    for count in range(len(parts), 0, -1):
        yield " · ".join(parts[:count])


def _png(image: Image.Image) -> bytes:
    stream = BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()
