"""Rows -> `Night`."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from bot.nights.types import (
    Night,
    NightFilm,
    NightMember,
    NightOptions,
    Round,
    Stage,
    Veto,
    Why,
)
from bot.storage.clock import from_unix, to_unix
from recsys.types import GroupStrategy, ItemId

_NIGHT = """
SELECT guild_id, channel_id, message_id, organiser_id, stage, options, created_at, vote_ends_at,
       winner_id, why, decided_at, watched_at, event_id, version
FROM night WHERE id = ?
"""
_MEMBERS = """
SELECT m.member_id, m.done, coalesce(m.credit, c.credit, 0.0)
FROM night_member AS m JOIN night AS n ON n.id = m.night_id
LEFT JOIN night_credit AS c ON c.guild_id = n.guild_id AND c.member_id = m.member_id
WHERE m.night_id = ? ORDER BY m.rowid
"""
_FILMS = """
SELECT id, item_id, title, added_by, carried, tied FROM night_film
WHERE night_id = ? AND NOT dropped ORDER BY id
"""
_FITS = """
SELECT film_id, member_id, fit FROM night_fit
JOIN night_film ON id = film_id WHERE night_id = ? ORDER BY film_id, member_id
"""
_APPROVALS = """
SELECT film_id, member_id FROM night_approval
JOIN night_film ON id = film_id WHERE night_id = ? AND round = ?
"""


def load(con: sqlite3.Connection, night_id: int) -> Night | None:
    """Return a night as it is stored now."""
    row = con.execute(_NIGHT, (night_id,)).fetchone()
    if row is None:
        return None
    (
        guild_id, channel_id, message_id, organiser_id, stage, options, created_at, vote_ends_at,
        winner_id, why, decided_at, watched_at, event_id, version,
    ) = row  # fmt: skip
    films = con.execute(_FILMS, (night_id,)).fetchall()
    fits = _fits(con, night_id)
    tied = [film_id for film_id, *_, is_tied in films if is_tied]
    return Night(
        id=night_id,
        guild_id=guild_id,
        channel_id=channel_id,
        message_id=message_id,
        organiser_id=organiser_id,
        stage=Stage(stage),
        options=decode(options),
        created_at=from_unix(created_at),
        vote_ends_at=_moment(vote_ends_at),
        members=tuple(
            NightMember(member_id, bool(done), credit)
            for member_id, done, credit in con.execute(_MEMBERS, (night_id,))
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
        approvals=_approvals(con, night_id, Round.FIRST),
        runoff=dict.fromkeys(tied, frozenset[int]()) | _approvals(con, night_id, Round.RUNOFF),
        vetoes={
            member_id: Veto(film_id, reason)
            for member_id, film_id, reason in con.execute(
                "SELECT member_id, film_id, reason FROM night_veto WHERE night_id = ?", (night_id,)
            )
        },
        winner_id=winner_id,
        why=None if why is None else Why(why),
        decided_at=_moment(decided_at),
        watched_at=_moment(watched_at),
        event_id=event_id,
        liked={
            member_id: bool(liked)
            for member_id, liked in con.execute(
                "SELECT member_id, liked FROM night_rating WHERE night_id = ?", (night_id,)
            )
        },
        version=version,
    )


def load_all(con: sqlite3.Connection, query: str, parameters: Mapping[str, object]) -> list[Night]:
    """Return the nights whose ids a query finds, in its order."""
    ids = [night_id for (night_id,) in con.execute(query, parameters)]
    return [night for night_id in ids if (night := load(con, night_id)) is not None]


def encode(options: NightOptions) -> str:
    """Return options as JSON; the start as unix seconds."""
    starts_at = options.starts_at
    return json.dumps(asdict(options) | {"starts_at": starts_at and to_unix(starts_at)})


def decode(options: str) -> NightOptions:
    """Return the options of such JSON; those it doesn't name are the default."""
    values = json.loads(options)
    values["starts_at"] = _moment(values["starts_at"])
    values["strategy"] = GroupStrategy(values["strategy"])
    return NightOptions(**values)


def _fits(con: sqlite3.Connection, night_id: int) -> dict[int, dict[int, float | None]]:
    fits: dict[int, dict[int, float | None]] = {}
    for film_id, member_id, fit in con.execute(_FITS, (night_id,)):
        fits.setdefault(film_id, {})[member_id] = fit
    return fits


def _approvals(con: sqlite3.Connection, night_id: int, vote: Round) -> dict[int, frozenset[int]]:
    approvals: dict[int, set[int]] = {}
    for film_id, member_id in con.execute(_APPROVALS, (night_id, vote)):
        approvals.setdefault(film_id, set()).add(member_id)
    return {film_id: frozenset(members) for film_id, members in approvals.items()}


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else from_unix(seconds)
