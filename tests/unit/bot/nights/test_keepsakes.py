"""The drawn result of a night, and the ticket stubs."""

import io
from dataclasses import replace

import pytest
from PIL import Image

from bot.nights.answers import mean_stars, star_word
from bot.nights.keepsakes import Result, Stub, draw_result, draw_stub
from bot.posters.drawn import choose_looks, draw_poster
from recsys.movies import Movie
from recsys.types import ItemId
from tests.unit.bot.nights.strategies import a_night

ALIEN = Movie(ItemId(1), "Alien", 1979, ("Horror",))
RESULT = Result(7, "Alien (1979)", "Friday 27 November", "Film club", 3, 1, 4.1, None)
STUB = Stub(7, "Alien (1979)", "Friday 27 November", "Film club", "H", 3)
LONG = {"film": "Wx " * 100, "day": "Wed 30 September 2027", "server": "映画" * 50}


@pytest.mark.parametrize("poster", [None, draw_poster(ALIEN, choose_looks([ALIEN])[0])])
@pytest.mark.parametrize("changes", [{}, {"stars": None}, {**LONG, "liked": 25, "number": 2**62}])
def test_a_result_is_light_and_clear_at_its_corners(poster, changes):
    data = draw_result(replace(RESULT, poster=poster, **changes))
    picture = Image.open(io.BytesIO(data)).convert("RGBA")
    assert picture.size == (1100, 552)
    assert picture.getpixel((0, 0))[3] == 0
    assert len(data) < 120_000


@pytest.mark.parametrize("changes", [{}, {**LONG, "seat": 25, "number": 2**62}])
def test_a_stub_is_a_ticket_without_its_seat_twice(changes):
    data = draw_stub(replace(STUB, **changes))
    picture = Image.open(io.BytesIO(data)).convert("RGBA")
    assert picture.size == (1100, 412)
    assert picture.getpixel((0, 0))[3] == 0
    assert data != draw_stub(replace(STUB, seat=4))


def test_other_numbers_make_another_result():
    drawn = {draw_result(each) for each in (RESULT, replace(RESULT, liked=4))}
    drawn |= {draw_result(replace(RESULT, stars=stars)) for stars in (None, 0.5, 5.0)}
    assert len(drawn) == 5


def test_the_mean_of_stars_is_never_that_of_one_member():
    night = a_night([{}])
    assert mean_stars(night) is None
    assert mean_stars(replace(night, stars={101: 4.0})) is None
    assert mean_stars(replace(night, stars={101: 4.0, 102: 2.5})) == 3.25


@pytest.mark.parametrize(("stars", "word"), [(0.5, "½"), (1, "★"), (3.5, "★★★½"), (5, "★★★★★")])
def test_stars_are_written_as_people_write_them(stars, word):
    assert star_word(stars) == word
