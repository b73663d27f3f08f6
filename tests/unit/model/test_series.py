"""Which films are parts of one series: by their names, and by who likes both."""

from pathlib import Path

import numpy as np
import pytest

from recsys.catalog import Catalog
from recsys.datasets.collect import collect
from recsys.datasets.source import open_source
from recsys.datasets.types import RawMovie
from recsys.model.evidence import receive
from recsys.model.find_series import find_series
from recsys.model.series import NO_SERIES
from tests.worlds import ratings_of

FANS = 12
TITLES = {
    "space": [
        "Star Wars: Episode IV - A New Hope (1977)",
        "Star Wars: Episode V - The Empire Strikes Back (1980)",
        "Star Trek: The Motion Picture (1979)",
        "Star Trek II: The Wrath of Khan (1982)",
        "Alien (1979)",
        "Aliens (1986)",
        "Alien³ (a.k.a. Alien 3) (1992)",
        "Matrix, The (1999)",
        "Matrix Reloaded, The (2003)",
        *(f"{name} Star (1990)" for name in ("Dark", "Lone", "Fallen", "North", "Red", "Cold")),
    ],
    "magic": [
        "Harry Potter and the Chamber of Secrets (2002)",
        "Harry Potter and the Sorcerer's Stone (2001)",
        "Harry Potter and the Deathly Hallows: Part 1 (2010)",
        "Hunger Games, The (2012)",
        "Hunger Games: Mockingjay - Part 1, The (2014)",
        "Lord of the Rings: The Two Towers, The (2002)",
        "Lord of the Rings: The Fellowship of the Ring, The (2001)",
    ],
    "laughs": [
        "American Pie (1999)",
        "American Pie 2 (2001)",
        *(f"American {name} (1999)" for name in ("Beauty", "Psycho", "Movie", "Gothic", "Gun")),
        *(f"{name} American (1980)" for name in ("Ugly", "Quiet", "Native", "Sweet")),
        "Mission, The (1986)",
    ],
    "action": [
        "Mission: Impossible (1996)",
        "Mission: Impossible II (2000)",
        "Die Hard (1988)",
        "Live Free or Die Hard (2007)",
        "Raiders of the Lost Ark (Indiana Jones and the Raiders of the Lost Ark) (1981)",
        "Indiana Jones and the Temple of Doom (1984)",
    ],
}
GENRES = {"space": "Sci-Fi", "magic": "Fantasy", "laughs": "Comedy", "action": "Action"}


def series_of(movies, ratings):
    return find_series(movies, ratings, receive(ratings).raters)


@pytest.fixture(scope="module")
def found():
    """Return the series of a world in which each kind of film has its own fans."""
    movies, stars, item = [], {}, 0
    for number, (kind, titles) in enumerate(TITLES.items()):
        items = range(item + 1, item + len(titles) + 1)
        movies += [
            RawMovie(each, title, ("Drama",) if "Beauty" in title else (GENRES[kind],))
            for each, title in zip(items, titles, strict=True)
        ]
        for fan in range(FANS):
            stars[number * FANS + fan + 1] = dict.fromkeys(items, 4.5)
        item += len(titles)
    # Hardly anybody knows this one, whatever its name says.
    movies.append(RawMovie(item + 1, "Lord of the Rings, The (1978)", ("Fantasy",)))
    stars |= {1000 + fan: {item + 1: 4.0} for fan in range(2)}
    catalog = Catalog.from_raw(movies, {})
    return list(catalog), series_of(list(catalog), ratings_of(stars))


def parts(found, beginning):
    """Return the titles of the series of the film whose title begins so, by movie id."""
    movies, series = found
    (column, *_) = (at for at, movie in enumerate(movies) if movie.title.startswith(beginning))
    return [movies[part].title for part in series.parts(column).tolist()]


@pytest.mark.parametrize(
    ("beginning", "others"),
    [
        ("Star Wars", ["The Empire Strikes Back"]),
        ("Star Trek", ["Khan"]),
        ("Alien", ["Aliens", "Alien³"]),
        ("The Matrix", ["Reloaded"]),
        ("Harry Potter", ["Stone", "Part 1"]),
        ("The Hunger Games", ["Mockingjay"]),
        ("American Pie", ["American Pie 2"]),
        ("Mission: Impossible", ["II"]),
        ("Die Hard", ["Live Free"]),
        ("Raiders", ["Temple of Doom"]),
        ("The Lord of the Rings", ["Fellowship"]),
    ],
)
def test_a_series_has_its_parts_and_no_others(found, beginning, others):
    first, *rest = parts(found, beginning)
    assert first.startswith(beginning)
    assert len(rest) == len(others)
    assert all(other in title for other, title in zip(others, rest, strict=True))


@pytest.mark.parametrize("alone", ["American Beauty", "Dark Star", "The Mission"])
def test_names_alone_and_fans_alone_make_no_series(found, alone):
    assert parts(found, alone) == [alone]


def test_parts_come_in_order_but_for_those_that_nobody_knows(found):
    movies, series = found
    titles = [movie.title for movie in movies]
    pairs = {
        (titles[a], titles[b])
        for a, b in zip(series.earlier.tolist(), series.later.tolist(), strict=True)
    }
    potter = sorted(title for title in titles if title.startswith("Harry Potter"))
    chamber, hallows, stone = potter
    assert {(stone, chamber), (stone, hallows), (chamber, hallows)} <= pairs
    assert ("Alien", "Aliens") in pairs
    assert ("Aliens", "Alien") not in pairs
    assert not any(earlier == "The Lord of the Rings" for earlier, _ in pairs)
    assert not any("American Beauty" in pair for pair in pairs)


def test_a_release_without_any_series_has_none():
    movies = Catalog.from_raw([RawMovie(1, "Heat (1995)", ("Crime",))], {})
    series = series_of(list(movies), ratings_of({1: {1: 4.0}}))
    assert series.numbers.tolist() == [NO_SERIES]
    assert len(series.earlier) == len(series.later) == 0


@pytest.mark.realdata
def test_the_series_of_a_real_release(realdata: Path):
    dataset = collect(open_source(realdata))
    movies = list(Catalog.from_raw(dataset.movies, {}))
    series = series_of(movies, dataset.ratings)
    numbers = {movie.title: series.numbers[at] for at, movie in enumerate(movies)}
    potter = {number for title, number in numbers.items() if title.startswith("Harry Potter")}
    assert len(potter - {NO_SERIES}) == 1
    assert 150 < series.numbers.max() < 250
    assert np.isin(series.numbers, list(potter - {NO_SERIES})).sum() >= 7
    assert numbers["Aliens"] == numbers["Alien"] != NO_SERIES
    assert numbers["American Beauty"] == NO_SERIES
