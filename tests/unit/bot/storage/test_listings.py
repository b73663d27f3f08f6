import sqlite3
from contextlib import closing
from pathlib import Path

from bot.storage import Storage
from bot.storage.listings import LIFETIME, MOST_FILMS
from bot.storage.migrate import bundled, migrate
from bot.storage.types import Kind, Listed, Listing
from recsys.types import ItemId
from tests.unit.bot.storage.clock import StoppedClock


def films(*numbers: int) -> tuple[Listed, ...]:
    return tuple(
        Listed(ItemId(number), Kind.STARTERS, "Because.", "So.", discovery=number % 2 == 0)
        for number in numbers
    )


async def test_a_listing_comes_back_as_it_was(storage: Storage, clock: StoppedClock):
    options = {"genre": "Sci-Fi", "from": 1990, "to": None, "strict": True, "tags": ["ünïcode"]}
    listing = await storage.listings.create(7, private=True, options=options, films=films(1, 2))
    assert (
        await storage.listings.get(listing.id)
        == listing
        == Listing(
            id=listing.id,
            member_id=7,
            private=True,
            options=options,
            films=films(1, 2),
            created_at=clock(),
            names_likes=True,
        )
    )
    assert await storage.listings.get(listing.id + 1) is None


async def test_a_list_grows_and_loses_nothing(storage: Storage):
    created = await storage.listings.create(7, private=False, options={}, films=films(1, 2))
    listing = await storage.listings.extend(created, films(3, 4))
    assert listing == await storage.listings.get(created.id)
    assert listing is not None
    assert listing.films == films(1, 2, 3, 4)


async def test_of_two_that_extend_a_list_the_first_does(storage: Storage):
    created = await storage.listings.create(7, private=False, options={}, films=films(1))
    first = await storage.listings.extend(created, films(2))
    assert await storage.listings.extend(created, films(3)) == first


async def test_a_list_is_bounded(storage: Storage):
    most = films(*range(1, MOST_FILMS))
    created = await storage.listings.create(7, private=False, options={}, films=most)
    listing = await storage.listings.extend(created, films(9001, 9002))
    assert listing is not None
    assert listing.films == (*most, *films(9001))


async def test_old_listings_expire_and_are_swept(storage: Storage, clock: StoppedClock):
    old = await storage.listings.create(7, private=False, options={}, films=films(1))
    clock.advance(LIFETIME.total_seconds())
    recent = await storage.listings.create(7, private=False, options={}, films=films(1))
    assert await storage.listings.get(old.id) is not None
    clock.advance(1)
    assert await storage.listings.get(old.id) is None
    assert await storage.listings.extend(old, films(2)) is None
    await storage.listings.sweep()
    assert await storage.database.rows("SELECT id FROM listing") == [(recent.id,)]


async def test_a_list_names_likes_where_its_member_shows_them(storage: Storage):
    async def listing(*, private: bool, guild: int | None) -> Listing:
        return await storage.listings.create(
            7, private=private, options={"guild": guild}, films=films(1)
        )

    await storage.visibility.set(20, 7, visible=True)
    await storage.visibility.set(30, 8, visible=True)
    assert (await listing(private=True, guild=None)).names_likes
    assert (await listing(private=False, guild=20)).names_likes
    assert not (await listing(private=False, guild=30)).names_likes
    assert not (await listing(private=False, guild=None)).names_likes
    shown = await listing(private=False, guild=20)
    await storage.visibility.set(20, 7, visible=False)
    advanced = await storage.listings.extend(shown, films(2))
    assert advanced is not None
    assert not advanced.names_likes


async def test_a_list_of_an_earlier_version_has_all_that_it_has_shown(tmp_path: Path):
    path = tmp_path / "matinee.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as con:
        migrate(con, path, [step for step in bundled() if step.number < 7])
        con.execute(
            "INSERT INTO listing (member_id, private, options, films, shown, created_at)"
            " VALUES (1, 0, '{}', '[5]', '[3, 9, 5]', unixepoch())"
        )
    storage = await Storage.open(path)
    listing = await storage.listings.get(1)
    assert listing is not None
    assert listing.films == (Listed(ItemId(3)), Listed(ItemId(9)), Listed(ItemId(5)))
    await storage.close()
