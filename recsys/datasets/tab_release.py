"""ml-100k: ``u.data`` with tabs; ``u.item``, ``u.user`` and ``u.genre`` with bars, in Latin-1."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from recsys.datasets.movies_text import listed_once, movie
from recsys.datasets.place import FileRelease
from recsys.datasets.ratings_text import Layout, parse_ratings
from recsys.datasets.text import whole_number
from recsys.datasets.types import Demographics, RatingChunk, RawMovie
from recsys.errors import MalformedData

RATINGS: Final = "u.data"
_MOVIES: Final = "u.item"
_USERS: Final = "u.user"
_GENRES: Final = "u.genre"
_ENCODING: Final = "latin-1"
_SEPARATOR: Final = "|"


@dataclass(frozen=True, slots=True)
class TabRelease(FileRelease):
    """The release ml-100k, a `recsys.datasets.types.Source`."""

    ratings_file: ClassVar = RATINGS
    has_half_stars: bool = False

    def movies(self) -> list[RawMovie]:
        """Return every movie."""
        return listed_once(self.place.label(_MOVIES), self._listed())

    def _listed(self) -> Iterator[tuple[int, RawMovie]]:
        file = self.place.label(_MOVIES)
        flags = [genre for genre, _ in sorted(self._genres(), key=lambda pair: pair[1])]
        names = ("movie id", "title", "release date", "video date", "IMDb URL", *flags)
        for line, row in self.place.records(_MOVIES, _ENCODING, _SEPARATOR, names):
            for flag in flags:
                if row[flag] not in ("0", "1"):
                    raise MalformedData(file, line, f"{flag} {row[flag]!r:.40} is not 0 or 1.")
            marked = [flag for flag in flags if row[flag] == "1"]
            yield line, movie(file, line, row["movie id"], row["title"], marked)

    def _genres(self) -> Iterator[tuple[str, int]]:
        file = self.place.label(_GENRES)
        for line, row in self.place.records(_GENRES, _ENCODING, _SEPARATOR, ("genre", "position")):
            yield row["genre"], whole_number(row["position"], file, line, "position", least=0)

    def demographics(self) -> Mapping[int, Demographics]:
        """Return age in years, gender and occupation of every user."""
        return dict(self._people()) if self.place.has(_USERS) else {}

    def _people(self) -> Iterator[tuple[int, Demographics]]:
        file = self.place.label(_USERS)
        names = ("user id", "age", "gender", "occupation", "zip code")
        for line, row in self.place.records(_USERS, _ENCODING, _SEPARATOR, names):
            yield (
                whole_number(row["user id"], file, line, "user id"),
                Demographics(
                    age=whole_number(row["age"], file, line, "age", least=0),
                    gender=row["gender"] or None,
                    occupation=row["occupation"] or None,
                ),
            )

    def ratings(self) -> Iterator[RatingChunk]:
        """Yield the ratings in chunks of about a million."""
        with self.place.open(RATINGS) as stream:
            layout = Layout("\t", whole_stars=True)
            yield from parse_ratings(stream, self.place.label(RATINGS), layout)
