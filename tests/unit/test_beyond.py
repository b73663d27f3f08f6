"""Films beyond the data set: their ids, and a catalogue that is wider by them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.catalog import Catalog, WiderCatalog
from recsys.errors import UnknownTitle
from recsys.movies import BEYOND, Movie, beyond_id, imdb_of
from recsys.types import MAX_ID

MATRIX = Movie(2571, "The Matrix", 1999, ("Action",), imdb_id="tt0133093", ratings=300)
DUNE = Movie(2021, "Dune", 1984, ("Sci-Fi",), imdb_id="tt0087182", ratings=60)
NEW_DUNE = Movie(beyond_id("tt1160419"), "Dune", 2021, ("Sci-Fi",), imdb_id="tt1160419")
NOLAN = Movie(beyond_id("tt15398776"), "Oppenheimer", 2023, ("Drama",), imdb_id="tt15398776")
TOLD = Movie(beyond_id("tt9999999"), "Buy Gold", 2024, imdb_id="tt9999999")


@pytest.fixture
def wider():
    within = Catalog([MATRIX, DUNE])
    return WiderCatalog(within, Catalog([NEW_DUNE, NOLAN]), Catalog([TOLD]))


@given(st.integers(1, 10**8 - 1))
def test_an_id_is_made_from_an_imdb_number_and_goes_back(number):
    imdb_id = f"tt{number:07}"
    item_id = beyond_id(imdb_id)
    assert imdb_of(item_id) == imdb_id
    assert BEYOND < item_id <= MAX_ID
    assert beyond_id(f"tt{number:08}") == item_id, "padding doesn't make another film"


@given(st.integers(max_value=BEYOND))
def test_ids_of_data_sets_are_none_of_these(item_id):
    assert imdb_of(item_id) is None


@given(
    st.text() | st.sampled_from(["tt0000000", "tt123", "tt123456789", "nm0000001", " tt0133093"])
)
def test_what_is_no_imdb_id_makes_none(text):
    with pytest.raises(ValueError, match="IMDb"):
        beyond_id(text)


def test_films_beyond_are_found_beside_those_of_the_catalogue(wider):
    assert wider[NOLAN.id] is NOLAN
    assert wider[2571] is MATRIX
    assert wider.resolve("oppenheimer") is NOLAN
    assert wider.resolve("Dune (2021)") is NEW_DUNE
    assert wider.search("dune") == [DUNE, NEW_DUNE]
    assert wider.search("oppenh") == [NOLAN]
    assert wider.search("") == [MATRIX, DUNE], "popular films are those that people rated"
    assert wider.names.called("Oppenheimer") == [NOLAN]
    assert wider.by_imdb_id["tt15398776"] is NOLAN
    assert len(wider) == len(list(wider)) == 5
    assert wider.genres == ("Action", "Sci-Fi")
    assert wider.newest == 1999


def test_what_a_file_calls_a_film_is_never_offered(wider):
    assert wider[TOLD.id] is TOLD
    assert wider.search("buy gold") == []
    with pytest.raises(UnknownTitle):
        wider.resolve("Buy Gold")


def test_an_id_made_from_an_imdb_number_means_the_film_of_the_catalogue_that_has_it():
    newer = Movie(299999, "Oppenheimer", 2023, imdb_id="tt15398776", ratings=9)
    wider = WiderCatalog(Catalog([MATRIX, newer]), Catalog([NOLAN]), Catalog([]))
    assert wider[NOLAN.id] is newer
    assert NOLAN.id in wider
    assert wider.search("oppenheimer") == [newer]
    assert len(wider) == 2
