"""What an engine stores, under which names, in what portions.

A point is a user (its id is the MovieLens ``userId``) with a taste and what it can be filtered by.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from recsys.types import NeighbourFilter, SparsePoint

MOST_POINTS = 2_000
"""Points in a portion, at most."""

FULL_SCAN_THRESHOLD = 1
"""If fewer points than this pass a filter, engines score each from storage, one by one.

Their own threshold of 5,000 made filtered searches up to 40 times slower (15 against 0.35 ms at
6,040 users, 200 signals) than the posting lists do, so these are always used.
"""

VECTOR = "taste"
"""The name of a user's sparse vector."""

PAYLOAD: Mapping[str, type[int | str]] = {
    "age": int,
    "gender": str,
    "occupation": str,
    "ratings": int,
    "last_year": int,
}
"""What a user can be filtered by, and its type."""


@dataclass(frozen=True, slots=True)
class Equals:
    """The payload's ``key`` is ``value``."""

    key: str
    value: int | str


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The payload's ``key`` is ``value`` or more."""

    key: str
    value: int


Condition = Equals | AtLeast


def conditions(where: NeighbourFilter | None) -> list[Condition]:
    """Return what a user's payload must fulfil: all of it, or nothing without a filter."""
    if where is None:
        return []
    equal = {"age": where.age, "gender": where.gender, "occupation": where.occupation}
    wanted: list[Condition] = [
        Equals(key, value) for key, value in equal.items() if value is not None
    ]
    if where.active_since is not None:
        wanted.append(AtLeast("last_year", where.active_since))
    return wanted


def portions(points: Iterable[SparsePoint], most_numbers: int) -> Iterator[list[SparsePoint]]:
    """Yield points in lists of bounded size, so that memory and requests are bounded too.

    Args:
        points: any number of them; taken one at a time.
        most_numbers: non-zero values in a portion, at most; a point that has more goes alone.
    """
    portion: list[SparsePoint] = []
    numbers = 0
    for point in points:
        size = len(point.vector.indices)
        if portion and (numbers + size > most_numbers or len(portion) == MOST_POINTS):
            yield portion
            portion, numbers = [], 0
        portion.append(point)
        numbers += size
    if portion:
        yield portion
