from datetime import timedelta

from bot.storage import Storage
from bot.storage.shown import ANSWERS, LIFETIME
from bot.storage.types import Listed, ShownFilms, Source, Verdict
from recsys.types import ItemId
from tests.unit.bot.storage.clock import StoppedClock

DAY = timedelta(days=1)


async def show(storage: Storage, *numbers: int) -> None:
    films = [Listed(ItemId(number)) for number in numbers]
    await storage.listings.create(7, private=True, options={}, films=films)


async def test_what_lists_show_is_known_by_when_it_was_shown_last(
    storage: Storage, clock: StoppedClock
):
    await show(storage, 1, 2)
    clock.advance(DAY.total_seconds())
    await show(storage, 2, 3)
    clock.advance(60)
    now = timedelta(seconds=60)
    assert (await storage.shown.of(7)).ago == {1: DAY + now, 2: now, 3: now}
    assert await storage.shown.of(8) == ShownFilms({}, 0, 0)


async def test_what_a_list_goes_on_with_is_shown_too(storage: Storage):
    listing = await storage.listings.create(7, private=True, options={}, films=[Listed(ItemId(1))])
    await storage.listings.extend(listing, [Listed(ItemId(2))])
    assert (await storage.shown.of(7)).ago.keys() == {1, 2}


async def test_what_was_shown_long_ago_is_forgotten_and_swept(
    storage: Storage, clock: StoppedClock
):
    await show(storage, 1)
    clock.advance(LIFETIME.total_seconds() + 1)
    assert (await storage.shown.of(7)).ago == {}
    await show(storage, 2)
    await storage.shown.sweep()
    assert await storage.database.rows("SELECT item_id FROM shown") == [(2,)]


async def test_only_answers_to_shown_films_count_and_only_the_newest(
    storage: Storage, clock: StoppedClock
):
    await show(storage, *range(1, ANSWERS + 11))
    await storage.verdicts.rate(7, 9000, Verdict.SEEN, Source.COMMAND)
    for number in range(1, 11):
        await storage.verdicts.rate(7, number, Verdict.LIKE, Source.BUTTON)
    told = await storage.shown.of(7)
    assert (told.seen, told.answers) == (0, 10)
    clock.advance(1)
    for number in range(11, ANSWERS + 11):
        await storage.verdicts.rate(7, number, Verdict.SEEN, Source.BUTTON)
    told = await storage.shown.of(7)
    assert (told.seen, told.answers) == (ANSWERS, ANSWERS)
