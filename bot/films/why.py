"""Why a film suits a member: which films of theirs speak for it and against, and who loved it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import discord

from bot.films.card import ACCENT, INVENTED, reason
from bot.posters.sheet import COOL, EDGE, FAINT, GOLD, PAPER, TRACK, WIDTH, Sheet
from bot.ui import limits
from bot.ui.message import Picture
from recsys.model.built import ModelMeta
from recsys.movies import Movie
from recsys.reasons import unnamed
from recsys.types import Evidence, ItemId

PICTURE: Final = "why.png"
"""File name of the picture."""

_FOR, _AGAINST = 4, 2
"""Films of the member's that are named, at most."""
_AUDIBLE: Final = 0.1
"""What speaks less than this share of the loudest isn't worth naming."""
_LOVED: Final = 7
"""The place of 4 stars among the ten steps."""
_COLD: Final = 5
"""So many of the steps, up to 2½ stars, are of viewers who didn't care for it."""
_MUCH: Final = 4
"""The share of viewers that is worth a word where they thought a film just fine: one in so many."""
_FEW: Final = 5
"""Fewer viewers than this say little."""
_TITLE: Final = 60

_HEADING, _NAME, _SMALL = 15, 22, 17
_ROW: Final = 36
_BARS_FROM: Final = 268
_COLUMNS: Final = 96
_GAP: Final = 26
_ABOVE: Final = (True, True, False, False)


@dataclass(frozen=True, slots=True)
class Why:
    """What there is to say.

    Attributes:
        speaking: the member's films that speak for it, with how much as a share of the first;
        against: those that speak against it, on the same scale.
        stars: how many neighbours gave 0.5, 1, … 5 stars; empty when none of them rated it.
        neighbours: how many were asked.
        mean_stars: what they gave; ``None`` when none rated it.
    """

    speaking: tuple[tuple[str, float], ...]
    against: tuple[tuple[str, float], ...]
    stars: tuple[int, ...]
    neighbours: int
    mean_stars: float | None

    @property
    def raters(self) -> int:
        """How many neighbours rated it."""
        return sum(self.stars)


def why_of(evidence: Evidence, title_of: Callable[[ItemId], str]) -> Why:
    """Return what the evidence for a film says."""
    told = evidence.contributions
    most = max((abs(each.amount) for each in told), default=0.0) or 1.0
    named = [
        (title_of(each.item_id), each.amount / most)
        for each in told
        if abs(each.amount) >= _AUDIBLE * most
    ]
    rated = any(evidence.stars)
    return Why(
        speaking=tuple(each for each in named if each[1] > 0)[:_FOR],
        against=tuple((name, -amount) for name, amount in named[::-1] if amount < 0)[:_AGAINST],
        stars=evidence.stars if rated else (),
        neighbours=evidence.neighbours,
        mean_stars=evidence.mean_stars if rated else None,
    )


def why_embed(
    movie: Movie, evidence: Evidence, why: Why, picture: Picture | None, meta: ModelMeta
) -> discord.Embed:
    """Return what speaks for a film and against it, for the member alone.

    Without a picture, which is attached to the same message, the reason stands there in words.
    """
    embed = discord.Embed(
        title=limits.plain_clipped(f"Why {movie.display}?", limits.EMBED_TITLE),
        url=movie.imdb_url,
        colour=ACCENT,
    )
    if picture is None:
        embed.description = reason(unnamed(evidence), str)
    else:
        embed.set_image(url=picture.url)
        embed.add_field(name="What speaks against it", value="\n".join(doubts(why)))
    if meta.invented:
        embed.set_footer(text=INVENTED)
    return embed


def doubts(why: Why) -> list[str]:
    """Return what speaks against a film, a sentence a line."""
    found = []
    if why.against:
        titles = " and ".join(f"**{_plain(title)}**" for title, _ in why.against)
        ratings = "ratings" if len(why.against) > 1 else "rating"
        found.append(f"Your {ratings} of {titles} speak{'s' * (len(why.against) == 1)} against it.")
    cold = sum(why.stars[:_COLD])
    if cold:
        found.append(f"{cold} of the {why.raters} who rated it gave it 2½★ or less.")
    fine = sum(why.stars[_COLD:_LOVED])
    if fine * _MUCH >= max(why.raters, 1):
        found.append(
            f"{fine} of the {why.raters} who rated it thought it was just fine (3 to 3½★)."
        )
    if why.neighbours and why.raters < _FEW:
        found.append(
            f"Only {why.raters or 'none'} of the {why.neighbours} viewers closest to you rated it."
        )
    return found or ["Nothing that I know of."]


def has_picture(why: Why) -> bool:
    """Return whether there is anything to draw."""
    return bool(why.speaking or why.against or why.stars)


def draw_why(why: Why) -> bytes:
    """Return it as PNG: the member's films as bars, the neighbours' stars as columns."""
    films = len(why.speaking) + len(why.against)
    bars = 58 + _ROW * films if films else 0
    sheet = Sheet(bars + (54 + _COLUMNS + 50 if why.stars else 14))
    if films:
        sheet.text(EDGE, 38, "YOUR FILMS", _HEADING, FAINT)
        _draw_legend(sheet, against=bool(why.against))
    rows = [(GOLD, each) for each in why.speaking] + [(COOL, each) for each in why.against]
    for number, (fill, (title, share)) in enumerate(rows):
        top = 60 + _ROW * number
        sheet.name(EDGE, top + 7, title, _BARS_FROM - EDGE - 16, _NAME)
        sheet.bar(_BARS_FROM, WIDTH - EDGE, top, share, fill)
    if why.stars:
        _draw_stars(sheet, why, bars)
    return sheet.png()


def describe_why(why: Why) -> str:
    """Return the picture in words, for people who can't see it."""
    parts = [
        f"{what}: {', '.join(f'{title} {share:.0%}' for title, share in named)}."
        for what, named in (
            ("Your films that speak for it", why.speaking),
            ("against it", why.against),
        )
        if named
    ]
    if why.stars:
        counts = (f"{count} gave {_steps(step)}" for step, count in enumerate(why.stars) if count)
        parts.append(f"Of the {why.neighbours} viewers closest to you: {', '.join(counts)}.")
    return limits.clip(" ".join(parts), limits.ALT_TEXT)


def _draw_legend(sheet: Sheet, *, against: bool) -> None:
    words = [("against", COOL), ("for it", GOLD)] if against else [("speak for it", GOLD)]
    right: float = WIDTH - EDGE
    for word, fill in words:
        right = sheet.key(right, 38, word, fill, _SMALL)


def _draw_stars(sheet: Sheet, why: Why, top: float) -> None:
    sheet.text(EDGE, top + 38, "VIEWERS LIKE YOU", _HEADING, FAINT)
    said = f"{why.raters} of {why.neighbours} rated it, {why.mean_stars or 0:.1f} on average"
    sheet.text(WIDTH - EDGE, top + 38, said, _SMALL, PAPER, "rs")
    floor, pitch = top + 66 + _COLUMNS, (WIDTH - 2 * EDGE) / len(why.stars)
    unit = (_COLUMNS - 8) / max(why.stars)
    for step, count in enumerate(why.stars):
        middle = EDGE + pitch * (step + 0.5)
        peak = floor - unit * count
        fill = GOLD if step >= _LOVED else COOL
        sheet.box(middle - 18, peak, middle + 18, floor, fill, radius=4, corners=_ABOVE)
        if count:
            sheet.text(middle, peak - 6, f"{count}", 14, FAINT, "ms")
        if step % 2:
            sheet.star(middle - 9, floor + 19, GOLD)
            sheet.text(middle + 2, floor + 25, f"{(step + 1) // 2}", _SMALL, PAPER)
    sheet.box(EDGE, floor, WIDTH - EDGE, floor + 1, TRACK)


def _steps(step: int) -> str:
    return f"{(step + 1) / 2:g}★"


def _plain(title: str) -> str:
    return limits.plain_clipped(title, _TITLE)
