"""How a night ends: with a winner, watched or cancelled."""

import json
import sqlite3
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime, timedelta

from bot.nights import rules
from bot.nights.types import Night, Post, RunOff, Stage, Timer, Winner
from bot.storage.clock import to_unix
from bot.storage.nights.loading import load_all
from bot.storage.nights.posts import add_post, forget_pending
from bot.storage.nights.tables import NightTables
from bot.storage.nights.timers import remove_timer, remove_timers, set_timer
from recsys.types import ItemId

_BEFORE_WATCHED = {Stage.GATHERING, Stage.VOTING, Stage.RUNOFF, Stage.DECIDED}
_NEWEST_DECIDED = """
SELECT id FROM night WHERE guild_id = :guild AND stage IN ('decided', 'watched')
ORDER BY decided_at DESC, id DESC LIMIT 1
"""
_CHOSEN = """
SELECT DISTINCT item_id FROM night JOIN night_film AS film ON film.id = winner_id
JOIN night_member AS member ON member.night_id = night.id
WHERE stage IN ('decided', 'watched') AND item_id IS NOT NULL
AND member_id IN (SELECT value FROM json_each(?)) ORDER BY item_id
"""


class Outcome(NightTables):
    """The end of the vote, of the night, and what the next night learns from it."""

    async def close_vote(
        self,
        night_id: int,
        decide: Callable[[Night], Winner | RunOff | None],
        *,
        runoff_ends_at: datetime,
        film_seconds: int,
    ) -> Night | None:
        """End the vote or the run-off, with a winner or a run-off.

        Args:
            night_id: in a vote or a run-off.
            decide: is given the night as it stands, and no vote comes in between. It runs on the
                thread of the database. ``None`` leaves everything as it is, which tells a vote
                that somebody else has closed meanwhile from the one that was meant.
            runoff_ends_at: when a run-off would end.
            film_seconds: how long after the start of the film its members are asked about it.

        Raises:
            ValueError: the decision is about films that can't be voted for, or it is a second
                run-off.
        """
        decided_at = self._now()

        def work(con: sqlite3.Connection, night: Night) -> bool:
            match decide(night) if night.films else None:
                case None:
                    return False
                case RunOff(film_ids):
                    _run_off(con, night, film_ids, runoff_ends_at)
                case Winner() as winner:
                    _settle(con, night, winner, decided_at)
                    _set_film_timers(con, night, film_seconds)
            return True

        return await self._change(night_id, {Stage.VOTING, Stage.RUNOFF}, work)

    async def cancel(self, night_id: int) -> Night | None:
        """Call a night off that wasn't watched, with its timers and messages still to be sent."""

        def work(con: sqlite3.Connection, _: Night) -> bool:
            con.execute(
                "UPDATE night SET stage = ?, vote_ends_at = NULL WHERE id = ?",
                (Stage.CANCELLED, night_id),
            )
            remove_timers(con, night_id)
            forget_pending(con, night_id)
            return True

        return await self._change(night_id, _BEFORE_WATCHED, work)

    async def watched(self, night_id: int) -> Night | None:
        """Keep that the winner was watched; "How was it?" has to be asked from then on."""
        at = self._seconds()
        return await self._change(
            night_id, {Stage.DECIDED}, lambda con, night: _watch(con, night.id, at)
        )

    async def claim(self, night_id: int, timer: Timer) -> Night | None:
        """Do what a timer waits for, once: the first caller gets the night, others ``None``.

        Args:
            night_id: whose film is decided.
            timer: the reminder, which has to be sent from then on, or the question how it was,
                for which the night is watched.

        Raises:
            ValueError: a timer of a vote, which `close_vote` ends.
        """
        if timer not in {Timer.REMINDER, Timer.HOW_WAS_IT}:
            raise ValueError(f"{timer} is no timer to claim.")
        at = self._seconds()

        def work(con: sqlite3.Connection, night: Night) -> bool:
            if not remove_timer(con, night.id, timer):
                return False
            if timer is Timer.HOW_WAS_IT:
                return _watch(con, night.id, at)
            add_post(con, night.id, Post.REMINDER)
            return True

        return await self._change(night_id, {Stage.DECIDED}, work)

    async def rate(
        self,
        night_id: int,
        member_id: int,
        liked: bool,  # noqa: FBT001 - the value that is set
    ) -> Night | None:
        """Keep whether somebody who joined liked the film."""

        def work(con: sqlite3.Connection, night: Night) -> bool:
            if member_id not in night.member_ids:
                return False
            con.execute(
                "INSERT INTO night_rating (night_id, member_id, liked) VALUES (?, ?, ?)"
                " ON CONFLICT DO UPDATE SET liked = excluded.liked WHERE liked <> excluded.liked",
                (night_id, member_id, liked),
            )
            return True

        return await self._change(night_id, {Stage.WATCHED}, work)

    async def carry_over(self, guild_id: int, most: int) -> list[ItemId]:
        """Return the films that lost the newest decided night with approvals, best first."""
        newest = await self._db.read(
            lambda con: load_all(con, _NEWEST_DECIDED, {"guild": guild_id})
        )
        lost = [
            film.item_id for night in newest for film in rules.runners_up(night, len(night.films))
        ]
        return [item_id for item_id in lost if item_id is not None][:most]

    async def chosen_by(self, member_ids: Collection[int]) -> list[ItemId]:
        """Return the films that won nights of any of these members, in whatever server."""
        rows = await self._db.read(
            lambda con: con.execute(_CHOSEN, (json.dumps(list(member_ids)),)).fetchall()
        )
        return [ItemId(item_id) for (item_id,) in rows]

    async def credits(self, guild_id: int, member_ids: Collection[int]) -> dict[int, float]:
        """Return how much more each of these members counts in the next night, 0 … 0.5."""
        rows = await self._db.read(
            lambda con: con.execute(
                "SELECT member_id, credit FROM night_credit WHERE guild_id = ?"
                " AND member_id IN (SELECT value FROM json_each(?))",
                (guild_id, json.dumps(list(member_ids))),
            ).fetchall()
        )
        return dict.fromkeys(member_ids, 0.0) | dict(rows)


def _run_off(
    con: sqlite3.Connection, night: Night, film_ids: Collection[int], ends_at: datetime
) -> None:
    if night.stage is Stage.RUNOFF or not set(film_ids) <= {film.id for film in night.films}:
        raise ValueError(f"Night {night.id} can't run off between films {sorted(film_ids)}.")
    con.executemany(
        "UPDATE night_film SET tied = 1 WHERE id = ?", [(film_id,) for film_id in film_ids]
    )
    con.execute("UPDATE night_member SET done = 0 WHERE night_id = ?", (night.id,))
    con.execute(
        "UPDATE night SET stage = ?, vote_ends_at = ? WHERE id = ?",
        (Stage.RUNOFF, to_unix(ends_at), night.id),
    )
    remove_timers(con, night.id)
    set_timer(con, night.id, Timer.RUNOFF_ENDS, ends_at)


def _settle(con: sqlite3.Connection, night: Night, winner: Winner, decided_at: datetime) -> None:
    if winner.film_id not in {film.id for film in night.on_ballot}:
        raise ValueError(f"Film {winner.film_id} can't win night {night.id}.")
    con.execute(
        "UPDATE night SET stage = ?, winner_id = ?, why = ?, decided_at = ?, vote_ends_at = NULL"
        " WHERE id = ?",
        (Stage.DECIDED, winner.film_id, winner.why, to_unix(decided_at), night.id),
    )
    con.executemany(
        "UPDATE night_member SET credit = ? WHERE night_id = ? AND member_id = ?",
        [(member.credit, night.id, member.member_id) for member in night.members],
    )
    credits_after = rules.credits_after(replace(night, winner_id=winner.film_id))
    con.executemany(
        "INSERT INTO night_credit (guild_id, member_id, credit) VALUES (?, ?, ?)"
        " ON CONFLICT DO UPDATE SET credit = excluded.credit",
        [(night.guild_id, member_id, credit) for member_id, credit in credits_after.items()],
    )
    remove_timers(con, night.id)


def _set_film_timers(con: sqlite3.Connection, night: Night, film_seconds: int) -> None:
    starts_at = night.options.starts_at
    if starts_at is not None:
        ends_at = starts_at + timedelta(seconds=film_seconds)
        set_timer(con, night.id, Timer.REMINDER, starts_at)
        set_timer(con, night.id, Timer.HOW_WAS_IT, ends_at)


def _watch(con: sqlite3.Connection, night_id: int, at: int) -> bool:
    con.execute(
        "UPDATE night SET stage = ?, watched_at = ? WHERE id = ?", (Stage.WATCHED, at, night_id)
    )
    remove_timers(con, night_id)
    add_post(con, night_id, Post.HOW_WAS_IT)
    return True
