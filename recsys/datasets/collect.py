"""From a stream of ratings to one sparse matrix, in bounded memory.

A rating takes 13 bytes while it is collected: its place (user and column in one 64-bit key), its
time and its half stars.
"""

from collections.abc import Callable
from typing import TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from recsys.arrays import Bytes, Int32s, Int64s
from recsys.datasets.types import Dataset, RatingChunk, Source
from recsys.errors import MalformedData
from recsys.ratings import Ratings

_COLUMN_BITS = 32
_COLUMN_MASK = 2**_COLUMN_BITS - 1

_Scalar = TypeVar("_Scalar", bound=np.generic)
_Times: TypeAlias = npt.NDArray[np.uint32]


def collect(source: Source, on_progress: Callable[[int], None] | None = None) -> Dataset:
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
    keys, times, half_stars = _read(source, item_ids, on_progress)
    read = len(keys)
    if not (keys[1:] > keys[:-1]).all():
        kept = _newest_of_each(keys, times)
        keys, times, half_stars = keys[kept], times[kept], half_stars[kept]
    return Dataset(
        name=source.name,
        licence=source.licence,
        invented=source.invented,
        has_half_stars=source.has_half_stars,
        movies=movies,
        ratings=_matrix(item_ids, keys, times, half_stars),
        demographics=demographics,
        duplicates=read - len(keys),
    )


def _read(
    source: Source, item_ids: Int64s, on_progress: Callable[[int], None] | None
) -> tuple[Int64s, _Times, Bytes]:
    keys: list[Int64s] = []
    times: list[_Times] = []
    half_stars: list[Bytes] = []
    for chunk in source.ratings():
        keys.append((chunk.user_ids << _COLUMN_BITS) | _columns(chunk, item_ids))
        times.append(chunk.timestamps.astype(np.uint32))
        half_stars.append(chunk.half_stars)
        if on_progress:
            on_progress(len(chunk.user_ids))
    if not sum(map(len, keys)):
        raise MalformedData(source.name, None, "the release holds no ratings.")
    return _join(keys), _join(times), _join(half_stars)


def _columns(chunk: RatingChunk, item_ids: Int64s) -> Int64s:
    columns = np.searchsorted(item_ids, chunk.item_ids)
    found = item_ids[np.minimum(columns, len(item_ids) - 1)] == chunk.item_ids
    if not found.all():
        row = int(np.argmin(found))
        raise MalformedData(
            chunk.file,
            chunk.first_line + row,
            f"movie {chunk.item_ids[row]} is not in the release's list of movies.",
        )
    return columns


def _join(parts: list[npt.NDArray[_Scalar]]) -> npt.NDArray[_Scalar]:
    """Concatenate and let go of the parts, column by column: the peak is one column more."""
    joined = np.concatenate(parts)
    parts.clear()
    return joined


def _newest_of_each(keys: Int64s, times: _Times) -> Int64s:
    """Return the rows to keep, sorted by key; lexsort is stable, so a later row wins a tie."""
    order = np.lexsort((times, keys))
    ordered = keys[order]
    last = np.flatnonzero(np.append(ordered[1:], -1) != ordered)
    return order[last]


def _matrix(item_ids: Int64s, keys: Int64s, times: _Times, half_stars: Bytes) -> Ratings:
    users = keys >> _COLUMN_BITS
    starts = np.flatnonzero(np.append(-1, users[:-1]) != users)
    return Ratings(
        user_ids=users[starts],
        item_ids=item_ids,
        indptr=np.append(starts, len(keys)).astype(np.int64),
        columns=(keys & _COLUMN_MASK).astype(np.int32),
        half_stars=half_stars,
        last_year=_years(np.maximum.reduceat(times, starts)),
    )


def _years(times: _Times) -> Int32s:
    """Return the year (UTC) of each time, 0 for the time 0: a release without times."""
    years = times.astype("datetime64[s]").astype("datetime64[Y]").astype(np.int32) + 1970
    return np.where(times == 0, 0, years).astype(np.int32)
