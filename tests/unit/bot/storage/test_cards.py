from datetime import timedelta

import pytest

from bot.storage import Storage, Verdict, cards
from bot.storage.clock import from_unix
from bot.storage.types import Card, Reaction
from recsys.types import ItemId
from tests.unit.bot.storage.clock import StoppedClock

LIKED = Reaction(Verdict.LIKE, "👍")


async def test_recent_cards_come_newest_first(storage: Storage, clock: StoppedClock):
    start = clock()
    for message in (100, 101, 102):
        await storage.cards.add(message, 10, None, message + 1000)
        clock.advance(3600)
    recent = await storage.cards.recent(start + timedelta(hours=1), limit=5)
    assert recent == [
        Card(102, 10, None, ItemId(1102), start + timedelta(hours=2), replay=True),
        Card(101, 10, None, ItemId(1101), start + timedelta(hours=1), replay=True),
    ]
    assert await storage.cards.recent(start, limit=1) == recent[:1]


async def test_a_card_posted_again_keeps_its_reactions(storage: Storage, clock: StoppedClock):
    await storage.cards.add(100, 10, 20, 1)
    await storage.reactions.added(100, 7, Reaction(Verdict.LIKE, "👍"))
    await storage.members.erase(7)
    await storage.reactions.added(100, 7, Reaction(Verdict.LIKE, "👍"))
    posted_at = clock()
    clock.advance(60)
    await storage.cards.add(100, 10, 20, 2)
    (card,) = await storage.cards.recent(posted_at, limit=5)
    assert (card.item_id, card.posted_at, card.replay) == (2, posted_at, False)
    assert await storage.reactions.added(100, 7, Reaction(Verdict.LIKE, "👍")) is None


async def test_a_card_about_another_film_takes_no_reactions_from_a_catch_up(
    storage: Storage, clock: StoppedClock
):
    await storage.cards.add(100, 10, 20, 1)
    await storage.cards.add(100, 10, 20, 1, replay=False)
    (card,) = await storage.cards.recent(clock(), limit=5)
    assert card.replay
    await storage.cards.add(100, 10, 20, 2)
    (card,) = await storage.cards.recent(clock(), limit=5)
    assert (card.item_id, card.replay) == (2, False)
    assert await storage.reactions.catch_up(100, {Reaction(Verdict.LIKE, "👍"): {7}}) == []
    assert await storage.reactions.added(100, 7, Reaction(Verdict.LIKE, "👍"))


async def test_a_deleted_message_is_forgotten(storage: Storage, clock: StoppedClock):
    await storage.cards.add(100, 10, 20, 1)
    await storage.reactions.added(100, 7, Reaction(Verdict.LIKE, "👍"))
    await storage.cards.forget(100)
    await storage.cards.forget(100)
    assert await storage.cards.recent(clock(), limit=5) == []
    assert (await storage.members.erase(7)).reactions == 0


async def test_old_cards_go_with_their_reactions_and_no_verdict_is_lost(
    storage: Storage, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(cards, "_AT_ONCE", 2)
    for message in range(100, 105):
        await storage.cards.add(message, 10, 20, message)
        await storage.reactions.added(message, 7, LIKED)
    clock.advance(60)
    await storage.cards.add(105, 10, 20, 105)
    await storage.reactions.added(105, 7, LIKED)
    before = await storage.verdicts.rated(7)
    clock.advance(cards.LIFETIME.total_seconds() - 60)
    await storage.cards.sweep()
    # To the last second, a reaction that is removed takes its verdict along.
    assert await storage.reactions.removed(100, 7, LIKED) is not None
    clock.advance(1)
    await storage.cards.sweep()
    assert await storage.verdicts.rated(7) == [each for each in before if each.item_id != 100]
    (left,) = await storage.cards.recent(from_unix(0), 10)
    assert left.message_id == 105
    assert (await storage.members.count(7)).reactions == 1
    assert await storage.reactions.removed(101, 7, LIKED) is None
    assert await storage.reactions.removed(105, 7, LIKED) is not None
