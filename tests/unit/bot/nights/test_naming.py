"""A member names a film: one that the catalogue has, or any title."""

import pytest

from bot.errors import MemberError, NoSuchFilm, SeveralFilms
from bot.nights.shortlist import NotListed, named_film
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
    with pytest.raises(NotListed):
        named_film(CATALOG, "1")


def test_of_several_films_none_is_guessed():
    with pytest.raises(SeveralFilms) as several:
        named_film(CATALOG, "Dune")
    assert several.value.movies == (OLD, NEW)


def test_what_the_catalogue_lacks_is_asked_about_once_beside_what_comes_close():
    with pytest.raises(NotListed) as asked:
        named_film(CATALOG, "Some   *Odd* Film (1999)")
    assert str(asked.value) == "“Some \\*Odd\\* Film (1999)” isn't in my catalogue. Add it anyway?"
    assert asked.value.title == "Some *Odd* Film (1999)"
    with pytest.raises(NotListed) as close:
        named_film(CATALOG, "Armagedon")
    assert close.value.movies == (ARMAGEDDON,)


def test_a_film_has_to_be_named():
    with pytest.raises(MemberError, match="title"):
        named_film(CATALOG, "   ")
