"""What the files of all services say, in one form."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.storage.types import Verdict
from recsys.types import ImdbId, TmdbId


class Means(StrEnum):
    """What it means that a film stands in a file."""

    RATED = "rated"
    """It has the stars that the person gives it now."""
    WATCHED = "watched"
    """It was watched once, with or without the stars of that evening."""
    LIKED = "liked"
    """It has a heart."""
    WANTED = "wanted"
    """It's on a watchlist."""
    LISTED = "listed"
    """It's on a list that doesn't say of what."""


@dataclass(frozen=True, slots=True)
class Row:
    """What one row says about one film.

    Attributes:
        means: why the film stands there.
        title: as the file writes it; empty where the file has ids alone.
        year: of release.
        half_stars: 1 … 10; ``None`` without a rating.
        verdict: of a file that has verdicts instead of stars.
        at: when that was, in unix seconds.
        imdb_id: as the catalogue writes it.
        tmdb_id: id at The Movie Database.
        movie_id: MovieLens ``movieId``.
    """

    means: Means
    title: str = ""
    year: int | None = None
    half_stars: int | None = None
    verdict: Verdict | None = None
    at: int | None = None
    imdb_id: ImdbId | None = None
    tmdb_id: TmdbId | None = None
    movie_id: int | None = None


class Left(StrEnum):
    """Why a row is no `Row`."""

    SERIES = "series"
    """It's about a series, an episode or a game."""
    UNREADABLE = "unreadable"
    SILENT = "silent"
    """It says nothing that is looked for."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file has.

    Attributes:
        service: whose file it is, as people know it.
        rows: about films.
        series: how many rows are about something else.
        unreadable: how many rows make no sense.
    """

    service: str
    rows: Sequence[Row]
    series: int = 0
    unreadable: int = 0
