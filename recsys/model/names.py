"""Names of films as the rules that find series read them."""

import re
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from recsys.movies import Movie

Words: TypeAlias = tuple[str, ...]

_CONTENT = 2
"""So many words with content are enough to tell a series by."""
_ARTICLE = re.compile(r"^(?:the|an?)\s+")
_GENITIVE = re.compile(r"['’]s\b")
_PART = re.compile(r"(?::| -) ")
_WORD = re.compile(r"[^\W_]+")
_NUMERAL = re.compile(r"[1-9][0-9]?|i{2,3}|iv|vi{0,3}|ix|xi{0,3}|xiv|xvi{0,3}|xix|xx")
_PART_WORDS = frozenset(("part", "episode", "vol", "volume", "chapter"))
_EMPTY_WORDS = frozenset(
    re.findall(
        r"\w+", "a an the of and in on at to for from with by or is it i no new big all who my"
    )
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name, as words in small letters without its article.

    Attributes:
        parts: what colons and dashes divide, each of at least one word.
        words: of all parts.
        stem: the first part up to its number.
        numbered: whether it has a number or a second part.
    """

    parts: tuple[Words, ...]
    words: Words
    stem: Words
    numbered: bool

    @classmethod
    def of(cls, text: str) -> "Name | None":
        """Return the name; ``None`` without any word."""
        plain = text.casefold().replace("³", " 3").replace("&", " and ")
        plain = _ARTICLE.sub("", _GENITIVE.sub("", plain))
        parts = tuple(filter(None, (tuple(_WORD.findall(part)) for part in _PART.split(plain))))
        if not parts:
            return None
        first = parts[0]
        end = next((at for at in range(1, len(first)) if counts(first[at])), len(first))
        words = tuple(word for part in parts for word in part)
        return cls(parts, words, first[:end], numbered=len(parts) > 1 or end < len(first))

    def beginning(self) -> Words | None:
        """Return its words up to the second one with content."""
        told = 0
        for at, word in enumerate(self.words):
            told += has_content(word)
            if told == _CONTENT:
                return self.words[: at + 1]
        return None


@cache
def counts(word: str) -> bool:
    """Return whether a word numbers a part."""
    return word in _PART_WORDS or _NUMERAL.fullmatch(word) is not None


@cache
def has_content(word: str) -> bool:
    """Return whether a word tells films apart."""
    return word not in _EMPTY_WORDS and not counts(word)


def tell(words: Words) -> bool:
    """Return whether words are enough to tell a series by."""
    return sum(map(has_content, words)) >= _CONTENT


@dataclass(frozen=True, slots=True)
class Film:
    """What the rules look at.

    Attributes:
        names: those that have any word.
        genres: as MovieLens has them.
        words: of all names.
        first_words: that names begin with, if they have content.
    """

    names: tuple[Name, ...]
    genres: tuple[str, ...]
    words: frozenset[str]
    first_words: frozenset[str]

    @classmethod
    def of(cls, movie: Movie) -> "Film":
        """Return what the rules look at of a film."""
        names = tuple(filter(None, map(Name.of, (movie.title, *movie.aka))))
        words = frozenset(word for name in names for word in name.words)
        first_words = frozenset(filter(has_content, (name.words[0] for name in names)))
        return cls(names, movie.genres, words, first_words)

    def alike(self, other: "Film") -> float:
        """Return the share of the genres that both have (Jaccard)."""
        both = len({*self.genres, *other.genres})
        return len({*self.genres} & {*other.genres}) / both if both else 0.0
