"""The demo's own OMDb: invented films that the sample lacks, for the real client."""

import json

import aiohttp
import pytest

from bot.demo.omdb import EXAMPLE, FILMS, answer, demo_omdb
from bot.posters.answers import KeyRefused, read_answer, read_film, read_search


def body(**asked):
    return 200, json.dumps(answer(asked)).encode()


def test_its_answers_are_read_as_those_of_omdb():
    found = read_search(*body(s=EXAMPLE, type="movie"))
    assert [film.movie.year for film in found] == [2025, 2026]
    assert all(film.facts.poster_url for film in found)
    for film in FILMS:
        known = read_film(*body(i=film["imdbID"]))
        assert known.movie.title == film["Title"]
        assert known.movie.genres
        assert known.facts.plot == film["Plot"]
        assert read_answer(*body(t=film["Title"], y=film["Year"])) == known.facts
    assert read_search(*body(s="The Matrix")) == []
    assert read_film(*body(i="tt0133093")) is None


async def test_it_serves_whoever_has_its_key():
    async with demo_omdb() as omdb, aiohttp.ClientSession() as session:
        assert omdb.pictures.keys() == {film["Poster"] for film in FILMS}
        asked = {"apikey": omdb.key, "i": FILMS[0]["imdbID"]}
        async with session.get(omdb.url, params=asked) as response:
            assert read_film(response.status, await response.read()) is not None
        async with session.get(omdb.url, params=asked | {"apikey": "x"}) as response:
            refused = response.status, await response.read()
    with pytest.raises(KeyRefused):
        read_film(*refused)
