"""A night and its rows: all of them are read in two statements, and only what differs is written.

These functions run inside a transaction of the caller.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from itertools import chain
from typing import Any, Final, TypeAlias

from bot.nights.night import (
    NEW,
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
from bot.nights.outcome import credits_after
from bot.storage.clock import from_unix, to_unix
from recsys.types import GroupStrategy, ItemId

_Row: TypeAlias = tuple[Any, ...]

_FIRST_VOTE: Final = 1
_RUN_OFF: Final = 2

_NIGHTS: Final = """
SELECT id, guild_id, channel_id, message_id, organiser_id, stage, options, created_at, vote_ends_at,
       winner_id, why, decided_at, watched_at, event_id, event_tried, version, shown
FROM night
"""
# Every row says of which night and of what kind it is, then as much as that kind has to say.
_PARTS: Final = """
WITH wanted (id) AS (SELECT value FROM json_each(?))
SELECT n.id, 'member', m.rowid, m.member_id, m.done, coalesce(m.credit, c.credit, 0.0),
       EXISTS (SELECT 1 FROM verdict AS v
               WHERE v.member_id = m.member_id AND v.opinion IN ('like', 'dislike')),
       EXISTS (SELECT 1 FROM visibility AS v
               WHERE v.guild_id = n.guild_id AND v.member_id = m.member_id)
FROM night AS n JOIN night_member AS m ON m.night_id = n.id
LEFT JOIN night_credit AS c ON c.guild_id = n.guild_id AND c.member_id = m.member_id
WHERE n.id IN wanted
UNION ALL SELECT night_id, 'film', id, item_id, title, added_by, carried, tied
FROM night_film WHERE night_id IN wanted AND NOT dropped
UNION ALL SELECT night_id, 'dropped', item_id, NULL, NULL, NULL, NULL, NULL
FROM night_film WHERE night_id IN wanted AND dropped AND item_id IS NOT NULL
UNION ALL SELECT night_id, 'fit', film_id, member_id, fit, NULL, NULL, NULL
FROM night_film JOIN night_fit ON film_id = id WHERE night_id IN wanted
UNION ALL SELECT night_id, 'approval', film_id, member_id, round, NULL, NULL, NULL
FROM night_film JOIN night_approval ON film_id = id WHERE night_id IN wanted
UNION ALL SELECT night_id, 'veto', member_id, film_id, reason, NULL, NULL, NULL
FROM night_veto WHERE night_id IN wanted
UNION ALL SELECT night_id, 'rating', member_id, liked, NULL, NULL, NULL, NULL
FROM night_rating WHERE night_id IN wanted
UNION ALL SELECT night_id, 'timer', timer, due_at, NULL, NULL, NULL, NULL
FROM night_timer WHERE night_id IN wanted
UNION ALL SELECT night_id, 'post', post, state, attempted_at, message_id, NULL, NULL
FROM night_post WHERE night_id IN wanted
ORDER BY 1, 2, 3, 4
"""


def load(con: sqlite3.Connection, which: str, parameters: Mapping[str, object]) -> list[Night]:
    """Return the nights that a condition, with an order if need be, finds."""
    nights = con.execute(f"{_NIGHTS} {which}", parameters).fetchall()
    if not nights:
        return []
    parts: dict[int, dict[str, list[_Row]]] = {}
    for night_id, kind, *part in con.execute(_PARTS, (json.dumps([row[0] for row in nights]),)):
        parts.setdefault(night_id, {}).setdefault(kind, []).append(tuple(part))
    return [_night(row, parts.get(row[0], {})) for row in nights]


def insert(con: sqlite3.Connection, night: Night) -> int:
    """Store a new night that has nothing but members yet; return its id."""
    columns = _columns(night) | {
        "guild_id": night.guild_id,
        "organiser_id": night.organiser_id,
        "options": _encoded(night.options),
        "created_at": to_unix(night.created_at),
    }
    (night_id,) = con.execute(
        f"INSERT INTO night ({', '.join(columns)}) VALUES ({_marks(columns)})"  # noqa: S608 - named above
        " RETURNING id",
        [*columns.values()],
    ).fetchone()
    stored = replace(night, id=int(night_id))
    _write_parts(con, replace(stored, members=()), stored)
    return stored.id


def update(con: sqlite3.Connection, before: Night, after: Night) -> None:
    """Store what a night has become; what has stayed as it was is not written."""
    old, new = _columns(before), _columns(after)
    changed = {column: value for column, value in new.items() if value != old[column]}
    if changed:
        settings = ", ".join(f"{column} = ?" for column in changed)
        con.execute(f"UPDATE night SET {settings} WHERE id = ?", (*changed.values(), after.id))  # noqa: S608
    _write_parts(con, before, _write_films(con, before, after))
    if before.winner_id is None and after.winner_id is not None:
        credit = {(after.guild_id, who): (more,) for who, more in credits_after(after).items()}
        _put(con, _Table("night_credit", ("guild_id", "member_id"), ("credit",)), credit)


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of parts of a night: its name, its key, and what else it has."""

    name: str
    key: tuple[str, ...]
    values: tuple[str, ...] = ()


_Parts: TypeAlias = Mapping[_Row, _Row]


def _members(night: Night) -> _Parts:
    decided = night.winner_id is not None
    return {
        (night.id, each.member_id): (each.done, each.credit if decided else None)
        for each in night.members
    }


def _fits(night: Night) -> _Parts:
    return {
        (film.id, member_id): (fit,) for film in night.films for member_id, fit in film.fits.items()
    }


def _approvals(night: Night) -> _Parts:
    rounds = ((_FIRST_VOTE, night.approvals), (_RUN_OFF, night.runoff))
    return {
        (film_id, vote, member_id): ()
        for vote, votes in rounds
        for film_id, members in votes.items()
        for member_id in sorted(members)
    }


def _vetoes(night: Night) -> _Parts:
    return {(night.id, who): (veto.film_id, veto.reason) for who, veto in night.vetoes.items()}


def _ratings(night: Night) -> _Parts:
    return {(night.id, who): (liked,) for who, liked in night.liked.items()}


def _timers(night: Night) -> _Parts:
    return {(night.id, timer): (to_unix(due_at),) for timer, due_at in night.timers.items()}


def _posts(night: Night) -> _Parts:
    return {
        (night.id, post): (state.sending, _seconds(state.attempted_at), state.message_id)
        for post, state in night.posts.items()
    }


_TABLES: Final[Sequence[tuple[_Table, Callable[[Night], _Parts]]]] = (
    (_Table("night_member", ("night_id", "member_id"), ("done", "credit")), _members),
    (_Table("night_fit", ("film_id", "member_id"), ("fit",)), _fits),
    (_Table("night_approval", ("film_id", "round", "member_id")), _approvals),
    (_Table("night_veto", ("night_id", "member_id"), ("film_id", "reason")), _vetoes),
    (_Table("night_rating", ("night_id", "member_id"), ("liked",)), _ratings),
    (_Table("night_timer", ("night_id", "timer"), ("due_at",)), _timers),
    (
        _Table("night_post", ("night_id", "post"), ("state", "attempted_at", "message_id")),
        _posts,
    ),
)


def _write_parts(con: sqlite3.Connection, before: Night, after: Night) -> None:
    for table, parts in _TABLES:
        old, new = parts(before), parts(after)
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


def _columns(night: Night) -> dict[str, object]:
    """Return what rules can change of the night's own row."""
    return {
        "channel_id": night.channel_id,
        "message_id": night.message_id,
        "stage": night.stage,
        "vote_ends_at": _seconds(night.vote_ends_at),
        "winner_id": night.winner_id,
        "why": night.why,
        "decided_at": _seconds(night.decided_at),
        "watched_at": _seconds(night.watched_at),
        "event_id": night.event_id,
        "event_tried": night.event_tried,
        "version": night.version,
        "shown": night.shown,
    }


def _night(row: _Row, parts: Mapping[str, Sequence[_Row]]) -> Night:
    (
        night_id, guild_id, channel_id, message_id, organiser_id, stage, options, created_at,
        vote_ends_at, winner_id, why, decided_at, watched_at, event_id, event_tried, version, shown,
    ) = row  # fmt: skip
    fits: dict[int, dict[int, float | None]] = {}
    for film_id, member_id, fit, *_ in parts.get("fit", ()):
        fits.setdefault(film_id, {})[member_id] = fit
    films = parts.get("film", ())
    approvals = parts.get("approval", ())
    tied = {film_id: frozenset[int]() for film_id, *_, is_tied in films if is_tied}
    return Night(
        id=night_id,
        guild_id=guild_id,
        channel_id=channel_id,
        message_id=message_id,
        organiser_id=organiser_id,
        stage=Stage(stage),
        options=_decoded(options),
        created_at=from_unix(created_at),
        vote_ends_at=_moment(vote_ends_at),
        members=tuple(
            NightMember(member_id, bool(done), credit, bool(has_taste), bool(shows_taste))
            for _, member_id, done, credit, has_taste, shows_taste in parts.get("member", ())
        ),
        films=tuple(
            NightFilm(
                id=film_id,
                item_id=None if item_id is None else ItemId(item_id),
                title=title,
                added_by=added_by,
                carried=bool(carried),
                fits=fits.get(film_id, {}),
            )
            for film_id, item_id, title, added_by, carried, _ in films
        ),
        dropped=frozenset(ItemId(item_id) for item_id, *_ in parts.get("dropped", ())),
        approvals=_votes(approvals, _FIRST_VOTE),
        runoff=tied | _votes(approvals, _RUN_OFF),
        vetoes={
            member_id: Veto(film_id, reason)
            for member_id, film_id, reason, *_ in parts.get("veto", ())
        },
        winner_id=winner_id,
        why=None if why is None else Why(why),
        decided_at=_moment(decided_at),
        watched_at=_moment(watched_at),
        event_id=event_id,
        event_tried=bool(event_tried),
        liked={member_id: bool(liked) for member_id, liked, *_ in parts.get("rating", ())},
        timers={Timer(timer): from_unix(due_at) for timer, due_at, *_ in parts.get("timer", ())},
        posts={
            Post(post): PostState(Sending(state), _moment(attempted_at), message_id)
            for post, state, attempted_at, message_id, *_ in parts.get("post", ())
        },
        version=version,
        shown=shown,
    )


def _votes(rows: Iterable[_Row], vote: int) -> dict[int, frozenset[int]]:
    votes: dict[int, set[int]] = {}
    for film_id, member_id, counted, *_ in rows:
        if counted == vote:
            votes.setdefault(film_id, set()).add(member_id)
    return {film_id: frozenset(members) for film_id, members in votes.items()}


def _encoded(options: NightOptions) -> str:
    """Return options as JSON; the start as unix seconds."""
    return json.dumps(asdict(options) | {"starts_at": _seconds(options.starts_at)})


def _decoded(options: str) -> NightOptions:
    """Return the options of such JSON; those it doesn't name are the default."""
    values = json.loads(options)
    values["starts_at"] = _moment(values["starts_at"])
    values["strategy"] = GroupStrategy(values["strategy"])
    return NightOptions(**values)


def _marks(columns: Iterable[str]) -> str:
    return ", ".join("?" for _ in columns)


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else to_unix(moment)


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else from_unix(seconds)
