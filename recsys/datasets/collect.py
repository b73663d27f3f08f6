"""From a stream of ratings to one sparse matrix, in bounded memory.

A rating takes 13 bytes while it is collected: its place (user and column in one 64-bit key), its
time and its half stars.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from recsys.arrays import Bools, Bytes, Int32s, Int64s
from recsys.datasets.types import Dataset, RatingChunk, Source
from recsys.errors import MalformedData
from recsys.progress import tell_nobody
from recsys.ratings import Ratings

_COLUMN_BITS = 32
_COLUMN_MASK = 2**_COLUMN_BITS - 1

_Scalar = TypeVar("_Scalar", bound=np.generic)
_Times: TypeAlias = npt.NDArray[np.uint32]


@dataclass(slots=True)
class _Table:
    """A row a rating.

    Columns are made and replaced one after the other, so that only one is ever held twice.

    Attributes:
        keys: (ratings,) the user's id in the upper 32 bits, the item's column in the lower.
        times: (ratings,) unix seconds.
        half_stars: (ratings,) 1 … 10.
    """

    keys: Int64s
    times: _Times
    half_stars: Bytes

    def take(self, rows: Int64s | Bools) -> None:
        """Keep only these rows, in this order."""
        self.keys = self.keys[rows]
        self.times = self.times[rows]
        self.half_stars = self.half_stars[rows]


def collect(source: Source, on_progress: Callable[[int], None] = tell_nobody) -> Dataset:
    """Read a whole release.

    Of several ratings by one user of one movie the newest stays, the later row on a tie.

    Args:
        source: the release.
        on_progress: called after each chunk with the number of further ratings.

    Raises:
        MalformedData: no movies, no ratings, a rating of a movie that the release doesn't list, or
            whatever is wrong with the files.
    """
    movies = tuple(sorted(source.movies(), key=lambda movie: movie.item_id))
    if not movies:
        raise MalformedData(source.name, None, "the release lists no movies.")
    demographics = source.demographics()
    item_ids = np.array([movie.item_id for movie in movies], dtype=np.int64)
    table = _read(source, item_ids, on_progress)
    read = len(table.keys)
    if not (table.keys[1:] > table.keys[:-1]).all():
        # The sort is stable: the last row of a key is the newest, and a later row wins a tie.
        table.take(np.lexsort((table.times, table.keys)))
        table.take(np.append(table.keys[1:] != table.keys[:-1], [True]))
    return Dataset(
        name=source.name,
        licence=source.licence,
        invented=source.invented,
        movies=movies,
        ratings=_matrix(item_ids, table),
        demographics=demographics,
        duplicates=read - len(table.keys),
    )


def _read(source: Source, item_ids: Int64s, on_progress: Callable[[int], None]) -> _Table:
    keys: list[Int64s] = []
    times: list[_Times] = []
    half_stars: list[Bytes] = []
    for chunk in source.ratings():
        keys.append((chunk.user_ids << _COLUMN_BITS) | _columns(chunk, item_ids))
        times.append(chunk.timestamps.astype(np.uint32))
        half_stars.append(chunk.half_stars)
        on_progress(len(chunk.user_ids))
    if not sum(map(len, keys)):
        raise MalformedData(source.name, None, "the release holds no ratings.")
    return _Table(_join(keys), _join(times), _join(half_stars))


def _columns(chunk: RatingChunk, item_ids: Int64s) -> Int64s:
    columns = np.searchsorted(item_ids, chunk.item_ids)
    found = item_ids[np.minimum(columns, len(item_ids) - 1)] == chunk.item_ids
    if not found.all():
        row = int(np.argmin(found))
        raise MalformedData(
            chunk.file,
            chunk.first_line + row,
            f"movie {chunk.item_ids[row]} isn't in the release's list of movies.",
        )
    return columns


def _join(parts: list[npt.NDArray[_Scalar]]) -> npt.NDArray[_Scalar]:
    """Concatenate the parts and release their memory."""
    joined = np.concatenate(parts)
    parts.clear()
    return joined


def _matrix(item_ids: Int64s, table: _Table) -> Ratings:
    users = table.keys >> _COLUMN_BITS
    starts = np.append([0], np.flatnonzero(users[1:] != users[:-1]) + 1)
    user_ids = users[starts]
    del users
    return Ratings(
        user_ids=user_ids,
        item_ids=item_ids,
        indptr=np.append(starts, len(table.keys)),
        columns=(table.keys & _COLUMN_MASK).astype(np.int32),
        half_stars=table.half_stars,
        last_year=_years(np.maximum.reduceat(table.times, starts)),
    )


def _years(times: _Times) -> Int32s:
    """Return the year (UTC) of each time, 0 for the time 0: a release without times."""
    years = times.astype("datetime64[s]").astype("datetime64[Y]").astype(np.int32) + 1970
    return np.where(times == 0, 0, years).astype(np.int32)
