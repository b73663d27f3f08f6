"""The formats of MovieLens, each a `recsys.datasets.types.Source` read from files."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import IO, ClassVar, Final

from recsys.datasets.place import Place, Row
from recsys.datasets.ratings_text import ITEM, RATING, USER, Layout, parse_ratings
from recsys.datasets.releases import UNKNOWN_LICENCE, Release
from recsys.datasets.text import columns, listed_once, movie, rows, whole_number
from recsys.datasets.types import Demographics, RatingChunk, RawMovie
from recsys.errors import MalformedData

_CSV_ENCODING: Final = "utf-8-sig"
"""Spreadsheet programs put a byte order mark in front, which isn't part of the first name."""
_LINKS: Final = "links.csv"
_GENRES: Final = "u.genre"


@dataclass(frozen=True)
class FileRelease(ABC):
    """What the formats have in common.

    Attributes:
        place: where the files are.
        known: the published release that it is; ``None`` for any other.
    """

    ratings_file: ClassVar[str]
    movies_file: ClassVar[str]
    users_file: ClassVar[str]
    user_columns: ClassVar[Sequence[str]]

    place: Place
    known: Release | None = None

    @property
    def name(self) -> str:
        """Return the name of the published release, else that of the folder or zip."""
        return self.known.name if self.known else self.place.name

    @property
    def licence(self) -> str:
        """Return the terms of use."""
        return self.known.licence if self.known else UNKNOWN_LICENCE

    @property
    def invented(self) -> bool:
        """Return whether the ratings are made up, as only the sample's are known to be."""
        return self.known is not None and self.known.invented

    @property
    def size_hint(self) -> int | None:
        """Return the published number of ratings, else one judged by the file's beginning."""
        return self.known.ratings if self.known else self.place.about_lines(self.ratings_file)

    def movies(self) -> list[RawMovie]:
        """Return every movie, rated or not."""
        return listed_once(self.place.label(self.movies_file), self._movies())

    def demographics(self) -> Mapping[int, Demographics]:
        """Return what the release tells about its users, by user id; mostly nothing."""
        return dict(self._people()) if self.place.has(self.users_file) else {}

    def ratings(self) -> Iterator[RatingChunk]:
        """Yield the ratings in chunks."""
        file = self.place.label(self.ratings_file)
        with self.place.open(self.ratings_file) as stream:
            first_line, layout = self._layout(stream, file)
            yield from parse_ratings(stream, file, layout, first_line)

    @abstractmethod
    def _layout(self, stream: IO[bytes], file: str) -> tuple[int, Layout]:
        """Return how ratings are written and in which line they begin; the stream is there then."""

    @abstractmethod
    def _rows(self, file: str, names: Sequence[str]) -> Iterator[Row]:
        """Yield the rows of a file of movies or users."""

    def _movies(self) -> Iterator[tuple[int, RawMovie]]:
        for line, row in self._rows(self.movies_file, (ITEM, "title", "genres")):
            yield line, self._movie(line, row, row["genres"].split("|"))

    def _movie(self, line: int, row: Mapping[str, str], genres: Iterable[str]) -> RawMovie:
        return movie(self.place.label(self.movies_file), line, row[ITEM], row["title"], genres)

    def _people(self) -> Iterator[tuple[int, Demographics]]:
        file = self.place.label(self.users_file)
        for line, row in self._rows(self.users_file, self.user_columns):
            yield (
                whole_number(row[USER], file, line, USER),
                Demographics(
                    age=whole_number(row["age"], file, line, "age", least=0),
                    gender=row["gender"] or None,
                    occupation=row["occupation"] or None,
                ),
            )


@dataclass(frozen=True)
class CsvRelease(FileRelease):
    """A release since ml-20m, in comma-separated files with headers.

    ``ratings.csv`` may lack the column ``timestamp``: then no rating has a time. No release of
    MovieLens has a ``users.csv``; the sample has one, and your own may.
    """

    ratings_file: ClassVar = "ratings.csv"
    movies_file: ClassVar = "movies.csv"
    users_file: ClassVar = "users.csv"
    user_columns: ClassVar = (USER, "gender", "age", "occupation")

    def _layout(self, stream: IO[bytes], file: str) -> tuple[int, Layout]:
        line, header = next(rows(stream, file, _CSV_ENCODING, ","), (1, []))
        return line + 1, Layout(",", columns(header, file, line, (USER, ITEM, RATING)))

    def _rows(self, file: str, names: Sequence[str]) -> Iterator[Row]:
        return self.place.csv_records(file, _CSV_ENCODING, names)

    def _movies(self) -> Iterator[tuple[int, RawMovie]]:
        links = dict(self._links()) if self.place.has(_LINKS) else {}
        for line, listed in super()._movies():
            imdb_id, tmdb_id = links.get(listed.item_id, (None, None))
            yield line, replace(listed, imdb_id=imdb_id, tmdb_id=tmdb_id)

    def _links(self) -> Iterator[tuple[int, tuple[str | None, int | None]]]:
        file = self.place.label(_LINKS)
        for line, row in self._rows(_LINKS, (ITEM, "imdbId", "tmdbId")):
            imdb, tmdb = row["imdbId"].strip().removeprefix("tt"), row["tmdbId"].strip()
            yield (
                whole_number(row[ITEM], file, line, ITEM),
                (
                    f"tt{whole_number(imdb, file, line, 'imdbId'):07d}" if imdb else None,
                    whole_number(tmdb, file, line, "tmdbId") if tmdb else None,
                ),
            )


@dataclass(frozen=True)
class DatRelease(FileRelease):
    """ml-1m or ml-10m, with fields between double colons.

    They differ in three ways: ml-1m is Latin-1, has whole stars and tells about its users;
    ml-10m is UTF-8, has half stars and no such file.
    """

    ratings_file: ClassVar = "ratings.dat"
    movies_file: ClassVar = "movies.dat"
    users_file: ClassVar = "users.dat"
    user_columns: ClassVar = (USER, "gender", "age", "occupation", "zip code")

    def _layout(self, stream: IO[bytes], file: str) -> tuple[int, Layout]:  # noqa: ARG002 - no header
        return 1, Layout("::", whole_stars=self._is_ml_1m)

    def _rows(self, file: str, names: Sequence[str]) -> Iterator[Row]:
        encoding = "latin-1" if self._is_ml_1m else "utf-8-sig"
        return self.place.records(file, encoding, "::", names)

    @property
    def _is_ml_1m(self) -> bool:
        return self.place.has(self.users_file)


@dataclass(frozen=True)
class TabRelease(FileRelease):
    """ml-100k: ratings between tabs, the rest between bars, in Latin-1."""

    ratings_file: ClassVar = "u.data"
    movies_file: ClassVar = "u.item"
    users_file: ClassVar = "u.user"
    user_columns: ClassVar = (USER, "age", "gender", "occupation", "zip code")

    def _layout(self, stream: IO[bytes], file: str) -> tuple[int, Layout]:  # noqa: ARG002 - no header
        return 1, Layout("\t", whole_stars=True)

    def _rows(self, file: str, names: Sequence[str]) -> Iterator[Row]:
        return self.place.records(file, "latin-1", "|", names)

    def _movies(self) -> Iterator[tuple[int, RawMovie]]:
        file = self.place.label(self.movies_file)
        flags = [genre for _, genre in sorted(self._genres())]
        names = (ITEM, "title", "release date", "video date", "IMDb URL", *flags)
        for line, row in self._rows(self.movies_file, names):
            for flag in flags:
                if row[flag] not in ("0", "1"):
                    raise MalformedData(file, line, f"{flag} {row[flag]!r:.40} isn't 0 or 1.")
            yield line, self._movie(line, row, [flag for flag in flags if row[flag] == "1"])

    def _genres(self) -> Iterator[tuple[int, str]]:
        """Yield the place of each genre's flag and its name."""
        file = self.place.label(_GENRES)
        for line, row in self._rows(_GENRES, ("genre", "position")):
            yield whole_number(row["position"], file, line, "position", least=0), row["genre"]
