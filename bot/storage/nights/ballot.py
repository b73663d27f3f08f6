"""The shortlist and the votes on it."""

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from bot.nights import rules
from bot.nights.types import (
    MOST_FILMS,
    Night,
    NightFilm,
    ProposedFilm,
    Stage,
    Timer,
)
from bot.storage.clock import to_unix
from bot.storage.nights.tables import NightTables
from bot.storage.nights.timers import set_timer
from recsys.types import ItemId

_VOTING = {Stage.VOTING}
_ANY_VOTE = {Stage.VOTING, Stage.RUNOFF}


class Ballot(NightTables):
    """What members can vote for, and their votes. Only who joined has a vote."""

    async def put_shortlist(
        self,
        night_id: int,
        *,
        keep: Collection[int],
        add: Sequence[ProposedFilm],
        vote_ends_at: datetime,
    ) -> Night | None:
        """Put films on the list and begin the vote, or go on with it.

        Films of the list that aren't kept are dropped, and vetoes of them can be used again. A
        film that a member approves of or has named stays all the same, for that may have come
        about while others were drawn. Who had voted completely has not any more.

        Args:
            night_id: gathering or voting.
            keep: ids of films on the list that stay.
            add: new films, as many as there is room for; one that stays is not added again.
            vote_ends_at: when the vote ends, unless that is known already.

        Returns:
            The night; ``None`` also for a list that would be empty.
        """

        def work(con: sqlite3.Connection, night: Night) -> bool:
            dropped = {film.id for film in rules.unbacked(night)}.difference(keep)
            kept = [film for film in night.films if film.id not in dropped]
            new = _new(kept, add)[: MOST_FILMS - len(kept)]
            if not kept and not new:
                return False
            for film_id in dropped:
                _drop_film(con, film_id)
            _put_films(con, night, new)
            _not_done(con, night_id)
            ends_at = night.vote_ends_at or vote_ends_at
            con.execute(
                "UPDATE night SET stage = ?, vote_ends_at = ? WHERE id = ?",
                (Stage.VOTING, to_unix(ends_at), night_id),
            )
            set_timer(con, night_id, Timer.VOTE_ENDS, ends_at)
            return True

        return await self._change(night_id, {Stage.GATHERING, Stage.VOTING}, work)

    async def items_shown(self, night_id: int) -> set[ItemId]:
        """Return the films of the catalogue that are or were on the list."""
        rows = await self._db.read(
            lambda con: con.execute(
                "SELECT item_id FROM night_film WHERE night_id = ? AND item_id IS NOT NULL",
                (night_id,),
            ).fetchall()
        )
        return {ItemId(item_id) for (item_id,) in rows}

    async def add_film(self, night_id: int, film: ProposedFilm) -> Night | None:
        """Put the film that a member names on the list, while the first vote goes on.

        Who had voted completely has not any more. ``None`` also when they have named one, when it
        is there already, or when the list is full.
        """

        def work(con: sqlite3.Connection, night: Night) -> bool:
            if (
                film.added_by not in night.member_ids
                or any(other.added_by == film.added_by for other in night.films)
                or len(night.films) >= MOST_FILMS
                or not _new(night.films, [film])
            ):
                return False
            _put_films(con, night, [film])
            _not_done(con, night_id)
            return True

        return await self._change(night_id, _VOTING, work)

    async def toggle_approval(self, night_id: int, film_id: int, member_id: int) -> Night | None:
        """Approve of a film or no longer; approving takes the member's veto of it back."""

        def work(con: sqlite3.Connection, night: Night) -> bool:
            if not _may_vote(night, film_id, member_id):
                return False
            vote = (film_id, night.round, member_id)
            if not _withdraw(con, vote):
                con.execute(
                    "INSERT INTO night_approval (film_id, round, member_id) VALUES (?, ?, ?)", vote
                )
                con.execute(
                    "DELETE FROM night_veto WHERE film_id = ? AND member_id = ?",
                    (film_id, member_id),
                )
            _not_done(con, night_id, member_id)
            return True

        return await self._change(night_id, _ANY_VOTE, work)

    async def veto(
        self, night_id: int, film_id: int, member_id: int, reason: str | None
    ) -> Night | None:
        """Veto a film in place of any other; the member no longer approves of it."""

        def work(con: sqlite3.Connection, night: Night) -> bool:
            if not _may_vote(night, film_id, member_id):
                return False
            con.execute(
                "INSERT INTO night_veto (night_id, member_id, film_id, reason) VALUES (?, ?, ?, ?)"
                " ON CONFLICT DO UPDATE SET film_id = excluded.film_id, reason = excluded.reason",
                (night_id, member_id, film_id, reason),
            )
            _withdraw(con, (film_id, night.round, member_id))
            _not_done(con, night_id, member_id)
            return True

        return await self._change(night_id, _VOTING, work)

    async def unveto(self, night_id: int, member_id: int) -> Night | None:
        """Take a member's veto back."""

        def work(con: sqlite3.Connection, night: Night) -> bool:
            if member_id in night.vetoes:
                con.execute(
                    "DELETE FROM night_veto WHERE night_id = ? AND member_id = ?",
                    (night_id, member_id),
                )
                _not_done(con, night_id, member_id)
            return member_id in night.member_ids

        return await self._change(night_id, _VOTING, work)

    async def set_done(
        self,
        night_id: int,
        member_id: int,
        done: bool,  # noqa: FBT001 - the value that is set
    ) -> Night | None:
        """Keep whether a member has voted completely; a later vote of theirs takes it back."""

        def work(con: sqlite3.Connection, night: Night) -> bool:
            con.execute(
                "UPDATE night_member SET done = :done"
                " WHERE night_id = :night AND member_id = :member AND done <> :done",
                {"done": done, "night": night_id, "member": member_id},
            )
            return member_id in night.member_ids

        return await self._change(night_id, _ANY_VOTE, work)


def _may_vote(night: Night, film_id: int, member_id: int) -> bool:
    return member_id in night.member_ids and any(film.id == film_id for film in night.on_ballot)


def _withdraw(con: sqlite3.Connection, vote: tuple[int, int, int]) -> bool:
    withdrawn = con.execute(
        "DELETE FROM night_approval WHERE film_id = ? AND round = ? AND member_id = ?", vote
    )
    return withdrawn.rowcount == 1


def _not_done(con: sqlite3.Connection, night_id: int, member_id: int | None = None) -> None:
    con.execute(
        "UPDATE night_member SET done = 0"
        " WHERE night_id = ? AND member_id = coalesce(?, member_id)",
        (night_id, member_id),
    )


def _new(listed: Iterable[NightFilm], films: Iterable[ProposedFilm]) -> list[ProposedFilm]:
    """Return the films that aren't listed, each once."""
    known = {_identity(film) for film in listed}
    new = []
    for film in films:
        if _identity(film) not in known:
            known.add(_identity(film))
            new.append(film)
    return new


def _identity(film: NightFilm | ProposedFilm) -> int | str:
    if film.item_id is not None:
        return film.item_id
    return " ".join((film.title or "").split()).casefold()


def _put_films(con: sqlite3.Connection, night: Night, films: Iterable[ProposedFilm]) -> None:
    """Put films on the list; fits of members who left while they were drawn are not kept."""
    for film in films:
        (film_id,) = con.execute(
            "INSERT INTO night_film (night_id, item_id, title, added_by, carried)"
            " VALUES (?, ?, ?, ?, ?) RETURNING id",
            (
                night.id,
                film.item_id,
                film.title if film.item_id is None else None,
                film.added_by,
                film.carried,
            ),
        ).fetchone()
        con.executemany(
            "INSERT INTO night_fit (film_id, member_id, fit) VALUES (?, ?, ?)",
            [
                (film_id, member_id, fit)
                for member_id, fit in film.fits.items()
                if member_id in night.member_ids
            ],
        )


def _drop_film(con: sqlite3.Connection, film_id: int) -> None:
    con.execute("UPDATE night_film SET dropped = 1 WHERE id = ?", (film_id,))
    for table in ("night_fit", "night_veto"):
        con.execute(f"DELETE FROM {table} WHERE film_id = ?", (film_id,))  # noqa: S608 - named here
