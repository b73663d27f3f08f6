"""The client against a loopback OMDb: films, absences, every trouble, when it isn't asked."""

import asyncio
import logging
import traceback
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from bot.posters.answers import KeyRefused, OmdbClosed, OmdbError, OmdbUnavailable, QuotaExhausted
from bot.posters.omdb import OmdbClient, questions
from bot.storage.database import Database
from bot.storage.facts import OmdbDays
from recsys.movies import Movie
from recsys.types import ImdbId, ItemId
from tests import loopback_omdb
from tests.loopback_omdb import KEY, bare_film, film

MATRIX = Movie(ItemId(2571), "The Matrix", 1999, ("Action",), imdb_id=ImdbId("tt0133093"))
NAMELESS = Movie(ItemId(2571), "The Matrix", 1999)


@pytest.fixture
async def omdb():
    async with loopback_omdb.loopback_omdb() as server:
        server.know(film("tt0133093", "The Matrix", 1999))
        yield server


@pytest.fixture
async def session():
    async with aiohttp.ClientSession() as opened:
        yield opened


@pytest.fixture
async def days(tmp_path):
    database = await Database.open(tmp_path / "matinee.db")
    yield OmdbDays(database)
    await database.close()


class Clock:
    """A calendar that tests set."""

    def __init__(self):
        self.now = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self):
        return self.now

    def wait(self, seconds):
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def client(omdb, session, days, clock):
    return OmdbClient(session, KEY, days, base_url=omdb.url, now=clock)


async def test_a_film_is_asked_for_by_its_id(client, omdb):
    facts = await client.fetch(MATRIX)
    assert facts is not None
    assert facts.runtime_minutes == 136
    assert omdb.asked == [{"i": "tt0133093"}]


async def test_a_film_without_an_id_is_asked_for_by_title_and_year(client, omdb):
    facts = await client.fetch(NAMELESS)
    assert facts is not None
    assert "tt0133093" in facts.poster_url
    assert omdb.asked == [{"t": "The Matrix", "y": "1999", "type": "movie"}]


@pytest.mark.parametrize("absence", ["NOT_FOUND", "BAD_ID", "NO_DATA"])
async def test_an_unknown_id_is_followed_by_the_title(client, omdb, absence):
    omdb.answers.append(getattr(loopback_omdb, absence))
    assert await client.fetch(MATRIX) is not None
    assert [set(parameters) for parameters in omdb.asked] == [{"i"}, {"t", "y", "type"}]


async def test_a_film_that_omdb_lacks_is_none(client, omdb):
    omdb.films.clear()
    assert await client.fetch(MATRIX) is None
    assert len(omdb.asked) == 2
    assert await client.fetch(Movie(ItemId(1), "Unheard Of")) is None
    assert omdb.asked[-1] == {"t": "Unheard Of", "type": "movie"}


async def test_a_namesake_of_another_year_is_not_the_film(client, omdb):
    omdb.always = loopback_omdb.Answer(body='{"Response": "True", "Year": "2021"}')
    assert await client.fetch(NAMELESS) is None
    assert await client.fetch(MATRIX) is not None, "an id needs no year"


async def test_a_film_of_which_little_is_known(client, omdb):
    omdb.know(bare_film("tt0133093", "The Matrix", 1999))
    facts = await client.fetch(MATRIX)
    assert facts is not None
    assert (facts.poster_url, facts.plot, facts.imdb_rating) == (None, None, None)


async def test_odd_titles_arrive_as_they_are(client, omdb):
    title = "Crime & Punishment? 100% #1 + é"
    omdb.know(film("tt0000001", title, 2002))
    assert await client.fetch(Movie(ItemId(1), title, 2002)) is not None


@pytest.mark.parametrize("name", loopback_omdb.TROUBLES)
async def test_every_trouble_is_one_error_without_the_key(client, omdb, name, caplog):
    caplog.set_level(logging.DEBUG)
    omdb.answers.append(loopback_omdb.TROUBLES[name])
    with pytest.raises(OmdbUnavailable) as raised:
        await client.fetch(MATRIX)
    assert len(omdb.asked) == 1, "nothing is followed or tried again"
    assert_secret(raised.value, caplog)


@pytest.mark.parametrize(
    ("answer", "error"),
    [("BAD_KEY", KeyRefused), ("NO_KEY", KeyRefused), ("LIMIT", QuotaExhausted)],
)
async def test_the_two_meanings_of_401(client, omdb, answer, error, caplog):
    caplog.set_level(logging.DEBUG)
    omdb.answers.append(getattr(loopback_omdb, answer))
    with pytest.raises(error) as raised:
        await client.fetch(MATRIX)
    assert_secret(raised.value, caplog)


async def test_a_wrong_key_is_refused(omdb, session, days):
    with pytest.raises(KeyRefused):
        await OmdbClient(session, "wrong", days, base_url=omdb.url).fetch(MATRIX)


async def test_a_slow_answer_is_given_up(omdb, session, days, caplog):
    caplog.set_level(logging.DEBUG)
    omdb.delay = 30
    with pytest.raises(OmdbUnavailable, match="in time") as raised:
        await OmdbClient(session, KEY, days, base_url=omdb.url, timeout=0.05).fetch(MATRIX)
    assert_secret(raised.value, caplog)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/",
        "https://127.0.0.1:1/",
        "not an address",
        "ftp://127.0.0.1/",
        "http://127.0.0.1:99999/",
    ],
)
async def test_nobody_there(session, days, url, caplog):
    caplog.set_level(logging.DEBUG)
    with pytest.raises(OmdbUnavailable) as raised:
        await OmdbClient(session, KEY, days, base_url=url).fetch(MATRIX)
    assert_secret(raised.value, caplog)


async def test_plain_http_where_tls_is_expected(omdb, session, days, caplog):
    caplog.set_level(logging.DEBUG)
    url = omdb.url.replace("http:", "https:")
    with pytest.raises(OmdbUnavailable) as raised:
        await OmdbClient(session, KEY, days, base_url=url).fetch(MATRIX)
    assert_secret(raised.value, caplog)


async def test_a_server_that_hangs_up(session, days, caplog):
    caplog.set_level(logging.DEBUG)

    async def hang_up(_, writer):
        writer.close()
        await writer.wait_closed()

    async with await asyncio.start_server(hang_up, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        url = f"http://127.0.0.1:{port}/"
        with pytest.raises(OmdbUnavailable) as raised:
            await OmdbClient(session, KEY, days, base_url=url).fetch(MATRIX)
    assert_secret(raised.value, caplog)


async def fail(client, omdb, times=1):
    omdb.always = loopback_omdb.HTML_503
    for _ in range(times):
        with suppress(OmdbUnavailable):
            await client.fetch(MATRIX)
    omdb.always = None


async def is_closed(client):
    try:
        await client.fetch(MATRIX)
    except OmdbClosed:
        return True
    return False


async def test_three_failures_in_a_row_close_it_for_a_minute(client, omdb, clock):
    await fail(client, omdb, 2)
    assert not await is_closed(client)
    await fail(client, omdb, 2)
    assert not await is_closed(client), "a success between them begins the count anew"
    await fail(client, omdb, 3)
    asked = len(omdb.asked)
    assert await is_closed(client)
    clock.wait(59)
    assert await is_closed(client)
    assert len(omdb.asked) == asked
    clock.wait(1)
    assert not await is_closed(client)
    await fail(client, omdb, 2)
    assert not await is_closed(client), "the trial opened it"


async def test_the_others_wait_for_the_outcome_of_the_trial(client, omdb, clock):
    await fail(client, omdb, 3)
    clock.wait(60)
    omdb.delay = 0.05
    ends = await asyncio.gather(*(is_closed(client) for _ in range(5)))
    assert sorted(ends) == [False, True, True, True, True]
    assert not await is_closed(client)


async def test_a_failed_trial_closes_it_again(client, omdb, clock):
    await fail(client, omdb, 3)
    clock.wait(60)
    await fail(client, omdb)
    clock.wait(59)
    assert await is_closed(client)
    clock.wait(1)
    assert not await is_closed(client)


async def test_a_trial_that_is_broken_off_makes_room_for_another(client, omdb, clock):
    await fail(client, omdb, 3)
    clock.wait(60)
    omdb.delay = 30
    trial = asyncio.create_task(client.fetch(MATRIX))
    while len(omdb.asked) < 4:
        await asyncio.sleep(0)
    trial.cancel()
    await asyncio.wait([trial])
    omdb.delay = 0
    assert await is_closed(client)
    clock.wait(60)
    assert not await is_closed(client)


async def test_nothing_opens_it_to_a_refused_key(client, omdb, clock, caplog):
    omdb.delay = 0.05
    late = asyncio.create_task(client.fetch(MATRIX))
    while not omdb.asked:
        await asyncio.sleep(0)
    omdb.delay = 0
    for _ in range(2):
        omdb.answers.append(loopback_omdb.BAD_KEY)
    with pytest.raises(KeyRefused):
        await client.fetch(MATRIX)
    assert await late is not None
    clock.wait(400 * 24 * 3600)
    assert await is_closed(client)
    (record,) = caplog.records
    assert record.levelname == "ERROR"
    assert "OMDB_API_KEY" in record.getMessage()


async def test_a_day_that_is_used_up_is_closed_until_midnight_in_utc(client, omdb, clock, days):
    omdb.answers.append(loopback_omdb.LIMIT)
    with pytest.raises(QuotaExhausted):
        await client.fetch(MATRIX)
    midnight = datetime(2026, 3, 2, tzinfo=UTC)
    clock.now = midnight - timedelta(seconds=1)
    assert await is_closed(client)
    assert not await days.spend(clock().date(), 980), "known after a restart, too"
    clock.now = midnight
    assert not await is_closed(client)


async def test_each_request_counts_and_the_last_ones_are_held_back(omdb, session, days, clock):
    client = OmdbClient(session, KEY, days, base_url=omdb.url, limit=5, now=clock)
    omdb.films.clear()
    assert [await client.fetch(MATRIX) for _ in range(2)] == [None, None]
    with pytest.raises(QuotaExhausted):
        await client.fetch(MATRIX)
    assert len(omdb.asked) == 4
    assert await is_closed(client)


async def test_the_log_is_told_when_it_closes_and_opens_and_no_more(client, omdb, clock, caplog):
    caplog.set_level(logging.INFO, "bot.posters")
    await fail(client, omdb, 3)
    for _ in range(5):
        clock.wait(60)
        await fail(client, omdb)
    clock.wait(60)
    await client.fetch(MATRIX)
    await client.fetch(MATRIX)
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]
    assert "60 s" in caplog.messages[0]


async def test_a_client_does_not_show_its_key(client):
    assert KEY not in repr(client) + str(client)
    assert all(KEY not in repr(question) for question in questions(MATRIX))


def assert_secret(error: OmdbError, caplog: pytest.LogCaptureFixture) -> None:
    """The key is in no text of the error, of what it came from, or of the log."""
    seen: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in seen:
        seen.append(link)
        link = link.__cause__ or link.__context__
    told = [*map(str, seen), *map(repr, seen), *traceback.format_exception(error), caplog.text]
    assert all(KEY not in text for text in told)
