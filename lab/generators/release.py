"""Invented releases of any size, for benchmarks: the taste model on invented films."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from lab.generators import taste_model
from lab.generators.taste_model import Films
from lab.generators.titles import invent_titles, pick
from recsys.arrays import Bools, Floats, Int64s
from recsys.datasets.types import Demographics, RatingChunk, RawMovie

_GENRES: Final = {
    "Drama": 0.27, "Comedy": 0.17, "Thriller": 0.09, "Romance": 0.08, "Action": 0.07,
    "Documentary": 0.06, "Horror": 0.06, "Crime": 0.05, "Adventure": 0.04, "Sci-Fi": 0.03,
    "Children": 0.02, "Animation": 0.02, "Fantasy": 0.01, "Mystery": 0.01, "War": 0.01,
    "Western": 0.005, "Musical": 0.003, "Film-Noir": 0.002,
}  # fmt: skip
_MOST_GENRES: Final = 3
_FIRST_YEAR, _LAST_YEAR = 1920, 2023
_RECENT: Final = 1.7
"""The larger, the more of the films are from the last years."""
_FOREIGN: Final = 0.25
_QUALITY: Final = 0.4
_SPREAD: Final = 1.5
_MOST: Final = 8_000
"""Ratings of the busiest viewer, at most."""


class GeneratedSource:
    """An invented release of a given size, a `recsys.datasets.types.Source`.

    As in MovieLens, the best-known film is rated by a third of the viewers or more, the median film
    by a handful, and the median viewer rates a third as many films as the average one.
    """

    def __init__(self, users: int, items: int, ratings: int, seed: int = 1) -> None:
        """Describe a release; nothing is made up before a method is called.

        Args:
            users: how many people; their ids are 1, 2, ….
            items: how many films; their ids are 1, 2, ….
            ratings: about how many; what comes out differs by less than a percent from 1 M on.
            seed: equal seeds give equal releases.
        """
        self._users = users
        self._items = items
        self._ratings = ratings
        self._seed = seed

    @property
    def name(self) -> str:
        """Return a name that tells the size."""
        return f"generated-{self._ratings}"

    @property
    def licence(self) -> str:
        """Say that everything is invented."""
        return "Generated data (invented films and ratings): made by Matinee; no MovieLens data."

    @property
    def invented(self) -> bool:
        """Return that the ratings are made up."""
        return True

    @property
    def size_hint(self) -> int:
        """Return about how many ratings there are."""
        return self._ratings

    def movies(self) -> list[RawMovie]:
        """Return the films, by movie id; without ids elsewhere, for there they don't exist."""
        films = self._invent()
        titles = invent_titles(np.random.default_rng([self._seed, 1]), films.foreign)
        return [
            RawMovie(item_id, f"{title} ({year})", genres)
            for item_id, (title, year, genres) in enumerate(
                zip(titles, films.years.tolist(), films.genres, strict=True), start=1
            )
        ]

    def demographics(self) -> Mapping[int, Demographics]:
        """Return nothing: nobody's age is made up."""
        return {}

    def ratings(self) -> Iterator[RatingChunk]:
        """Yield the ratings, sorted by user and movie, in chunks of less than a million."""
        rng = np.random.default_rng([self._seed, 2])
        invented = self._invent()
        described = zip(
            invented.genres, invented.years.tolist(), invented.foreign.tolist(), strict=True
        )
        films = Films(
            item_ids=np.arange(1, self._items + 1),
            fame=_fame(rng, self._items, self._users),
            quality=_QUALITY * rng.standard_normal(self._items),
            appeal=taste_model.appeal(
                [
                    taste_model.traits(genres, year, foreign=foreign)
                    for genres, year, foreign in described
                ]
            ),
            years=invented.years,
        )
        viewers = taste_model.invite(
            rng,
            self._users,
            self._ratings,
            spread=_SPREAD,
            least=1,
            most=min(max(self._items // 3, 1), _MOST),
        )
        return taste_model.watch(films, viewers, seed=self._seed, name=self.name)

    def _invent(self) -> "_Invented":
        rng = np.random.default_rng(self._seed)
        drawn = pick(rng, _GENRES, self._items * _MOST_GENRES)
        ends = np.arange(self._items) * _MOST_GENRES
        ends += rng.integers(1, _MOST_GENRES + 1, self._items)
        age = rng.random(self._items) ** _RECENT * (_LAST_YEAR + 1 - _FIRST_YEAR)
        return _Invented(
            genres=[
                tuple(dict.fromkeys(drawn[start : int(end)]))
                for start, end in zip(range(0, len(drawn), _MOST_GENRES), ends, strict=True)
            ],
            years=_LAST_YEAR - age.astype(np.int64),
            foreign=rng.random(self._items) < _FOREIGN,
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Invented:
    """What is made up about the films: (items,) each."""

    genres: list[tuple[str, ...]]
    years: Int64s
    foreign: Bools


def _fame(rng: np.random.Generator, items: int, users: int) -> Floats:
    """Return (items,) relative chances to be watched, in random order.

    The film of rank k of n has e^(−b·(k/n)^0.23), a stretched exponential, which is the shape of
    MovieLens; b makes the last film's share small enough for a handful of ratings.
    """
    ranks = rng.permutation(items) + 1
    decay = 1.25 * np.log(max(users / 3, 2))
    fame: Floats = np.exp(-decay * (ranks / items) ** 0.23)
    return fame
