"""Which films are parts of one series, and which of them come first.

`recsys.model.find_series` finds them.
"""

from dataclasses import dataclass

import numpy as np

from recsys.arrays import Bools, Floats, Int32s, Int64s

NO_SERIES = -1

_EARLIER_PART = 0.5
"""A sequel waits for an earlier part with this share of its own score."""


@dataclass(frozen=True)
class Series:
    """Which series each film is part of.

    Attributes:
        numbers: (items,) number of the series of each column, `NO_SERIES` for most.
        earlier: (pairs,) columns of parts that come before others in the same series.
        later: (pairs,) the part that each of them comes before.
    """

    numbers: Int32s
    earlier: Int32s
    later: Int32s

    def parts(self, column: int) -> Int64s:
        """Return the columns of all parts of a film's series, by movie id; else itself alone."""
        number = self.numbers[column]
        if number == NO_SERIES:
            return np.array([column], dtype=np.int64)
        return np.flatnonzero(self.numbers == number)


class Sequels:
    """Tells which films of a model wait for an earlier part of their series."""

    def __init__(self, series: Series) -> None:
        # As numpy wants its places: from others it makes them each time.
        self._earlier, self._later = series.earlier.astype(np.intp), series.later.astype(np.intp)

    def waiting(self, scores: Floats, filtered: Bools) -> Int64s:
        """Return the columns of films that wait for an earlier part of their series.

        That is so where the earlier part would be recommended too: where it is not judged, passes
        the filters and has at least half of the later one's score. So a remake hardly waits, nor a
        film that only sounds like a sequel.

        Args:
            scores: (items,) of a member; 0 for judged films.
            filtered: (items,) films that pass the filters of the request.
        """
        own = scores[self._later]
        good = np.flatnonzero(own > 0)
        earlier = self._earlier[good]
        waits = filtered[earlier] & (scores[earlier] >= _EARLIER_PART * own[good])
        return self._later[good[waits]]
