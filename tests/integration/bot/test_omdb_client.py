"""The client against a loopback OMDb: films, absences, every trouble, and a secret key."""

import asyncio
import logging
import traceback
from contextlib import asynccontextmanager

import aiohttp
import pytest

from bot.posters.errors import KeyRefused, OmdbError, OmdbUnavailable, QuotaExhausted
from bot.posters.omdb import OmdbClient, questions
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
def client(omdb, session):
    return OmdbClient(session, KEY, omdb.url, timeout=2.0)


async def test_a_film_is_asked_for_by_its_id(client, omdb):
    facts = await client.fetch(MATRIX)
    assert facts is not None
    assert facts.runtime_minutes == 136
    assert omdb.asked == [{"i": "tt0133093"}]


async def test_a_film_without_an_id_is_asked_for_by_title_and_year(client, omdb):
    facts = await client.fetch(NAMELESS)
    assert facts is not None
    assert facts.imdb_id == "tt0133093"
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


async def test_a_wrong_key_is_refused(omdb, session):
    with pytest.raises(KeyRefused):
        await OmdbClient(session, "wrong", omdb.url).fetch(MATRIX)


async def test_a_slow_answer_is_given_up(omdb, session, caplog):
    caplog.set_level(logging.DEBUG)
    omdb.delay = 30
    with pytest.raises(OmdbUnavailable, match="in time") as raised:
        await OmdbClient(session, KEY, omdb.url, timeout=0.05).fetch(MATRIX)
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
async def test_nobody_there(session, url, caplog):
    caplog.set_level(logging.DEBUG)
    with pytest.raises(OmdbUnavailable) as raised:
        await OmdbClient(session, KEY, url).fetch(MATRIX)
    assert_secret(raised.value, caplog)


async def test_plain_http_where_tls_is_expected(omdb, session, caplog):
    caplog.set_level(logging.DEBUG)
    url = omdb.url.replace("http:", "https:")
    with pytest.raises(OmdbUnavailable) as raised:
        await OmdbClient(session, KEY, url).fetch(MATRIX)
    assert_secret(raised.value, caplog)


async def test_a_server_that_hangs_up(session, caplog):
    caplog.set_level(logging.DEBUG)

    async def hang_up(_, writer):
        writer.close()
        await writer.wait_closed()

    async with await asyncio.start_server(hang_up, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(OmdbUnavailable) as raised:
            await OmdbClient(session, KEY, f"http://127.0.0.1:{port}/").fetch(MATRIX)
    assert_secret(raised.value, caplog)


async def test_each_request_passes_the_guard(omdb, session):
    passed = []

    @asynccontextmanager
    async def guard():
        passed.append("in")
        try:
            yield
        finally:
            passed.append("out")

    omdb.films.clear()
    client = OmdbClient(session, KEY, omdb.url, guard=guard)
    assert await client.fetch(MATRIX) is None
    assert passed == ["in", "out"] * 2
    omdb.answers.append(loopback_omdb.HTML_503)
    with pytest.raises(OmdbUnavailable):
        await client.fetch(MATRIX)
    assert passed == ["in", "out"] * 3


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
