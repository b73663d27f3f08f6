"""Invented titles of films, as many as wanted, whose words are as common and as rare as real ones.

The words are made of syllables and drawn by Zipf's law, so that a few stand in many titles and
most in one or two. The titles are written as MovieLens writes them: a leading article behind a
comma, another name in brackets.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np

from recsys.arrays import Bools

_ONSETS: Final = ("b", "br", "c", "ch", "d", "dr", "f", "g", "gr", "h", "j", "k", "l", "m", "n",
                  "p", "qu", "r", "s", "sh", "st", "t", "th", "tr", "v", "w", "z")  # fmt: skip
_VOWELS: Final = ("a", "e", "i", "o", "u", "ai", "ea", "ou")
_CODAS: Final = ("",) * 10 + ("l", "m", "n", "n", "nd", "ng", "r", "r", "rt", "s", "st", "t", "x")
_SYLLABLES: Final = {1: 0.1, 2: 0.55, 3: 0.35}
_WORDS_A_TITLE, _MOST_WORDS = 4, 90_000
"""Size of the vocabulary."""
_OFTEN: Final = 12.0
"""The word of rank r is used in proportion to 1 / (r + 12), Mandelbrot's form of Zipf's law."""
_WORDS: Final = {1: 0.22, 2: 0.34, 3: 0.24, 4: 0.12, 5: 0.05, 6: 0.03}
_JOINTS: Final = {
    " ": 0.62, " of the ": 0.12, " and ": 0.06, ": ": 0.08, " in ": 0.07, "'s ": 0.05,
}  # fmt: skip
_ENDINGS: Final = {"": 0.93, " II": 0.02, " 2": 0.02, " 3": 0.01, " III": 0.01, "!": 0.01}
_ENGLISH: Final = {"": 0.62, ", The": 0.31, ", A": 0.07}
_FOREIGN: Final = {"": 0.6, ", La": 0.15, ", Le": 0.1, ", Der": 0.08, ", Il": 0.07}


def pick(rng: np.random.Generator, shares: Mapping[str, float], count: int) -> list[str]:
    """Return ``count`` of the texts, each as often as its share says."""
    texts = list(shares)
    return [texts[i] for i in rng.choice(len(texts), count, p=list(shares.values()))]


def invent_titles(rng: np.random.Generator, foreign: Bools) -> list[str]:
    """Return a title for each film, without its year; some are equal.

    Args:
        rng: source of chance.
        foreign: (items,) which films have another name, in another language, in brackets.
    """
    titles = _titles(rng, len(foreign), _ENGLISH)
    originals = iter(_titles(rng, int(foreign.sum()), _FOREIGN))
    return [
        f"{title} ({next(originals)})" if abroad else title
        for title, abroad in zip(titles, foreign.tolist(), strict=True)
    ]


def _titles(rng: np.random.Generator, count: int, articles: Mapping[str, float]) -> list[str]:
    vocabulary = _vocabulary(rng, min(_WORDS_A_TITLE * count + 1, _MOST_WORDS))
    lengths = rng.choice(list(_WORDS), count, p=list(_WORDS.values()))
    words = iter(_zipf(rng, vocabulary, int(lengths.sum())))
    joints = iter(pick(rng, _JOINTS, int(lengths.sum())))
    titles = []
    for length in lengths.tolist():
        title = next(words)
        for _ in range(length - 1):
            title += next(joints) + next(words)
        titles.append(title)
    endings, leading = pick(rng, _ENDINGS, count), pick(rng, articles, count)
    return ["".join(parts) for parts in zip(titles, endings, leading, strict=True)]


def _zipf(rng: np.random.Generator, vocabulary: list[str], count: int) -> list[str]:
    ladder = np.cumsum(1 / (np.arange(1, len(vocabulary) + 1) + _OFTEN))
    ranks = np.searchsorted(ladder, rng.random(count) * ladder[-1], side="right")
    return [vocabulary[rank] for rank in ranks.tolist()]


def _vocabulary(rng: np.random.Generator, size: int) -> list[str]:
    """Return up to ``size`` distinct words, the most common first."""
    syllables = rng.choice(list(_SYLLABLES), 2 * size, p=list(_SYLLABLES.values()))
    total = int(syllables.sum())
    parts = zip(
        *(rng.integers(len(kind), size=total).tolist() for kind in (_ONSETS, _VOWELS, _CODAS)),
        strict=True,
    )
    sounds = (_ONSETS[onset] + _VOWELS[vowel] + _CODAS[coda] for onset, vowel, coda in parts)
    words = ("".join(next(sounds) for _ in range(n)).capitalize() for n in syllables.tolist())
    return list(dict.fromkeys(words))[:size]
