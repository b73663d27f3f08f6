"""Reactions on cards, each applied exactly once.

A ledger holds the reactions of members that have had their effect. Events that come twice and
reactions made while the bot was away are told apart by it, and so are several signs of one opinion.
Ledger and verdict change in one transaction.
"""

import sqlite3
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from bot.storage import changes
from bot.storage.changes import Stored
from bot.storage.clock import Clock, to_unix, utc_now
from bot.storage.database import Database
from bot.storage.types import Change, Opinion, Sign, Source


class Reactions:
    """Turns reactions into verdicts."""

    def __init__(self, db: Database, *, now: Clock = utc_now) -> None:
        self._db = db
        self._now = now

    async def added(self, message_id: int, member_id: int, sign: Sign) -> Change | None:
        """Apply a reaction that a member put on a message.

        Returns what changed; ``None`` when the message is no card, the reaction had its effect
        before, or that opinion stands already.
        """
        at = to_unix(self._now())

        def work(con: sqlite3.Connection) -> Change | None:
            card = _card(con, message_id)
            return None if card is None else _add(con, message_id, card[0], member_id, sign, at)

        return await self._db.write(work)

    async def removed(self, message_id: int, member_id: int, sign: Sign) -> Change | None:
        """Apply that a member took a reaction off a message.

        The verdict goes with it only if it stands as this reaction left it. Where the member has
        another reaction on the message, the one added last speaks instead. Returns what changed.
        """
        at = to_unix(self._now())

        def work(con: sqlite3.Connection) -> Change | None:
            card = _card(con, message_id)
            return None if card is None else _remove(con, message_id, card[0], member_id, sign, at)

        return await self._db.write(work)

    async def swept(self, message_id: int, emoji: str | None = None) -> None:
        """Forget the reactions that somebody else took off a message; their verdicts stay.

        Args:
            message_id: the message.
            emoji: which one; all when ``None``.
        """
        await self._db.write(
            lambda con: con.execute(
                "DELETE FROM reaction WHERE message_id = :card"
                " AND (:emoji IS NULL OR emoji = :emoji)",
                {"card": message_id, "emoji": emoji},
            )
        )

    async def catch_up(
        self, card_message_id: int, standing: Mapping[Sign, AbstractSet[int]]
    ) -> list[Change]:
        """Apply what happened to a card's reactions unseen; twice does the same as once.

        Two new reactions of one member are applied in the order of `Opinion`, for nothing tells
        which came first. Where someone has erased their data, additions are left out: Discord
        still shows reactions that they asked us to forget.

        Args:
            card_message_id: the card; any other message changes nothing.
            standing: the members behind each reaction on Discord at this moment; a sign that
                is left out stands for nobody. If an event of this message came in while the
                reactions were being read, they are out of date: read them again.
        """
        at = to_unix(self._now())

        def work(con: sqlite3.Connection) -> list[Change]:
            card = _card(con, card_message_id)
            if card is None:
                return []
            item_id, replay = card
            ledger = _ledger(con, card_message_id)
            added = _beyond(standing, ledger) if replay else []
            gone = _beyond(ledger, standing)
            # Additions first, so that a changed mind is one change and not two.
            applied = [
                *(_add(con, card_message_id, item_id, who, sign, at) for sign, who in added),
                *(_remove(con, card_message_id, item_id, who, sign, at) for sign, who in gone),
            ]
            return [change for change in applied if change is not None]

        return await self._db.write(work)


def _card(con: sqlite3.Connection, message_id: int) -> tuple[int, bool] | None:
    row = con.execute(
        "SELECT item_id, replay FROM card WHERE message_id = ?", (message_id,)
    ).fetchone()
    return (row[0], bool(row[1])) if row else None


def _ledger(con: sqlite3.Connection, message_id: int) -> dict[Sign, set[int]]:
    ledger: dict[Sign, set[int]] = {}
    for member_id, opinion, emoji in con.execute(
        "SELECT member_id, opinion, emoji FROM reaction WHERE message_id = ?", (message_id,)
    ):
        ledger.setdefault(Sign(Opinion(opinion), emoji), set()).add(member_id)
    return ledger


def _beyond(
    some: Mapping[Sign, AbstractSet[int]], others: Mapping[Sign, AbstractSet[int]]
) -> list[tuple[Sign, int]]:
    """Return the reactions among ``some`` that the ``others`` lack, in the order of `Opinion`."""
    order = list(Opinion)
    return [
        (sign, member_id)
        for sign in sorted(some, key=lambda sign: (order.index(sign.opinion), sign.emoji))
        for member_id in sorted(some[sign] - others.get(sign, set()))
    ]


def _add(
    con: sqlite3.Connection, message_id: int, item_id: int, member_id: int, sign: Sign, at: int
) -> Change | None:
    entered = con.execute(
        "INSERT INTO reaction (message_id, member_id, emoji, opinion) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        (message_id, member_id, sign.emoji, sign.opinion),
    )
    if not entered.rowcount:
        return None
    said = Stored(sign.opinion, Source.REACTION, message_id, at)
    return changes.rate(con, member_id, item_id, said)


def _remove(
    con: sqlite3.Connection, message_id: int, item_id: int, member_id: int, sign: Sign, at: int
) -> Change | None:
    crossed_out = con.execute(
        "DELETE FROM reaction WHERE message_id = ? AND member_id = ? AND emoji = ?",
        (message_id, member_id, sign.emoji),
    )
    stands = changes.stored(con, member_id, item_id)
    if (
        not crossed_out.rowcount
        or stands is None
        or (stands.opinion, stands.source, stands.message_id)
        != (sign.opinion, Source.REACTION, message_id)
    ):
        return None
    other = con.execute(
        "SELECT opinion FROM reaction WHERE message_id = ? AND member_id = ?"
        " ORDER BY rowid DESC LIMIT 1",
        (message_id, member_id),
    ).fetchone()
    if other is None:
        return changes.remove(con, member_id, item_id, Source.REACTION, at)
    instead = Stored(Opinion(other[0]), Source.REACTION, message_id, at)
    return changes.rate(con, member_id, item_id, instead)
