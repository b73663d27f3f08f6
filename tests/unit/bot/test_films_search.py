"""Films of a member's own, found by what is typed."""

import pytest

from bot.films.find import film_choices, movie_of, search_own
from bot.ui import limits
from recsys.catalog import Catalog
from recsys.movies import Movie
from recsys.types import ItemId

MATRIX, RELOADED, AMELIE, LONG = (ItemId(n) for n in (11, 12, 13, 14))
CATALOG = Catalog(
    [
        Movie(MATRIX, "The Matrix", 1999),
        Movie(RELOADED, "The Matrix Reloaded", 2003),
        Movie(AMELIE, "Amélie", 2001, aka=("Le Fabuleux Destin",)),
        Movie(LONG, "x" * 300),
    ]
)
OWN = [AMELIE, RELOADED, MATRIX]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", OWN),
        ("matr", [RELOADED, MATRIX]),
        ("1999 matrix", [MATRIX]),
        ("amelie", [AMELIE]),
        ("fabuleux", [AMELIE]),
        ("matirx", [MATRIX, RELOADED]),
        ("titanic", []),
        ("???", OWN),
    ],
)
async def test_words_and_their_beginnings_find_films_in_the_members_order(typed, found):
    assert [movie.id for movie in await search_own(CATALOG, OWN, typed)] == found


async def test_films_of_others_are_never_offered():
    assert await search_own(CATALOG, [AMELIE], "matirx") == []


async def test_a_film_that_left_the_catalogue_can_still_be_found():
    gone = ItemId(999)
    assert "999" in movie_of(CATALOG, gone).title
    assert [movie.id for movie in await search_own(CATALOG, [gone], "999")] == [gone]


def test_choices_keep_within_the_limits():
    choices = film_choices([CATALOG[LONG]] * 40, {LONG: "👍"})
    assert len(choices) == limits.CHOICES
    assert all(len(each.name) <= limits.CHOICE_NAME for each in choices)
    assert choices[0].name.startswith("👍 x")
    assert film_choices([CATALOG[AMELIE]])[0].name == "Amélie (2001)"
