"""Files of ratings, parsed as arrays in blocks of some ten thousand lines.

Numbers are digits and nothing else, half stars are ``4.5``; fields may stand in quotes (RFC 4180)
where the separator is a comma. Anything else is refused, naming the first such line.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Final

import numpy as np

from recsys.arrays import Bytes, Int64s
from recsys.datasets.text import MAX_DIGITS, MAX_LINE, not_whole
from recsys.datasets.types import RatingChunk
from recsys.errors import MalformedData
from recsys.types import MAX_ID

USER: Final = "userId"
ITEM: Final = "movieId"
RATING: Final = "rating"
TIME: Final = "timestamp"

_BLOCK_BYTES: Final = 2**20
"""What fits into a processor's cache is read twice as fast as ten times as much at once."""
_MAX_TIME: Final = 2**32 - 1
_MOST: Final = 5
"""Stars."""
_NEWLINE, _RETURN, _QUOTE, _DOT, _ZERO, _FIVE = b'\n\r".05'


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file of ratings is written.

    Attributes:
        separator: between the fields: one character, or the same one twice.
        columns: the fields in their order; `TIME` may be absent, others than the four are
            ignored.
        whole_stars: whether half stars are an error.
    """

    separator: str
    columns: tuple[str, ...] = (USER, ITEM, RATING, TIME)
    whole_stars: bool = False


def parse_ratings(
    stream: IO[bytes], file: str, layout: Layout, first_line: int = 1
) -> Iterator[RatingChunk]:
    """Yield the ratings of a file.

    Args:
        stream: at the start of the first rating.
        file: how messages call the file.
        layout: how its lines are made.
        first_line: number of the line at which the stream is.

    Raises:
        MalformedData: names the first wrong line.
    """
    for block in _blocks(stream, file, first_line):
        chunk = _parse(block, file, layout, first_line)
        yield chunk
        first_line += len(chunk.user_ids)


def _blocks(stream: IO[bytes], file: str, line: int) -> Iterator[bytes]:
    """Yield whole lines; empty ones at the end of the file are left out."""
    held = b""
    while data := stream.read(_BLOCK_BYTES):
        held += data
        # Line ends at the end stay with the line before them until it shows that more follows.
        cut = held.rfind(b"\n", 0, len(held.rstrip(b"\r\n"))) + 1
        if cut:
            yield held[:cut]
            line += held.count(b"\n", 0, cut)
        held = held[cut:]
        if len(held) > MAX_LINE:
            raise MalformedData(file, line, "the line is too long for a file of ratings.")
    if held := held.rstrip(b"\r\n"):
        yield held + b"\n"


def _parse(block: bytes, file: str, layout: Layout, first_line: int) -> RatingChunk:
    """Return the ratings of some whole lines."""
    text = np.frombuffer(block, dtype=np.uint8)
    ends = np.flatnonzero(text == _NEWLINE)
    starts = np.append(0, ends[:-1] + 1)
    ends -= text[ends - 1] == _RETURN
    cuts = _cuts(text, starts, layout.separator)
    counts = np.diff(np.searchsorted(cuts, ends), prepend=0)
    uneven = counts != len(layout.columns) - 1
    if uneven.any():
        line = int(uneven.argmax())
        if line:
            # One before it may hold a wrong value.
            _parse(block[: starts[line]], file, layout, first_line)
        empty = starts[line] == ends[line]
        reason = "the line is empty." if empty else _uneven(int(counts[line]) + 1, layout)
        raise MalformedData(file, first_line + line, reason)
    inner = cuts.reshape(len(ends), -1).T
    spans = zip([starts, *(inner + len(layout.separator))], [*inner, ends], strict=True)
    return _chunk(block, file, layout, first_line, dict(zip(layout.columns, spans, strict=True)))


_Spans = Mapping[str, tuple[Int64s, Int64s]]
"""Where the fields of each column begin and end."""


def _chunk(block: bytes, file: str, layout: Layout, first_line: int, spans: _Spans) -> RatingChunk:
    text = np.frombuffer(block, dtype=np.uint8)
    if layout.separator == "," and b'"' in block:
        spans = {name: _unquoted(text, *span) for name, span in spans.items()}
    users, items = _whole(text, *spans[USER]), _whole(text, *spans[ITEM])
    times = _whole(text, *spans[TIME]) if TIME in spans else np.zeros_like(users)
    half_stars = _half_stars(text, *spans[RATING], whole=layout.whole_stars)
    fine = (
        ((users >= 1) & (users <= MAX_ID))
        & ((items >= 1) & (items <= MAX_ID))
        & ((times >= 0) & (times <= _MAX_TIME))
        & (half_stars > 0)
    )
    if not fine.all():
        line = int(fine.argmin())
        fields = {
            name: block[begin[line] : end[line]]
            for name, (begin, end) in spans.items()
            if name in (USER, ITEM, RATING, TIME)
        }
        raise MalformedData(file, first_line + line, _objection(fields, layout))
    return RatingChunk(file, first_line, users, items, half_stars, times)


def _cuts(text: Bytes, starts: Int64s, separator: str) -> Int64s:
    """Return where the separators begin, but those in quotes."""
    found = text == ord(separator[0])
    if len(separator) > 1:
        found[:-1] &= found[1:]
    cuts = np.flatnonzero(found)
    quotes = np.flatnonzero(text == _QUOTE) if separator == "," else cuts[:0]
    if not len(quotes):
        return cuts
    line_starts = starts[np.searchsorted(starts, cuts, side="right") - 1]
    before = np.searchsorted(quotes, cuts) - np.searchsorted(quotes, line_starts)
    outside: Int64s = cuts[before % 2 == 0]
    return outside


def _unquoted(text: Bytes, starts: Int64s, ends: Int64s) -> tuple[Int64s, Int64s]:
    """Return where the fields begin and end without the quotes around them."""
    quotes = (text[starts] == _QUOTE) & (text[ends - 1] == _QUOTE) & (ends - starts > 1)
    return starts + quotes, ends - quotes


def _whole(text: Bytes, starts: Int64s, ends: Int64s) -> Int64s:
    """Return the whole numbers that fields hold, −1 where there is none."""
    widths = ends - starts
    fine = (widths > 0) & (widths <= MAX_DIGITS)
    values = np.zeros(len(widths), dtype=np.int64)
    for place in range(min(int(widths.max()), MAX_DIGITS)):
        digits = text[ends - 1 - place] - np.uint8(_ZERO)
        digits[widths <= place] = 0
        fine &= digits <= 9  # noqa: PLR2004 - the largest digit; below "0" wraps around
        values += digits * np.int64(10**place)
    return np.where(fine, values, -1)


def _half_stars(text: Bytes, starts: Int64s, ends: Int64s, *, whole: bool) -> Bytes:
    """Return twice the stars that fields hold, as 4, 4.0 or 4.5; 0 where they are off the scale."""
    widths = ends - starts
    stars = text[starts] - np.uint8(_ZERO)
    first = text.take(starts + 2, mode="clip")
    half = (widths > 1) & (first == _FIVE)
    fraction = (text[starts + 1] == _DOT) & (half | (first == _ZERO)) & (widths <= MAX_DIGITS)
    fine = (stars <= _MOST) & (fraction | (widths == 1))
    for place in range(3, min(int(widths.max()), MAX_DIGITS)):
        fine &= (widths <= place) | (text.take(starts + place, mode="clip") == _ZERO)
    doubled = 2 * stars + half
    fine &= (doubled >= 1) & (doubled <= 2 * _MOST)
    if whole:
        fine &= ~half
    return np.where(fine, doubled, 0).astype(np.uint8)


def _uneven(count: int, layout: Layout) -> str:
    """Say that a line has another number of fields than columns."""
    shape = layout.separator.join(layout.columns).replace("\t", "<tab>")
    return f"{count} fields instead of {len(layout.columns)}: {shape}."


def _objection(fields: Mapping[str, bytes], layout: Layout) -> str:
    """Return what is wrong with a line that has a wrong field."""
    try:
        field = {name: value.decode() for name, value in fields.items()}
    except UnicodeDecodeError:
        return "the text isn't UTF-8; convert it."
    return (
        not_whole(field[USER], USER, least=1, most=MAX_ID)
        or not_whole(field[ITEM], ITEM, least=1, most=MAX_ID)
        or not_whole(field.get(TIME, "0"), TIME, least=0, most=_MAX_TIME)
        or _no_stars(field[RATING], whole=layout.whole_stars)
    )


def _no_stars(text: str, *, whole: bool) -> str:
    scale = "1, 2, 3, 4 or 5" if whole else "0.5, 1, 1.5, … 5"
    if not text.strip():
        return "rating is empty."
    try:
        float(text)
    except ValueError:
        return f"rating {text!r:.40} isn't a number: use {scale}."
    return f"rating {text!r:.40} isn't on the scale: use {scale}."
