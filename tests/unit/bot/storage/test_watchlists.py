from bot.storage import Storage
from tests.unit.bot.storage.clock import StoppedClock


async def test_a_film_is_on_the_list_once(storage: Storage):
    assert await storage.watchlists.add(7, 1) is True
    assert await storage.watchlists.add(7, 1) is False
    assert await storage.watchlists.items(7) == [1]
    assert await storage.watchlists.items(8) == []
    assert await storage.watchlists.remove(7, 1) is True
    assert await storage.watchlists.remove(7, 1) is False
    assert await storage.watchlists.items(7) == []


async def test_toggle_tells_whether_the_film_is_there_now(storage: Storage):
    assert await storage.watchlists.toggle(7, 1) is True
    assert await storage.watchlists.items(7) == [1]
    assert await storage.watchlists.toggle(7, 1) is False
    assert await storage.watchlists.items(7) == []


async def test_the_newest_stand_first_also_within_one_second(storage: Storage, clock: StoppedClock):
    for item in (5, 9, 1):
        await storage.watchlists.add(7, item)
    clock.advance(1)
    await storage.watchlists.add(7, 3)
    await storage.watchlists.add(7, 5)
    assert await storage.watchlists.items(7) == [3, 1, 9, 5]


async def test_the_lists_of_some_members_are_counted_by_film(storage: Storage):
    for member, items in {7: (1, 2), 8: (2, 3), 9: (2, 1)}.items():
        for item in items:
            await storage.watchlists.add(member, item)
    assert await storage.watchlists.counts([7, 8]) == {1: 1, 2: 2, 3: 1}
    assert await storage.watchlists.counts([]) == {}
