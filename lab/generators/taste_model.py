"""Invented viewers: a seeded model of who watches which films and how many stars they give.

A viewer has a main and a side taste. A taste is a set of genres that pull and that repel; how much
a film appeals to a viewer decides, together with its fame, whether it is watched, and, together
with its quality, how many stars it gets. So people with the same tastes rate the same films alike,
which is all that collaborative filtering needs.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from recsys.arrays import Bytes, Floats, Int64s
from recsys.datasets.types import RatingChunk

CLASSIC: Final = "Classic"
"""Trait of an old film."""
WORLD: Final = "World"
"""Trait of a film in another language than English."""

TASTES: Final[Mapping[str, Mapping[str, float]]] = {
    "sci-fi": {"Sci-Fi": 2, "Action": 0.2, "Romance": -1, "Musical": -1, "Children": -0.5},
    "action": {"Action": 2, "Adventure": 1, "War": 0.5, "Romance": -1, "Musical": -1},
    "fantasy": {"Fantasy": 2, "Adventure": 1, "Animation": 0.5, "Crime": -1, "Documentary": -1},
    "family": {"Children": 2, "Animation": 1.5, "Musical": 0.5, "Horror": -2, "Crime": -1},
    "romance": {"Romance": 2, "Musical": 0.5, "Horror": -2, "Sci-Fi": -1, "Western": -1},
    "comedy": {"Comedy": 2, "Horror": -0.5, "War": -1, "Drama": -0.5, "Western": -0.5},
    "horror": {"Horror": 2, "Mystery": 0.5, "Children": -2, "Musical": -1, "Romance": -1},
    "crime": {"Crime": 2, "Thriller": 1, "Mystery": 1, "Film-Noir": 1, "Children": -1},
    "classics": {CLASSIC: 3, "Film-Noir": 1, "Western": 0.5, "Action": -0.5, "Sci-Fi": -0.5},
    "arthouse": {WORLD: 3, "Documentary": 2, "Drama": 0.5, "Action": -1, "Children": -0.5},
}
"""How strongly each trait of a film pulls (> 0) or repels (< 0) people of a taste."""

_CLASSIC_BEFORE: Final = 1970
_MAIN: Final = 0.8
"""Weight of the main taste; the side taste has the rest."""
_CHOICE: Final = 3.0
"""A film of appeal 1 is watched e^3 times as often as one of appeal 0."""
_MEAN_STARS: Final = 3.12
_LIKING: Final = 1.8
"""Stars that a film gains by an appeal of 1."""
_BIAS: Final = 0.3
_NOISE: Final = 0.7
_WHOLE_STARS: Final = 0.5
"""Share of the ratings that are rounded to whole stars, as many people do."""
_CHUNK_DRAWS: Final = 1_000_000
_FIRST_DAY: Final = np.datetime64("2005-01-01", "s").astype(np.int64)
_LAST_DAY: Final = np.datetime64("2025-12-31", "s").astype(np.int64)
_MEAN_STAY: Final = 120 * 86_400
"""Seconds for which a viewer keeps rating films."""


@dataclass(frozen=True, slots=True, eq=False)
class Films:
    """What the model knows of the films.

    Attributes:
        item_ids: (items,) ascending.
        fame: (items,) relative chance to be watched, > 0.
        quality: (items,) stars above or below the average film.
        appeal: (tastes, items) to each of `TASTES`, −1 … 1.
        years: (items,) of release.
    """

    item_ids: Int64s
    fame: Floats
    quality: Floats
    appeal: Floats
    years: Int64s


@dataclass(frozen=True, slots=True, eq=False)
class Viewers:
    """The people; user ids are 1, 2, ….

    Attributes:
        main: (users,) the main taste's place in `TASTES`.
        side: (users,) the side taste's.
        counts: (users,) about how many films each rates.
        bias: (users,) stars that each gives more or less than others do.
    """

    main: Int64s
    side: Int64s
    counts: Floats
    bias: Floats

    @property
    def mix(self) -> Int64s:
        """Return (users,) a number for each pair of main and side taste."""
        return self.main * len(TASTES) + self.side


def traits(genres: Iterable[str], year: int, *, foreign: bool) -> list[str]:
    """Return what attracts or repels people in a film."""
    return [*genres, *[CLASSIC] * (year < _CLASSIC_BEFORE), *[WORLD] * foreign]


def appeal(films: Sequence[Sequence[str]]) -> Floats:
    """Return (tastes, items) how much each film, given by its traits, appeals to each taste.

    It is tanh(mean of the pulls of the film's traits), so −1 … 1; 0 where no trait matters.
    """
    names = sorted({trait for film in films for trait in film})
    place = {name: i for i, name in enumerate(names)}
    pulls = np.array([[taste.get(name, 0.0) for name in names] for taste in TASTES.values()])
    shares = np.zeros((len(names), len(films)))
    for column, film in enumerate(films):
        for trait in film:
            shares[place[trait], column] = 1 / len(film)
    return np.tanh(pulls @ shares)


def invite(
    rng: np.random.Generator, users: int, ratings: int, *, spread: float, least: int, most: int
) -> Viewers:
    """Make up people.

    Args:
        rng: source of chance.
        users: how many.
        ratings: how many they give in all.
        spread: standard deviation of the logarithm of a person's number of ratings.
        least: smallest number of ratings of a person.
        most: largest.
    """
    counts = np.exp(spread * rng.standard_normal(users))
    for _ in range(50):
        # Cutting off both ends moves the sum, so it takes a few rounds.
        counts = np.clip(counts * (ratings / counts.sum()), least, most)
    return Viewers(
        main=rng.integers(len(TASTES), size=users),
        side=rng.integers(len(TASTES), size=users),
        counts=counts,
        bias=_BIAS * rng.standard_normal(users),
    )


def watch(films: Films, viewers: Viewers, *, seed: int, name: str) -> Iterator[RatingChunk]:
    """Yield every rating, sorted by user and movie, in chunks of somewhat less than a million.

    Each viewer draws films by fame and appeal, with replacement; a film drawn again counts once.
    The number of draws is such that the wanted number of different films is expected.
    """
    chances = _chances(films)
    draws = _draws(chances, viewers)
    # One sorted array for all mixes: the films of mix m lie between m and m + 1.
    ladder = np.cumsum(chances, axis=1)
    ladder = (ladder / ladder[:, -1:] + np.arange(len(chances))[:, None]).ravel()
    del chances
    first_line = 1
    for part, (start, stop) in enumerate(_chunks(draws)):
        rng = np.random.default_rng([seed, part])
        users = np.repeat(np.arange(start, stop), draws[start:stop])
        drawn = np.searchsorted(ladder, viewers.mix[users] + rng.random(len(users)), side="right")
        columns = np.minimum(drawn, len(ladder) - 1) % len(films.item_ids)
        places = np.sort(users * len(films.item_ids) + columns)
        places = places[np.diff(places, prepend=-1) > 0]
        users, columns = np.divmod(places, len(films.item_ids))
        yield RatingChunk(
            file=name,
            first_line=first_line,
            user_ids=users + 1,
            item_ids=films.item_ids[columns],
            half_stars=_half_stars(rng, films, viewers, users, columns),
            timestamps=_times(rng, films, users, columns),
        )
        first_line += len(users)


def _chances(films: Films) -> Floats:
    """Return (mixes, items) the chance that a draw takes a film; rows sum to 1."""
    mixed = _MAIN * films.appeal[:, None, :] + (1 - _MAIN) * films.appeal[None, :, :]
    wanted = films.fame * np.exp(_CHOICE * mixed.reshape(len(TASTES) ** 2, -1))
    chances: Floats = wanted / wanted.sum(axis=1, keepdims=True)
    return chances


def _draws(chances: Floats, viewers: Viewers) -> Int64s:
    """Return (users,) how many draws give as many different films as wanted: Σ_i 1 − e^(−t·p_i)."""
    most = float(viewers.counts.max())
    trials = np.geomspace(0.5, 1000 * most, num=48)
    draws = np.zeros(len(viewers.counts))
    mixes = viewers.mix
    for mix in np.unique(mixes):
        different: list[float] = []
        for trial in trials:
            different.append(float(-np.expm1(-trial * chances[mix]).sum()))
            if different[-1] > most:
                break
        mine = mixes == mix
        draws[mine] = np.interp(viewers.counts[mine], different, trials[: len(different)])
    return np.rint(draws).astype(np.int64)


def _chunks(draws: Int64s) -> Iterator[tuple[int, int]]:
    """Yield the first user of each chunk and the one behind its last."""
    chunk_of = np.cumsum(draws) // _CHUNK_DRAWS
    starts = np.flatnonzero(np.diff(chunk_of, prepend=-1))
    yield from zip(starts.tolist(), [*starts[1:].tolist(), len(draws)], strict=True)


def _half_stars(
    rng: np.random.Generator, films: Films, viewers: Viewers, users: Int64s, columns: Int64s
) -> Bytes:
    liked = (
        _MAIN * films.appeal[viewers.main[users], columns]
        + (1 - _MAIN) * films.appeal[viewers.side[users], columns]
    )
    stars = _MEAN_STARS + _LIKING * liked + films.quality[columns] + viewers.bias[users]
    stars += _NOISE * rng.standard_normal(len(users))
    whole = rng.random(len(users)) < _WHOLE_STARS
    half_stars = np.where(whole, 2 * np.rint(stars), np.rint(2 * stars))
    return np.clip(half_stars, 1, 10).astype(np.uint8)


def _times(rng: np.random.Generator, films: Films, users: Int64s, columns: Int64s) -> Int64s:
    """Return unix seconds; nobody rates a film before the year after its release."""
    starts = np.flatnonzero(np.diff(users, prepend=-1))
    lengths = np.diff(np.append(starts, len(users)))
    came = np.repeat(rng.integers(_FIRST_DAY, _LAST_DAY, len(starts)), lengths)
    released = (films.years + 1 - 1970).astype("datetime64[Y]").astype("datetime64[s]")
    times: Int64s = np.maximum(came, released.astype(np.int64)[columns])
    times += (_MEAN_STAY * rng.standard_exponential(len(users))).astype(np.int64)
    return times.clip(max=_LAST_DAY)
