"""Words with typing errors.

Comparing a word with every term would take too long. Each term's set of letters is kept as 64
bits; one edit brings in at most one letter and takes away at most one, so a single pass over those
numbers leaves a few terms to compare.
"""

from collections.abc import Mapping, Sequence
from string import ascii_lowercase, digits

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from recsys.search.terms import prefix_range

_BITS = {letter: 1 << bit for bit, letter in enumerate(ascii_lowercase + digits)}
_MAX_CLOSE = 40
_ONE_EDIT, _TWO_EDITS = 3, 6
_UNFINISHED = 0.5


class Spelling:
    """Finds the terms of a vocabulary that are a few typing errors away.

    Args:
        terms: sorted, distinct, folded.
    """

    __slots__ = ("_lengths", "_letters", "_terms")

    def __init__(self, terms: Sequence[str]) -> None:
        self._terms = terms
        self._lengths = np.fromiter(map(len, terms), np.int32, len(terms))
        self._letters = np.fromiter(map(_letters, terms), np.uint64, len(terms))

    def close(self, word: str, *, unfinished: bool) -> list[tuple[float, int]]:
        """Return the closest terms, best first, at most forty.

        One error is allowed from three letters on, two from six (optimal string alignment: a letter
        more, less or other, or two swapped). A number has no typing errors, only other numbers.

        Args:
            word: what was typed, folded.
            unfinished: also take terms of which the word may be the beginning, if its first letter
                is right; that counts as half an error more.

        Returns:
            Pairs of likeness and position in the vocabulary. The likeness is one minus the number
            of errors per letter typed.
        """
        edits = 0 if word.isdigit() else (len(word) >= _ONE_EDIT) + (len(word) >= _TWO_EDITS)
        if not edits:
            return []
        distances = self._whole(word, edits)
        if unfinished:
            for number, distance in self._beginnings(word, edits).items():
                longer = distance + _UNFINISHED
                distances[number] = min(longer, distances.get(number, longer))
        best = sorted(distances, key=lambda number: (distances[number], number))[:_MAX_CLOSE]
        return [(1 - distances[number] / len(word), number) for number in best]

    def _whole(self, word: str, edits: int) -> dict[int, float]:
        letters = np.uint64(_letters(word))
        near = np.abs(self._lengths - len(word)) <= edits
        near &= np.bitwise_count(letters & ~self._letters) <= edits
        near &= np.bitwise_count(self._letters & ~letters) <= edits
        return _distances(word, self._cut(np.flatnonzero(near).tolist(), None), edits)

    def _beginnings(self, word: str, edits: int) -> dict[int, float]:
        start, end = prefix_range(self._terms, word[0])
        near = self._lengths[start:end] > len(word)
        near &= np.bitwise_count(np.uint64(_letters(word)) & ~self._letters[start:end]) <= edits
        numbers = (np.flatnonzero(near) + start).tolist()
        found = _distances(word, self._cut(numbers, len(word)), edits)
        # A letter left out while typing makes the beginning of the term one longer.
        for number, distance in _distances(word, self._cut(numbers, len(word) + 1), edits).items():
            found[number] = min(distance, found.get(number, distance))
        return found

    def _cut(self, numbers: list[int], length: int | None) -> dict[int, str]:
        return {number: self._terms[number][:length] for number in numbers}


def _letters(word: str) -> int:
    """Return the set of letters as 64 bits; letters that share a bit only cost a comparison."""
    bits = 0
    for letter in word:
        bits |= _BITS.get(letter) or 1 << (len(_BITS) + ord(letter) % (64 - len(_BITS)))
    return bits


def _distances(word: str, terms: Mapping[int, str], edits: int) -> dict[int, float]:
    found = process.extract(word, terms, scorer=OSA.distance, score_cutoff=edits, limit=None)
    return {number: float(distance) for _, distance, number in found}
