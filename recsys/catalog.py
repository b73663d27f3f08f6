"""All films of a data set: by id, by title, and as columns to store."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, pairwise
from typing import Any, Self

from recsys.datasets.types import RawMovie
from recsys.errors import AmbiguousTitle, MalformedData, ModelDamaged, UnknownTitle
from recsys.habits import Habits, habits_of
from recsys.movies import Movie, imdb_of, parse_title
from recsys.search import Hit, Match, TitleSearch, TwoSearches
from recsys.search.names import NameIndex, TwoNameIndexes
from recsys.search.text import begins_with
from recsys.types import ImdbId, ItemId, TmdbId

__all__ = ["Catalog", "Movie"]

_ID = re.compile(r"(?:id:\s*)?([0-9]{1,10})", re.IGNORECASE)
_COLUMNS = ("id", "title", "year", "genres", "aka", "imdb_id", "tmdb_id", "ratings")
_CLEARLY_MORE = 10
"""With this many times the ratings of every namesake, a film is the one meant."""
_MORE = 3
"""With this many times the ratings each, several films that begin with a name may be meant."""
_SUGGESTIONS = 5
_FAMOUS = 3
"""Films that only begin with a name, before those that have it."""
_QUOTED = 60


class Catalog:
    """The films of a data set; immutable, ordered by movie id.

    Raises:
        MalformedData: a movie id occurs twice.
    """

    def __init__(self, movies: Iterable[Movie]) -> None:
        ordered = sorted(movies, key=lambda movie: movie.id)
        self._movies = {movie.id: movie for movie in ordered}
        if len(self._movies) != len(ordered):
            twice = next(a.id for a, b in pairwise(ordered) if a.id == b.id)
            raise MalformedData(
                "movies", None, f"movieId {twice} occurs twice; remove one of them."
            )

    @classmethod
    def from_raw(cls, raw_movies: Iterable[RawMovie], counts: Mapping[int, int]) -> Self:
        """Build the catalogue of a release.

        Args:
            raw_movies: the films as the release has them.
            counts: number of ratings by movie id; 0 for a missing one.
        """
        return cls(_from_raw(raw, counts.get(raw.item_id, 0)) for raw in raw_movies)

    def __getitem__(self, item_id: int) -> Movie:
        try:
            return self._movies[ItemId(item_id)]
        except KeyError:
            raise UnknownTitle(
                f"No film has the movieId {item_id} in this catalogue; search for its title."
            ) from None

    def __contains__(self, item_id: object) -> bool:
        return item_id in self._movies

    def __len__(self) -> int:
        return len(self._movies)

    def __iter__(self) -> Iterator[Movie]:
        return iter(self._movies.values())

    @cached_property
    def genres(self) -> tuple[str, ...]:
        """Return all genres, sorted."""
        return tuple(sorted({genre for movie in self for genre in movie.genres}))

    @cached_property
    def newest(self) -> int | None:
        """Return the year of the newest film; ``None`` if no year is known."""
        return max((movie.year for movie in self if movie.year is not None), default=None)

    @cached_property
    def titles(self) -> TitleSearch | TwoSearches:
        """Return the search over all names, made at first use (a second or two at 86 k films)."""
        return TitleSearch(self)

    @cached_property
    def by_imdb_id(self) -> Mapping[ImdbId, Movie]:
        """Return the films that have an IMDb id, by it."""
        return {movie.imdb_id: movie for movie in self if movie.imdb_id is not None}

    @cached_property
    def by_tmdb_id(self) -> Mapping[TmdbId, Movie]:
        """Return the films that have an id at The Movie Database, by it."""
        return {movie.tmdb_id: movie for movie in self if movie.tmdb_id is not None}

    @cached_property
    def habits(self) -> Habits:
        """Return what everybody watches, counted at first use."""
        return habits_of(self)

    @cached_property
    def names(self) -> NameIndex | TwoNameIndexes:
        """Return the films by whole names, made at first use (a second or two at 86 k films)."""
        return NameIndex(self)

    def search(self, text: str, limit: int = 25) -> list[Movie]:
        """Return the films that fit what was typed, best first; blank text gives popular ones."""
        return [hit.movie for hit in self.titles.search(text, limit)]

    def resolve(self, text: str) -> Movie:
        """Return the one film meant.

        In this order: ``id:2571``, or a bare number that is a movie id (where 1984 is one, the film
        of that name is ``1984 (1984)``); a film whose name it is, with or without its year; the
        only film that has all its words. Of several films with that very name, one is meant if it
        has at least ten times the ratings of each other one. A name alone doesn't decide against
        films that begin with its words and have ten times the ratings, or, where they are several,
        three times: "The Lord of the Rings" is the cartoon of 1978, and hardly ever meant. Typing
        errors are never guessed.

        Raises:
            UnknownTitle: nothing fits; carries the films that come close.
            AmbiguousTitle: several films fit; carries them.
        """
        number = _ID.fullmatch(text.strip())
        if number and (int(number[1]) in self or not text.strip().isdigit()):
            return self[int(number[1])]
        hits = [hit for hit in self.titles.search(text) if hit.match is not Match.ANY]
        exact = [hit.movie for hit in hits if hit.match is Match.EXACT]
        famous = _far_more_famous(text, exact, hits) if exact else []
        fitting = exact or [hit.movie for hit in hits if hit.match >= Match.WORDS]
        if not famous and (len(fitting) == 1 or (exact and _clear(exact))):
            return fitting[0]
        if not fitting:
            raise _unknown(text, hits)
        raise _ambiguous(text, [*famous[:_FAMOUS], *fitting, *famous[_FAMOUS:]])

    def to_json(self) -> dict[str, list[Any]]:
        """Return the films as columns of plain values, one list a field."""
        return {name: [_plain(getattr(movie, name)) for movie in self] for name in _COLUMNS}

    @classmethod
    def from_json(cls, columns: Mapping[str, Sequence[Any]]) -> Self:
        """Return the catalogue that `to_json` wrote.

        Raises:
            ModelDamaged: a column is missing, or columns are of unequal lengths.
        """
        missing = [name for name in _COLUMNS if name not in columns]
        if missing or len({len(columns[name]) for name in _COLUMNS}) != 1:
            what = f"lacks {', '.join(missing)}" if missing else "has columns of unequal lengths"
            raise ModelDamaged(f"The catalogue {what}; build the model again.")
        return cls(
            Movie(item_id, title, year, tuple(genres), tuple(aka), imdb_id, tmdb_id, ratings)
            for item_id, title, year, genres, aka, imdb_id, tmdb_id, ratings in zip(
                *(columns[name] for name in _COLUMNS), strict=True
            )
        )


class WiderCatalog(Catalog):
    """A catalogue, and films beyond it under the ids of `recsys.movies.beyond_id`.

    Such an id also means the film of the catalogue that has its IMDb number, so what was saved
    while a smaller data set was in use still finds its film.

    Args:
        within: the catalogue.
        found: films beyond it.
        unsearched: more of them, which searches don't find.
    """

    def __init__(self, within: Catalog, found: Catalog, unsearched: Catalog) -> None:
        super().__init__(())
        self._within = within
        self._found = found
        self._unsearched = unsearched

    def __getitem__(self, item_id: int) -> Movie:
        if item_id in self._within:
            return self._within[item_id]
        imdb_id = imdb_of(item_id)
        if imdb_id is not None and imdb_id in self._within.by_imdb_id:
            return self._within.by_imdb_id[imdb_id]
        return (self._found if item_id in self._found else self._unsearched)[item_id]

    def __contains__(self, item_id: object) -> bool:
        if any(item_id in each for each in (self._within, self._found, self._unsearched)):
            return True
        return isinstance(item_id, int) and imdb_of(item_id) in self._within.by_imdb_id

    def __len__(self) -> int:
        return len(self._within) + sum(1 for _ in self._new())

    def __iter__(self) -> Iterator[Movie]:
        return chain(self._within, self._new())

    @property
    def genres(self) -> tuple[str, ...]:
        """Return the genres of the catalogue, which lists can be filtered by."""
        return self._within.genres

    @property
    def newest(self) -> int | None:
        """Return the year of the catalogue's newest film."""
        return self._within.newest

    @cached_property
    def titles(self) -> TwoSearches:
        """Return the search over all names; only what is beyond the catalogue is prepared anew."""
        return TwoSearches(self._within.titles, self._found.titles, self._within.by_imdb_id)

    @cached_property
    def names(self) -> TwoNameIndexes:
        """Return the films by whole names."""
        return TwoNameIndexes(self._within.names, self._found.names)

    @cached_property
    def by_imdb_id(self) -> Mapping[ImdbId, Movie]:
        """Return the films that have an IMDb id, by it."""
        own = {movie.imdb_id: movie for movie in self._new() if movie.imdb_id is not None}
        return {**self._within.by_imdb_id, **own} if own else self._within.by_imdb_id

    @property
    def by_tmdb_id(self) -> Mapping[TmdbId, Movie]:
        """Return the films that have an id at The Movie Database, by it."""
        return self._within.by_tmdb_id

    def _new(self) -> Iterator[Movie]:
        films = chain(self._found, self._unsearched)
        return (movie for movie in films if movie.imdb_id not in self._within.by_imdb_id)


def _from_raw(raw: RawMovie, ratings: int) -> Movie:
    parsed = parse_title(raw.title)
    return Movie(
        id=ItemId(raw.item_id),
        title=parsed.title,
        year=parsed.year,
        genres=tuple(raw.genres),
        aka=parsed.aka,
        imdb_id=None if raw.imdb_id is None else ImdbId(raw.imdb_id),
        tmdb_id=None if raw.tmdb_id is None else TmdbId(raw.tmdb_id),
        ratings=int(ratings),
    )


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _clear(namesakes: list[Movie]) -> bool:
    most, *others = sorted((movie.ratings for movie in namesakes), reverse=True)
    return most > 0 and all(most >= _CLEARLY_MORE * other for other in others)


def _far_more_famous(text: str, exact: list[Movie], hits: list[Hit]) -> list[Movie]:
    """Return the films that begin with the words of an exact name and are far better known."""
    known = max(1, *(movie.ratings for movie in exact))
    begun = [hit.movie for hit in hits if hit.match is Match.START]
    more = [each for each in begun if each.ratings >= _MORE * known and _begins(each, text)]
    return (
        more if len(more) > 1 or any(each.ratings >= _CLEARLY_MORE * known for each in more) else []
    )


def _begins(movie: Movie, text: str) -> bool:
    return any(begins_with(name, text) for name in (movie.title, *movie.aka))


def _ambiguous(text: str, movies: list[Movie]) -> AmbiguousTitle:
    shown = ", ".join(f"{movie.display} [id:{movie.id}]" for movie in movies[:_SUGGESTIONS])
    more = " and more" if len(movies) > _SUGGESTIONS else ""
    return AmbiguousTitle(
        f"{_quote(text)} fits {shown}{more}; add the year, or use the id, as in id:{movies[0].id}.",
        candidates=[movie.id for movie in movies],
    )


def _unknown(text: str, hits: list[Hit]) -> UnknownTitle:
    close = [hit.movie.display for hit in hits[:_SUGGESTIONS]]
    if close:
        advice = f"did you mean {', '.join(close[:-1])}{' or ' * (len(close) > 1)}{close[-1]}?"
        return UnknownTitle(
            f"No film is called {_quote(text)}; {advice}",
            candidates=[hit.movie.id for hit in hits],
        )
    return UnknownTitle(
        f"No film is called {_quote(text)}; check the spelling, or try fewer words or a movieId."
    )


def _quote(text: str) -> str:
    line = " ".join(text.split())
    return f'"{line[: _QUOTED - 1]}…"' if len(line) > _QUOTED else f'"{line}"'
