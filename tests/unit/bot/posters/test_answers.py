"""Reading OMDb: whatever comes is facts, no film, or one of our errors."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.posters import FilmFacts
from bot.posters.answers import KeyRefused, OmdbError, OmdbUnavailable, QuotaExhausted, read_answer
from tests import loopback_omdb as omdb

FIELDS = sorted(omdb.film("tt0133093", "The Matrix", 1999))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
STATUS = st.sampled_from([200, 200, 200, 401, 403, 404, 429, 500, 503, 522, 524])


def read(answer, status=200, **more):
    return read_answer(status, json.dumps(answer).encode(), **more)


def read_as_sent(answer: omdb.Answer):
    body = answer.body.encode() if isinstance(answer.body, str) else answer.body
    return read_answer(answer.status, body)


def read_field(name: str, value: object) -> FilmFacts:
    facts = read({"Response": "True", name: value})
    assert facts is not None
    return facts


def test_a_film():
    assert read(omdb.film("tt0133093", "The Matrix", 1999)) == FilmFacts(
        poster_url="https://m.media-amazon.com/images/M/tt0133093._V1_SX300.jpg",
        runtime_minutes=136,
        imdb_rating=8.7,
        plot="A hacker learns what the world is made of.",
        director="Lana Wachowski, Lilly Wachowski",
    )


def test_what_omdb_does_not_know_is_none():
    assert read(omdb.bare_film("tt0133093", "The Matrix", 1999)) == FilmFacts()
    assert read({"Response": "True"}) == FilmFacts()


@pytest.mark.parametrize("answer", [omdb.NOT_FOUND, omdb.BAD_ID, omdb.NO_DATA])
def test_no_such_film(answer):
    assert read_as_sent(answer) is None


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (omdb.BAD_KEY, KeyRefused),
        (omdb.NO_KEY, KeyRefused),
        (omdb.LIMIT, QuotaExhausted),
        (omdb.complaint("Request limit reached!"), QuotaExhausted),
        (omdb.complaint("Something went wrong."), OmdbUnavailable),
        (omdb.complaint("Movie not found!", 500), OmdbUnavailable),
        (omdb.Answer(body='{"Response":"False","Error":7}'), OmdbUnavailable),
        (omdb.Answer(body="[" * 60_000), OmdbUnavailable),
    ],
)
def test_refusals_are_told_apart_by_their_words(answer, error):
    with pytest.raises(error):
        read_as_sent(answer)


@pytest.mark.parametrize(
    "name", sorted(set(omdb.TROUBLES) - {"enormous", "redirect", "broken off"})
)
def test_trouble(name):
    with pytest.raises(OmdbUnavailable):
        read_as_sent(omdb.TROUBLES[name])


@given(STATUS, st.binary(max_size=300) | JSON.map(lambda value: json.dumps(value).encode()))
def test_any_body_is_read_or_refused(status, body):
    with suppress(OmdbError):
        read_answer(status, body)


@given(
    STATUS,
    st.dictionaries(
        st.sampled_from([*FIELDS, "Error"]),
        JSON | st.sampled_from(["N/A", "True", "False", "1,234", "90 min", "https://a.b/c.jpg"]),
    ),
    st.none() | st.integers(1900, 2030),
)
def test_any_values_of_the_known_fields_make_sound_facts(status, answer, year):
    try:
        facts = read({"Response": "True"} | answer, status, year=year)
    except OmdbError:
        return
    if facts is None:
        return
    assert FilmFacts.from_json(facts.to_json()) == facts
    texts = [facts.plot, facts.director]
    assert all(text.isprintable() and 0 < len(text) <= 1000 for text in texts if text is not None)
    assert facts.runtime_minutes is None or facts.runtime_minutes > 0
    assert facts.imdb_rating is None or 1 <= facts.imdb_rating <= 10


@pytest.mark.parametrize(
    ("asked", "theirs", "fits"),
    [
        (1995, "1995", True),
        (1995, "1996", True),
        (1995, "1997", False),
        (1995, "2005–2009", False),
        (1995, "N/A", True),
        (1995, None, True),
        (None, "1931", True),
    ],
)
def test_a_film_found_by_title_has_to_be_of_its_year(asked, theirs, fits):
    found = read({"Response": "True", "Year": theirs}, year=asked)
    assert (found is not None) is fits


@pytest.mark.parametrize(
    ("value", "minutes"),
    [
        ("136 min", 136),
        ("1 h 30 min", 90),
        ("2h", 120),
        ("1 min", 1),
        ("0 min", None),
        ("99999 min", None),
        ("-5 min", None),
        ("soon", None),
        ("", None),
        (136, None),
    ],
)
def test_runtimes(value, minutes):
    assert read_field("Runtime", value).runtime_minutes == minutes


@pytest.mark.parametrize(
    ("value", "rating"),
    [("8.7", 8.7), ("10.0", 10.0), ("1", 1.0), ("10.1", None), ("nan", None), ("0.0", None)],
)
def test_ratings(value, rating):
    assert read_field("imdbRating", value).imdb_rating == rating


@pytest.mark.parametrize(
    "url",
    [
        "https://m.media-amazon.com/images/M/MV5B._V1_SX300.jpg",
        "http://127.0.0.1:8080/poster.png?size=300",
    ],
)
def test_posters(url):
    assert read_field("Poster", url).poster_url == url


@pytest.mark.parametrize(
    "url",
    [
        "N/A",
        "",
        "javascript:alert(1)",
        "ftp://example.com/a.jpg",
        "https://",
        "https:///a.jpg",
        "https://localhost/a.jpg",
        "https://user:secret@example.com/a.jpg",
        "https://example.com:99999/a.jpg",
        "https://exa mple.com/a.jpg",
        "https://example.com/a.jpg\nhttps://b.example",
        "https://example.com/a>.jpg",
        "https://[::1/a.jpg",
        "https://example.com/" + "a" * 500,
        "//example.com/a.jpg",
        "https://bücher.example/a.jpg",
        7,
    ],
)
def test_what_is_no_sane_address_of_a_poster(url):
    assert read_field("Poster", url).poster_url is None


def test_texts_become_one_printable_line_of_bounded_length():
    said = read_field("Plot", " A\x00 spy\n\tcomes \u202ehome\ud800. ").plot
    assert said == "A spy comes home ."
    assert read_field("Plot", "a" * 5000).plot == "a" * 999 + "…"
    assert read_field("Plot", " N/A ").plot is None


def test_facts_of_another_version_are_read_as_far_as_they_are_known():
    assert FilmFacts.from_json('{"plot": "A spy.", "languages": ["German"], "mood": 3}') == (
        FilmFacts(plot="A spy.")
    )
