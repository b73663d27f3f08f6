"""A member names a film: one that the catalogue has, or any title."""

import pytest

from bot.errors import MemberError, NoSuchFilm
from bot.nights.shortlist import named_film
from recsys.catalog import Catalog
from recsys.movies import Movie
from recsys.types import ItemId

ARMAGEDDON = Movie(ItemId(1917), "Armageddon", 1998, ratings=50)
NUMBER = Movie(ItemId(204698), "1917", 2019, ratings=10)
OLD, NEW = Movie(ItemId(1), "Dune", 1984, ratings=9), Movie(ItemId(2), "Dune", 2021, ratings=8)
CATALOG = Catalog([ARMAGEDDON, NUMBER, OLD, NEW])


def test_a_choice_is_its_film_and_a_made_up_one_is_refused():
    assert named_film(CATALOG, "id:1917") == ARMAGEDDON
    with pytest.raises(NoSuchFilm):
        named_film(CATALOG, "id:5")


def test_a_title_is_its_film_however_it_is_spaced():
    assert named_film(CATALOG, "  armageddon ") == ARMAGEDDON
    assert named_film(CATALOG, "Dune (2021)") == NEW


def test_a_number_is_a_title_and_never_an_id():
    assert named_film(CATALOG, "1917") == NUMBER
    assert named_film(CATALOG, "1") == "1"


def test_of_several_films_none_is_guessed():
    with pytest.raises(MemberError, match=r"\*\*Dune \(1984\)\*\*, \*\*Dune \(2021\)\*\*"):
        named_film(CATALOG, "Dune")


def test_what_the_catalogue_lacks_stays_as_it_was_typed():
    assert named_film(CATALOG, "Some   Odd Film (1999)") == "Some Odd Film (1999)"


def test_a_film_has_to_be_named():
    with pytest.raises(MemberError, match="title"):
        named_film(CATALOG, "   ")
