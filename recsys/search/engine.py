"""From what was typed to the films meant.

Three vocabularies are asked: whole names written as one word, words, and initials. How a film fits
is a `Match`; its fame decides between films that fit alike, and may outweigh one step between
neighbouring kinds, but nothing comes before an exact name.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from recsys.movies import Movie
from recsys.search.spelling import Spelling
from recsys.search.terms import Rows, TermIndex
from recsys.search.text import MAX_TEXT, NOISE, compounds, initials, name_keys, same_number, words

Qualities = npt.NDArray[np.float32]

_FAME = 0.9
"""Weight of fame, below the distance of 1 between two kinds of match."""
_NUMERAL, _PREFIX, _INITIALS, _TYPO = 0.9, 0.5, 0.7, 0.8
"""Weight of a word that fits in another way than letter by letter, which weighs 1."""
_FULL = 0.99
"""Details stay below 1, so that the whole part of a quality is the kind of match."""
_FEW = 5
"""With fewer films than this, or for a word that fewer films have, typing errors are considered."""
_ENOUGH = 0.4
_MAX_WORDS = 12
_MAX_GUESSES = 4
_MIN_INITIALS = 3
_MIN_DIGITS = 3
"""A shorter number is a whole one: "Godfather 2" doesn't ask for a film of 2003."""
_YEAR = re.compile(r"(?:18|19|20)[0-9]{2}")


class Match(IntEnum):
    """How a film fits what was typed, from none to best."""

    ANY = 0
    """Nothing was typed: it is a popular film."""
    PART = 1
    """A good part of the words, the rare ones counting more."""
    CLOSE = 2
    """All words, some of them mistyped or abbreviated to initials; or a whole name, mistyped."""
    WORDS = 3
    """All words or their beginnings, in any order; the year counts as a word."""
    START = 4
    """The beginning of one of its names."""
    EXACT = 5
    """One of its names, with or without its year."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A film that fits; the whole part of ``quality`` is the kind of match, the rest is detail."""

    movie: Movie
    match: Match
    quality: float


class TitleSearch:
    """An in-memory index of the names of films; immutable, safe to share between threads.

    Args:
        movies: the films, in any order.
    """

    def __init__(self, movies: Iterable[Movie]) -> None:
        # Rows in order of fame: the first rows answer an empty query, and ties need no other key.
        self._movies = sorted(movies, key=lambda movie: (-movie.ratings, movie.id))
        self._years = np.array([movie.year or 0 for movie in self._movies], dtype=np.int32)
        ratings = np.array([movie.ratings for movie in self._movies], dtype=np.float64)
        most = max(ratings.max(initial=0), 1)
        self._fame = (_FAME * np.log1p(ratings) / np.log1p(most)).astype(np.float32)
        named = [(row, name, words(name)) for row, name in self._names()]
        self._whole = TermIndex(
            (key, row) for row, _, parts in named for key in name_keys(parts) if key
        )
        self._name_spelling = Spelling(self._whole.terms)
        self._words = TermIndex(self._word_entries(named))
        self._word_spelling = Spelling(self._words.terms)
        self._initials = TermIndex(
            (initials(parts), row) for row, _, parts in named if len(parts) >= _MIN_INITIALS
        )

    def search(self, text: str, limit: int = 25) -> list[Hit]:
        """Return the films that fit, best first; any text has an answer, the same each time.

        Args:
            text: a title or a piece of one, typed by a person; blank gives the most popular films.
            limit: how many hits at most.
        """
        typed = words(text[:MAX_TEXT])[:_MAX_WORDS]
        if not typed:
            return [Hit(movie, Match.ANY, 0.0) for movie in self._movies[: max(limit, 0)]]
        quality = np.zeros(len(self._movies), dtype=np.float32)
        self._match_whole(typed, quality, year=None)
        if len(typed) > 1 and _YEAR.fullmatch(typed[-1]):
            self._match_whole(typed[:-1], quality, year=int(typed[-1]))
        self._match_words(_meaningful(typed), quality, guess=not quality.any())
        self._match_start(typed, quality)
        return [
            Hit(self._movies[row], Match(int(quality[row])), float(quality[row]))
            for row in self._best(quality, limit)
        ]

    def _match_whole(self, typed: list[str], quality: Qualities, *, year: int | None) -> None:
        literal, *others = _typed_keys(typed)
        for key, detail in [*((other, 0.0) for other in others), (literal, 0.5)]:
            rows = self._whole.exact(key)
            same_year = rows if year is None else rows[self._years[rows] == year]
            _raise(quality, same_year, Match.EXACT + detail)

    def _match_start(self, typed: list[str], quality: Qualities) -> None:
        by_words = quality.copy()
        literal, *others = _typed_keys(typed)
        for key, share in [(literal, 1.0), *((other, 0.5) for other in others)]:
            rows = self._whole.starting(key)
            # Whole words tell "E.T. the Extra-Terrestrial" from "Eternal Sunshine" for "et".
            details = np.where(by_words[rows] >= Match.WORDS, by_words[rows] % 1 / 2, 0)
            _raise(quality, rows, Match.START + share * details)

    def _match_words(self, typed: list[str], quality: Qualities, *, guess: bool) -> None:
        weights = [self._weights(word) for word in typed]
        if _mean_where_all(weights, quality, Match.WORDS) >= _FEW or not guess:
            return
        rare = [place for place, weight in enumerate(weights) if np.count_nonzero(weight) < _FEW]
        for place in rare[:_MAX_GUESSES]:
            last = place == len(typed) - 1
            self._add_close(typed[place], weights[place], unfinished=last)
        if not _mean_where_all(weights, quality, Match.CLOSE):
            _share_of_some(weights, quality)
            self._match_close_names(typed, quality)

    def _match_close_names(self, typed: list[str], quality: Qualities) -> None:
        """Find "The Mask" for "thegmask", which has none of its words."""
        for likeness, number in self._name_spelling.close("".join(typed), unfinished=False):
            _raise(quality, self._whole.numbered(number), Match.CLOSE + _TYPO * likeness)

    def _weights(self, word: str) -> Qualities:
        """Return (films,) how well each film has the word, 0 … 1."""
        weights = np.zeros(len(self._movies), dtype=np.float32)
        if len(word) >= _MIN_DIGITS or not word.isdigit():
            weights[self._words.starting(word)] = _PREFIX
        for spelling in same_number(word):
            weights[self._words.exact(spelling)] = _NUMERAL
        weights[self._words.exact(word)] = 1
        return weights

    def _add_close(self, word: str, weights: Qualities, *, unfinished: bool) -> None:
        for likeness, number in self._word_spelling.close(word, unfinished=unfinished):
            _raise(weights, self._words.numbered(number), _TYPO * likeness)
        if len(word) >= _MIN_INITIALS:
            _raise(weights, self._initials.starting(word), _INITIALS)

    def _best(self, quality: Qualities, limit: int) -> list[int]:
        rows = np.flatnonzero(quality)
        if limit <= 0 or not len(rows):
            return []
        ranks = -(quality[rows] + self._fame[rows])
        if len(rows) > limit:
            kept = ranks <= np.partition(ranks, limit - 1)[limit - 1]
            rows, ranks = rows[kept], ranks[kept]
        return [int(row) for row in rows[np.argsort(ranks, kind="stable")][:limit]]

    def _names(self) -> Iterator[tuple[int, str]]:
        for row, movie in enumerate(self._movies):
            yield row, movie.title
            for name in movie.aka:
                yield row, name

    def _word_entries(self, named: list[tuple[int, str, list[str]]]) -> Iterator[tuple[str, int]]:
        for row, name, parts in named:
            for word in parts:
                yield word, row
            for word in compounds(name):
                yield word, row
        for row, movie in enumerate(self._movies):
            if movie.year is not None:
                yield str(movie.year), row


def _raise(values: Qualities, rows: Rows, least: npt.ArrayLike) -> None:
    values[rows] = np.maximum(values[rows], np.asarray(least, dtype=np.float32))


def _meaningful(typed: list[str]) -> list[str]:
    return list(dict.fromkeys(word for word in typed if word not in NOISE)) or typed


def _typed_keys(typed: list[str]) -> list[str]:
    """Return the keys of a name as it was typed, also for "matrix, the"."""
    keys = name_keys(typed)
    if len(typed) > 1 and typed[-1] in NOISE:
        keys += name_keys([typed[-1], *typed[:-1]])
    return list(dict.fromkeys(keys))


def _mean_where_all(weights: list[Qualities], quality: Qualities, match: Match) -> int:
    """Raise the quality of films that have every word; return how many do."""
    rows = np.flatnonzero(np.logical_and.reduce([weight > 0 for weight in weights]))
    mean = np.mean([weight[rows] for weight in weights], axis=0)
    quality[rows] = np.maximum(quality[rows], match + _FULL * mean)
    return len(rows)


def _share_of_some(weights: list[Qualities], quality: Qualities) -> None:
    """Raise the quality of films that have enough of the words, the rare ones counting more."""
    films = len(quality) + 1
    rarity = [np.log1p(films / max(int(np.count_nonzero(weight)), 1)) for weight in weights]
    share = np.average(weights, axis=0, weights=rarity)
    rows = np.flatnonzero(share >= _ENOUGH)
    quality[rows] = np.maximum(quality[rows], Match.PART + _FULL * share[rows])
