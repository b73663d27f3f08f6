"""Everything about a member as files: CSV for people, JSON for programs. Pure: rows in, a zip out.

``docs/privacy.md`` describes the format.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO, TextIOWrapper
from typing import IO, Final, TypeAlias
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bot.films.find import movie_of
from bot.storage.clock import from_unix
from bot.storage.types import JSON, Cell, Table
from recsys.catalog import Catalog
from recsys.types import ItemId

FORMAT: Final = "matinee"
VERSION: Final = 2
"""Grows when something that is there already changes its name or its meaning."""

FILES: Final[Mapping[str, tuple[str, str]]] = {
    "verdict": ("verdicts", "the films you rated"),
    "watchlist": ("watchlist", "the films you want to watch"),
    "server_film": ("server_lists", "the films you added to servers' own lists"),
    "history": ("history", "your newest changes, for undo"),
    "reaction": ("reactions", "your reactions that count as ratings"),
    "card": ("films_shown", "the films shown in your direct messages, for reactions to count"),
    "listing": ("lists", "the lists you asked for, and the films on them"),
    "shown": ("seen_in_lists", "when lists last showed you a film, so that none comes twice"),
    "skip": ("skipped", "the films that you skipped in /start"),
    "import": ("imports", "the files you imported, or looked at"),
    "import_change": ("imported", "what your imports changed, for undo"),
    "visibility": ("visibility", "the servers in which others see your taste"),
    "night": ("nights", "the movie nights you took part in, and what won"),
    "night_invitation": ("invited", "the nights you were invited to"),
    "night_member": ("joined", "the nights you joined"),
    "night_film": ("suggested", "the films you suggested for a night"),
    "night_fit": ("fits", "how well films of a night should suit you, from 0 to 1"),
    "night_approval": ("votes", "the films you voted for"),
    "night_veto": ("vetoes", "the films you vetoed, and why"),
    "night_rating": ("liked", "whether you liked what was watched, and your stars"),
    "night_credit": ("credit", "how much more you count after nights that went against you"),
}
"""The name of each table's file, which is its name in the JSON too, and what it has."""

_Record: TypeAlias = dict[str, JSON]

_OWN: Final = {"member_id", "added_by"}
"""Columns that have the member's id in every row."""
_FLAGS: Final = {
    "private",
    "done",
    "liked",
    "carried",
    "dropped",
    "tied",
    "event_tried",
    "shows_fits",
    "replay",
}
_JSON: Final = {"options", "found", "choices"}
_DISCORD: Final = ("message_id", "guild_id", "channel_id", "event_id")
"""Ids that are larger than the numbers that JSON can be trusted with."""
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What makes a spreadsheet compute a cell instead of showing it."""


def archive(tables: Mapping[str, Table], catalog: Catalog, member_id: int, at: datetime) -> bytes:
    """Return a zip of everything about a member.

    Args:
        tables: what is stored about them, by table.
        catalog: for the films' names.
        member_id: the member.
        at: the moment of the tables, aware, in UTC.
    """

    def record(table: str, row: Sequence[Cell]) -> _Record:
        return _record(zip(tables[table].columns, row, strict=True), catalog, member_id)

    def records(table: str) -> Iterator[_Record]:
        return (record(table, row) for row in tables[table].rows)

    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as files:
        with _text(files, "README.txt", at) as file:
            file.write(_readme(tables, at))
        with _text(files, "matinee.json", at) as file:
            head: _Record = {
                "format": FORMAT,
                "version": VERSION,
                "exportedAt": at.isoformat(),
                "memberId": str(member_id),
            }
            named = {name: records(table) for table, (name, _) in FILES.items()}
            _write_json(file, head, named)
        for table, (name, _) in FILES.items():
            with _text(files, f"{name}.csv", at, encoding="utf-8-sig") as file:
                heading = record(table, [None] * len(tables[table].columns))
                _write_csv(file, heading, records(table), catalog)
    return stream.getvalue()


def _text(files: ZipFile, name: str, at: datetime, encoding: str = "utf-8") -> TextIOWrapper:
    entry = ZipInfo(name, at.timetuple()[:6])
    entry.compress_type = ZIP_DEFLATED
    return TextIOWrapper(files.open(entry, "w"), encoding, newline="")


def _readme(tables: Mapping[str, Table], at: datetime) -> str:
    contents = "".join(
        f"{name}.csv: {about} ({len(tables[table].rows):,})\r\n"
        for table, (name, about) in FILES.items()
    )
    return (
        f"Everything Matinee stores about you, {at:%d %B %Y, %H:%M} UTC.\r\n\r\n"
        f"{contents}\r\n"
        "matinee.json has the same for programs. Times are in UTC. Films have their MovieLens and "
        "IMDb ids:\r\nhttps://www.imdb.com/title/ followed by the IMDb id is the film's page.\r\n"
    )


def _record(row: Iterable[tuple[str, Cell]], catalog: Catalog, member_id: int) -> _Record:
    """Return a row under names that people and programs read, films and times spelt out."""
    record: _Record = {}
    for column, value in row:
        if column in _OWN:
            continue
        if column == "organiser_id":
            record["organised"] = value == member_id
        elif column == "item_id":
            record |= _film(value, catalog)
        elif column == "title":
            # A film that the catalogue lacks has a title alone.
            record["title"] = record["title"] or value
        elif column == "films":
            listed = json.loads(value) if isinstance(value, str) else []
            record["films"] = [film["item_id"] for film in listed]
            record["reasons"] = [film.get("reason") for film in listed]
        elif isinstance(value, str) and column in _JSON:
            record[column] = json.loads(value)
        elif isinstance(value, int):
            record[_name(column)] = _number(column, value)
        else:
            record[_name(column)] = value
    return record


def _film(item_id: Cell, catalog: Catalog) -> _Record:
    if not isinstance(item_id, int):
        return {"movieId": None, "imdbId": None, "title": None, "year": None}
    movie = movie_of(catalog, ItemId(item_id))
    return {
        "movieId": movie.id,
        "imdbId": movie.imdb_id,
        "title": movie.title,
        "year": movie.year,
    }


def _number(column: str, value: int) -> JSON:
    if column.endswith("_at"):
        return from_unix(value).isoformat()
    if column.endswith(_DISCORD):
        return str(value)
    return bool(value) if column in _FLAGS else value


def _name(column: str) -> str:
    """Return a column's name as it stands in the files: ``before_opinion`` is beforeVerdict."""
    first, *others = column.replace("opinion", "verdict").split("_")
    return first + "".join(map(str.capitalize, others))


def _write_json(file: IO[str], head: _Record, named: Mapping[str, Iterator[_Record]]) -> None:
    """Write a record a line: encoding all of them in one call would hold up the event loop."""
    file.write(json.dumps(head).removesuffix("}"))
    for name, records in named.items():
        file.write(f',\n"{name}": [')
        for number, record in enumerate(records):
            file.write(",\n" if number else "\n")
            file.write(json.dumps(record, ensure_ascii=False))
        file.write("]")
    file.write("}\n")


def _write_csv(
    file: IO[str], heading: Iterable[str], records: Iterator[_Record], catalog: Catalog
) -> None:
    writer = csv.writer(file)
    writer.writerow(heading)
    for record in records:
        writer.writerow(_cell(value, catalog) for value in record.values())


def _cell(value: JSON, catalog: Catalog) -> str | int | float:
    """Return a value for a spreadsheet; text from outside can't be a formula there."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return value
        case list():
            text = "; ".join(_named(each, catalog) for each in value if each)
        case dict():
            text = "; ".join(f"{key}: {said}" for key, said in value.items() if said is not None)
        case str():
            text = value
    return f"'{text}" if text.startswith(_FORMULA) else text


def _named(value: JSON, catalog: Catalog) -> str:
    """Return what stands in a list: a film by its title, anything else as it is."""
    return movie_of(catalog, ItemId(value)).display if isinstance(value, int) else str(value)
