"""How alike films are by their genres."""

from collections.abc import Iterable

import numpy as np

from recsys.arrays import Bools, Floats, Int64s, Singles
from recsys.movies import Movie


class GenreSets:
    """The sets of genres that films have: a few thousand at most, however many films there are.

    Attributes:
        of: (items,) each film's set.
        names: all genres, sorted.
    """

    def __init__(self, movies: Iterable[Movie]) -> None:
        """Lay out the films, which are in the order of the columns."""
        listed = [movie.genres for movie in movies]
        as_sets = {genres: frozenset(genres) for genres in dict.fromkeys(listed)}
        sets = {each: at for at, each in enumerate(dict.fromkeys(as_sets.values()))}
        numbers = {genres: sets[each] for genres, each in as_sets.items()}
        self.of: Int64s = np.array([numbers[genres] for genres in listed], dtype=np.int64)
        self.names: tuple[str, ...] = tuple(sorted(frozenset().union(*sets)))
        has = np.array([[name in each for name in self.names] for each in sets], dtype=np.float32)
        self._has = has > 0
        sizes = has.sum(axis=1)
        both = has @ has.T
        either = sizes[:, None] + sizes - both
        # Jaccard: the genres that two sets share, out of all genres of both.
        self._alike: Singles = np.divide(both, either, out=np.zeros_like(both), where=either > 0)

    def having(self, name: str) -> Bools:
        """Return (items,) which films have a genre, one of `names`."""
        having: Bools = self._has[:, self.names.index(name)].take(self.of)
        return having

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
