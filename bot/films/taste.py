"""A member's taste in numbers: likes and dislikes by genre and by decade. Pure."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from bot.storage.types import Verdict
from recsys.movies import Movie

_Z: Final = 1.96
"""Standard deviations of a 95 % interval."""
_ENOUGH: Final = 3
"""Likes and dislikes from which a taste can be told, as a whole and of a disliked genre."""
_COOL: Final = 0.5

_Key = TypeVar("_Key", str, int)


@dataclass(frozen=True, slots=True)
class Leaning:
    """How a member judged the films of one genre or decade.

    Attributes:
        name: "Sci-Fi", "1990s".
        liked: how many they like.
        disliked: how many they dislike.
    """

    name: str
    liked: int
    disliked: int

    @property
    def judged(self) -> int:
        """How many they like or dislike."""
        return self.liked + self.disliked

    @property
    def share(self) -> float:
        """The liked share of those, 0 … 1; 0 when there is none."""
        return self.liked / self.judged if self.judged else 0.0

    @property
    def fondness(self) -> float:
        """The share that can be counted on: the lower end of Wilson's 95 % interval, 0 … 1.

        ``(p + z²/2n − z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n)`` with p the liked share of n films;
        0 when none is liked. One film liked of one (0.21) counts less than five of six (0.44).
        """
        n = self.judged
        if not self.liked:
            return 0.0
        p, z2 = self.share, _Z * _Z
        middle = p + z2 / (2 * n)
        spread = _Z * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
        return (middle - spread) / (1 + z2 / n)


@dataclass(frozen=True, slots=True)
class TasteSummary:
    """What a member's verdicts say of their taste.

    Attributes:
        counts: films by verdict, without verdicts that were never given.
        genres: those they judged films of, the favourite first; a film counts in all of its own.
        decades: the same by decade of release, the earliest first.
    """

    counts: tuple[tuple[Verdict, int], ...]
    genres: tuple[Leaning, ...]
    decades: tuple[Leaning, ...]

    @property
    def judged(self) -> int:
        """How many films they like or dislike."""
        return sum(
            count for verdict, count in self.counts if verdict in {Verdict.LIKE, Verdict.DISLIKE}
        )

    @property
    def tells(self) -> bool:
        """Whether there are enough likes and dislikes to speak of a taste."""
        return self.judged >= _ENOUGH

    @property
    def favourite_decades(self) -> tuple[Leaning, ...]:
        """The decades, the favourite first."""
        return favourites_first(self.decades)

    @property
    def least_liked(self) -> Leaning | None:
        """The genre that the member is most surely cool about; ``None`` if there is none."""
        cool = [each for each in self.genres if each.judged >= _ENOUGH and each.share < _COOL]
        return max(cool, key=lambda each: _flipped(each).fondness, default=None)


def taste_of(rated: Iterable[tuple[Movie, Verdict]]) -> TasteSummary:
    """Count a member's verdicts; each film comes once."""
    counts: Counter[Verdict] = Counter()
    by_genre: Counter[tuple[str, Verdict]] = Counter()
    by_decade: Counter[tuple[int, Verdict]] = Counter()
    for movie, verdict in rated:
        counts[verdict] += 1
        by_genre.update((genre, verdict) for genre in set(movie.genres))
        if movie.decade is not None:
            by_decade[movie.decade, verdict] += 1
    return TasteSummary(
        counts=tuple((verdict, counts[verdict]) for verdict in Verdict if counts[verdict]),
        genres=favourites_first([_leaning(genre, genre, by_genre) for genre in _judged(by_genre)]),
        decades=tuple(_leaning(f"{each}s", each, by_decade) for each in _judged(by_decade)),
    )


def favourite_films(
    rated: Iterable[tuple[Movie, Verdict]], taste: TasteSummary, count: int
) -> list[Movie]:
    """Return likes whose genres the member is fondest of; of equals, those that come first."""
    fondness = {each.name: each.fondness for each in taste.genres}

    def fond(movie: Movie) -> float:
        return sum(map(fondness.__getitem__, movie.genres)) / max(len(movie.genres), 1)

    likes = [movie for movie, verdict in rated if verdict is Verdict.LIKE]
    return sorted(likes, key=fond, reverse=True)[:count]


def in_a_sentence(taste: TasteSummary) -> str:
    """Return a taste in a sentence: "Sci-Fi and Action, mostly of the 1990s; rarely Romance."."""
    genres = [each.name for each in taste.genres if _is_told(each)]
    decade = next((each.name for each in taste.favourite_decades if _is_told(each)), None)
    least = taste.least_liked
    parts = [" and ".join(genres[:2]) or "A bit of everything"]
    if decade is not None:
        parts.append(f", most at home in the {decade}")
    if least is not None:
        parts.append(f"; rarely {least.name}")
    return f"{''.join(parts)}."


def _is_told(leaning: Leaning) -> bool:
    return leaning.liked > 1 and leaning.share > _COOL


def favourites_first(leanings: Sequence[Leaning]) -> tuple[Leaning, ...]:
    """Return them by fondness, then by likes, then by name."""
    return tuple(sorted(leanings, key=lambda each: (-each.fondness, -each.liked, each.name)))


def _judged(tally: Counter[tuple[_Key, Verdict]]) -> list[_Key]:
    return sorted({key for key, said in tally if said in {Verdict.LIKE, Verdict.DISLIKE}})


def _leaning(name: str, key: _Key, tally: Counter[tuple[_Key, Verdict]]) -> Leaning:
    return Leaning(name, tally[key, Verdict.LIKE], tally[key, Verdict.DISLIKE])


def _flipped(leaning: Leaning) -> Leaning:
    return Leaning(leaning.name, liked=leaning.disliked, disliked=leaning.liked)
