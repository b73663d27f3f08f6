"""What a movie night is made of; all values are immutable."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum

from recsys.types import GroupStrategy, ItemId

MOST_MEMBERS = 25
"""How many can join a night."""
MOST_FILMS = 10
"""How many films a shortlist has with those that members name."""


class Stage(StrEnum):
    """How far a night is."""

    GATHERING = "gathering"
    VOTING = "voting"
    RUNOFF = "runoff"
    DECIDED = "decided"
    WATCHED = "watched"
    CANCELLED = "cancelled"


class Round(IntEnum):
    """Which vote."""

    FIRST = 1
    RUNOFF = 2


class Why(StrEnum):
    """Why the winner is the winner."""

    APPROVALS = "approvals"
    """Most approvals among the films without a veto."""
    RUNOFF = "runoff"
    """Most approvals in the run-off."""
    FAIREST = "fairest"
    """A tie that no run-off broke: the highest worst fit of them."""
    NO_VOTES = "no_votes"
    """Nobody approved of a film without a veto: the fairest of these."""
    ALL_VETOED = "all_vetoed"
    """Every film has a veto: fewest vetoes, then most approvals."""


class Timer(StrEnum):
    """What waits for its time; each is kept in SQLite."""

    VOTE_ENDS = "vote_ends"
    RUNOFF_ENDS = "runoff_ends"
    REMINDER = "reminder"
    HOW_WAS_IT = "how_was_it"


class Post(StrEnum):
    """What is sent once, beside the night's own message."""

    REMINDER = "reminder"
    HOW_WAS_IT = "how_was_it"


@dataclass(frozen=True, slots=True)
class NightOptions:
    """What the organiser asked for.

    Attributes:
        starts_at: when the film begins, aware, in UTC; ``None`` when nobody said.
        vote_seconds: how long the vote takes at most.
        genre: films of this genre only.
        first: from this year on.
        last: up to this year.
        max_minutes: no film that is known to be longer.
        strategy: how the shortlist serves the members.
        rewatches: films that somebody has seen may come again.
        hidden_votes: nobody sees who or how many approve before the end.
        anybody_suggests: every member may ask for the films, not the organiser alone.
        remind: whether those who joined are mentioned at the start.
    """

    starts_at: datetime | None = None
    vote_seconds: int = 24 * 3600
    genre: str | None = None
    first: int | None = None
    last: int | None = None
    max_minutes: int | None = None
    strategy: GroupStrategy = GroupStrategy.FAIR
    rewatches: bool = False
    hidden_votes: bool = True
    anybody_suggests: bool = False
    remind: bool = False


@dataclass(frozen=True, slots=True)
class NightMember:
    """Somebody who joined.

    Attributes:
        member_id: Discord's id.
        done: whether they said that their votes of this round are complete.
        credit: how much more they count, from nights that went against them; 0 … 0.5. Once the
            night is decided, what they had until then.
    """

    member_id: int
    done: bool = False
    credit: float = 0.0


@dataclass(frozen=True, slots=True)
class Veto:
    """A member's only veto of a night."""

    film_id: int
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class NightFilm:
    """A film on the shortlist.

    Attributes:
        id: of this film in this night.
        item_id: of the catalogue; ``None`` for a film that was named by a title only.
        title: that title; ``None`` for a film of the catalogue.
        added_by: the member who named it; ``None`` when it was recommended.
        carried: whether it lost last time with approvals and came back.
        fits: by member, 0 … 1 as `recsys.types.GroupRecommendation` defines it; ``None`` for
            members without taste. Empty for a film outside the catalogue.
    """

    id: int
    item_id: ItemId | None
    title: str | None = None
    added_by: int | None = None
    carried: bool = False
    fits: Mapping[int, float | None] = field(default_factory=dict)

    @property
    def worst_fit(self) -> float:
        """The lowest fit of the members who have one; 0 when nobody has."""
        return min((fit for fit in self.fits.values() if fit is not None), default=0.0)

    @property
    def mean_fit(self) -> float:
        """The mean fit of the members who have one; 0 when nobody has."""
        known = [fit for fit in self.fits.values() if fit is not None]
        return sum(known) / len(known) if known else 0.0


@dataclass(frozen=True, slots=True)
class Night:
    """A whole night as it is stored: everything that decides and everything that is shown.

    Attributes:
        id: stands in its buttons.
        guild_id: the server.
        channel_id: where its message is.
        message_id: its message; ``None`` until that is known.
        organiser_id: who started it.
        stage: how far it is.
        options: what was asked for.
        created_at: when it was started.
        vote_ends_at: when the vote or the run-off ends; ``None`` outside of them.
        members: who joined, in their order.
        films: the shortlist, in its order.
        approvals: members who approve, by film, of the first vote.
        runoff: the same of the run-off, with the tied films as keys; empty without one.
        vetoes: by member.
        winner_id: the film that won.
        why: why it won.
        decided_at: when it won.
        watched_at: when it was known that the film was watched.
        event_id: the scheduled event that was made for it.
        liked: who liked the film afterwards, and who did not, by member.
        version: grows with every change, so that it is known whether the message shows it.
    """

    id: int
    guild_id: int
    channel_id: int
    message_id: int | None
    organiser_id: int
    stage: Stage
    options: NightOptions
    created_at: datetime
    vote_ends_at: datetime | None = None
    members: tuple[NightMember, ...] = ()
    films: tuple[NightFilm, ...] = ()
    approvals: Mapping[int, frozenset[int]] = field(default_factory=dict)
    runoff: Mapping[int, frozenset[int]] = field(default_factory=dict)
    vetoes: Mapping[int, Veto] = field(default_factory=dict)
    winner_id: int | None = None
    why: Why | None = None
    decided_at: datetime | None = None
    watched_at: datetime | None = None
    event_id: int | None = None
    liked: Mapping[int, bool] = field(default_factory=dict)
    version: int = 1

    @property
    def member_ids(self) -> tuple[int, ...]:
        """Who joined."""
        return tuple(member.member_id for member in self.members)

    @property
    def round(self) -> Round:
        """The vote that is or was the last."""
        return Round.RUNOFF if self.runoff else Round.FIRST

    @property
    def on_ballot(self) -> tuple[NightFilm, ...]:
        """The films that can be voted for now."""
        if self.stage is Stage.RUNOFF:
            return tuple(film for film in self.films if film.id in self.runoff)
        return self.films

    @property
    def winner(self) -> NightFilm | None:
        """The film that won."""
        return next((film for film in self.films if film.id == self.winner_id), None)

    @property
    def everybody_is_done(self) -> bool:
        """Whether all who joined said that their votes are complete."""
        return bool(self.members) and all(member.done for member in self.members)


@dataclass(frozen=True, slots=True)
class Winner:
    """The vote is over."""

    film_id: int
    why: Why


@dataclass(frozen=True, slots=True)
class RunOff:
    """The vote is tied between these films."""

    film_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class ProposedFilm:
    """A film for the shortlist, before it is stored; fields as of `NightFilm`."""

    item_id: ItemId | None
    title: str | None = None
    added_by: int | None = None
    carried: bool = False
    fits: Mapping[int, float | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PendingPost:
    """A message that has to go out once.

    Attributes:
        night_id: of which night.
        post: which message.
        attempted_at: when sending was tried; the message may be out or not. ``None`` before.
    """

    night_id: int
    post: Post
    attempted_at: datetime | None
