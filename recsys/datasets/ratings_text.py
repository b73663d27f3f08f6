"""Files of ratings, parsed in blocks of about a million lines.

Every block takes the fast path through pandas first. A block that it can't vouch for is read again
line by line by `_slow`, which is the definition of the format: it names the line that is wrong.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Final

import numpy as np
import pandas as pd

from recsys.arrays import Int64s
from recsys.datasets.text import MAX_LINE, not_whole
from recsys.datasets.types import RatingChunk
from recsys.errors import MalformedData
from recsys.types import MAX_ID

USER: Final = "userId"
ITEM: Final = "movieId"
RATING: Final = "rating"
TIME: Final = "timestamp"

_BLOCK_BYTES: Final = 24 * 2**20
_MAX_TIME: Final = 2**32 - 1
_KINDS: Final = {USER: "i", ITEM: "i", RATING: "if", TIME: "i"}
"""Numpy's kinds of dtype in which pandas may find a column: whole numbers, or any."""
_HALF_STARS: Final = 10


@dataclass(frozen=True, slots=True)
class Layout:
    """How the lines of a file of ratings are made.

    Attributes:
        separator: between the fields.
        columns: the fields in their order; `TIME` may be absent, names other than the four are
            not looked at.
        whole_stars: whether half stars are wrong.
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
        file: what messages call the file.
        layout: how its lines are made.
        first_line: number of the line at which the stream is.

    Raises:
        MalformedData: with the first line that is wrong.
    """
    for block in _blocks(stream, file, first_line):
        values = _fast(block, layout)
        if values is None:
            values = _slow(block, file, layout, first_line)
        users, items, half_stars, times = values
        yield RatingChunk(file, first_line, users, items, half_stars.astype(np.uint8), times)
        first_line += len(users)


_Values = tuple[Int64s, Int64s, Int64s, Int64s]
"""Users, items, half stars and times."""


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


def _fast(block: bytes, layout: Layout) -> _Values | None:
    """Return the ratings of a block, ``None`` if anything about it is out of the ordinary."""
    lines = block.count(b"\n")
    separator = layout.separator.encode()
    # Without a word, pandas drops surplus fields, ends a field at a NUL byte, and makes 1 of "true"
    # if asked for numbers; so it is not asked, and what it finds is looked at.
    if block.count(separator) != lines * (len(layout.columns) - 1) or b"\0" in block:
        return None
    if len(separator) > 1:
        block = block.replace(separator, b"\t")
    try:
        frame = pd.read_csv(
            BytesIO(block),
            sep=layout.separator if len(separator) == 1 else "\t",
            header=None,
            names=list(layout.columns),
            usecols=[name for name in layout.columns if name in _KINDS],
            index_col=False,
            quoting=csv.QUOTE_MINIMAL if layout.separator == "," else csv.QUOTE_NONE,
            na_filter=False,
            skip_blank_lines=False,
            low_memory=False,
        )
    except (ValueError, OverflowError):
        return None
    expected = all(frame[name].dtype.kind in _KINDS[name] for name in _KINDS if name in frame)
    if len(frame) != lines or not expected:
        return None
    values = _values(frame)
    return values if _are_valid(values, layout) else None


def _values(frame: pd.DataFrame) -> _Values:
    doubled = frame[RATING].to_numpy() * 2
    known = (doubled >= 1) & (doubled <= _HALF_STARS) & (doubled == np.rint(doubled))
    times = frame[TIME].to_numpy() if TIME in frame else np.zeros(len(frame), dtype=np.int64)
    half_stars = np.where(known, doubled, 0).astype(np.int64)
    return frame[USER].to_numpy(), frame[ITEM].to_numpy(), half_stars, times


def _are_valid(values: _Values, layout: Layout) -> bool:
    users, items, half_stars, times = values
    return bool(
        users.min() >= 1
        and users.max() <= MAX_ID
        and items.min() >= 1
        and items.max() <= MAX_ID
        and half_stars.min() >= 1
        and times.min() >= 0
        and times.max() <= _MAX_TIME
        and not (layout.whole_stars and (half_stars % 2).any())
    )


def _slow(block: bytes, file: str, layout: Layout, first_line: int) -> _Values:
    parsed: list[tuple[int, int, int, int]] = []
    for number, line in enumerate(block.split(b"\n")[:-1], first_line):
        try:
            text = line.removesuffix(b"\r").decode()
        except UnicodeDecodeError as error:
            raise MalformedData(file, number, "the text is not UTF-8; convert it.") from error
        fields = _split(text, layout.separator)
        reason = _objection(fields, layout)
        if reason:
            raise MalformedData(file, number, reason)
        field = dict(zip(layout.columns, fields, strict=True))
        parsed.append(
            (
                int(field[USER]),
                int(field[ITEM]),
                int(2 * float(field[RATING])),
                int(field.get(TIME, 0)),
            )
        )
    users, items, half_stars, times = np.array(parsed, dtype=np.int64).T
    return users, items, half_stars, times


def _split(text: str, separator: str) -> list[str]:
    if '"' in text and separator == ",":
        return next(csv.reader([text]), [])
    return text.split(separator)


def _objection(fields: list[str], layout: Layout) -> str | None:
    """Return what is wrong with a line, ``None`` if nothing is."""
    if fields == [""]:
        return "the line is empty."
    if len(fields) != len(layout.columns):
        shape = layout.separator.join(layout.columns).replace("\t", "<tab>")
        return f"{len(fields)} fields instead of {len(layout.columns)}: {shape}."
    field = dict(zip(layout.columns, fields, strict=True))
    return (
        not_whole(field[USER], USER, least=1, most=MAX_ID)
        or not_whole(field[ITEM], ITEM, least=1, most=MAX_ID)
        or _no_stars(field[RATING], whole=layout.whole_stars)
        or not_whole(field.get(TIME, "0"), TIME, least=0, most=_MAX_TIME)
    )


def _no_stars(text: str, *, whole: bool) -> str | None:
    if not text.strip():
        return "rating is empty."
    scale = "1, 2, 3, 4 or 5" if whole else "0.5, 1, 1.5, … 5"
    try:
        doubled = 2 * float(text)
    except ValueError:
        return f"rating {text!r:.40} is not a number: use {scale}."
    if doubled in range(2 if whole else 1, _HALF_STARS + 1, 2 if whole else 1):
        return None
    return f"rating {text!r:.40} is not on the scale: use {scale}."
