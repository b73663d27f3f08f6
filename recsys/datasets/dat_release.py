"""ml-1m and ml-10m: ``ratings.dat`` and ``movies.dat`` with fields between double colons.

They differ in three ways: ml-1m is Latin-1, has whole stars and tells about its users in
``users.dat``; ml-10m is UTF-8, has half stars and no such file.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from recsys.datasets.movies_text import listed_once, movie
from recsys.datasets.place import FileRelease
from recsys.datasets.ratings_text import Layout, parse_ratings
from recsys.datasets.text import whole_number
from recsys.datasets.types import Demographics, RatingChunk, RawMovie

RATINGS: Final = "ratings.dat"
_MOVIES: Final = "movies.dat"
_USERS: Final = "users.dat"
_SEPARATOR: Final = "::"


@dataclass(frozen=True, slots=True)
class DatRelease(FileRelease):
    """A release in ``.dat`` files, a `recsys.datasets.types.Source`."""

    ratings_file: ClassVar = RATINGS

    @property
    def has_half_stars(self) -> bool:
        """Return whether ratings come in half stars rather than whole ones."""
        return not self.place.has(_USERS)

    def movies(self) -> list[RawMovie]:
        """Return every movie."""
        return listed_once(self.place.label(_MOVIES), self._listed())

    def _listed(self) -> Iterator[tuple[int, RawMovie]]:
        file = self.place.label(_MOVIES)
        names = ("MovieID", "Title", "Genres")
        for line, row in self.place.records(_MOVIES, self._encoding, _SEPARATOR, names):
            yield line, movie(file, line, row["MovieID"], row["Title"], row["Genres"].split("|"))

    def demographics(self) -> Mapping[int, Demographics]:
        """Return age group, gender and occupation of every user of ml-1m."""
        return dict(self._people()) if self.place.has(_USERS) else {}

    def _people(self) -> Iterator[tuple[int, Demographics]]:
        file = self.place.label(_USERS)
        names = ("UserID", "Gender", "Age", "Occupation", "Zip-code")
        for line, row in self.place.records(_USERS, self._encoding, _SEPARATOR, names):
            yield (
                whole_number(row["UserID"], file, line, "UserID"),
                Demographics(
                    age=whole_number(row["Age"], file, line, "Age", least=0),
                    gender=row["Gender"] or None,
                    occupation=row["Occupation"] or None,
                ),
            )

    def ratings(self) -> Iterator[RatingChunk]:
        """Yield the ratings in chunks of about a million."""
        layout = Layout(_SEPARATOR, whole_stars=not self.has_half_stars)
        with self.place.open(RATINGS) as stream:
            yield from parse_ratings(stream, self.place.label(RATINGS), layout)

    @property
    def _encoding(self) -> str:
        return "utf-8-sig" if self.has_half_stars else "latin-1"
