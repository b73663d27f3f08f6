"""A member's taste in numbers: likes and dislikes by genre and by decade. Pure."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from bot.storage.types import Verdict
from recsys.habits import Habits
from recsys.movies import Movie

_Z: Final = 1.96
"""Standard deviations of a 95 % interval."""
_ENOUGH: Final = 3
"""Likes and dislikes from which a taste can be told, as a whole and of a disliked genre."""
_COOL: Final = 0.5
_TOLD, _AT_HOME = 3, 4
"""Likes from which a genre, and a decade, can stand for a taste."""
_DOUBT: Final = 5
"""So many likes as everybody's are added to a member's: few of their own are worth little."""
_RARE: Final = 0.01
"""Nothing is taken to be watched less than this."""
_APART: Final = 1.25
"""A decade that a member likes less than so many times as often as everybody says nothing."""

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
        genres: those they judged films of, what makes most of the taste first; a film counts in
            all of its own.
        decades: the same by decade of release, the earliest first.
        told: the genres that the taste is described by, at most two.
        home: the decade that it is at home in; ``None`` without one.
    """

    counts: tuple[tuple[Verdict, int], ...]
    genres: tuple[Leaning, ...]
    decades: tuple[Leaning, ...]
    told: tuple[str, ...] = ()
    home: str | None = None

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
    def least_liked(self) -> Leaning | None:
        """The genre that the member is most surely cool about; ``None`` if there is none."""
        cool = [each for each in self.genres if each.judged >= _ENOUGH and each.share < _COOL]
        return max(cool, key=lambda each: _flipped(each).fondness, default=None)


def taste_of(rated: Iterable[tuple[Movie, Verdict]], habits: Habits) -> TasteSummary:
    """Count a member's verdicts; each film comes once.

    Args:
        rated: films with what the member says.
        habits: of everybody, against which a taste stands out.
    """
    counts: Counter[Verdict] = Counter()
    by_genre: Counter[tuple[str, Verdict]] = Counter()
    by_decade: Counter[tuple[int, Verdict]] = Counter()
    for movie, verdict in rated:
        counts[verdict] += 1
        by_genre.update((genre, verdict) for genre in set(movie.genres))
        if movie.decade is not None:
            by_decade[movie.decade, verdict] += 1
    likes = counts[Verdict.LIKE]

    def weight(genre: Leaning) -> float:
        return _weight(genre, likes, habits.genres.get(genre.name, 0))

    genres = [_leaning(genre, genre, by_genre) for genre in _judged(by_genre)]
    genres.sort(key=lambda each: (-weight(each), -each.liked, each.name))
    told = [each.name for each in genres if _is_told(each, _TOLD) and weight(each) > 0]
    decades = {each: _leaning(f"{each}s", each, by_decade) for each in _judged(by_decade)}
    return TasteSummary(
        counts=tuple((verdict, counts[verdict]) for verdict in Verdict if counts[verdict]),
        genres=tuple(genres),
        decades=tuple(decades.values()),
        told=tuple(told[:2]),
        home=_home(decades, likes, habits),
    )


def _weight(leaning: Leaning, likes: int, usual: float) -> float:
    """Return how much a genre makes of a taste; below 0 if everybody watches more of it.

    ``p · s · log(s / u)`` with u its share of everybody's ratings, s that of the member's likes,
    drawn towards u by `_DOUBT` likes, and p the liked share of the films judged.
    """
    usual = max(usual, _RARE)
    share = _drawn(leaning.liked, likes, usual)
    return share * math.log(share / usual) * leaning.share


def _home(decades: Mapping[int, Leaning], likes: int, habits: Habits) -> str | None:
    """Return the decade of most likes, if it has enough and everybody's has far fewer."""
    first, most = max(decades.items(), key=lambda each: each[1].liked, default=(0, None))
    if most is None or not _is_told(most, _AT_HOME):
        return None
    usual = max(habits.decades.get(first, 0), _RARE)
    return most.name if _drawn(most.liked, likes, usual) >= _APART * usual else None


def _drawn(liked: int, likes: int, usual: float) -> float:
    return (liked + _DOUBT * usual) / (likes + _DOUBT)


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
    """Return a taste in a sentence: "Sci-Fi and Action, at home in the 1990s; rarely Romance."."""
    least = taste.least_liked
    parts = [" and ".join(taste.told) or "A bit of everything"]
    if taste.home is not None:
        parts.append(f", most at home in the {taste.home}")
    if least is not None:
        parts.append(f"; rarely {least.name}")
    return f"{''.join(parts)}."


def _is_told(leaning: Leaning, least: int) -> bool:
    return leaning.liked >= least and leaning.share > _COOL


def _judged(tally: Counter[tuple[_Key, Verdict]]) -> list[_Key]:
    return sorted({key for key, said in tally if said in {Verdict.LIKE, Verdict.DISLIKE}})


def _leaning(name: str, key: _Key, tally: Counter[tuple[_Key, Verdict]]) -> Leaning:
    return Leaning(name, tally[key, Verdict.LIKE], tally[key, Verdict.DISLIKE])


def _flipped(leaning: Leaning) -> Leaning:
    return Leaning(leaning.name, liked=leaning.disliked, disliked=leaning.liked)
