import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from recsys.movies import Movie
from recsys.search import Match, TitleSearch
from recsys.search.spelling import Spelling
from recsys.search.terms import TermIndex
from recsys.search.text import words
from recsys.types import ItemId

NAMES = [
    ("The Glass Orchard", 1994, 900),
    ("Glass Orchard II", 1997, 300),
    ("Glass Orchard V: Ashes", 2003, 100),
    ("Enter the Glass", 1994, 50),
    ("WALL·E", 2008, 400),
    ("Café Müller", 1978, 20),
    ("Salt & Pepper", 1970, 30),
    ("Ferryman", 1961, 5),
    ("Lantern of the Ruby Tower: The Long Night", 2001, 800),
    ("Lantern of the Ruby Tower: The Return", 2003, 700),
    ("$", 1971, 1),
    ("七人", 1999, 2),
    ("1999", 1985, 3),
    ("S.O.A.", 1950, 4),
]
MOVIES = [
    Movie(ItemId(number), title, year, ratings=ratings)
    for number, (title, year, ratings) in enumerate(NAMES, start=1)
]
MOVIES[7] = Movie(ItemId(8), "Ferryman", 1961, aka=("Il Traghettatore", "Fährmann"), ratings=5)
SEARCH = TitleSearch(MOVIES)


def found(text: str, limit: int = 25) -> list[tuple[int, Match]]:
    return [(int(hit.movie.id), hit.match) for hit in SEARCH.search(text, limit)]


@pytest.mark.parametrize(
    ("text", "item_id", "match"),
    [
        ("glass orchard", 1, Match.EXACT),
        ("the glass orchard (1994)", 1, Match.EXACT),
        ("Glass Orchard, The", 1, Match.EXACT),
        ("glass orchard 2", 2, Match.EXACT),
        ("glass orchard two", 2, Match.EXACT),
        ("glass orchard 5", 3, Match.START),
        ("glassorchard", 1, Match.EXACT),
        ("wall-e", 5, Match.EXACT),
        ("walle", 5, Match.EXACT),
        ("cafe muller", 6, Match.EXACT),
        ("salt and pepper", 7, Match.EXACT),
        ("traghettatore", 8, Match.EXACT),
        ("fahrmann 1961", 8, Match.EXACT),
        ("glass or", 1, Match.START),
        ("orchard glass", 1, Match.WORDS),
        ("orch 2003", 3, Match.WORDS),
        ("orhcard", 1, Match.CLOSE),
        ("orhca", 1, Match.CLOSE),
        ("thexglass orchard", 1, Match.CLOSE),
        ("ferry mann", 8, Match.CLOSE),
        ("lotrt", 9, Match.CLOSE),
        ("lotrt return", 10, Match.CLOSE),
        ("glass orchard 1234", 1, Match.PART),
        ("s.o.a.", 14, Match.EXACT),
        ("七人", 12, Match.EXACT),
        ("1999", 13, Match.EXACT),
    ],
)
def test_the_first_hit(text: str, item_id: int, match: Match) -> None:
    assert found(text)[0] == (item_id, match)


def test_a_blank_text_gives_the_most_popular() -> None:
    assert found("", 3) == [(1, Match.ANY), (9, Match.ANY), (10, Match.ANY)]
    assert found(" ?! ") == found("")


def test_the_year_belongs_to_the_name() -> None:
    assert found("glass orchard 1997")[0] == (2, Match.WORDS)


def test_fame_decides_between_equals_and_not_against_an_exact_name() -> None:
    assert [item for item, _ in found("lantern")] == [9, 10]
    assert found("ferryman")[0] == (8, Match.EXACT)
    assert [item for item, _ in found("glass")][:2] == [1, 2]


def test_nothing_is_guessed_beside_an_exact_name() -> None:
    assert found("ferryman") == [(8, Match.EXACT)]


def test_a_short_number_is_no_beginning_of_a_year() -> None:
    assert all(match < Match.WORDS for _, match in found("glass 1"))
    assert found("glass 199")[0] == (1, Match.WORDS)


def test_no_films_at_all() -> None:
    empty = TitleSearch([])
    assert empty.search("") == []
    assert empty.search("glass orchard zzz") == []


@given(st.text(max_size=300), st.integers(-2, 30))
def test_any_text_has_an_answer_in_order(text: str, limit: int) -> None:
    hits = SEARCH.search(text, limit)
    assert len(hits) <= max(limit, 0)
    assert hits == SEARCH.search(text, limit)
    assert len({hit.movie.id for hit in hits}) == len(hits)
    assert all(hit.match <= hit.quality < hit.match + 1 for hit in hits)
    exact = [hit.match is Match.EXACT for hit in hits]
    assert exact == sorted(exact, reverse=True)
    for hit, following in pairwise(hits):
        if hit.quality == following.quality:
            assert hit.movie.ratings >= following.movie.ratings


@given(st.sampled_from([movie for movie in MOVIES if words(movie.title)]), st.data())
def test_a_film_is_found_by_its_name_and_every_beginning_of_it(
    movie: Movie, data: st.DataObject
) -> None:
    assert SEARCH.search(movie.display)[0].movie == movie
    assert movie in [hit.movie for hit in SEARCH.search(movie.title.upper())]
    beginning = movie.title[: data.draw(st.integers(1, len(movie.title)))]
    assert movie in [hit.movie for hit in SEARCH.search(beginning)]


@given(st.sampled_from(MOVIES[:9]), st.randoms(use_true_random=False))
def test_the_order_of_words_does_not_matter(movie: Movie, rng: random.Random) -> None:
    parts = words(movie.title)
    rng.shuffle(parts)
    assert SEARCH.search(" ".join(parts))[0].movie == movie


def test_the_order_of_the_films_does_not_matter() -> None:
    backwards = TitleSearch(reversed(MOVIES))
    for text in ["glass", "", "lotrt", "orhcard"]:
        assert backwards.search(text) == SEARCH.search(text)


_TERMS = st.text(alphabet="abc1é", min_size=1, max_size=8)


@given(st.lists(st.tuples(_TERMS, st.integers(0, 9))), _TERMS)
def test_a_term_index_is_a_dictionary_with_prefixes(
    entries: list[tuple[str, int]], asked: str
) -> None:
    index = TermIndex(entries)
    assert index.terms == sorted({term for term, _ in entries})
    assert len(index) == len(index.terms)
    assert index.exact(asked).tolist() == sorted({row for term, row in entries if term == asked})
    assert set(index.starting(asked).tolist()) == {
        row for term, row in entries if term.startswith(asked)
    }
    for number, term in enumerate(index.terms):
        assert index.numbered(number).tolist() == index.exact(term).tolist()


@given(st.lists(_TERMS, unique=True, max_size=30).map(sorted), _TERMS)
def test_spelling_finds_what_comparing_with_every_term_finds(terms: list[str], word: str) -> None:
    edits = 0 if word.isdigit() else (len(word) >= 3) + (len(word) >= 6)
    expected = {term for term in terms if edits and OSA.distance(word, term) <= edits}
    close = Spelling(terms).close(word, unfinished=False)
    assert {terms[number] for _, number in close} == expected
    assert all(
        likeness == pytest.approx(1 - OSA.distance(word, terms[number]) / len(word))
        for likeness, number in close
    )
    likenesses = [likeness for likeness, _ in close]
    assert likenesses == sorted(likenesses, reverse=True)


def test_an_unfinished_word_is_close_to_what_it_begins() -> None:
    spelling = Spelling(["godfather", "mother"])
    assert [number for _, number in spelling.close("godfah", unfinished=True)] == [0]
    assert [number for _, number in spelling.close("gdfath", unfinished=True)] == [0]
    assert spelling.close("godfah", unfinished=False) == []
    assert spelling.close("xodfath", unfinished=True) == []
