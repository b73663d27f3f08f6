"""How alike films are by their genres."""

from collections.abc import Iterable

import numpy as np

from recsys.arrays import Floats, Int64s, Singles
from recsys.movies import Movie


class GenreSets:
    """The sets of genres that films have: a few thousand at most, however many films there are.

    Attributes:
        of: (items,) each film's set.
    """

    def __init__(self, movies: Iterable[Movie]) -> None:
        """Lay out the films, which are in the order of the columns."""
        genres = [frozenset(movie.genres) for movie in movies]
        numbers = {genre: at for at, genre in enumerate(sorted(set().union(*genres)))}
        sets = {each: at for at, each in enumerate(dict.fromkeys(genres))}
        self.of: Int64s = np.array([sets[each] for each in genres], dtype=np.int64)
        has = np.zeros((len(sets), len(numbers)), dtype=np.float32)
        for each, at in sets.items():
            has[at, [numbers[genre] for genre in each]] = 1.0
        sizes = has.sum(axis=1)
        both = has @ has.T
        either = sizes[:, None] + sizes - both
        # Jaccard: the genres that two sets share, out of all genres of both.
        self._alike: Singles = np.divide(both, either, out=np.zeros_like(both), where=either > 0)

    def likeness(self, one: int, sets: Int64s) -> Singles:
        """Return (sets,) the share of the genres that sets have in common with one (Jaccard).

        0 where neither has any genre.
        """
        alike: Singles = self._alike[one].take(sets)
        return alike

    def mean_likeness(self, columns: Int64s) -> Floats:
        """Return (sets,) each set's mean likeness to these films; 0 without films."""
        counts = np.bincount(self.of[columns], minlength=len(self._alike))
        sets = np.flatnonzero(counts)
        # Not a matrix product: its threads cost more than these few numbers.
        sums: Floats = np.einsum("ls,l->s", self._alike[sets], counts[sets].astype(np.float64))
        return sums / max(len(columns), 1)
