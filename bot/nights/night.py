"""A movie night: one value that holds everything about it. All values here are immutable."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.storage.types import Remind
from recsys.types import GroupStrategy, ItemId

MOST_MEMBERS = 25
"""How many can join a night."""
MOST_FILMS = 10
"""How many films a shortlist has with those that members name."""
NEW = 0
"""The id of a night or a film that is not stored yet."""


class Stage(StrEnum):
    """How far a night is."""

    GATHERING = "gathering"
    VOTING = "voting"
    RUNOFF = "runoff"
    DECIDED = "decided"
    WATCHED = "watched"
    CANCELLED = "cancelled"


VOTES: Final = frozenset({Stage.VOTING, Stage.RUNOFF})
"""The stages with a ballot."""
OPEN: Final = VOTES | {Stage.GATHERING, Stage.DECIDED}
"""The stages of a night that is not over."""


class FilmSource(StrEnum):
    """Where the films of a night come from first; the members' taste helps out."""

    TASTE = "taste"
    WATCHLISTS = "watchlists"
    """Of those who joined."""
    LIST = "list"
    """The server's own."""


class Why(StrEnum):
    """Why the winner is the winner."""

    APPROVALS = "approvals"
    """Most approvals among the films without a veto."""
    RUNOFF = "runoff"
    """Most approvals in the run-off."""
    FAIREST = "fairest"
    """A tie that no run-off broke: the first of them, by the order of the draw."""
    NO_VOTES = "no_votes"
    """Nobody approved of a film without a veto: the first of these."""
    ALL_VETOED = "all_vetoed"
    """Every film has a veto: fewest vetoes, then most approvals."""


class Timer(StrEnum):
    """What waits for its time; each is kept in SQLite."""

    VOTE_ENDS = "vote_ends"
    RUNOFF_ENDS = "runoff_ends"
    SOON = "soon"
    REMINDER = "reminder"
    HOW_WAS_IT = "how_was_it"
    """After the film the question goes out; then this is how long answers are waited for."""


class Post(StrEnum):
    """What is sent once, beside the night's own message."""

    FILMS = "films"
    """The vote begins."""
    RUNOFF = "runoff"
    WINNER = "winner"
    SOON = "soon"
    """The film starts in a quarter of an hour."""
    REMINDER = "reminder"
    """The film starts."""
    HOW_WAS_IT = "how_was_it"
    """The question, which becomes the result."""


PINGS: Final = frozenset({Post.RUNOFF, Post.SOON, Post.REMINDER})
"""The posts that mention those who joined."""
POSTS: Final[Mapping[Remind, frozenset[Post]]] = {
    Remind.ALL: frozenset(Post),
    Remind.START: frozenset({Post.REMINDER, Post.HOW_WAS_IT}),
    Remind.NOTHING: frozenset({Post.HOW_WAS_IT}),
}
"""What is sent where this was chosen."""


class Sending(StrEnum):
    """How far a post is."""

    PENDING = "pending"
    SENT = "sent"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class PostState:
    """What became of a post.

    Attributes:
        sending: how far it is; it waits until it is sent or given up, and never again.
        attempted_at: when sending was tried; the message may be out or not. ``None`` before.
        message_id: the message that was sent; one that waits although it has one is to be edited.
    """

    sending: Sending = Sending.PENDING
    attempted_at: datetime | None = None
    message_id: int | None = None


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
        source: where the films come from first.
        strategy: how the shortlist serves the members.
        rewatches: films that somebody has seen may come again.
        hidden_votes: nobody sees who or how many approve before the end.
        anybody_suggests: every member may ask for the films, not the organiser alone.
        remind: what those who joined are told beside the night's message.
        moved: whether the film begins later than the organiser said, for there was no time to vote.
    """

    starts_at: datetime | None = None
    vote_seconds: int = 24 * 3600
    genre: str | None = None
    first: int | None = None
    last: int | None = None
    max_minutes: int | None = None
    source: FilmSource = FilmSource.TASTE
    strategy: GroupStrategy = GroupStrategy.FAIR
    rewatches: bool = False
    hidden_votes: bool = True
    anybody_suggests: bool = False
    remind: Remind = Remind.ALL
    moved: bool = False


@dataclass(frozen=True, slots=True)
class NightMember:
    """Somebody who joined.

    Attributes:
        member_id: Discord's id.
        done: whether they said that their votes of this round are complete.
        credit: how much more they count, from nights that went against them; 0 … 0.5. Once the
            night is decided, what they had until then.
        has_taste: whether they like or dislike any film that the bot knows of; for them alone.
        shows_taste: whether they let this server see their taste.
        shows_fits: whether they let the others see how films suit them on this night.
        late: whether they joined after the films were drawn; they vote, and the next draw is for
            them too.
    """

    member_id: int
    done: bool = False
    credit: float = 0.0
    has_taste: bool = False
    shows_taste: bool = False
    shows_fits: bool = False
    late: bool = False


@dataclass(frozen=True, slots=True)
class Veto:
    """A member's only veto of a night."""

    film_id: int
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class NightFilm:
    """A film on the shortlist.

    Attributes:
        id: of this film in this night; `NEW` before it is stored.
        item_id: of the catalogue; ``None`` for a film that was named by a title only.
        title: that title; ``None`` for a film of the catalogue.
        added_by: the member who named it; ``None`` when it was recommended.
        carried: whether it was drawn again after it lost last time with approvals.
        fits: by member, 0 … 1 as `recsys.types.GroupRecommendation` defines it, from what they
            said of other films; ``None`` for members without taste. Empty for a film outside the
            catalogue.
    """

    id: int
    item_id: ItemId | None
    title: str | None = None
    added_by: int | None = None
    carried: bool = False
    fits: Mapping[int, float | None] = field(default_factory=dict)


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
        invited: who was asked and hasn't joined; they have no influence on anything.
        films: the shortlist, in its order.
        dropped: films of the catalogue that were on the shortlist once.
        approvals: members who approve, by film, of the first vote.
        runoff: the same of the run-off, with the tied films as keys; empty without one.
        vetoes: by member.
        winner_id: the film that won.
        why: why it won.
        decided_at: when it won.
        watched_at: when it was known that the film was watched.
        event_id: the scheduled event that was made for it.
        event_tried: whether making that event was tried; it may be there though nobody noted it.
        liked: who liked the film afterwards, and who did not, by member.
        stars: how many they gave it, 0.5 … 5, by member; not everyone who said 👍 or 👎 did.
        timers: what waits for its time, and when that is.
        posts: what was or has to be sent beside the night's message.
        version: grows with every change that can be seen.
        shown: the version that its message shows; 0 for none.
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
    invited: tuple[int, ...] = ()
    films: tuple[NightFilm, ...] = ()
    dropped: frozenset[ItemId] = frozenset()
    approvals: Mapping[int, frozenset[int]] = field(default_factory=dict)
    runoff: Mapping[int, frozenset[int]] = field(default_factory=dict)
    vetoes: Mapping[int, Veto] = field(default_factory=dict)
    winner_id: int | None = None
    why: Why | None = None
    decided_at: datetime | None = None
    watched_at: datetime | None = None
    event_id: int | None = None
    event_tried: bool = False
    liked: Mapping[int, bool] = field(default_factory=dict)
    stars: Mapping[int, float] = field(default_factory=dict)
    timers: Mapping[Timer, datetime] = field(default_factory=dict)
    posts: Mapping[Post, PostState] = field(default_factory=dict)
    version: int = 1
    shown: int = 0

    @property
    def member_ids(self) -> tuple[int, ...]:
        """Who joined."""
        return tuple(member.member_id for member in self.members)

    @property
    def organiser_is_in(self) -> bool:
        """Whether the organiser has joined, and not left."""
        return self.organiser_id in self.member_ids

    @property
    def drawn_for(self) -> tuple[int, ...]:
        """Whom of them the films were drawn for."""
        return tuple(member.member_id for member in self.members if not member.late)

    @property
    def visible(self) -> frozenset[int]:
        """Who of them lets the others see how films suit them."""
        return frozenset(
            member.member_id for member in self.members if member.shows_taste or member.shows_fits
        )

    @property
    def votes(self) -> Mapping[int, frozenset[int]]:
        """The approvals of the vote that is on, or was the last."""
        return self.runoff or self.approvals

    @property
    def on_ballot(self) -> tuple[NightFilm, ...]:
        """The films that can be voted for now."""
        if self.stage is Stage.RUNOFF:
            return tuple(film for film in self.films if film.id in self.runoff)
        return self.films

    @property
    def is_duel(self) -> bool:
        """Whether a run-off is between two films, of which everyone picks one."""
        return self.stage is Stage.RUNOFF and len(self.runoff) == 2  # noqa: PLR2004 - a pair

    @property
    def begun(self) -> bool:
        """Whether the film that was chosen has begun, or can at any time."""
        return self.stage is Stage.DECIDED and Timer.REMINDER not in self.timers

    @property
    def winner(self) -> NightFilm | None:
        """The film that won."""
        return next((film for film in self.films if film.id == self.winner_id), None)

    @property
    def has_result(self) -> bool:
        """Whether it is over and has answers, and no more of them are waited for."""
        return (
            self.stage is Stage.WATCHED and bool(self.liked) and Timer.HOW_WAS_IT not in self.timers
        )

    @property
    def pending(self) -> tuple[Post, ...]:
        """What has to be sent, in this order."""
        waiting = [post for post in Post if post in self.posts]
        return tuple(post for post in waiting if self.posts[post].sending is Sending.PENDING)

    @property
    def public(self) -> "Night":
        """The night without what its message doesn't show; the version grows when this changes."""
        starts: dict[Timer, datetime] = {
            timer: at for timer, at in self.timers.items() if timer == Timer.REMINDER
        }
        night = replace(
            self,
            channel_id=0,
            message_id=None,
            event_tried=False,
            timers=starts,
            posts={},
            version=0,
            shown=0,
        )
        if self.stage not in VOTES:
            return night
        if not self.options.hidden_votes:
            return replace(night, vetoes={})
        undecided = dict.fromkeys(self.runoff, frozenset[int]())
        return replace(night, vetoes={}, approvals={}, runoff=undecided)

    @property
    def everybody_is_done(self) -> bool:
        """Whether all who joined said that their votes are complete."""
        return bool(self.members) and all(member.done for member in self.members)

    def member(self, member_id: int) -> NightMember | None:
        """Return somebody who joined."""
        return next((each for each in self.members if each.member_id == member_id), None)
