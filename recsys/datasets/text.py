"""Text files as rows of fields, each with its line, and the fields every format has.

What can't be read raises `MalformedData` with its file and line.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Final

from recsys.datasets.types import RawMovie
from recsys.errors import MalformedData
from recsys.types import MAX_ID

MAX_LINE: Final = 2**20
"""Bytes; the longest line of any release has a few hundred. It stops files without lines."""
MAX_DIGITS: Final = 18
"""As many as always fit into 64 bits."""
_OTHER_SEPARATORS: Final = (";", "\t", "::", "|")
_NAMES: Final = {"utf-8-sig": "UTF-8"}
_TODAYS_GENRES: Final = {"Children's": "Children"}
_NO_GENRE: Final = ("", "(no genres listed)", "unknown")


def lines(stream: IO[bytes], file: str, encoding: str) -> Iterator[tuple[int, str]]:
    """Yield each line with its 1-based number and its line end; nothing is read ahead."""
    number = 0
    while line := stream.readline(MAX_LINE):
        number += 1
        if len(line) == MAX_LINE:
            raise MalformedData(file, number, "the line is too long for a MovieLens file.")
        try:
            yield number, line.decode(encoding if number == 1 else encoding.removesuffix("-sig"))
        except UnicodeDecodeError as error:
            raise MalformedData(
                file, number, f"the text isn't {_NAMES.get(encoding, encoding)}; convert it."
            ) from error


def rows(
    stream: IO[bytes], file: str, encoding: str, separator: str
) -> Iterator[tuple[int, list[str]]]:
    """Yield the fields of each row with the line in which it starts; empty lines are skipped.

    Fields may be quoted (RFC 4180) where the separator is a comma; elsewhere quotes are text.
    """
    numbered = lines(stream, file, encoding)
    if separator == ",":
        yield from _csv_rows((text for _, text in numbered), file)
        return
    for number, text in numbered:
        if fields := text.rstrip("\r\n"):
            yield number, fields.split(separator)


def _csv_rows(texts: Iterator[str], file: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(texts, strict=True)
    start = 1
    try:
        for fields in reader:
            if fields:
                yield start, fields
            start = reader.line_num + 1
    except csv.Error as error:
        raise MalformedData(file, start, f"the quotes don't match ({error}).") from error


def columns(header: Sequence[str], file: str, line: int, needed: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the columns of a CSV file, given its first row."""
    if not header:
        raise MalformedData(file, None, "the file is empty.")
    names = tuple(name.strip() for name in header)
    missing = [name for name in needed if name not in names]
    if len(names) == 1 and missing and any(other in names[0] for other in _OTHER_SEPARATORS):
        raise MalformedData(file, line, f"columns must be separated by commas: {','.join(needed)}.")
    if missing:
        raise MalformedData(
            file,
            line,
            f"no column {', '.join(missing)}; the first line must name {','.join(needed)}.",
        )
    return names


def record(fields: Sequence[str], names: Sequence[str], file: str, line: int) -> dict[str, str]:
    """Return the fields of a row by the names of the columns."""
    if len(fields) != len(names):
        raise MalformedData(
            file, line, f"{len(fields)} fields instead of {len(names)}: {', '.join(names)}."
        )
    return dict(zip(names, fields, strict=True))


def whole_number(text: str, file: str, line: int, what: str, *, least: int = 1) -> int:
    """Return the number that a field holds, ``least`` … `recsys.types.MAX_ID`."""
    reason = not_whole(text, what, least=least, most=MAX_ID)
    if reason:
        raise MalformedData(file, line, reason)
    return int(text)


def not_whole(text: str, what: str, *, least: int, most: int) -> str | None:
    """Return why a field holds no whole number of that range, ``None`` if it does."""
    if not text.strip():
        return f"{what} is empty."
    readable = text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS
    if readable and least <= int(text) <= most:
        return None
    return f"{what} {text!r:.40} isn't a whole number from {least} to {most}."


def movie(file: str, line: int, item_id: str, title: str, genres: Iterable[str]) -> RawMovie:
    """Return the movie of a row, its genres under today's names, without placeholders."""
    if not title.strip():
        raise MalformedData(file, line, "title is empty.")
    named = (_TODAYS_GENRES.get(name, name) for name in genres if name not in _NO_GENRE)
    return RawMovie(whole_number(item_id, file, line, "movieId"), title.strip(), tuple(named))


def listed_once(file: str, numbered: Iterator[tuple[int, RawMovie]]) -> list[RawMovie]:
    """Return the movies of a file, given with their lines."""
    first_lines: dict[int, int] = {}
    movies = []
    for line, listed in numbered:
        first = first_lines.setdefault(listed.item_id, line)
        if first != line:
            reason = f"movie {listed.item_id} is already listed in line {first}."
            raise MalformedData(file, line, reason)
        movies.append(listed)
    if not movies:
        raise MalformedData(file, None, "the file lists no movies.")
    return movies
