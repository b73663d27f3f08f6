"""The cast: films that are in the catalogue, tastes that differ, and what is saved of them."""

from itertools import combinations

import pytest

from bot.demo.cast import CAST, seed
from bot.storage import Storage
from bot.storage.types import Source, Verdict
from recsys.catalog import Catalog
from recsys.datasets.source import open_sample, open_source

GUILD = 7
IDS = {character: 100 + number for number, character in enumerate(CAST)}
TITLES = [title for character in CAST for title, _ in character.verdicts()]


@pytest.fixture(scope="module")
def catalog():
    return Catalog.from_raw(open_sample().movies(), {})


@pytest.fixture
async def storage(tmp_path):
    opened = await Storage.open(tmp_path / "demo.sqlite3")
    yield opened
    await opened.close()


def test_every_film_is_in_the_sample(catalog):
    assert [catalog.resolve(title).display for title in TITLES] == TITLES


def test_every_film_is_in_movielens(realdata):
    movielens = Catalog.from_raw(open_source(realdata).movies(), {})

    assert [title for title in TITLES if not movielens.resolve(title)] == []


def test_four_tastes_differ_and_one_member_is_new():
    *four, newcomer = CAST

    assert newcomer.verdicts() == []
    assert all(len(each.likes) >= 8 and each.dislikes for each in four)
    assert not any(set(one.likes) & set(other.likes) for one, other in combinations(four, 2))
    assert {each.visible for each in four} == {True, False}


async def test_what_they_like_is_saved_and_shown_as_they_want(storage, catalog):
    await seed(storage, catalog, GUILD, IDS)

    for character, member_id in IDS.items():
        kept = await storage.verdicts.of(member_id)
        wanted = {catalog.resolve(title).id: said for title, said in character.verdicts()}
        assert kept == wanted
    visible = {member_id for character, member_id in IDS.items() if character.visible}
    assert await storage.visibility.visible_members(GUILD) == visible


async def test_what_visitors_changed_stays_changed(storage, catalog):
    await seed(storage, catalog, GUILD, IDS)
    ana, titanic = IDS[CAST[0]], catalog.resolve("Titanic (1997)").id
    await storage.verdicts.rate(ana, titanic, Verdict.LIKE, Source.BUTTON)
    await storage.visibility.set(GUILD, ana, visible=False)

    await seed(storage, catalog, GUILD, IDS)

    assert await storage.verdicts.get(ana, titanic) is Verdict.LIKE
    assert not await storage.visibility.is_visible(GUILD, ana)


async def test_films_that_are_not_there_are_left_out(storage, catalog):
    few = Catalog(movie for movie in catalog if movie.year and movie.year < 1980)

    await seed(storage, few, GUILD, IDS)

    kept = await storage.verdicts.of(IDS[CAST[0]])
    assert {few[item].display for item in kept} == {"Alien (1979)", "2001: A Space Odyssey (1968)"}
