"""From rows to films: which film of the catalogue each row means, and all that is said of it.

A row with an id means the film with that id. A row without one, or with an id that the catalogue
lacks, means the film of its title and year. That is *sure* if one film alone has this name (any of
its names) in this very year. It's *unsure* if the years are one apart, if several films of that
year have the name, if the row has no year, or if one film of that year only begins or goes on with
the name.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.onboarding.imports.rows import Means, Row
from bot.storage.types import Verdict
from recsys.catalog import Catalog
from recsys.movies import Movie, beyond_id, imdb_of
from recsys.types import ImdbId, ItemId

MOST_BEYOND: Final = 5_000
"""Films of one file that no catalogue knows: anybody can write any number into theirs."""
_APART: Final = 1
"""Years that the dates of release of two catalogues may be apart."""


@dataclass(frozen=True, slots=True)
class Film:
    """All that a file says about one film.

    Attributes:
        title: as the file writes it; the catalogue's where it doesn't.
        year: of release, as the file writes it.
        item_id: the film of the catalogue, or one beyond it that has an IMDb id; else ``None``.
        sure: whether that film is meant, beyond doubt.
        meant: that film as the catalogue has it, where it isn't sure.
        imdb_id: as the file has it, so that a film that the catalogue lacks can be found elsewhere.
        half_stars: the rating of now, or else of the last time it was watched; 1 … 10.
        verdict: where the file has those.
        watched: whether it was.
        liked: whether it has a heart.
        wanted: whether it's on the watchlist.
        listed: whether it's on a list that doesn't say of what.
        at: when it was rated or watched last, in unix seconds.
        wanted_at: when it came onto a list.
    """

    title: str
    year: int | None = None
    item_id: ItemId | None = None
    sure: bool = True
    meant: str = ""
    imdb_id: ImdbId | None = None
    half_stars: int | None = None
    verdict: Verdict | None = None
    watched: bool = False
    liked: bool = False
    wanted: bool = False
    listed: bool = False
    at: int | None = None
    wanted_at: int | None = None

    @property
    def is_beyond(self) -> bool:
        """Whether it's known by its IMDb id alone."""
        return self.item_id is not None and imdb_of(self.item_id) is not None

    @property
    def display(self) -> str:
        """Return the title as people read it: "The Matrix (1999)"."""
        return self.title if self.year is None else f"{self.title} ({self.year})"


@dataclass(frozen=True, slots=True)
class Match:
    """The film that a row means; ``movie`` is ``None`` if the catalogue lacks it."""

    movie: Movie | None
    sure: bool = True


_UNKNOWN: Final = Match(None)


def gather(rows: Iterable[Row], catalog: Catalog) -> list[Film]:
    """Return the films of these rows, each once, in the order in which they come first."""
    by_film: dict[object, tuple[Film, list[Row]]] = {}
    for row in rows:
        match = match_of(row, catalog)
        key, film = _named(row, match)
        first, said = by_film.setdefault(key, (film, []))
        said.append(row)
        if film.sure and not first.sure:
            by_film[key] = (film, said)
    beyond = [key for key, (film, _) in by_film.items() if film.is_beyond]
    for key in beyond[MOST_BEYOND:]:
        film, said = by_film[key]
        by_film[key] = (replace(film, item_id=None), said)
    return [_summed(film, said) for film, said in by_film.values()]


def match_of(row: Row, catalog: Catalog) -> Match:
    """Return the film that a row means."""
    if row.imdb_id is not None and row.imdb_id in catalog.by_imdb_id:
        return Match(catalog.by_imdb_id[row.imdb_id])
    if row.tmdb_id is not None and row.tmdb_id in catalog.by_tmdb_id:
        return Match(catalog.by_tmdb_id[row.tmdb_id])
    if row.movie_id is not None and row.movie_id in catalog:
        return Match(catalog[row.movie_id])
    return _by_name(row, catalog) if row.title else _UNKNOWN


def _by_name(row: Row, catalog: Catalog) -> Match:
    """Return the film with a row's name, unless its ids say that it's another one."""
    named = _possible(row, catalog.names.called(row.title))
    if row.year is None:
        return Match(named[0], sure=False) if named else _UNKNOWN
    same = [movie for movie in named if movie.year == row.year]
    if same:
        return Match(same[0], sure=len(same) == 1)
    near = [movie for movie in named if movie.year and abs(movie.year - row.year) <= _APART]
    undated = [movie for movie in named if movie.year is None]
    if near or undated:
        return Match((near or undated)[0], sure=False)
    alike = _possible(row, catalog.names.longer_or_shorter(row.title, row.year))
    return Match(alike[0], sure=False) if len(alike) == 1 else _UNKNOWN


def _possible(row: Row, movies: Sequence[Movie]) -> list[Movie]:
    return [
        movie
        for movie in movies
        if (row.imdb_id is None or movie.imdb_id is None)
        and (row.tmdb_id is None or movie.tmdb_id is None)
    ]


def _named(row: Row, match: Match) -> tuple[object, Film]:
    movie = match.movie
    if movie is None:
        title = row.title or row.imdb_id or f"MovieLens {row.movie_id}"
        key: object = row.imdb_id or (title.casefold(), row.year)
        return key, Film(title, row.year, _beyond(row), imdb_id=row.imdb_id)
    title, year = (row.title, row.year) if row.title else (movie.title, movie.year)
    meant = "" if match.sure else movie.display
    return movie.id, Film(title, year, movie.id, match.sure, meant, row.imdb_id)


def _beyond(row: Row) -> ItemId | None:
    """Return the id of a film that the catalogue lacks, if the row has one of IMDb's."""
    try:
        return None if row.imdb_id is None else beyond_id(row.imdb_id)
    except ValueError:
        return None


def _summed(film: Film, said: Sequence[Row]) -> Film:
    """Return a film with all that its rows say; of several ratings the latest counts.

    A rating of now comes before those of single evenings.
    """
    opinions = [row for row in said if row.means in {Means.RATED, Means.WATCHED, Means.LIKED}]
    wishes = [row for row in said if row.means in {Means.WANTED, Means.LISTED}]
    rated = sorted(
        (row for row in opinions if row.half_stars is not None or row.verdict is not None),
        key=lambda row: (row.means is Means.RATED, row.at or 0),
    )
    return replace(
        film,
        half_stars=rated[-1].half_stars if rated else None,
        verdict=rated[-1].verdict if rated else None,
        watched=bool(opinions),
        liked=any(row.means is Means.LIKED for row in said),
        wanted=any(row.means is Means.WANTED for row in said),
        listed=any(row.means is Means.LISTED for row in said),
        at=_latest(rated[-1:] or opinions, max),
        wanted_at=_latest(wishes, min),
    )


def _latest(rows: Sequence[Row], choose: Callable[[Iterable[int]], int]) -> int | None:
    moments = [row.at for row in rows if row.at is not None]
    return choose(moments) if moments else None
