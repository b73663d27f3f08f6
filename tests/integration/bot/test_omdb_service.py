"""Film facts with a real database and a loopback OMDb: what a reply gets, and when."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.posters import FilmFactsService, film_facts_service
from bot.posters.facts import HIT_AGE, MISS_AGE, SEARCH_AGE
from bot.posters.omdb import OmdbClient
from bot.storage.database import Database
from bot.storage.errors import DatabaseFull
from bot.storage.facts import FactsCache, OmdbDays, SearchCache
from recsys.movies import Movie, beyond_id
from recsys.turns import ASKER
from recsys.types import ImdbId, ItemId
from tests import loopback_omdb
from tests.loopback_omdb import HTML_503, KEY, LoopbackOmdb, film

LONG = 10.0
"""Seconds that no test needs."""


class World:
    """An OMDb, and a bot's side of it that can be restarted."""

    def __init__(self, omdb: LoopbackOmdb, session: aiohttp.ClientSession, path: Path) -> None:
        self.omdb = omdb
        self.session = session
        self.path = path
        self.now = datetime(2026, 3, 1, 12, tzinfo=UTC)
        self.limit = 1000

    async def start(self, *, key: str | None = KEY) -> FilmFactsService:
        self.database = await Database.open(self.path)
        days = OmdbDays(self.database)
        settings = {"base_url": self.omdb.url, "limit": self.limit, "now": self.clock}
        client = OmdbClient(self.session, key, days, **settings) if key else None
        self.service = FilmFactsService(
            FactsCache(self.database), SearchCache(self.database), client, now=self.clock
        )
        return self.service

    def clock(self) -> datetime:
        return self.now

    async def stop(self) -> None:
        await self.service.close()
        await self.database.close()

    async def restart(self, *, key: str | None = KEY) -> FilmFactsService:
        await self.stop()
        return await self.start(key=key)

    async def landed(self) -> None:
        """Wait until nothing is under way."""
        while len(self.service._flights):
            await asyncio.sleep(0.005)


@pytest.fixture
async def world(tmp_path):
    async with loopback_omdb.loopback_omdb() as omdb, aiohttp.ClientSession() as session:
        omdb.know(*(film(f"tt{number:07}", f"Film {number}", 1990) for number in range(1, 31)))
        opened = World(omdb, session, tmp_path / "matinee.db")
        await opened.start()
        yield opened
        await opened.stop()


def movie(number: int) -> Movie:
    return Movie(ItemId(number), f"Film {number}", 1990, imdb_id=ImdbId(f"tt{number:07}"))


MOVIES = [movie(number) for number in range(1, 31)]
FIRST = MOVIES[0]


async def test_a_reply_gets_the_facts_and_the_next_one_asks_nobody(world):
    facts = await world.service.facts(MOVIES[:3], budget=LONG)
    assert sorted(facts) == [1, 2, 3]
    assert "tt0000001" in facts[FIRST.id].poster_url
    assert len(world.omdb.asked) == 3
    assert await world.service.facts(MOVIES[:3], budget=LONG) == facts
    service = await world.restart()
    assert await service.facts(MOVIES[:3], budget=LONG) == facts
    assert len(world.omdb.asked) == 3


async def test_no_films_and_the_same_film_twice(world):
    assert await world.service.facts([]) == {}
    assert list(await world.service.facts([FIRST, FIRST], budget=LONG)) == [1]
    assert len(world.omdb.asked) == 1


async def test_a_miss_is_remembered_too_but_not_as_long(world):
    world.omdb.films.clear()
    for _ in range(3):
        assert await world.service.facts([FIRST], budget=LONG) == {}
    assert len(world.omdb.asked) == 2, "by id, by title, and no more"
    world.omdb.know(film("tt0000001", "Film 1", 1990))
    world.now += MISS_AGE
    assert await world.service.facts([FIRST], budget=LONG) == {}
    world.now += timedelta(seconds=1)
    assert len(await world.service.facts([FIRST], budget=LONG)) == 1


async def test_stale_facts_are_served_at_once_and_refreshed_for_the_next_time(world):
    (before,) = (await world.service.facts([FIRST], budget=LONG)).values()
    world.omdb.know(film("tt0000001", "Film 1", 1990, imdbRating="9.9"))
    world.now += HIT_AGE
    assert await world.service.facts([FIRST], budget=LONG) == {FIRST.id: before}
    assert len(world.omdb.asked) == 1, "still fresh"
    world.now += timedelta(seconds=1)
    world.omdb.delay = 0.05
    assert await world.service.facts([FIRST], budget=LONG) == {FIRST.id: before}
    await world.landed()
    (after,) = (await world.service.facts([FIRST], budget=LONG)).values()
    assert (before.imdb_rating, after.imdb_rating) == (8.7, 9.9)
    assert len(world.omdb.asked) == 2


async def test_stale_facts_survive_when_omdb_is_down(world):
    facts = await world.service.facts([FIRST], budget=LONG)
    world.now += 2 * HIT_AGE
    world.omdb.always = HTML_503
    for _ in range(5):
        assert await world.service.facts([FIRST], budget=LONG) == facts
        await world.landed()


async def test_what_is_late_is_left_out_and_there_the_next_time(world):
    await world.service.facts(MOVIES[:1], budget=LONG)
    world.omdb.delay = 0.3
    assert list(await world.service.facts(MOVIES[:2], budget=0.05)) == [1]
    await world.landed()
    assert sorted(await world.service.facts(MOVIES[:2], budget=0.05)) == [1, 2]
    assert len(world.omdb.asked) == 2


async def test_a_budget_of_nothing_only_starts_the_asking(world):
    assert await world.service.facts([FIRST], budget=0) == {}
    await world.landed()
    assert len(await world.service.facts([FIRST], budget=LONG)) == 1


async def test_films_ahead_are_asked_about_and_nobody_waits_for_them(world):
    await world.service.facts([FIRST], budget=LONG)
    world.omdb.delay = 0.05
    assert list(await world.service.facts([FIRST], ahead=MOVIES[1:2], budget=LONG)) == [1]
    await world.landed()
    assert sorted(await world.service.facts(MOVIES[:2], budget=0)) == [1, 2]
    assert len(world.omdb.asked) == 2


async def test_whoever_asks_at_once_shares_one_request(world):
    world.omdb.delay = 0.1
    replies = await asyncio.gather(*(world.service.facts([FIRST], budget=LONG) for _ in range(50)))
    assert all(len(reply) == 1 for reply in replies)
    assert len(world.omdb.asked) == 1


async def test_one_who_leaves_spoils_it_for_nobody(world):
    world.omdb.delay = 0.1
    first = asyncio.create_task(world.service.facts([FIRST], budget=LONG))
    second = asyncio.create_task(world.service.facts([FIRST], budget=LONG))
    await asyncio.sleep(0.05)
    first.cancel()
    assert len(await second) == 1
    assert first.cancelled()
    assert len(world.omdb.asked) == 1


async def test_few_requests_go_out_together(world):
    world.omdb.delay = 0.02
    assert len(await world.service.facts(MOVIES, budget=LONG)) == 30
    assert world.omdb.at_once <= 4


async def test_a_crowd_of_films_does_not_pile_up(world):
    world.omdb.delay = LONG
    crowd = [movie(number) for number in range(1, 500)]
    assert await world.service.facts(crowd, budget=0) == {}
    assert len(world.service._flights) <= 64


async def test_without_a_key_only_the_cache_answers(world):
    facts = await world.service.facts(MOVIES[:1], budget=LONG)
    service = await world.restart(key=None)
    assert await service.facts(MOVIES[:2], budget=LONG) == facts
    world.now += 2 * HIT_AGE
    assert await service.facts(MOVIES[:2], budget=LONG) == facts, "better old than nothing"
    assert len(world.omdb.asked) == 1


async def test_another_data_set_may_mean_another_film_by_the_same_number(world):
    await world.service.facts([FIRST], budget=LONG)
    other = Movie(FIRST.id, "Film 2", 1990, imdb_id=ImdbId("tt0000002"))
    (facts,) = (await world.service.facts([other], budget=LONG)).values()
    assert "tt0000002" in facts.poster_url


async def test_three_failures_open_the_breaker_and_a_trial_closes_it(world, caplog):
    caplog.set_level(logging.INFO)
    world.omdb.always = HTML_503
    for number in range(6):
        assert await world.service.facts(MOVIES[number : number + 1], budget=LONG) == {}
    assert len(world.omdb.asked) == 3
    world.now += timedelta(seconds=60)
    await world.service.facts([FIRST], budget=LONG)
    await world.service.facts([FIRST], budget=LONG)
    assert len(world.omdb.asked) == 4, "one trial"
    world.omdb.always = None
    world.now += timedelta(seconds=60)
    assert len(await world.service.facts([FIRST], budget=LONG)) == 1
    assert len(await world.service.facts(MOVIES[:9], budget=LONG)) == 9
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]
    assert KEY not in caplog.text


async def test_failures_are_not_kept_as_misses(world):
    world.omdb.answers.append(HTML_503)
    assert await world.service.facts([FIRST], budget=LONG) == {}
    assert len(await world.service.facts([FIRST], budget=LONG)) == 1


async def test_a_refused_key_is_told_once_and_never_used_again(world, caplog):
    service = await world.restart(key="wrong-key")
    for _ in range(3):
        assert await service.facts(MOVIES[:8], budget=LONG) == {}
    assert len(world.omdb.asked) <= 4, "those that were on their way together"
    world.now += timedelta(days=400)
    assert await service.facts(MOVIES[:8], budget=LONG) == {}
    assert len(world.omdb.asked) <= 4
    (record,) = caplog.records
    assert record.levelname == "ERROR"
    assert "OMDB_API_KEY" in record.getMessage()
    assert "wrong-key" not in caplog.text
    service = await world.restart()
    assert len(await service.facts(MOVIES[:8], budget=LONG)) == 8


async def test_the_budget_of_a_day_is_kept_over_restarts_until_midnight(world, caplog):
    world.limit = 10
    service = await world.restart()
    await service.facts(MOVIES[:6], budget=LONG)
    service = await world.restart()
    await service.facts(MOVIES[6:16], budget=LONG)
    assert len(world.omdb.asked) == 9, "one of ten is held back"
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert len(await service.facts(MOVIES[:6], budget=LONG)) == 6, "what is cached is served"
    world.now = datetime(2026, 3, 1, 23, 59, 59, tzinfo=UTC)
    await service.facts(MOVIES[20:21], budget=LONG)
    assert len(world.omdb.asked) == 9
    world.now = datetime(2026, 3, 2, tzinfo=UTC)
    assert len(await service.facts(MOVIES[20:21], budget=LONG)) == 1


async def test_a_day_is_utc_whatever_zone_the_clock_has(world):
    world.limit = 2
    service = await world.restart()
    world.now = datetime.fromisoformat("2026-03-01T23:30:00-05:00")  # 2 March in UTC
    await service.facts(MOVIES[:1], budget=LONG)
    world.now = datetime(2026, 3, 2, 20, tzinfo=UTC)
    assert await service.facts(MOVIES[1:2], budget=LONG) == {}


async def test_when_omdb_says_it_is_enough_nothing_is_asked_until_midnight(world, caplog):
    world.omdb.answers.append(loopback_omdb.LIMIT)
    assert await world.service.facts([FIRST], budget=LONG) == {}
    service = await world.restart()
    world.now += timedelta(hours=11, minutes=59)
    assert await service.facts([FIRST], budget=LONG) == {}
    assert len(world.omdb.asked) == 1
    assert [record.levelname for record in caplog.records] == ["WARNING", "WARNING"]
    world.now += timedelta(minutes=1)
    assert len(await service.facts([FIRST], budget=LONG)) == 1


async def test_a_broken_cache_costs_the_facts_but_not_the_reply(world, caplog):
    await world.database.close()
    for _ in range(3):
        assert await world.service.facts([FIRST], budget=LONG) == {}
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert world.omdb.asked == [], "what may be known is not asked for"


async def test_what_can_not_be_counted_is_not_asked(world, caplog, monkeypatch):
    await world.service.facts(MOVIES[:1], budget=LONG)
    monkeypatch.setattr(world.database, "write", disk_full)
    for _ in range(3):
        assert list(await world.service.facts(MOVIES[:3], budget=LONG)) == [1]
    assert len(world.omdb.asked) == 1
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    monkeypatch.undo()
    assert len(await world.service.facts(MOVIES[:3], budget=LONG)) == 3


async def test_what_can_not_be_saved_is_shown_all_the_same(world, caplog, monkeypatch):
    monkeypatch.setattr(world.service._cache, "save", disk_full)
    assert len(await world.service.facts(MOVIES[:3], budget=LONG)) == 3
    assert [record.levelname for record in caplog.records] == ["WARNING"]


async def disk_full(*_: object) -> None:
    raise DatabaseFull("No space is left.")


async def test_closing_waits_a_moment_for_what_is_nearly_there(world):
    world.omdb.delay = 0.1
    await world.service.facts([FIRST], budget=0)
    service = await world.restart(key=None)
    assert len(await service.facts([FIRST], budget=LONG)) == 1


async def test_closing_ends_everything(world, monkeypatch):
    monkeypatch.setattr("bot.posters.facts._GRACE", 0.01)
    world.omdb.delay = LONG
    await world.service.facts(MOVIES[:8], budget=0)
    waiting = asyncio.create_task(world.service.facts(MOVIES[:1], budget=LONG))
    await asyncio.sleep(0.02)
    others = {asyncio.current_task(), waiting}
    await world.service.close()
    assert await waiting == {}
    assert not [task for task in asyncio.all_tasks() - others if "_ask" in repr(task)]
    assert await world.service.facts(MOVIES[:1], budget=LONG) == {}, "closed, not broken"
    await world.service.close()


async def test_the_program_puts_it_together(world):
    service = film_facts_service(world.database, world.session, key=KEY, base_url=world.omdb.url)
    assert len(await service.facts(MOVIES[:2], budget=LONG)) == 2
    await service.close()
    service = film_facts_service(world.database, world.session, key=None)
    assert len(await service.facts(MOVIES, budget=LONG)) == 2
    await service.close()


async def test_omdb_is_asked_for_members_in_turn(world):
    async def reply(member, movies):
        ASKER.set(member)
        await world.service.facts(movies, budget=LONG)

    replies = [reply("ana", MOVIES[:-1]), reply("ben", MOVIES[-1:])]
    await asyncio.gather(*map(asyncio.create_task, replies))
    asked = [parameters["i"] for parameters in world.omdb.asked]
    assert len(asked) == len(MOVIES)
    assert asked.index("tt0000030") <= 8


async def test_a_title_is_looked_up_once_a_day_however_many_ask(world):
    found = await asyncio.gather(*(world.service.search("film 7") for _ in range(5)))
    assert [[each.movie.display for each in films] for films in found] == [["Film 7 (1990)"]] * 5
    service = await world.restart()
    assert await service.search("  FILM  7 ") == found[0]
    assert len(world.omdb.asked) == 1
    world.now += SEARCH_AGE + timedelta(seconds=1)
    await world.service.search("film 7")
    assert len(world.omdb.asked) == 2


async def test_a_year_that_finds_nothing_is_left_out(world):
    (found,) = await world.service.search("Film 7", 1989)
    assert found.movie.year == 1990
    assert [each.get("y") for each in world.omdb.asked] == ["1989", None]


async def test_a_lookup_counts_as_a_request_of_the_day_and_ends_with_them(world):
    world.limit = 3
    service = await world.restart()
    assert len(await service.search("Film 1")) == 1
    assert (await service.film(beyond_id("tt0000001"))).movie.title == "Film 1"
    assert await service.search("Film 2") is None
    assert len(world.omdb.asked) == 2, "one request of the day is held back"
    assert len(await service.search("Film 1")) == 1, "what is remembered needs none"


async def test_a_film_is_what_was_asked_for_and_its_facts_are_saved(world):
    world.omdb.know(film("tt0000031", "A series", 1990, Type="series"))
    assert await world.service.film(beyond_id("tt0000031")) is None
    item = beyond_id("tt0000001")
    found = await world.service.film(item)
    asked = len(world.omdb.asked)
    assert await world.service.facts([found.movie], budget=LONG) == {item: found.facts}
    assert len(world.omdb.asked) == asked


async def test_without_a_key_nothing_is_looked_up(world):
    service = await world.restart(key=None)
    assert not service.has_key
    assert await service.search("Film 1") is None
    assert await service.film(beyond_id("tt0000001")) is None
    assert world.omdb.asked == []
