"""The values that travel between the parts of ``recsys``, and the port to the index.

All are immutable. An *item* is a movie; its id is always the MovieLens ``movieId``. A *user* is a
MovieLens user, a point in the index. The bot's own people are *members*, each with a `Profile`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from numbers import Integral
from typing import TYPE_CHECKING, NewType, Protocol

from recsys.errors import InvalidProfile, UsageError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

ItemId = NewType("ItemId", int)
"""A MovieLens ``movieId``; never an IMDb or TMDB id."""
UserId = NewType("UserId", int)
"""A MovieLens ``userId``."""
ImdbId = NewType("ImdbId", str)
"""``tt`` and seven or eight digits, as in ``tt0133093``."""
TmdbId = NewType("TmdbId", int)

MAX_ID = 2**31 - 1
"""Ids of items and users fit a signed 32-bit integer; a like-dimension is twice an item id."""


class Signal(IntEnum):
    """What a verdict on a film says about a member's taste."""

    LIKE = 1
    SEEN = 0
    """Nothing: it only keeps the film out of the answers."""
    DISLIKE = -1


class Taste(StrEnum):
    """How adventurous a recommendation is: how much a film's fame counts."""

    CROWD_PLEASERS = "crowd-pleasers"
    BALANCED = "balanced"
    HIDDEN_GEMS = "hidden-gems"


class Method(StrEnum):
    """How candidates are scored."""

    HYBRID = "hybrid"
    USER_KNN = "user-knn"


class GroupStrategy(StrEnum):
    """How several members' scores become one list."""

    FAIR = "fair"
    AVERAGE = "average"
    NO_MISERY = "no-misery"


class Profile(Mapping[ItemId, Signal]):
    """A member's taste: MovieLens ``movieId`` → +1 like, −1 dislike, 0 seen.

    Immutable and hashable; ordered by movie id, so equal profiles give equal answers.

    Attributes:
        likes: liked items, by movie id.
        dislikes: disliked items, by movie id.

    Raises:
        InvalidProfile: an id that isn't a positive integer, a signal other than +1, 0, −1.
    """

    __slots__ = ("_signals", "dislikes", "likes")

    likes: tuple[ItemId, ...]
    dislikes: tuple[ItemId, ...]

    def __init__(self, signals: Mapping[ItemId, int] | Mapping[int, int] | None = None) -> None:
        if signals is not None and not isinstance(signals, Mapping):
            raise InvalidProfile(f"{signals!r:.60} doesn't map movieIds to +1, -1 or 0.")
        checked = {_item_id(key): _signal(key, value) for key, value in (signals or {}).items()}
        self._signals: dict[ItemId, Signal] = dict(sorted(checked.items()))
        self.likes = self._items(Signal.LIKE)
        self.dislikes = self._items(Signal.DISLIKE)

    def __getitem__(self, item_id: ItemId) -> Signal:
        return self._signals[item_id]

    def __iter__(self) -> Iterator[ItemId]:
        return iter(self._signals)

    def __len__(self) -> int:
        return len(self._signals)

    def __hash__(self) -> int:
        return hash(tuple(self._signals.items()))

    def __repr__(self) -> str:
        return f"Profile({ {int(item): int(signal) for item, signal in self.items()} })"

    @property
    def signals(self) -> int:
        """How many films are liked or disliked."""
        return len(self.likes) + len(self.dislikes)

    def _items(self, wanted: Signal) -> tuple[ItemId, ...]:
        return tuple(item for item, signal in self._signals.items() if signal is wanted)


def _item_id(key: object) -> ItemId:
    if isinstance(key, bool) or not isinstance(key, Integral) or not 0 < int(key) <= MAX_ID:
        raise InvalidProfile(f"{key!r} isn't a MovieLens movieId: use a positive whole number.")
    return ItemId(int(key))


def _signal(key: object, value: object) -> Signal:
    if not isinstance(value, bool) and isinstance(value, Integral) and int(value) in (-1, 0, 1):
        return Signal(int(value))
    raise InvalidProfile(f"{value!r} isn't a signal for movie {key}: use +1, -1 or 0.")


@dataclass(frozen=True, slots=True, eq=False)
class SparseVector:
    """A sparse vector: ``indices`` sorted and unique (uint32), ``values`` finite (float32)."""

    indices: "npt.NDArray[np.uint32]"
    values: "npt.NDArray[np.float32]"


@dataclass(frozen=True, slots=True)
class SparsePoint:
    """A point of an index: its id, its vector and what it can be filtered by."""

    id: int
    vector: SparseVector
    payload: Mapping[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A MovieLens user with similar taste; ``similarity`` is the dot product, always > 0."""

    user_id: UserId
    similarity: float


@dataclass(frozen=True, slots=True)
class NeighbourFilter:
    """Which users may be neighbours; ``None`` means any.

    Attributes:
        age: the age group's code as the release has it (ml-1m: 1, 18, 25, 35, 45, 50, 56).
        gender: ``"F"`` or ``"M"``.
        occupation: the release's code or name of an occupation.
        active_since: the year of the user's last rating is this or later.

    Raises:
        UsageError: an age or year below 0 or beyond `MAX_ID`.
    """

    age: int | None = None
    gender: str | None = None
    occupation: str | None = None
    active_since: int | None = None

    def __post_init__(self) -> None:
        for name, number in (("age", self.age), ("year", self.active_since)):
            if number is not None and not 0 <= number <= MAX_ID:
                raise UsageError(f"{number} isn't a valid {name}: use 0 or more.")

    def __bool__(self) -> bool:
        return self != NeighbourFilter()


@dataclass(frozen=True, slots=True)
class YearRange:
    """Years of release, both ends included; ``None`` leaves an end open."""

    first: int | None = None
    last: int | None = None

    def __contains__(self, year: object) -> bool:
        if not isinstance(year, int):
            return self.first is None and self.last is None
        return (self.first is None or year >= self.first) and (
            self.last is None or year <= self.last
        )


class EvidenceSource(StrEnum):
    """What put a film forward."""

    NEIGHBOURS = "neighbours"
    ITEM_WEIGHTS = "item-weights"
    POPULARITY = "popularity"


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one film of a profile has to say about another film.

    Attributes:
        item_id: the film of the profile, liked or disliked.
        amount: what it adds to the other's score, through the item weights and through the votes
            of the neighbours that it brought in; below 0 where it speaks against. Best films have
            scores of at most 1.
    """

    item_id: ItemId
    amount: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a film is recommended; every number is counted from the ratings.

    Attributes:
        source: what put it forward: the neighbours, the profile's own likes through the item
            weights, or (without any signal) how well loved it is.
        neighbours: how many similar users were asked; 0 when none was.
        raters: how many of them rated the film; of all users when the source is popularity.
        likers: how many of those gave 4 stars or more.
        mean_stars: their mean, 0.5 … 5; ``None`` when nobody rated it.
        because: up to two likes of the profile that the reason names, best first: those that speak
            most for this film, and in a list rather not those that other films were put down to.
        contributions: what films of the profile say about this one, what speaks for it first: of a
            long profile the five that speak most for it and the five that do so least.
        stars: how many of the neighbours gave 0.5, 1, … 5 stars, ten numbers; empty when none was
            asked.
    """

    source: EvidenceSource
    neighbours: int
    raters: int
    likers: int
    mean_stars: float | None
    because: tuple[ItemId, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    stars: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A film for a member.

    Attributes:
        item_id: MovieLens ``movieId``.
        score: as a share of the best film of its kind, at most 1. A list isn't in its order: it
            mixes kinds, and prefers films unlike those before them.
        evidence: why.
        discovery: whether it is the less known film among a balanced list's safe ones.
    """

    item_id: ItemId
    score: float
    evidence: Evidence
    discovery: bool = False


@dataclass(frozen=True, slots=True)
class SimilarFilm:
    """A film like another one.

    Attributes:
        item_id: MovieLens ``movieId``.
        score: larger is better; comparable within one answer only.
        likers: how many users who like the other film were asked; a few thousand at most.
        both: how many of them like this one, too.
    """

    item_id: ItemId
    score: float
    likers: int
    both: int


@dataclass(frozen=True, slots=True)
class GroupRecommendation:
    """A film for several members.

    Attributes:
        item_id: MovieLens ``movieId``.
        score: what the strategy chose it by; comparable within one answer only.
        fits: one for each profile, in their order: the share of what people watch that suits the
            member less, 0 … 1 (`recsys.fits` has words for it); 1 for a film that the member
            likes. ``None`` for a member without likes or dislikes.
    """

    item_id: ItemId
    score: float
    fits: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class IndexMeta:
    """What an index says about itself.

    Attributes:
        engine: ``"edge"`` or ``"server"``.
        build_id: the build whose vectors it holds.
        users: how many users it holds.
    """

    engine: str
    build_id: str
    users: int


class NeighbourIndex(Protocol):
    """The port to the engine that holds the users' tastes.

    Every method raises an `IndexFault` when the engine can't answer.
    """

    async def similar_users(
        self, query: SparseVector, k: int, where: NeighbourFilter | None = None
    ) -> list[Neighbour]:
        """Return the ``k`` users with the largest dot product, by (−similarity, user id).

        Users whose similarity isn't positive are left out. The order doesn't depend on the engine:
        ties at the end of the list go to the smaller ids.
        """

    async def health(self) -> None:
        """Return when the index can answer; raise the `IndexFault` that says why it can't."""

    @property
    def meta(self) -> IndexMeta:
        """Return what the index holds."""

    async def close(self) -> None:
        """Release files and connections; a second call does nothing."""
