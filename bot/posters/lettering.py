"""Setting titles: in letters that the font has, as large as they fit, in even lines."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from io import BytesIO
from itertools import chain
from typing import Final

from PIL import ImageFont

_ELLIPSIS: Final = "…"
_LEGIBLE: Final = 0.8
"""The share of its letters that has to be there for a name to be read."""
_EM: Final = 100
_UNKNOWN: Final = "\uffff"
"""No character, in any font."""
_NARROWINGS: Final = 7


@dataclass(frozen=True, slots=True)
class Setting:
    """Lines of type and their size in pixels."""

    lines: tuple[str, ...]
    size: int


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """Return the posters' font, Jost SemiBold, in a size."""
    return ImageFont.truetype(BytesIO(_font_file()), size)


@cache
def _font_file() -> bytes:
    return (resources.files("bot.posters") / "fonts" / "Jost-SemiBold.ttf").read_bytes()


@lru_cache(maxsize=4096)
def ems(text: str) -> float:
    """Return how wide a text is, in multiples of its size."""
    return font(_EM).getlength(text) / _EM


def legible(names: Iterable[str]) -> str | None:
    """Return the first of several names that the font can show, in letters that it has."""
    return next((shown for name in names if (shown := _showable(name))), None)


def _showable(name: str) -> str | None:
    text = unicodedata.normalize("NFC", name)
    shown = {character: _nearest(character) for character in text}
    letters = [bool(shown[character]) for character in text if not character.isspace()]
    if not any(letters) or sum(letters) < _LEGIBLE * len(letters):
        return None
    return " ".join("".join(shown[character] for character in text).split())


def _nearest(character: str) -> str:
    """Return the character, or what is left of it in letters that the font has: ề becomes ê."""
    if character.isspace():
        return " "
    if _has_glyph(character):
        return character
    nearest = ""
    for part in unicodedata.normalize("NFKD", character):
        whole = unicodedata.normalize("NFC", nearest + part)
        if len(whole) <= len(nearest) or not unicodedata.combining(part):
            nearest = whole if all(map(_has_glyph, whole)) else nearest
    return nearest


@cache
def _has_glyph(character: str) -> bool:
    """Return whether the font has a character of its own for it, not the box for what it lacks."""
    glyph, box = _unshaped().getmask(character), _unshaped().getmask(_UNKNOWN)
    return glyph.size != box.size or bytes(glyph) != bytes(box)


@cache
def _unshaped() -> ImageFont.FreeTypeFont:
    # The better engine would put ề together from marks that the font sets in the wrong place.
    return ImageFont.truetype(BytesIO(_font_file()), _EM, layout_engine=ImageFont.Layout.BASIC)


def fit(
    text: str,
    *,
    width: float,
    height: float,
    sizes: Sequence[int],
    leading: float,
    measure: Callable[[str], float] = ems,
) -> Setting:
    """Return a text in the largest size that fits, cut with an ellipsis if even the least doesn't.

    Args:
        text: words; each line of it begins a new one.
        width: of the lines, in pixels.
        height: of all of them.
        sizes: to choose from, the largest first.
        leading: from line to line, in multiples of the size.
        measure: returns how wide a text is, in multiples of its size.
    """
    parts = [part.split() for part in text.splitlines()]
    for size in sizes:
        wrapped = [_wrapped(words, width / size, measure) for words in parts]
        lines = list(chain.from_iterable(wrapped))
        if len(lines) * leading * size <= height and _widest(lines, measure) * size <= width:
            even = (_balanced(*part, measure) for part in zip(parts, wrapped, strict=True))
            return Setting(tuple(chain.from_iterable(even)), size)
    size = sizes[-1]
    room, most = width / size, max(1, int(height / (leading * size)))
    pieces = [piece for word in text.split() for piece in _broken(word, room, measure)]
    return Setting(tuple(_cut(_wrapped(pieces, room, measure), most, room, measure)), size)


def _widest(lines: Iterable[str], measure: Callable[[str], float]) -> float:
    return max(map(measure, lines), default=0)


def _wrapped(words: Iterable[str], room: float, measure: Callable[[str], float]) -> list[str]:
    """Fill lines with words; a word that is wider than the room has its own."""
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _balanced(words: Sequence[str], lines: list[str], measure: Callable[[str], float]) -> list[str]:
    """Return as many lines in the least width: no short last one."""
    least, most = 0.0, _widest(lines, measure)
    for _ in range(_NARROWINGS):
        room = (least + most) / 2
        narrower = _wrapped(words, room, measure)
        if len(narrower) == len(lines) and _widest(narrower, measure) <= most:
            lines, most = narrower, room
        else:
            least = room
    return lines


def _broken(word: str, room: float, measure: Callable[[str], float]) -> Iterator[str]:
    piece = ""
    for character in word:
        if piece and measure(piece + character) > room:
            yield piece
            piece = ""
        piece += character
    yield piece


def _cut(lines: list[str], most: int, room: float, measure: Callable[[str], float]) -> list[str]:
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and measure(last + _ELLIPSIS) > room:
        last = last[:-1]
    return [*lines[: most - 1], last.rstrip() + _ELLIPSIS]
