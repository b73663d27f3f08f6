"""Draws every motif in every palette of its genre, and says where and how a title stands on it."""

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Final

from PIL import Image

from lab.posters.canvas import WIDTH, Canvas, Colour
from lab.posters.motifs import MOTIFS, TINTS, Motif, Tint

TITLE_ROOM: Final = {"head": (28, 36, WIDTH - 28, 214), "foot": (28, 392, WIDTH - 28, 576)}
"""Left, top, right and bottom of what a motif leaves to the title."""
_QUALITY: Final = 66
"""Of WebP; edges stay sharp, and the bot's grain hides the bands of a gradient."""


def write_looks(folder: Path) -> None:
    """Write the backgrounds, ``name-number.webp``, and ``looks.json``, which describes them."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.webp"):
        old.unlink()
    described = {motif.name: _described(motif, folder) for motif in MOTIFS}
    lines = (f"{json.dumps(name)}: {json.dumps(look)}" for name, look in sorted(described.items()))
    text = "{\n" + ",\n".join(lines) + "\n}\n"
    (folder / "looks.json").write_text(text, encoding="utf-8")


def _described(motif: Motif, folder: Path) -> dict[str, object]:
    """Write a motif's backgrounds and return what the bot has to know about them."""
    letters = []
    for number, (tint, picture) in enumerate(pictures(motif)):
        picture.save(folder / f"{motif.name}-{number}.webp", quality=_QUALITY, method=6)
        letters.append(_code(lettering(picture.crop(TITLE_ROOM[motif.edge]), tint)))
    return {
        "genre": motif.genre,
        "shows": motif.shows,
        "edge": motif.edge,
        "align": motif.align,
        "letters": letters,
    }


def pictures(motif: Motif) -> Iterator[tuple[Tint, Image.Image]]:
    """Yield a motif in each palette of its genre, 400 × 600; the same every time."""
    for tint in TINTS[motif.genre]:
        canvas = Canvas(tint.top, tint.bottom)
        motif.draw(canvas, tint, Random(motif.name))  # noqa: S311 - shapes, no secrets
        yield tint, canvas.finished()


def lettering(room: Image.Image, tint: Tint) -> Colour:
    """Return the colour for a title: of ink and paper, the one easier to read."""
    grounds = [luminance(pixel) for pixel in _pixels(room.resize((43, 23), Image.Resampling.BOX))]

    def legibility(tone: Colour) -> float:
        """Return the contrast that all but the worst twentieth of the room has."""
        contrasts = sorted(contrast(luminance(tone), ground) for ground in grounds)
        return contrasts[len(contrasts) // 20]

    return max((tint.paper, tint.ink), key=legibility)


def _pixels(image: Image.Image) -> Iterator[Colour]:
    data = image.tobytes()
    return zip(data[::3], data[1::3], data[2::3], strict=True)


def contrast(first: float, second: float) -> float:
    """Return the contrast ratio of two luminances, 1 … 21, as WCAG 2 has it."""
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)


def luminance(tone: Colour) -> float:
    """Return the relative luminance of a colour, 0 … 1, as WCAG 2 has it."""
    red, green, blue = (
        c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB's knee
        for c in (channel / 255 for channel in tone)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _code(tone: Colour) -> str:
    return "#" + bytes(tone).hex()
