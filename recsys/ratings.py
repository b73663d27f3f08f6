"""Ratings as one compressed sparse row matrix: a row a user, a column an item.

Stars are kept as half stars in one byte (1 … 10 stand for 0.5 … 5.0), columns as 32-bit numbers, so
that 33 million ratings are 170 MB, in memory or mapped from disk.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from recsys.arrays import Bytes, Int32s, Int64s
from recsys.rows import places, spans
from recsys.types import MAX_ID


@dataclass(frozen=True, slots=True, eq=False)
class Ratings:
    """Who rated what, and how.

    Attributes:
        user_ids: (users,) MovieLens ``userId`` of each row, ascending.
        item_ids: (items,) MovieLens ``movieId`` of each column, ascending.
        indptr: (users + 1,) row ``u`` is ``indptr[u]:indptr[u + 1]`` of the next two.
        columns: (ratings,) column of each rating, ascending within a row.
        half_stars: (ratings,) twice the stars, 1 … 10.
        last_year: (users,) year of each user's newest rating; 0 where the release has no times.
    """

    user_ids: Int64s
    item_ids: Int64s
    indptr: Int64s
    columns: Int32s
    half_stars: Bytes
    last_year: Int32s

    @property
    def n_users(self) -> int:
        """Number of rows."""
        return len(self.user_ids)

    @property
    def n_items(self) -> int:
        """Number of columns."""
        return len(self.item_ids)

    def __len__(self) -> int:
        """Return the number of ratings."""
        return len(self.columns)

    def row(self, user: int) -> tuple[Int32s, Bytes]:
        """Return the columns and half stars of row ``user``."""
        span = slice(int(self.indptr[user]), int(self.indptr[user + 1]))
        return self.columns[span], self.half_stars[span]

    def row_lengths(self) -> Int64s:
        """Return (users,) how many films each user rated."""
        return np.diff(self.indptr)

    def rows_of(self, user_ids: Int64s) -> Int64s:
        """Return the row of each of the ids, all of which must be present."""
        return np.searchsorted(self.user_ids, user_ids)

    def columns_of(self, item_ids: Collection[int]) -> Int64s:
        """Return the columns of these items, ascending; unknown ids are left out."""
        possible = sorted({item for item in item_ids if 0 < item <= MAX_ID})
        columns, known = places(self.item_ids, np.array(possible, dtype=np.int64))
        return columns[known]

    def select_users(self, rows: Int64s) -> "Ratings":
        """Return the ratings of these rows only, in the given ascending order; items stay."""
        lengths = self.row_lengths()[rows]
        indptr = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        bounds = self.indptr[rows], self.indptr[rows + 1]
        return Ratings(
            user_ids=self.user_ids[rows],
            item_ids=self.item_ids,
            indptr=indptr,
            columns=spans(self.columns, *bounds),
            half_stars=spans(self.half_stars, *bounds),
            last_year=self.last_year[rows],
        )
