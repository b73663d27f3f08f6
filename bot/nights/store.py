"""Movie nights in the database: a rule is applied to one within a single transaction.

All rows of a night are read in two statements, and only what differs is written.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from itertools import chain
from typing import Any, Final, TypeAlias

import discord

from bot.errors import OutOfDate
from bot.nights.night import (
    NEW,
    FilmSource,
    Night,
    NightFilm,
    NightMember,
    NightOptions,
    Post,
    PostState,
    Sending,
    Stage,
    Timer,
    Veto,
    Why,
)
from bot.nights.outcome import credits_after, runners_up
from bot.nights.rules import Rule, check_room
from bot.services import Resources, Services, services_of
from bot.storage.clock import Clock, from_unix, to_unix
from bot.storage.database import Database
from bot.storage.errors import decoding
from bot.storage.types import Remind
from bot.ui.control import Interaction
from recsys.types import GroupStrategy, ItemId

SHOWN_FOR: Final = timedelta(days=30)
"""How old a night may be whose message is still brought up to date."""
_KEPT: Final = timedelta(days=30)
"""How long a night is kept that came to nothing, after its time or its announcement."""

_ACTIVE: Final = (
    "WHERE guild_id = :guild AND stage IN ('gathering', 'voting', 'runoff', 'decided') ORDER BY id"
)
_UNDECIDED: Final = """
SELECT count(*), count(*) FILTER (WHERE organiser_id = :organiser) FROM night
WHERE guild_id = :guild AND stage IN ('gathering', 'voting', 'runoff')
"""
_WATCHED: Final = (
    "WHERE guild_id = :guild AND stage = 'watched'"
    " ORDER BY watched_at DESC, id DESC LIMIT :limit OFFSET :offset"
)
_NEWEST_OF_THEIRS: Final = (
    "WHERE guild_id = :guild AND stage IN ('decided', 'watched')"
    " AND (SELECT count(*) FROM night_member WHERE night_id = id"
    " AND member_id IN (SELECT value FROM json_each(:members))) * 2 > json_array_length(:members)"
    " ORDER BY decided_at DESC, id DESC LIMIT 1"
)
_WAITING: Final = """
WHERE id IN (SELECT night_id FROM night_timer WHERE due_at <= :now
             UNION SELECT night_id FROM night_post WHERE state = 'pending'
             UNION SELECT id FROM night WHERE shown < version AND created_at > :since)
ORDER BY id
"""
_CAME_TO_NOTHING: Final = """
DELETE FROM night WHERE stage IN ('gathering', 'cancelled')
AND max(created_at, coalesce(json_extract(options, '$.starts_at'), 0)) < ?
"""
_CHOSEN: Final = """
SELECT DISTINCT item_id FROM night JOIN night_film AS film ON film.id = winner_id
JOIN night_member AS member ON member.night_id = night.id
WHERE stage IN ('decided', 'watched') AND item_id IS NOT NULL
AND member_id IN (SELECT value FROM json_each(?)) ORDER BY item_id
"""

_Row: TypeAlias = tuple[Any, ...]

_FIRST_VOTE: Final = 1
_RUN_OFF: Final = 2

_FIXED: Final = ("guild_id", "organiser_id", "created_at")
"""Columns of a night's own row that stay as they are …"""
_CHANGING: Final = (
    "channel_id", "message_id", "stage", "options", "vote_ends_at", "winner_id", "why",
    "decided_at", "watched_at", "event_id", "event_tried", "version", "shown",
)  # fmt: skip
"""… and those that rules can change."""

# Every row says of which night and of what kind it is, then as much as that kind has to say.
_PARTS: Final = """
WITH wanted (id) AS (SELECT value FROM json_each(?))
SELECT n.id, 'member', m.rowid, m.member_id, m.done, coalesce(m.credit, c.credit, 0.0),
       EXISTS (SELECT 1 FROM verdict AS v
               WHERE v.member_id = m.member_id AND v.opinion IN ('like', 'dislike')),
       EXISTS (SELECT 1 FROM visibility AS v
               WHERE v.guild_id = n.guild_id AND v.member_id = m.member_id),
       m.shows_fits, m.late
FROM night AS n JOIN night_member AS m ON m.night_id = n.id
LEFT JOIN night_credit AS c ON c.guild_id = n.guild_id AND c.member_id = m.member_id
WHERE n.id IN wanted
UNION ALL SELECT night_id, 'invited', rowid, member_id, NULL, NULL, NULL, NULL, NULL, NULL
FROM night_invitation WHERE night_id IN wanted
UNION ALL SELECT night_id, 'film', id, item_id, title, added_by, carried, tied, NULL, NULL
FROM night_film WHERE night_id IN wanted AND NOT dropped
UNION ALL SELECT night_id, 'dropped', item_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM night_film WHERE night_id IN wanted AND dropped AND item_id IS NOT NULL
UNION ALL SELECT night_id, 'fit', film_id, member_id, fit, NULL, NULL, NULL, NULL, NULL
FROM night_film JOIN night_fit ON film_id = id WHERE night_id IN wanted
UNION ALL SELECT night_id, 'approval', film_id, member_id, round, NULL, NULL, NULL, NULL, NULL
FROM night_film JOIN night_approval ON film_id = id WHERE night_id IN wanted
UNION ALL SELECT night_id, 'veto', member_id, film_id, reason, NULL, NULL, NULL, NULL, NULL
FROM night_veto WHERE night_id IN wanted
UNION ALL SELECT night_id, 'rating', member_id, liked, stars, NULL, NULL, NULL, NULL, NULL
FROM night_rating WHERE night_id IN wanted
UNION ALL SELECT night_id, 'timer', timer, due_at, NULL, NULL, NULL, NULL, NULL, NULL
FROM night_timer WHERE night_id IN wanted
UNION ALL SELECT night_id, 'post', post, state, attempted_at, message_id, NULL, NULL, NULL, NULL
FROM night_post WHERE night_id IN wanted
ORDER BY 1, 2, 3, 4
"""


@dataclass(frozen=True, slots=True)
class Agenda:
    """What there is to do at a moment.

    Attributes:
        nights: that have a timer due, a post to send, or a message that shows an older version.
        next_due: when the next timer is due after that.
    """

    nights: list[Night]
    next_due: datetime | None


@dataclass(frozen=True, slots=True)
class Before:
    """What earlier nights leave to the next one.

    Attributes:
        runners_up: films that lost the newest decided night of the server that most of these
            members were in, best first.
        chosen: films that won nights of any of these members, in whatever server.
    """

    runners_up: list[ItemId]
    chosen: list[ItemId]


@dataclass(frozen=True, slots=True)
class Place:
    """A server, or one channel of it."""

    guild_id: int | None
    channel_id: int | None = None

    def has(self, night: Night) -> bool:
        """Return whether a night is there."""
        channel = self.channel_id in {None, night.channel_id}
        return channel and self.guild_id == night.guild_id


class NightStore:
    """All nights, or those of a place; others are as good as gone, whatever their id.

    What a method returns is what is stored by then.
    """

    def __init__(self, db: Database, *, now: Clock, place: Place | None = None) -> None:
        self._db = db
        self._now = now
        self._place = place

    def now(self) -> datetime:
        """Return the present second: nights are stored no finer."""
        return from_unix(to_unix(self._now()))

    async def create(self, night: Night) -> Night:
        """Store a new night.

        Raises:
            MemberError: there are too many undecided ones.
        """

        def work(con: sqlite3.Connection) -> Night:
            here, own = con.execute(
                _UNDECIDED, {"guild": night.guild_id, "organiser": night.organiser_id}
            ).fetchone()
            check_room(here, own)
            return self._one(con, _insert(con, night))

        return await self._db.write(work)

    async def change(self, night_id: int, rule: Rule) -> Night:
        """Apply a rule to a night as it stands; what it refuses leaves everything as it is.

        The version grows when something changed that others can see.

        Raises:
            OutOfDate: the night is gone, or elsewhere.
            MemberError: what the rule raises.
        """

        def work(con: sqlite3.Connection) -> Night:
            before = self._one(con, night_id)
            after = rule(before)
            if after == before:
                return before
            if after.public != before.public:
                after = replace(after, version=before.version + 1)
            _update(con, before, after)
            if after.films == before.films and after.member_ids == before.member_ids:
                return after
            # The ids of new films, and what is known of new members, stand in the database only.
            return self._one(con, night_id)

        return await self._db.write(work)

    async def get(self, night_id: int) -> Night:
        """Return a night.

        Raises:
            OutOfDate: it is gone, or elsewhere.
        """
        return await self._db.read(lambda con: self._one(con, night_id))

    async def active(self, guild_id: int) -> list[Night]:
        """Return the nights of a server that are neither watched nor cancelled, oldest first."""
        return await self._db.read(lambda con: _load(con, _ACTIVE, {"guild": guild_id}))

    async def history(self, guild_id: int, limit: int, offset: int = 0) -> list[Night]:
        """Return the nights of a server that were watched, newest first."""
        page = {"guild": guild_id, "limit": limit, "offset": offset}
        return await self._db.read(lambda con: _load(con, _WATCHED, page))

    async def agenda(self) -> Agenda:
        """Return what there is to do now; messages of nights that are too old stay as they are."""
        now = self.now()
        limits = {"now": to_unix(now), "since": to_unix(now - SHOWN_FOR)}

        def work(con: sqlite3.Connection) -> Agenda:
            (next_due,) = con.execute(
                "SELECT min(due_at) FROM night_timer WHERE due_at > ?", (limits["now"],)
            ).fetchone()
            nights = _load(con, _WAITING, limits)
            with decoding():
                return Agenda(nights, None if next_due is None else from_unix(next_due))

        return await self._db.read(work)

    async def before(self, guild_id: int, member_ids: Collection[int]) -> Before:
        """Return what earlier nights leave to these members."""

        def work(con: sqlite3.Connection) -> Before:
            members = json.dumps([*member_ids])
            newest = _load(con, _NEWEST_OF_THEIRS, {"guild": guild_id, "members": members})
            lost = [film.item_id for night in newest for film in runners_up(night)]
            chosen = con.execute(_CHOSEN, (members,)).fetchall()
            return Before(
                runners_up=[item for item in lost if item is not None],
                chosen=[ItemId(item) for (item,) in chosen],
            )

        return await self._db.read(work)

    async def sweep(self) -> None:
        """Delete nights that were cancelled, or whose films were never asked for, after a month."""
        await self._db.execute(_CAME_TO_NOTHING, to_unix(self.now() - _KEPT))

    def _one(self, con: sqlite3.Connection, night_id: int) -> Night:
        for night in _load(con, "WHERE id = :night", {"night": night_id}):
            if self._place is None or self._place.has(night):
                return night
        raise OutOfDate(
            "I no longer have that movie night. Start a new one with `/movienight start`."
        )


def night_store(services: Services | Resources, place: Place | None = None) -> NightStore:
    """Return the nights of an open database, or those of a place."""
    return NightStore(services.storage.database, now=discord.utils.utcnow, place=place)


def nights_here(interaction: Interaction) -> NightStore:
    """Return the nights that an interaction can be about.

    A ``custom_id`` can be forged, so a button counts only in the channel of its night; a command
    may name any night of its server.
    """
    command = interaction.type is discord.InteractionType.application_command
    place = Place(interaction.guild_id, None if command else interaction.channel_id)
    return night_store(services_of(interaction), place)


def _load(con: sqlite3.Connection, which: str, parameters: Mapping[str, object]) -> list[Night]:
    """Return the nights that a condition, with an order if need be, finds."""
    columns = ", ".join(["id", *_FIXED, *_CHANGING])
    nights = con.execute(f"SELECT {columns} FROM night {which}", parameters).fetchall()  # noqa: S608
    if not nights:
        return []
    parts: dict[int, dict[str, list[_Row]]] = {}
    for night_id, kind, *part in con.execute(_PARTS, (json.dumps([row[0] for row in nights]),)):
        parts.setdefault(night_id, {}).setdefault(kind, []).append(tuple(part))
    return [_night(row, parts.get(row[0], {})) for row in nights]


def _insert(con: sqlite3.Connection, night: Night) -> int:
    """Store a new night that has nothing but members yet; return its id."""
    columns = _columns(night, [*_FIXED, *_CHANGING])
    (night_id,) = con.execute(
        f"INSERT INTO night ({', '.join(columns)}) VALUES ({_marks(columns)}) RETURNING id",  # noqa: S608
        [*columns.values()],
    ).fetchone()
    stored = replace(night, id=int(night_id))
    _write_parts(con, replace(stored, members=(), invited=()), stored)
    return stored.id


def _update(con: sqlite3.Connection, before: Night, after: Night) -> None:
    """Store what a night has become; what has stayed as it was is not written."""
    changed = [name for name in _CHANGING if getattr(before, name) != getattr(after, name)]
    if changed:
        settings = ", ".join(f"{column} = ?" for column in changed)
        values = _columns(after, changed).values()
        con.execute(f"UPDATE night SET {settings} WHERE id = ?", (*values, after.id))  # noqa: S608
    _write_parts(con, before, _write_films(con, before, after))
    if before.winner_id is None and after.winner_id is not None:
        credit = {(after.guild_id, who): (more,) for who, more in credits_after(after).items()}
        _put(con, _CREDIT, credit)


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of parts of a night: its name, its key, and what else it has."""

    name: str
    key: tuple[str, ...]
    values: tuple[str, ...] = ()


_Parts: TypeAlias = Mapping[_Row, _Row]
"""The rows of a table that belong to a night: what each has, by its key."""
_CREDIT: Final = _Table("night_credit", ("guild_id", "member_id"), ("credit",))


def _parts(night: Night) -> Mapping[_Table, _Parts]:
    """Return all rows of a night in other tables, but for its films."""
    decided = night.winner_id is not None
    return {
        _Table(
            "night_member", ("night_id", "member_id"), ("done", "credit", "shows_fits", "late")
        ): {
            (night.id, each.member_id): (
                each.done,
                each.credit if decided else None,
                each.shows_fits,
                each.late,
            )
            for each in night.members
        },
        _Table("night_invitation", ("night_id", "member_id")): {
            (night.id, member_id): () for member_id in night.invited
        },
        _Table("night_fit", ("film_id", "member_id"), ("fit",)): {
            (film.id, who): (fit,) for film in night.films for who, fit in film.fits.items()
        },
        _Table("night_approval", ("film_id", "round", "member_id")): {
            (film_id, vote, who): ()
            for vote, votes in ((_FIRST_VOTE, night.approvals), (_RUN_OFF, night.runoff))
            for film_id, members in votes.items()
            for who in sorted(members)
        },
        _Table("night_veto", ("night_id", "member_id"), ("film_id", "reason")): {
            (night.id, who): (veto.film_id, veto.reason) for who, veto in night.vetoes.items()
        },
        _Table("night_rating", ("night_id", "member_id"), ("liked", "stars")): {
            (night.id, who): (liked, night.stars.get(who)) for who, liked in night.liked.items()
        },
        _Table("night_timer", ("night_id", "timer"), ("due_at",)): {
            (night.id, timer): (to_unix(due_at),) for timer, due_at in night.timers.items()
        },
        _Table("night_post", ("night_id", "post"), ("state", "attempted_at", "message_id")): {
            (night.id, post): (state.sending, _seconds(state.attempted_at), state.message_id)
            for post, state in night.posts.items()
        },
    }


def _write_parts(con: sqlite3.Connection, before: Night, after: Night) -> None:
    earlier = _parts(before)
    for table, new in _parts(after).items():
        old = earlier[table]
        _remove(con, table, [key for key in old if key not in new])
        _put(con, table, {key: row for key, row in new.items() if old.get(key) != row})


def _remove(con: sqlite3.Connection, table: _Table, keys: Sequence[_Row]) -> None:
    if keys:
        rows = ", ".join([f"({_marks(table.key)})"] * len(keys))
        con.execute(
            f"DELETE FROM {table.name} WHERE ({', '.join(table.key)}) IN (VALUES {rows})",  # noqa: S608
            [*chain(*keys)],
        )


def _put(con: sqlite3.Connection, table: _Table, parts: _Parts) -> None:
    """Insert or update rows, in one statement."""
    if not parts:
        return
    columns = (*table.key, *table.values)
    rows = ", ".join([f"({_marks(columns)})"] * len(parts))
    update = ", ".join(f"{column} = excluded.{column}" for column in table.values)
    otherwise = f"UPDATE SET {update}" if update else "NOTHING"
    con.execute(
        f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES {rows}"  # noqa: S608 - named above
        f" ON CONFLICT ({', '.join(table.key)}) DO {otherwise}",
        [*chain(*((*key, *row) for key, row in parts.items()))],
    )


def _write_films(con: sqlite3.Connection, before: Night, after: Night) -> Night:
    """Store the list; return the night with the ids of its new films."""
    # A film that goes keeps its row: it was shown, and its id must never name a later one.
    staying = {film.id for film in after.films}
    _mark(con, "dropped", [film.id for film in before.films if film.id not in staying])
    _mark(con, "tied", [film_id for film_id in after.runoff if film_id not in before.runoff])
    films = [film if film.id != NEW else _insert_film(con, after.id, film) for film in after.films]
    return replace(after, films=tuple(films))


def _mark(con: sqlite3.Connection, column: str, film_ids: Sequence[int]) -> None:
    if film_ids:
        con.execute(
            f"UPDATE night_film SET {column} = 1 WHERE id IN (SELECT value FROM json_each(?))",  # noqa: S608
            (json.dumps(film_ids),),
        )


def _insert_film(con: sqlite3.Connection, night_id: int, film: NightFilm) -> NightFilm:
    (film_id,) = con.execute(
        "INSERT INTO night_film (night_id, item_id, title, added_by, carried)"
        " VALUES (?, ?, ?, ?, ?) RETURNING id",
        (night_id, film.item_id, film.title, film.added_by, film.carried),
    ).fetchone()
    return replace(film, id=int(film_id))


def _columns(night: Night, names: Iterable[str]) -> dict[str, object]:
    """Return columns of the night's own row; each is called as the field that it holds."""
    return {name: _encoded(getattr(night, name)) for name in names}


def _encoded(value: object) -> object:
    match value:
        case datetime():
            return to_unix(value)
        case NightOptions():
            return json.dumps(asdict(value) | {"starts_at": _seconds(value.starts_at)})
        case _:
            return value


@decoding()
def _night(row: _Row, parts: Mapping[str, Sequence[_Row]]) -> Night:
    own = dict(zip(("id", *_FIXED, *_CHANGING), row, strict=True))
    for moment in ("created_at", "vote_ends_at", "decided_at", "watched_at"):
        own[moment] = _moment(own[moment])
    fits: dict[int, dict[int, float | None]] = {}
    for film_id, member_id, fit, *_ in parts.get("fit", ()):
        fits.setdefault(film_id, {})[member_id] = fit
    films = parts.get("film", ())
    approvals = parts.get("approval", ())
    tied = {film_id: frozenset[int]() for film_id, _, _, _, _, is_tied, *_ in films if is_tied}
    stored = {
        "stage": Stage(own["stage"]),
        "options": _options(own["options"]),
        "why": None if own["why"] is None else Why(own["why"]),
        "event_tried": bool(own["event_tried"]),
    }
    return Night(
        **own | stored,
        members=tuple(
            NightMember(member_id, bool(done), credit, *map(bool, flags))
            for _, member_id, done, credit, *flags in parts.get("member", ())
        ),
        invited=tuple(member_id for _, member_id, *_ in parts.get("invited", ())),
        films=tuple(
            NightFilm(
                id=film_id,
                item_id=None if item_id is None else ItemId(item_id),
                title=title,
                added_by=added_by,
                carried=bool(carried),
                fits=fits.get(film_id, {}),
            )
            for film_id, item_id, title, added_by, carried, *_ in films
        ),
        dropped=frozenset(ItemId(item_id) for item_id, *_ in parts.get("dropped", ())),
        approvals=_votes(approvals, _FIRST_VOTE),
        runoff=tied | _votes(approvals, _RUN_OFF),
        vetoes={
            member_id: Veto(film_id, reason)
            for member_id, film_id, reason, *_ in parts.get("veto", ())
        },
        liked={member_id: bool(liked) for member_id, liked, *_ in parts.get("rating", ())},
        stars={
            member_id: stars
            for member_id, _, stars, *_ in parts.get("rating", ())
            if stars is not None
        },
        timers={Timer(timer): from_unix(due_at) for timer, due_at, *_ in parts.get("timer", ())},
        posts={
            Post(post): PostState(Sending(state), _moment(attempted_at), message_id)
            for post, state, attempted_at, message_id, *_ in parts.get("post", ())
        },
    )


def _votes(rows: Iterable[_Row], vote: int) -> dict[int, frozenset[int]]:
    votes: dict[int, set[int]] = {}
    for film_id, member_id, counted, *_ in rows:
        if counted == vote:
            votes.setdefault(film_id, set()).add(member_id)
    return {film_id: frozenset(members) for film_id, members in votes.items()}


def _options(options: str) -> NightOptions:
    """Return the options that JSON holds; those it doesn't name are the default."""
    values = json.loads(options)
    values["starts_at"] = _moment(values["starts_at"])
    values["strategy"] = GroupStrategy(values["strategy"])
    values["remind"] = Remind(values.get("remind", Remind.ALL))
    values["source"] = FilmSource(values.get("source", FilmSource.TASTE))
    return NightOptions(**values)


def _marks(columns: Iterable[str]) -> str:
    return ", ".join("?" for _ in columns)


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else to_unix(moment)


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else from_unix(seconds)
