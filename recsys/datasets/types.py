"""What a release of ratings is made of, before and after it is collected."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from recsys.arrays import Bytes, Int64s
from recsys.ratings import Ratings


@dataclass(frozen=True, slots=True, eq=False)
class RatingChunk:
    """Consecutive lines of a file of ratings, already validated.

    Attributes:
        file: the file as an error message names it.
        first_line: 1-based line of the first rating; rating ``i`` is in line ``first_line + i``.
        user_ids: (n,) 1 … `recsys.types.MAX_ID`.
        item_ids: (n,) 1 … `recsys.types.MAX_ID`.
        half_stars: (n,) twice the stars, 1 … 10.
        timestamps: (n,) unix seconds, 0 … 2³² − 1; all 0 where the release has no times.
    """

    file: str
    first_line: int
    user_ids: Int64s
    item_ids: Int64s
    half_stars: Bytes
    timestamps: Int64s


@dataclass(frozen=True, slots=True)
class RawMovie:
    """A movie as the release has it.

    Attributes:
        item_id: MovieLens ``movieId``.
        title: the release's own title, such as ``Matrix, The (1999)``.
        genres: in the release's order and today's names; empty when none is listed.
        imdb_id: ``tt`` and seven or eight digits.
        tmdb_id: id at The Movie Database.
    """

    item_id: int
    title: str
    genres: tuple[str, ...] = ()
    imdb_id: str | None = None
    tmdb_id: int | None = None


@dataclass(frozen=True, slots=True)
class Demographics:
    """What a release tells about a user.

    Attributes:
        age: ml-1m: code of the age group (1, 18, 25, 35, 45, 50, 56); ml-100k: years.
        gender: ``"F"`` or ``"M"``.
        occupation: ml-1m: code ``"0"`` … ``"20"``; ml-100k: a name such as ``"student"``.
    """

    age: int | None = None
    gender: str | None = None
    occupation: str | None = None


class Source(Protocol):
    """A release, read only when one of the methods is called.

    Every method raises `recsys.errors.MalformedData` with file, line and reason.
    """

    @property
    def name(self) -> str:
        """Return the release's name, such as ``ml-latest-small`` or ``sample``."""

    @property
    def licence(self) -> str:
        """Return the terms of use in a sentence or two, to be shown to people."""

    @property
    def invented(self) -> bool:
        """Return whether the ratings are made up; true of the sample alone."""

    @property
    def size_hint(self) -> int | None:
        """Return about how many ratings there are, for a progress bar."""

    def movies(self) -> list[RawMovie]:
        """Return every movie once, rated or not, in the release's order."""

    def demographics(self) -> Mapping[int, Demographics]:
        """Return what the release tells about users, by user id; may be empty."""

    def ratings(self) -> Iterator[RatingChunk]:
        """Yield the ratings in chunks of a million or less."""


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """A release in memory.

    Attributes:
        name: the release's name.
        licence: its terms, to be shown to people.
        invented: whether the ratings are made up.
        movies: (items,) in the order of the columns of ``ratings``.
        ratings: one per user and movie.
        demographics: by user id; empty where the release tells nothing.
        duplicates: how many older ratings of the same user and movie were left out.
    """

    name: str
    licence: str
    invented: bool
    movies: tuple[RawMovie, ...]
    ratings: Ratings
    demographics: Mapping[int, Demographics]
    duplicates: int
