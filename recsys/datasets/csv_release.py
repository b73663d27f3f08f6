"""Releases since ml-20m: ``ratings.csv``, ``movies.csv`` and, usually, ``links.csv``."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, Final

from recsys.datasets.movies_text import listed_once, movie
from recsys.datasets.place import FileRelease
from recsys.datasets.ratings_text import ITEM, RATING, USER, Layout, parse_ratings
from recsys.datasets.text import columns, rows, whole_number
from recsys.datasets.types import Demographics, RatingChunk, RawMovie

RATINGS: Final = "ratings.csv"
_MOVIES: Final = "movies.csv"
_LINKS: Final = "links.csv"
_ENCODING: Final = "utf-8-sig"
"""The byte order mark that spreadsheet programs put in front is no part of the first name."""

_Link = tuple[str | None, int | None]


@dataclass(frozen=True, slots=True)
class CsvRelease(FileRelease):
    """A release in comma-separated files, a `recsys.datasets.types.Source`.

    ``ratings.csv`` may lack the column ``timestamp``: then no rating has a time.
    """

    ratings_file: ClassVar = RATINGS
    has_half_stars: bool = True

    def demographics(self) -> Mapping[int, Demographics]:
        """Return nothing: these releases don't tell anything about users."""
        return {}

    def ratings(self) -> Iterator[RatingChunk]:
        """Yield the ratings in chunks of about a million."""
        file = self.place.label(RATINGS)
        with self.place.open(RATINGS) as stream:
            line, header = next(rows(stream, file, _ENCODING, ","), (1, []))
            layout = Layout(",", columns(header, file, line, (USER, ITEM, RATING)))
            yield from parse_ratings(stream, file, layout, first_line=line + 1)

    def movies(self) -> list[RawMovie]:
        """Return every movie, with its ids elsewhere where ``links.csv`` has them."""
        movies = listed_once(self.place.label(_MOVIES), self._listed())
        links = dict(self._links()) if self.place.has(_LINKS) else {}
        return [_linked(listed, links.get(listed.item_id, (None, None))) for listed in movies]

    def _listed(self) -> Iterator[tuple[int, RawMovie]]:
        file = self.place.label(_MOVIES)
        needed = (ITEM, "title", "genres")
        for line, row in self.place.csv_records(_MOVIES, _ENCODING, needed):
            yield line, movie(file, line, row[ITEM], row["title"], row["genres"].split("|"))

    def _links(self) -> Iterator[tuple[int, _Link]]:
        file = self.place.label(_LINKS)
        needed = (ITEM, "imdbId", "tmdbId")
        for line, row in self.place.csv_records(_LINKS, _ENCODING, needed):
            imdb, tmdb = row["imdbId"].strip().removeprefix("tt"), row["tmdbId"].strip()
            yield (
                whole_number(row[ITEM], file, line, ITEM),
                (
                    f"tt{whole_number(imdb, file, line, 'imdbId'):07d}" if imdb else None,
                    whole_number(tmdb, file, line, "tmdbId") if tmdb else None,
                ),
            )


def _linked(listed: RawMovie, link: _Link) -> RawMovie:
    imdb_id, tmdb_id = link
    return replace(listed, imdb_id=imdb_id, tmdb_id=tmdb_id)
