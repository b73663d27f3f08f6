"""The picture of a member's taste: favourite genres as bars, decades as columns."""

from collections.abc import Sequence
from io import BytesIO
from itertools import pairwise
from typing import Final

from PIL import Image, ImageDraw

from bot.posters.lettering import ems, fit, font, legible
from bot.profile.taste import Leaning, TasteSummary
from bot.ui import limits

GENRES: Final = 5
"""Bars of the picture."""
WIDTH: Final = 520

_SHARP: Final = 2
"""Pixels a unit, so that the picture is sharp on fine screens."""
_FINE: Final = 2
"""Shapes are drawn this many times larger still and then reduced, for smooth edges."""

_NIGHT, _TRACK = "#1c1a29", "#35324a"
_PAPER, _FAINT = "#f4ecdd", "#a39db8"
_GOLD, _COOL = "#e8b04a", "#6f6791"

_EDGE: Final = 26
_HEADING, _NAME, _SMALL = 14, 20, 16
_ROW: Final = 32
_BAR: Final = 14
_BARS_FROM, _BARS_TO = 152, 372
_COLUMNS: Final = 96
_WIDEST: Final = 44
_ABOVE: Final = (True, True, False, False)
_MOST_DECADES: Final = 15
"""From the first films to this day."""
_CROWDED: Final = 10
"""From so many decades on only every other one is named, and counts are set small."""


def draw_taste(taste: TasteSummary) -> bytes:
    """Return a taste as PNG, twice as many pixels as units: 520 wide, as high as it needs."""
    genres = taste.genres[:GENRES]
    decades = without_gaps(taste.decades)[-_MOST_DECADES:]
    bars_top = 66
    columns_top = bars_top + _ROW * len(genres) + (34 if genres else 0)
    height = columns_top + (_COLUMNS + 42 if decades else 0)
    sheet = _Sheet(height)
    _draw_legend(sheet)
    if genres:
        sheet.text(_EDGE, 40, "GENRES", _HEADING, _FAINT)
    for number, each in enumerate(genres):
        _draw_bar(sheet, each, bars_top + _ROW * number)
    if decades:
        sheet.text(_EDGE, columns_top - 4 if genres else 40, "DECADES", _HEADING, _FAINT)
        _draw_columns(sheet, decades, columns_top)
    return sheet.png()


def describe_taste(taste: TasteSummary) -> str:
    """Return the picture in words, for people who can't see it."""
    parts = [
        f"{what}: {', '.join(f'{each.name} {tally(each)}' for each in leanings)}."
        for what, leanings in (
            ("Liked films by genre", taste.genres[:GENRES]),
            ("by decade", taste.decades),
        )
        if leanings
    ]
    return limits.clip(" ".join(parts), limits.ALT_TEXT)


def tally(leaning: Leaning) -> str:
    """Return the counts in words: 5 of 6."""
    return f"{leaning.liked:,} of {leaning.judged:,}"


def without_gaps(decades: Sequence[Leaning]) -> list[Leaning]:
    """Return the decades with those between them, of which no film was judged."""
    filled = list(decades[:1])
    for before, after in pairwise(decades):
        between = range(_year(before) + 10, _year(after), 10)
        filled += [Leaning(f"{year}s", 0, 0) for year in between]
        filled.append(after)
    return filled


def _year(decade: Leaning) -> int:
    return int(decade.name.removesuffix("s"))


class _Sheet:
    """Takes shapes and lettering in units, the origin at the top left."""

    def __init__(self, height: int) -> None:
        self._scale = _SHARP * _FINE
        self._image = Image.new("RGB", (WIDTH * self._scale, height * self._scale), _NIGHT)
        self._draw = ImageDraw.Draw(self._image)

    def box(
        self,
        x0: float,
        y0: float,
        x1: float,
        y1: float,
        fill: str,
        *,
        radius: float = 0,
        corners: tuple[bool, bool, bool, bool] = (True, True, True, True),
    ) -> None:
        left, top, right, bottom = (round(edge * self._scale) for edge in (x0, y0, x1, y1))
        if left < right and top < bottom:
            box = (left, top, right - 1, bottom - 1)
            self._draw.rounded_rectangle(box, radius * self._scale, fill, corners=corners)

    def text(
        self, x: float, baseline: float, line: str, size: int, fill: str, anchor: str = "ls"
    ) -> None:
        scale = self._scale
        self._draw.text(
            (x * scale, baseline * scale), line, fill, font(size * scale), anchor=anchor
        )

    def png(self) -> bytes:
        stream = BytesIO()
        self._image.reduce(_FINE).save(stream, "PNG")
        return stream.getvalue()


def _draw_legend(sheet: _Sheet) -> None:
    x: float = WIDTH - _EDGE
    for word, fill in (("disliked", _COOL), ("liked", _GOLD)):
        sheet.text(x, 40, word, _SMALL, _FAINT, "rs")
        x -= ems(word) * _SMALL + 18
        sheet.box(x, 29, x + 12, 41, fill, radius=3)
        x -= 16


def _draw_bar(sheet: _Sheet, genre: Leaning, top: float) -> None:
    name = legible((genre.name,)) or "?"
    room = _BARS_FROM - _EDGE - 12
    setting = fit(name, width=room, height=_ROW, sizes=range(_NAME, 11, -1), leading=1.4)
    baseline = top + _BAR / 2 + setting.size * 0.35
    sheet.text(_EDGE, baseline, setting.lines[0], setting.size, _PAPER)
    sheet.box(_BARS_FROM, top, _BARS_TO, top + _BAR, _COOL, radius=_BAR / 2)
    liked_to = _BARS_FROM + (_BARS_TO - _BARS_FROM) * genre.share
    if genre.liked:
        liked_to = max(liked_to, _BARS_FROM + _BAR)
        sheet.box(_BARS_FROM, top, liked_to, top + _BAR, _GOLD, radius=_BAR / 2)
    sheet.text(WIDTH - _EDGE, top + _BAR / 2 + 5, tally(genre), _SMALL, _FAINT, "rs")


def _draw_columns(sheet: _Sheet, decades: Sequence[Leaning], top: float) -> None:
    pitch = (WIDTH - 2 * _EDGE) / len(decades)
    most = max(each.judged for each in decades)
    floor = top + _COLUMNS
    wide = min(_WIDEST, pitch * 0.7)
    unit = (_COLUMNS - 22) / most
    crowded = len(decades) >= _CROWDED
    for number, each in enumerate(decades):
        middle = _EDGE + pitch * (number + 0.5)
        left, right = middle - wide / 2, middle + wide / 2
        split, peak = floor - unit * each.liked, floor - unit * each.judged
        sheet.box(left, peak, right, split, _COOL, radius=4, corners=_ABOVE)
        sheet.box(
            left, split, right, floor, _GOLD, radius=0 if each.disliked else 4, corners=_ABOVE
        )
        if each.judged:
            sheet.text(middle, peak - 6, f"{each.judged:,}", 11 if crowded else 14, _FAINT, "ms")
        if not crowded or (len(decades) - number) % 2:
            sheet.text(middle, floor + 20, each.name, 15, _PAPER, "ms")
    sheet.box(_EDGE, floor, WIDTH - _EDGE, floor + 1, _TRACK)
