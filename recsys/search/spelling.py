"""Words with typing errors.

Comparing a word with every term would take too long. Each term's set of letters is kept as 64
bits, and so are those that it has twice. One edit brings in a letter and takes one away, or does
one of these and changes the length, so a single pass over those numbers leaves a few terms to
compare.
"""

from collections.abc import Sequence
from string import ascii_lowercase, digits

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from recsys.arrays import Bytes, Int64s
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

    __slots__ = ("_lengths", "_letters", "_terms", "_twice")

    def __init__(self, terms: Sequence[str]) -> None:
        self._terms = terms
        self._lengths = np.fromiter(map(len, terms), np.int32, len(terms))
        letters = [_letters(term) for term in terms]
        self._letters, self._twice = np.array(letters, dtype=np.uint64).reshape(-1, 2).T.copy()

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
        longer = np.abs(self._lengths - len(word))
        numbers = np.flatnonzero(longer <= edits)
        more, less = self._unlike(word, numbers)
        likely = (more <= edits) & (less <= edits) & (more + less + longer[numbers] <= 2 * edits)
        return self._distances(word, numbers[likely].tolist(), None, edits)

    def _beginnings(self, word: str, edits: int) -> dict[int, float]:
        start, end = prefix_range(self._terms, word[0])
        numbers = np.flatnonzero(self._lengths[start:end] > len(word)) + start
        more, _ = self._unlike(word, numbers)
        likely = numbers[more <= edits].tolist()
        found = self._distances(word, likely, len(word), edits)
        # A letter left out while typing makes the beginning of the term one longer.
        for number, distance in self._distances(word, likely, len(word) + 1, edits).items():
            found[number] = min(distance, found.get(number, distance))
        return found

    def _unlike(self, word: str, numbers: Int64s) -> tuple[Bytes, Bytes]:
        """Return how many letters the word has more, and how many less, than each term."""
        letters, twice = np.array(_letters(word), dtype=np.uint64)
        in_terms, in_terms_twice = self._letters[numbers], self._twice[numbers]
        more = np.bitwise_count(letters & ~in_terms) + np.bitwise_count(twice & ~in_terms_twice)
        less = np.bitwise_count(in_terms & ~letters) + np.bitwise_count(in_terms_twice & ~twice)
        return more, less

    def _distances(
        self, word: str, numbers: list[int], length: int | None, edits: int
    ) -> dict[int, float]:
        """Return the terms, cut to a length, that are at most so many errors away."""
        terms = [self._terms[number][:length] for number in numbers]
        found = process.extract(word, terms, scorer=OSA.distance, score_cutoff=edits, limit=None)
        return {numbers[at]: float(distance) for _, distance, at in found}


def _letters(word: str) -> tuple[int, int]:
    """Return the set of letters, and of those that come again, as 64 bits each.

    Letters that share a bit only cost a comparison.
    """
    once = twice = 0
    for letter in word:
        bit = _BITS.get(letter) or 1 << (len(_BITS) + ord(letter) % (64 - len(_BITS)))
        twice |= once & bit
        once |= bit
    return once, twice
