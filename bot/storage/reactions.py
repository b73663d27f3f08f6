"""Reactions on cards, each applied exactly once.

A ledger holds the reactions of members that have had their effect. It tells events that come twice
from reactions made while the bot was away, and several reactions with one verdict from each other.
Ledger and verdict change in one transaction.
"""

import sqlite3
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from bot.storage import changes
from bot.storage.changes import Stored
from bot.storage.clock import Clock, to_unix, utc_now
from bot.storage.database import Database
from bot.storage.errors import decoding
from bot.storage.types import Change, Reaction, Source, Verdict


class Reactions:
    """Turns reactions into verdicts."""

    def __init__(self, db: Database, *, now: Clock = utc_now) -> None:
        self._db = db
        self._now = now

    async def added(self, message_id: int, member_id: int, reaction: Reaction) -> Change | None:
        """Apply a reaction that a member put on a message.

        Returns what changed; ``None`` when the message is no card, the reaction had its effect
        before, or that verdict stands already.
        """
        at = to_unix(self._now())

        def work(con: sqlite3.Connection) -> Change | None:
            card = _card(con, message_id, at)
            return card.add(member_id, reaction) if card else None

        return await self._db.write(work)

    async def removed(self, message_id: int, member_id: int, reaction: Reaction) -> Change | None:
        """Remove a reaction that a member took off a message.

        The verdict goes with it only if it stands as this reaction left it. Where the member has
        another reaction on the message, the one added last counts instead. Returns what changed.
        """
        at = to_unix(self._now())

        def work(con: sqlite3.Connection) -> Change | None:
            card = _card(con, message_id, at)
            return card.remove(member_id, reaction) if card else None

        return await self._db.write(work)

    async def swept(self, message_id: int, emoji: str | None = None) -> None:
        """Forget the reactions, or those of one emoji, that a moderator removed from a message.

        Their verdicts stay.
        """
        await self._db.execute(
            "DELETE FROM reaction WHERE message_id = ?1 AND (?2 IS NULL OR emoji = ?2)",
            message_id,
            emoji,
        )

    async def catch_up(
        self, card_message_id: int, standing: Mapping[Reaction, AbstractSet[int]]
    ) -> list[Change]:
        """Apply what happened to a card's reactions unseen; twice does the same as once.

        Two new reactions of one member are applied in the order of `Verdict`, for nothing tells
        which came first. Where someone has erased their data, additions are left out: Discord
        still shows reactions that they asked us to forget.

        Args:
            card_message_id: the card; any other message changes nothing.
            standing: the members behind each reaction on Discord at this moment; a reaction that
                is left out stands for nobody. If an event of this message came in while the
                reactions were being read, they are out of date: read them again.
        """
        at = to_unix(self._now())

        def work(con: sqlite3.Connection) -> list[Change]:
            card = _card(con, card_message_id, at)
            if card is None:
                return []
            ledger = card.ledger()
            added = _beyond(standing, ledger) if card.replay else []
            gone = _beyond(ledger, standing)
            # Additions first, so that a changed mind is one change and not two.
            applied = [
                *(card.add(member_id, reaction) for reaction, member_id in added),
                *(card.remove(member_id, reaction) for reaction, member_id in gone),
            ]
            return [change for change in applied if change is not None]

        return await self._db.write(work)


@dataclass(frozen=True, slots=True)
class _OpenCard:
    """A card within a transaction; ``at`` is the present second."""

    con: sqlite3.Connection
    message_id: int
    item_id: int
    replay: bool
    at: int

    @decoding()
    def ledger(self) -> dict[Reaction, set[int]]:
        """Return the members by reaction."""
        ledger: dict[Reaction, set[int]] = {}
        for member_id, verdict, emoji in self.con.execute(
            "SELECT member_id, opinion, emoji FROM reaction WHERE message_id = ?",
            (self.message_id,),
        ):
            ledger.setdefault(Reaction(Verdict(verdict), emoji), set()).add(member_id)
        return ledger

    def add(self, member_id: int, reaction: Reaction) -> Change | None:
        """Save a reaction and its verdict; ``None`` if nothing changed."""
        entered = self.con.execute(
            "INSERT INTO reaction (message_id, member_id, emoji, opinion) VALUES (?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            (self.message_id, member_id, reaction.emoji, reaction.verdict),
        )
        return self._rate(member_id, reaction.verdict) if entered.rowcount else None

    def remove(self, member_id: int, reaction: Reaction) -> Change | None:
        """Remove a reaction and its verdict; the member's last other reaction counts instead."""
        removed = self.con.execute(
            "DELETE FROM reaction WHERE message_id = ? AND member_id = ? AND emoji = ?",
            (self.message_id, member_id, reaction.emoji),
        )
        stands = changes.stored(self.con, member_id, self.item_id)
        given = (reaction.verdict, Source.REACTION, self.message_id)
        if (
            not removed.rowcount
            or stands is None
            or (stands.verdict, stands.source, stands.message_id) != given
        ):
            return None
        other = self.con.execute(
            "SELECT opinion FROM reaction WHERE message_id = ? AND member_id = ?"
            " ORDER BY rowid DESC LIMIT 1",
            (self.message_id, member_id),
        ).fetchone()
        if other is not None:
            with decoding():
                verdict = Verdict(other[0])
            return self._rate(member_id, verdict)
        return changes.remove(self.con, member_id, self.item_id, Source.REACTION, self.at)

    def _rate(self, member_id: int, verdict: Verdict) -> Change | None:
        given = Stored(verdict, Source.REACTION, self.message_id, self.at)
        return changes.rate(self.con, member_id, self.item_id, given)


def _card(con: sqlite3.Connection, message_id: int, at: int) -> _OpenCard | None:
    row = con.execute(
        "SELECT item_id, replay FROM card WHERE message_id = ?", (message_id,)
    ).fetchone()
    return row and _OpenCard(con, message_id, row[0], bool(row[1]), at)


def _beyond(
    some: Mapping[Reaction, AbstractSet[int]], others: Mapping[Reaction, AbstractSet[int]]
) -> list[tuple[Reaction, int]]:
    """Return the reactions among ``some`` that the ``others`` lack, in the order of `Verdict`."""
    order = list(Verdict)
    ordered = sorted(some, key=lambda reaction: (order.index(reaction.verdict), reaction.emoji))
    return [
        (reaction, member_id)
        for reaction in ordered
        for member_id in sorted(some[reaction] - others.get(reaction, set()))
    ]
