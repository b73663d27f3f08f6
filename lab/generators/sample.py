"""The sample that Matinee ships: well-known real films, and invented viewers who rated them.

The films stand in ``sample_movies.csv``, written by hand: movie id, IMDb id, title, another name
(mostly the original one), year, genres, language where it isn't English; ``fame`` and ``quality``
are our own guesses, 1 … 5.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from lab.generators import taste_model
from lab.generators.taste_model import Films, Viewers
from recsys.datasets.releases import SAMPLE
from recsys.datasets.types import Demographics, RatingChunk, RawMovie

_USERS: Final = 1_200
_RATINGS: Final = 90_000
_SPREAD: Final = 0.6
_LEAST, _MOST = 20, 220
_FAME_STEP: Final = 2.6
"""How many times as often a film is watched as one a step less famous."""
_QUALITY_STEP: Final = 0.35
"""Stars by which films differ that are a step of quality apart."""
_AGES: Final = {1: 0.04, 18: 0.2, 25: 0.34, 35: 0.2, 45: 0.1, 50: 0.08, 56: 0.04}
_WOMEN: Final = 0.45
_OCCUPATIONS: Final = 21


@dataclass(frozen=True, slots=True)
class _Listed:
    movie: RawMovie
    year: int
    foreign: bool
    fame: int
    quality: int


@dataclass(frozen=True, slots=True)
class SampleSource:
    """What `recsys.datasets.source.open_sample` reads, a `recsys.datasets.types.Source`.

    Attributes:
        seed: of the viewers; equal seeds give equal ratings.
    """

    seed: int = 2571

    name = SAMPLE.name
    licence = SAMPLE.licence
    invented = True
    size_hint = _RATINGS

    def movies(self) -> list[RawMovie]:
        """Return the films, by movie id."""
        return [listed.movie for listed in _listed()]

    def demographics(self) -> Mapping[int, Demographics]:
        """Return an invented age group, gender and occupation of everybody, coded as in ml-1m."""
        rng = np.random.default_rng([self.seed, 1])
        ages = rng.choice(list(_AGES), size=_USERS, p=list(_AGES.values())).tolist()
        women = (rng.random(_USERS) < _WOMEN).tolist()
        occupations = rng.integers(_OCCUPATIONS, size=_USERS).tolist()
        return {
            user: Demographics(age, "F" if woman else "M", str(occupation))
            for user, (age, woman, occupation) in enumerate(
                zip(ages, women, occupations, strict=True), start=1
            )
        }

    def viewers(self) -> Viewers:
        """Return the people behind the ratings."""
        rng = np.random.default_rng(self.seed)
        return taste_model.invite(rng, _USERS, _RATINGS, spread=_SPREAD, least=_LEAST, most=_MOST)

    def ratings(self) -> Iterator[RatingChunk]:
        """Yield the ratings, sorted by user and movie, a user's all with the time of the last.

        Only the year of the last is ever read, and true times would double the file.
        """
        for chunk in taste_model.watch(_films(), self.viewers(), seed=self.seed, name=self.name):
            users, of_user = np.unique(chunk.user_ids, return_inverse=True)
            last = np.zeros(len(users), dtype=np.int64)
            np.maximum.at(last, of_user, chunk.timestamps)
            yield replace(chunk, timestamps=last[of_user])


@cache
def _listed() -> tuple[_Listed, ...]:
    text = Path(__file__).with_name("sample_movies.csv").read_text("utf-8")
    return tuple(_parse(row) for row in csv.DictReader(text.splitlines()))


def _parse(row: Mapping[str, str]) -> _Listed:
    names = f"{row['title']} ({row['aka']})" if row["aka"] else row["title"]
    return _Listed(
        RawMovie(
            int(row["movieId"]),
            f"{names} ({row['year']})",
            tuple(row["genres"].split("|")),
            row["imdbId"],
        ),
        year=int(row["year"]),
        foreign=bool(row["language"]),
        fame=int(row["fame"]),
        quality=int(row["quality"]),
    )


def _films() -> Films:
    listed = _listed()
    return Films(
        item_ids=np.array([film.movie.item_id for film in listed], dtype=np.int64),
        fame=_FAME_STEP ** np.array([film.fame for film in listed], dtype=np.float64),
        quality=_QUALITY_STEP * (np.array([film.quality for film in listed]) - 4.0),
        appeal=taste_model.appeal(
            [
                taste_model.traits(film.movie.genres, film.year, foreign=film.foreign)
                for film in listed
            ]
        ),
        years=np.array([film.year for film in listed], dtype=np.int64),
    )
