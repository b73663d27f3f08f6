"""The picture of a member's taste: a sentence, posters, genres as bars, decades as columns."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot.films.taste import Leaning, TasteSummary, in_a_sentence
from bot.posters.drawn import HEIGHT as POSTER_HEIGHT
from bot.posters.drawn import WIDTH as POSTER_WIDTH
from bot.posters.drawn import choose_looks, paint_poster
from bot.posters.lettering import Setting, fit, legible
from bot.posters.sheet import BAR, COOL, EDGE, FAINT, GOLD, PAPER, TRACK, WIDTH, Sheet
from bot.ui import limits
from recsys.movies import Movie

GENRES: Final = 4
"""Bars of the picture."""
FAVOURITES: Final = 5
"""Posters."""

_HEADING, _NAME, _SMALL = 14, 20, 16
_SENTENCE, _SENTENCE_PITCH = 26, 32
_POSTER_GAP: Final = 10
_ROW: Final = 30
_BARS_FROM, _BARS_TO = 152, 372
_COLUMNS: Final = 88
_WIDEST: Final = 44
_ABOVE: Final = (True, True, False, False)
_MOST_DECADES: Final = 15
"""From the first films to this day."""
_CROWDED: Final = 10
"""From so many decades on only every other one is named, and counts are set small."""


def draw_taste(taste: TasteSummary, favourites: Sequence[Movie] = ()) -> bytes:
    """Return a taste as JPEG, twice as many pixels as units: 520 wide, as high as it needs.

    Args:
        taste: which has genres or decades.
        favourites: films whose posters stand in it.
    """
    genres = taste.genres[:GENRES]
    decades = without_gaps(taste.decades)[-_MOST_DECADES:]
    sentence = _sentence_setting(taste)
    top = 24 + round(_SENTENCE_PITCH * len(sentence.lines))
    poster_height = _poster_width() * POSTER_HEIGHT / POSTER_WIDTH
    heading = top + (round(poster_height) + 20 if favourites else 0) + 24
    columns_top = heading + 26 + _ROW * len(genres) + (34 if genres else 0)
    sheet = Sheet(columns_top + (_COLUMNS + 42 if decades else 0))
    for number, line in enumerate(sentence.lines):
        sheet.text(EDGE, 24 + _SENTENCE_PITCH * (number + 0.75), line, sentence.size, PAPER)
    for number, (movie, look) in enumerate(zip(favourites, choose_looks(favourites), strict=True)):
        x = EDGE + (_poster_width() + _POSTER_GAP) * number
        sheet.picture(paint_poster(movie, look), x, top + 8, _poster_width(), poster_height)
    _draw_legend(sheet, heading)
    if genres:
        sheet.text(EDGE, heading, "GENRES", _HEADING, FAINT)
    for number, each in enumerate(genres):
        _draw_bar(sheet, each, heading + 26 + _ROW * number)
    if decades:
        baseline = columns_top - 4 if genres else heading
        sheet.text(EDGE, baseline, "DECADES", _HEADING, FAINT)
        _draw_columns(sheet, decades, columns_top)
    return sheet.jpeg()


def _sentence_setting(taste: TasteSummary) -> Setting:
    return fit(
        legible((in_a_sentence(taste),)) or "",
        width=WIDTH - 2 * EDGE,
        height=3 * _SENTENCE_PITCH,
        sizes=(_SENTENCE,),
        leading=_SENTENCE_PITCH / _SENTENCE,
    )


def _poster_width() -> float:
    return (WIDTH - 2 * EDGE - _POSTER_GAP * (FAVOURITES - 1)) / FAVOURITES


def describe_taste(taste: TasteSummary, favourites: Sequence[str] = ()) -> str:
    """Return the picture in words, for people who can't see it."""
    parts = [in_a_sentence(taste)]
    if favourites:
        parts.append(f"Posters of {', '.join(favourites)}.")
    parts += [
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


def _draw_legend(sheet: Sheet, baseline: float) -> None:
    right: float = WIDTH - EDGE
    for word, fill in (("disliked", COOL), ("liked", GOLD)):
        right = sheet.key(right, baseline, word, fill, _SMALL)


def _draw_bar(sheet: Sheet, genre: Leaning, top: float) -> None:
    name = legible((genre.name,)) or "?"
    room = _BARS_FROM - EDGE - 12
    setting = fit(name, width=room, height=_ROW, sizes=range(_NAME, 11, -1), leading=1.4)
    baseline = top + BAR / 2 + setting.size * 0.35
    sheet.text(EDGE, baseline, setting.lines[0], setting.size, PAPER)
    sheet.box(_BARS_FROM, top, _BARS_TO, top + BAR, COOL, radius=BAR / 2)
    liked_to = _BARS_FROM + (_BARS_TO - _BARS_FROM) * genre.share
    if genre.liked:
        liked_to = max(liked_to, _BARS_FROM + BAR)
        sheet.box(_BARS_FROM, top, liked_to, top + BAR, GOLD, radius=BAR / 2)
    sheet.text(WIDTH - EDGE, top + BAR / 2 + 5, tally(genre), _SMALL, FAINT, "rs")


def _draw_columns(sheet: Sheet, decades: Sequence[Leaning], top: float) -> None:
    pitch = (WIDTH - 2 * EDGE) / len(decades)
    most = max(each.judged for each in decades)
    floor = top + _COLUMNS
    wide = min(_WIDEST, pitch * 0.7)
    unit = (_COLUMNS - 22) / most
    crowded = len(decades) >= _CROWDED
    for number, each in enumerate(decades):
        middle = EDGE + pitch * (number + 0.5)
        left, right = middle - wide / 2, middle + wide / 2
        split, peak = floor - unit * each.liked, floor - unit * each.judged
        sheet.box(left, peak, right, split, COOL, radius=4, corners=_ABOVE)
        sheet.box(left, split, right, floor, GOLD, radius=0 if each.disliked else 4, corners=_ABOVE)
        if each.judged:
            sheet.text(middle, peak - 6, f"{each.judged:,}", 11 if crowded else 14, FAINT, "ms")
        if not crowded or (len(decades) - number) % 2:
            sheet.text(middle, floor + 20, each.name, 15, PAPER, "ms")
    sheet.box(EDGE, floor, WIDTH - EDGE, floor + 1, TRACK)
