"""The files of each service, recognised by what they say and not by what they're called. Pure.

One thing a file of Letterboxd doesn't say: ``watched.csv``, ``watchlist.csv`` and
``likes/films.csv`` have the same columns. There its name counts, and if that has been changed, the
member is asked (`Means.LISTED`).
"""

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from io import StringIO
from itertools import chain
from typing import Final, TypeAlias

from bot.errors import MemberError
from bot.onboarding.imports.rows import Contents, Left, Means, Row
from bot.onboarding.imports.unpack import texts
from bot.storage.types import JSON, Verdict
from recsys.movies import parse_title
from recsys.types import MAX_ID, ImdbId, TmdbId

MOST_ROWS: Final = 50_000
"""Of a file, or of all files of a zip together; nobody has seen as many films."""
TITLE: Final = 200
"""Characters of a title; what is longer is cut."""

_Record: TypeAlias = Mapping[str, str]
_Object: TypeAlias = Mapping[str, JSON]
_Read: TypeAlias = Row | Left

_IGNORED: Final = re.compile(r"(?:^|/)(?:deleted|orphaned|lists)/")
"""Folders of Letterboxd's zip with what the person has removed there, and with lists."""
_NOT_FILMS: Final = frozenset(
    {
        "tvseries",
        "tvminiseries",
        "tvepisode",
        "videogame",
        "podcastseries",
        "podcastepisode",
        "musicvideo",
    }
)
_FIRST_YEAR, _LAST_YEAR = 1870, 2100
_HALF_STARS: Final = range(1, 11)
_IMDB: Final = re.compile(r"(?:tt)?0*([1-9][0-9]{0,8})", re.ASCII)
_LONGEST: Final = 2**17
"""Characters of a record; one whose quotation marks never end would be the rest of the file."""
_MOST_VALUES, _MOST_OBJECTS = 1_500_000, 400_000
"""Of a JSON text: in memory, a small value takes many times its text."""
_OURS, _OUR_VERSION = "matinee", 2
_UNRECOGNISED: Final = (
    "I don't recognise that file. I can read exports of Letterboxd, IMDb (ratings), Trakt (JSON), "
    "MovieLens, and my own `/privacy export`. `/import` without a file says where to get one."
)
_TOO_MANY: Final = f"That's more than {MOST_ROWS:,} rows. I can import that many at once."


def read(data: bytes, filename: str) -> Contents:
    """Return what a file says about films.

    Args:
        data: of the file: a CSV, a JSON, or a zip of such files.
        filename: what it's called; see above for the one case in which that counts.

    Raises:
        MemberError: it's no file that is known here, or it's broken; says so.
    """
    found: list[Contents] = []
    for path, text in texts(data, filename):
        if _IGNORED.search(path.lower()):
            continue
        contents = _of_json(text) if text.lstrip()[:1] in {"[", "{"} else _of_csv(path, text)
        if contents is None:
            continue
        if contents.service == _OURS_NAME:
            return contents
        found.append(contents)
        if sum(len(each.rows) for each in found) > MOST_ROWS:
            raise MemberError(_TOO_MANY)
    if not found:
        raise MemberError(_UNRECOGNISED)
    return Contents(
        found[0].service,
        [*chain.from_iterable(each.rows for each in found)],
        series=sum(each.series for each in found),
        unreadable=sum(each.unreadable for each in found),
    )


def _contents(service: str, read: Iterable[_Read]) -> Contents:
    rows: list[Row] = []
    left = dict.fromkeys(Left, 0)
    for each in read:
        if isinstance(each, Row):
            rows.append(each)
        else:
            left[each] += 1
        if len(rows) + sum(left.values()) > MOST_ROWS:
            raise MemberError(_TOO_MANY)
    return Contents(service, rows, series=left[Left.SERIES], unreadable=left[Left.UNREADABLE])


# CSV


@dataclass(frozen=True, slots=True)
class _Format:
    """A kind of CSV: the columns that it is known by, and how one of its records is read."""

    service: str
    columns: frozenset[str]
    read: Callable[[_Record, str], _Read]


def _letterboxd_rating(record: _Record, _path: str) -> _Read:
    return _film(record, "name", Means.RATED, record["rating"], 2, record["date"])


def _letterboxd_diary(record: _Record, _path: str) -> _Read:
    at = record["watcheddate"] or record["date"]
    return _film(record, "name", Means.WATCHED, record["rating"], 2, at)


def _letterboxd_list(record: _Record, path: str) -> _Read:
    return _film(record, "name", _meaning(path), "", 2, record["date"])


def _imdb(record: _Record, _path: str) -> _Read:
    if "".join(filter(str.isalpha, record["titletype"])).casefold() in _NOT_FILMS:
        return Left.SERIES
    wanted = "position" in record and not record["yourrating"]
    means = Means.WANTED if wanted else Means.RATED
    at = record["created"] if wanted else record["daterated"]
    return _film(record, "title", means, record["yourrating"], 1, at, imdb=record["const"])


def _movielens(record: _Record, _path: str) -> _Read:
    parsed = parse_title(record.get("title", ""))
    movie_id = _id(record["movieid"])
    if movie_id is None:
        raise ValueError(record)
    return Row(
        Means.RATED,
        parsed.title[:TITLE],
        parsed.year,
        half_stars=_half_stars(record["rating"], 2),
        at=_id(record.get("timestamp", "")),
        imdb_id=_imdb_id(record.get("imdbid", "")),
        tmdb_id=_tmdb_id(record.get("tmdbid", "")),
        movie_id=movie_id,
    )


_FORMATS: Final = (
    _Format(
        "Letterboxd",
        frozenset({"date", "name", "year", "letterboxduri", "rating", "watcheddate"}),
        _letterboxd_diary,
    ),
    _Format(
        "Letterboxd",
        frozenset({"date", "name", "year", "letterboxduri", "rating"}),
        _letterboxd_rating,
    ),
    _Format("Letterboxd", frozenset({"date", "name", "year", "letterboxduri"}), _letterboxd_list),
    _Format(
        "IMDb",
        frozenset({"const", "yourrating", "daterated", "title", "titletype", "year"}),
        _imdb,
    ),
    _Format("MovieLens", frozenset({"movieid", "rating"}), _movielens),
)


def _of_csv(path: str, text: str) -> Contents | None:
    beginning = text[:10_000].lstrip("\r\n").partition("\n")[0]
    for delimiter in ",;\t":
        header = [_column(name) for name in beginning.strip("\r").split(delimiter)]
        for known in _FORMATS:
            if known.columns <= set(header):
                return _contents(known.service, _records(known, path, text, delimiter))
    return None


def _records(known: _Format, path: str, text: str, delimiter: str) -> Iterator[_Read]:
    lines = _Lines(text)
    records = csv.reader(lines, delimiter=delimiter, strict=True)
    header: Sequence[str] = ()
    whose = None
    try:
        for cells in records:
            lines.begin()
            if not any(cells):
                continue
            if not header:
                header = [_column(name) for name in cells]
                continue
            record = dict(zip(header, map(str.strip, cells), strict=False))
            whose = whose or record.get("userid")
            if whose != record.get("userid", whose):
                raise MemberError(
                    "Those are the ratings of several people. Please import your own alone."
                )
            yield _tried(partial(known.read, record, path))
    except csv.Error:
        raise MemberError(
            f"Line {records.line_num:,} of that file is broken: a quotation mark is missing or one "
            "too many. Please download it again."
        ) from None


class _Lines:
    """The lines of a text, as far as a record may go on."""

    def __init__(self, text: str) -> None:
        self._lines = StringIO(text, newline="")
        self._length = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._length += len(line)
        if self._length > _LONGEST:
            raise csv.Error("the record doesn't end")
        return line

    def begin(self) -> None:
        """Begin another record."""
        self._length = 0


def _tried(reading: Callable[[], _Read]) -> _Read:
    """Return a row, or that it makes no sense."""
    try:
        return reading()
    except (ValueError, KeyError, OverflowError):
        return Left.UNREADABLE


def _film(
    record: _Record,
    title: str,
    means: Means,
    rating: str,
    halves: int,
    at: str,
    imdb: str = "",
) -> Row:
    name, imdb_id = record[title][:TITLE], _imdb_id(imdb)
    if not (name or imdb_id):
        raise ValueError(title)
    return Row(
        means,
        name,
        _year(record["year"]),
        half_stars=_half_stars(rating, halves) if rating else None,
        at=_moment(at),
        imdb_id=imdb_id,
    )


def _meaning(path: str) -> Means:
    """Return what a list of Letterboxd is, by the name that it had when it was written."""
    name = path.replace("\\", "/").lower()
    _, _, last = name.rpartition("/")
    if "watchlist" in last:
        return Means.WANTED
    if "watched" in last:
        return Means.WATCHED
    if last.startswith("films") or "likes" in name:
        return Means.LIKED
    return Means.LISTED


def _column(name: str) -> str:
    return "".join(filter(str.isalnum, name)).casefold()


# JSON


_OURS_NAME: Final = "Matinee"


def _of_json(text: str) -> Contents | None:
    if text.count(",") > _MOST_VALUES or text.count("{") + text.count("[") > _MOST_OBJECTS:
        raise MemberError(_TOO_MANY)
    try:
        value: JSON = json.loads(text)
    except (ValueError, RecursionError):
        raise MemberError("That JSON file is broken. Please download it again.") from None
    if isinstance(value, dict) and value.get("format") == _OURS:
        return _ours(value)
    if isinstance(value, list) and _is_trakt(value):
        return _contents("Trakt", (_tried(partial(_trakt, each)) for each in value))
    return None


def _ours(value: _Object) -> Contents:
    if value.get("version") != _OUR_VERSION:
        raise MemberError(
            "That export is of another version of me. `/privacy export` there makes a new one."
        )
    verdicts = (_tried(partial(_our_verdict, each)) for each in _objects(value, "verdicts"))
    wishes = (_tried(partial(_our_wish, each)) for each in _objects(value, "watchlist"))
    return _contents(_OURS_NAME, chain(verdicts, wishes))


def _our_verdict(each: _Object) -> Row:
    verdict = Verdict(_text(each, "verdict"))
    return _json_film(Means.RATED, each, each, _text(each, "ratedAt"), verdict=verdict)


def _our_wish(each: _Object) -> Row:
    return _json_film(Means.WANTED, each, each, _text(each, "addedAt"))


_OTHER_KINDS: Final = ("show", "season", "episode")


def _is_trakt(value: Sequence[JSON]) -> bool:
    first = value[0] if value else None
    return isinstance(first, dict) and any(
        isinstance(first.get(key), dict) for key in ("movie", *_OTHER_KINDS)
    )


def _trakt(each: JSON) -> _Read:
    if not isinstance(each, dict):
        return Left.UNREADABLE
    film = each.get("movie")
    if not isinstance(film, dict):
        return Left.SERIES if any(key in each for key in _OTHER_KINDS) else Left.UNREADABLE
    ids = film.get("ids")
    ids = ids if isinstance(ids, dict) else {}
    if each.get("rating") is not None:
        half_stars = _half_stars(str(each["rating"]), 1)
        return _json_film(Means.RATED, film, ids, _text(each, "rated_at"), half_stars=half_stars)
    watched = _text(each, "watched_at") or _text(each, "last_watched_at")
    if watched or each.get("plays"):
        return _json_film(Means.WATCHED, film, ids, watched)
    if listed := _text(each, "listed_at"):
        return _json_film(Means.WANTED, film, ids, listed)
    return Left.SILENT


def _json_film(
    means: Means,
    film: _Object,
    ids: _Object,
    at: str,
    *,
    half_stars: int | None = None,
    verdict: Verdict | None = None,
) -> Row:
    year, tmdb, movie = film.get("year"), ids.get("tmdb"), ids.get("movieId")
    row = Row(
        means,
        _text(film, "title")[:TITLE],
        _year(str(year)) if isinstance(year, int) else None,
        half_stars=half_stars,
        verdict=verdict,
        at=_moment(at),
        imdb_id=_imdb_id(_text(ids, "imdb") or _text(ids, "imdbId")),
        tmdb_id=_tmdb_id(str(tmdb)) if isinstance(tmdb, int) else None,
        movie_id=_id(str(movie)) if isinstance(movie, int) else None,
    )
    if not (row.title or row.imdb_id or row.movie_id):
        raise ValueError(means)
    return row


def _objects(value: _Object, key: str) -> Iterator[_Object]:
    listed = value.get(key)
    for each in listed if isinstance(listed, list) else ():
        yield each if isinstance(each, dict) else {}


def _text(value: _Object, key: str) -> str:
    found = value.get(key)
    return found if isinstance(found, str) else ""


# Cells


def _half_stars(text: str, halves: int) -> int:
    """Return a rating in half stars; ``halves`` is how many of them one point is."""
    stars = float(text.replace(",", ".")) * halves
    if stars not in _HALF_STARS:
        raise ValueError(text)
    return int(stars)


def _year(text: str) -> int | None:
    year = int(text) if text.isascii() and text.isdigit() else 0
    return year if _FIRST_YEAR <= year <= _LAST_YEAR else None


def _moment(text: str) -> int | None:
    """Return a day or moment in unix seconds; ``None`` for none between 1970 and 2038."""
    try:
        moment = datetime.fromisoformat(text)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        seconds = int(aware.timestamp())
    except (ValueError, OverflowError):
        return None
    return seconds if 0 < seconds <= MAX_ID else None


def _imdb_id(text: str) -> ImdbId | None:
    """Return an IMDb id as the catalogue writes it, from ``tt133093`` or ``0133093``."""
    found = _IMDB.fullmatch(text.strip())
    return ImdbId(f"tt{int(found[1]):07d}") if found else None


def _tmdb_id(text: str) -> TmdbId | None:
    number = _id(text)
    return None if number is None else TmdbId(number)


def _id(text: str) -> int | None:
    number = int(text) if text.isascii() and text.isdigit() else 0
    return number if 0 < number <= MAX_ID else None
