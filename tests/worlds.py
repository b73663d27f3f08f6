"""Small invented data sets whose right answers are plain to see."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from recsys.datasets.types import Dataset, Demographics, RatingChunk, RawMovie
from recsys.ratings import Ratings

SCI_FI = range(1, 11)
ROMANCE = range(11, 21)


def ratings_of(stars: Mapping[int, Mapping[int, float]], item_ids: Sequence[int] = ()) -> Ratings:
    """Return the ratings of {user: {movie: stars}}."""
    items = np.unique([*item_ids, *(item for row in stars.values() for item in row)])
    users = sorted(stars)
    rows = [sorted(stars[user].items()) for user in users]
    indptr = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
    flat = [pair for row in rows for pair in row]
    return Ratings(
        user_ids=np.array(users, dtype=np.int64),
        item_ids=items.astype(np.int64),
        indptr=indptr,
        columns=np.searchsorted(items, [item for item, _ in flat]).astype(np.int32),
        half_stars=np.array([round(2 * value) for _, value in flat], dtype=np.uint8),
        last_year=np.full(len(users), 2020, dtype=np.int32),
    )


def random_ratings(seed: int, users: int = 40, items: int = 25, share: float = 0.4) -> Ratings:
    """Return ratings without any pattern; every user rated something."""
    random = np.random.default_rng(seed)
    return ratings_of(
        {
            user: {
                int(item): float(random.integers(1, 11)) / 2
                for item in np.flatnonzero(random.random(items) < share) + 1
            }
            or {1: 3.0}
            for user in range(1, users + 1)
        },
        item_ids=range(1, items + 1),
    )


def two_camps(users: int = 60, seed: int = 0) -> dict[int, dict[int, float]]:
    """Return a world of two camps: odd users love films 1–10 and not 11–20, even ones reversed."""
    random = np.random.default_rng(seed)
    world: dict[int, dict[int, float]] = {}
    for user in range(1, users + 1):
        loved, loathed = (SCI_FI, ROMANCE) if user % 2 else (ROMANCE, SCI_FI)
        world[user] = {int(item): 5.0 for item in random.choice(loved, 7, replace=False)}
        world[user] |= {int(item): 1.5 for item in random.choice(loathed, 4, replace=False)}
    return world


class CampSource:
    """The two camps as a release."""

    name = "camps"
    licence = "Invented for tests."
    invented = True
    size_hint = 660

    def __init__(self, users: int = 60) -> None:
        self._world = two_camps(users)

    def movies(self) -> list[RawMovie]:
        return [
            RawMovie(item, f"Space{item} ({1970 + item})", ("Sci-Fi",), f"tt{item:07}", item)
            for item in SCI_FI
        ] + [
            RawMovie(item, f"Heart{item} ({1970 + item})", ("Romance",), f"tt{item:07}", item)
            for item in ROMANCE
        ]

    def demographics(self) -> Mapping[int, Demographics]:
        return {
            user: Demographics(25 if user <= len(self._world) // 2 else 50, "FM"[user % 2], "1")
            for user in self._world
        }

    def ratings(self) -> Iterator[RatingChunk]:
        triples = [
            (user, item, stars) for user, row in self._world.items() for item, stars in row.items()
        ]
        users, items, stars = (np.array(column) for column in zip(*triples, strict=True))
        yield RatingChunk(
            file="camps",
            first_line=1,
            user_ids=users.astype(np.int64),
            item_ids=items.astype(np.int64),
            half_stars=(2 * stars).astype(np.uint8),
            timestamps=np.full(len(users), 1_600_000_000, dtype=np.int64),
        )


def camp_dataset(users: int = 60) -> Dataset:
    """Return the two camps, collected."""
    source = CampSource(users)
    return Dataset(
        name=source.name,
        licence=source.licence,
        invented=True,
        movies=tuple(source.movies()),
        ratings=ratings_of(two_camps(users), item_ids=range(1, 21)),
        demographics=source.demographics(),
        duplicates=0,
    )
