"""Which cards a change makes stale, whatever wrote it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import pytest

from bot.storage import Storage
from bot.storage.types import Reaction, Source, Verdict
from tests.unit.bot.storage.clock import StoppedClock

ANN, BOB = 1, 2
HERE, THERE = 100, 200
ALIEN, HEAT = 1214, 6
LIKED = Reaction(Verdict.LIKE, "👍")
LONG = timedelta(days=14)


@pytest.fixture
async def watched(storage: Storage) -> AsyncIterator[Storage]:
    """Two servers with a card of each film, 11, 12 and 21, 22; Ann is visible in the first one."""
    for message, guild, film in ((11, HERE, ALIEN), (12, HERE, HEAT), (21, THERE, ALIEN)):
        await storage.cards.add(message, 1, guild, film)
    await storage.cards.add(9, 1, None, ALIEN, member_id=ANN)
    await storage.visibility.set(HERE, ANN, visible=True)
    await storage.stale.watch(lambda: None)
    yield storage
    await storage.stale.unwatch()


async def taken(storage: Storage, clock: StoppedClock) -> set[int]:
    return {card.message_id for card in await storage.stale.take(clock() - LONG)}


Act = Callable[[Storage], Awaitable[object]]


@pytest.mark.parametrize(
    ("act", "stale"),
    [
        (lambda s: s.verdicts.rate(ANN, ALIEN, Verdict.LIKE, Source.COMMAND), {11}),
        (lambda s: s.verdicts.toggle(ANN, HEAT, Verdict.LIKE, Source.BUTTON), {12}),
        (lambda s: s.verdicts.rate(BOB, ALIEN, Verdict.LIKE, Source.COMMAND), set()),
        (lambda s: s.reactions.added(11, BOB, LIKED), {11}),
        (lambda s: s.reactions.added(21, BOB, LIKED), {21}),
        (lambda s: s.reactions.catch_up(21, {LIKED: {ANN}}), {11, 21}),
        (lambda s: s.visibility.set(HERE, BOB, visible=True), {11, 12}),
        (lambda s: s.visibility.set(HERE, ANN, visible=False), {11, 12}),
        (lambda s: s.members.erase(ANN), {11, 12}),
        (lambda s: s.watchlists.add(ANN, ALIEN), set()),
    ],
)
async def test_what_others_may_know_makes_its_cards_stale_and_nothing_else(
    watched: Storage, clock: StoppedClock, act: Act, stale: set[int]
):
    assert await taken(watched, clock) == set()
    await act(watched)
    assert await taken(watched, clock) == stale
    assert await taken(watched, clock) == set()


@pytest.mark.parametrize(
    "act",
    [
        lambda s: s.verdicts.undo(ANN),
        lambda s: s.verdicts.remove(ANN, ALIEN, Source.COMMAND),
        lambda s: s.verdicts.rate(ANN, ALIEN, Verdict.SEEN, Source.NIGHT),
        lambda s: s.reactions.removed(11, ANN, LIKED),
        lambda s: s.reactions.swept(11),
    ],
)
async def test_so_does_what_takes_it_back(watched: Storage, clock: StoppedClock, act: Act):
    await watched.reactions.added(11, ANN, LIKED)
    await taken(watched, clock)
    await act(watched)
    assert await taken(watched, clock) == {11}


async def test_old_cards_stay_as_they_are(watched: Storage, clock: StoppedClock):
    clock.advance(LONG.total_seconds() + 1)
    await watched.cards.add(13, 1, HERE, ALIEN)
    await watched.verdicts.rate(ANN, ALIEN, Verdict.LIKE, Source.COMMAND)
    assert await taken(watched, clock) == {13}


async def test_a_second_watch_after_the_first_has_ended_hears_again(
    storage: Storage, clock: StoppedClock
):
    heard = list[str]()
    for name in ("first", "second"):
        await storage.stale.watch(lambda name=name: heard.append(name))
        await storage.visibility.set(HERE, len(heard) + 1, visible=True)
        await taken(storage, clock)
        await storage.stale.unwatch()
    await storage.visibility.set(HERE, 9, visible=True)
    assert heard == ["first", "second"]
