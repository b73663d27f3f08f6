"""The values that go into storage and come out of it; all are immutable.

A *member* is a Discord user. Members, messages, channels and guilds are known by their Discord id
only, films by their MovieLens id.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

from recsys.types import ItemId, Signal

Cell: TypeAlias = str | int | float | None
"""What a column holds in a row."""
JSON: TypeAlias = "str | int | float | bool | list[JSON] | dict[str, JSON] | None"


class Verdict(StrEnum):
    """What a member says about a film."""

    LIKE = "like"
    DISLIKE = "dislike"
    SEEN = "seen"
    NOT_INTERESTED = "not_interested"

    @property
    def signal(self) -> Signal:
        """What it tells the recommender; the last two only exclude the film."""
        match self:
            case Verdict.LIKE:
                return Signal.LIKE
            case Verdict.DISLIKE:
                return Signal.DISLIKE
            case _:
                return Signal.SEEN


@dataclass(frozen=True, slots=True)
class Reaction:
    """A reaction that means a verdict; 👍 and ❤ are two reactions with one verdict."""

    verdict: Verdict
    emoji: str


class Source(StrEnum):
    """How a verdict was given."""

    COMMAND = "command"
    BUTTON = "button"
    REACTION = "reaction"
    NIGHT = "night"
    DECK = "deck"
    IMPORT = "import"


class Remind(StrEnum):
    """What those who joined a movie night are told in messages of their own, from most to least."""

    ALL = "all"
    START = "start"
    NOTHING = "nothing"

    def at_most(self, other: "Remind") -> "Remind":
        """Return whichever of the two tells less."""
        return max(self, other, key=[*Remind].index)


@dataclass(frozen=True, slots=True)
class RatedFilm:
    """A member's verdict on a film as it stands; ``rated_at`` is aware, in UTC."""

    item_id: ItemId
    verdict: Verdict
    source: Source
    rated_at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """What a write changed; ``None`` stands for no verdict.

    Attributes:
        id: names the change in the member's history, for `Verdicts.undo_change`; never used twice.
        item_id: the film.
        before: the verdict until then.
        after: the verdict from then on.
    """

    id: int
    item_id: ItemId
    before: Verdict | None
    after: Verdict | None


@dataclass(frozen=True, slots=True)
class Tally:
    """What a server may know of the verdicts on a film.

    Attributes:
        likes: how many of its visible members like it;
        dislikes: dislike it;
        seen: have only seen it.
        hidden: how many others reacted on the card itself, for everybody to see.
    """

    likes: int
    dislikes: int
    seen: int
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class Card:
    """A message about exactly one film.

    Attributes:
        message_id: the message.
        channel_id: where it stands.
        guild_id: the server, ``None`` in direct messages.
        item_id: the film.
        posted_at: when it was made known, aware, in UTC.
        replay: whether a catch-up may add reactions that were not seen live.
    """

    message_id: int
    channel_id: int
    guild_id: int | None
    item_id: ItemId
    posted_at: datetime
    replay: bool


class Kind(StrEnum):
    """Where the films of a list come from."""

    PERSONAL = "personal"
    """The member's taste."""
    STARTERS = "starters"
    """Well-loved films, since the member has no likes or dislikes yet."""
    STANDBY = "standby"
    """Well-loved films, since the engine can't answer."""
    SIMILAR = "similar"
    """Films like one film."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A film on a list.

    Attributes:
        item_id: the film.
        kind: where it comes from.
        reason: why it is there, in a sentence that may name films that the member likes; empty on
            lists of an earlier version.
        unnamed: the same for others to read, without those films.
        discovery: whether it is the less known film among safe ones.
    """

    item_id: ItemId
    kind: Kind = Kind.PERSONAL
    reason: str = ""
    unnamed: str = ""
    discovery: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """The films of a list message, which shows one at a time, so that it outlives a restart.

    Attributes:
        id: stands in the buttons.
        member_id: the member it was made for.
        private: whether only that member sees it.
        options: the request, as the caller wrote it.
        films: all that were ever on it, in order; at least one.
        created_at: aware, in UTC.
        names_likes: whether its reasons may name films that the member likes: they alone see it, or
            they show their taste in the server where it stands (``guild`` among the options).
    """

    id: int
    member_id: int
    private: bool
    options: Mapping[str, JSON]
    films: tuple[Listed, ...]
    created_at: datetime
    names_likes: bool

    @property
    def items(self) -> list[ItemId]:
        """The films' ids, in order."""
        return [film.item_id for film in self.films]


@dataclass(frozen=True, slots=True)
class ShownFilms:
    """What a member was shown in lists, and what they answered.

    Attributes:
        ago: how long ago each film was shown last, by movie id.
        seen: how many of their newest answers to such films are 👀.
        answers: how many answers that were.
    """

    ago: Mapping[int, timedelta]
    seen: int
    answers: int


@dataclass(frozen=True, slots=True)
class ServerFilm:
    """A film on the list of a server.

    Attributes:
        item_id: the film.
        added_by: the member who added it; ``None`` once they had their data deleted.
        added_at: aware, in UTC.
    """

    item_id: ItemId
    added_by: int | None
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as they are stored, under the names of their columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Inventory:
    """How much is stored about a member, by kind.

    Attributes:
        by_verdict: films by verdict, without verdicts that were never given.
        history: changes that can be undone.
        reactions: reactions on cards that were counted as verdicts.
        cards: cards in their direct messages.
        watchlist: films on the list.
        server_films: films that they added to lists of servers.
        listings: lists of films that they asked for.
        shown: films that lists have shown them.
        skipped: films that they said they don't know.
        visible_in: the guilds in which they are visible.
        nights: movie nights in which they took part.
        imports: files that they imported, or looked at.
    """

    by_verdict: Mapping[Verdict, int] = field(default_factory=dict)
    history: int = 0
    reactions: int = 0
    cards: int = 0
    watchlist: int = 0
    server_films: int = 0
    listings: int = 0
    shown: int = 0
    skipped: int = 0
    visible_in: frozenset[int] = frozenset()
    nights: int = 0
    imports: int = 0

    @property
    def verdicts(self) -> int:
        """How many films they gave a verdict on."""
        return sum(self.by_verdict.values())

    @property
    def is_empty(self) -> bool:
        """Whether nothing is stored."""
        return self == Inventory()
