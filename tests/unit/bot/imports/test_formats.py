"""Each service's files as they are: recognised by what they say, row by row."""

from datetime import UTC, datetime

import pytest

from bot.errors import MemberError
from bot.onboarding.imports.formats import read
from bot.onboarding.imports.rows import Means, Row
from tests.unit.bot.imports.written import (
    DIARY,
    IMDB,
    LETTERBOXD,
    LIKES,
    MOVIELENS,
    MOVIELENS_SITE,
    RATINGS,
    TRAKT_RATINGS,
    TRAKT_WATCHED,
    TRAKT_WATCHLIST,
    WATCHED,
    WATCHLIST,
    as_json,
    zipped,
)


def at(*moment):
    return int(datetime(*moment, tzinfo=UTC).timestamp())


def of(text, name="export.csv"):
    return read(text.encode(), name)


def test_letterboxd_ratings_are_half_stars_with_names_as_they_are():
    contents = of(RATINGS)
    assert contents.service == "Letterboxd"
    assert [(row.title, row.year, row.half_stars) for row in contents.rows] == [
        ("The Matrix", 1999, 9),
        ('Good Night, and "Good" Luck', 2005, 10),
        ("Amélie", 2001, 1),
        ("Star Wars", 1977, 8),
        ("Aftersun", 2022, 10),
    ]
    assert contents.rows[0] == Row(Means.RATED, "The Matrix", 1999, half_stars=9, at=at(2020, 5, 1))


def test_a_diary_has_rewatches_tags_and_days_without_stars():
    rows = of(DIARY).rows
    assert {row.means for row in rows} == {Means.WATCHED}
    assert [row.half_stars for row in rows] == [6, 4, 7, None]
    assert rows[1].at == at(2023, 1, 1)


@pytest.mark.parametrize(
    ("name", "means"),
    [
        ("watched.csv", Means.WATCHED),
        ("watched (2).csv", Means.WATCHED),
        ("watchlist.csv", Means.WANTED),
        ("films.csv", Means.LIKED),
        ("likes/films.csv", Means.LIKED),
        ("likes\\films.csv", Means.LIKED),
        ("export.csv", Means.LISTED),
        ("", Means.LISTED),
    ],
)
def test_what_a_list_is_stands_in_its_name_alone(name, means):
    assert {row.means for row in of(WATCHED, name).rows} == {means}


def test_a_whole_export_is_read_without_what_was_removed_and_without_lists():
    contents = read(zipped(LETTERBOXD), "whatever.bin")
    counts = {means: sum(row.means is means for row in contents.rows) for means in Means}
    assert counts == {
        Means.RATED: 5,
        Means.WATCHED: 6,
        Means.LIKED: 2,
        Means.WANTED: 2,
        Means.LISTED: 0,
    }
    assert contents.unreadable == 0


def test_imdb_has_ids_points_of_ten_and_series_that_are_left_out():
    contents = of(IMDB)
    assert (contents.service, contents.series) == ("IMDb", 2)
    assert [(row.imdb_id, row.half_stars) for row in contents.rows] == [
        ("tt0133093", 9),
        ("tt0211915", 3),
        ("tt19770238", 8),
    ]


def test_movielens_has_its_own_ids():
    contents = of(MOVIELENS)
    assert contents.service == "MovieLens"
    assert [(row.movie_id, row.half_stars, row.at) for row in contents.rows] == [
        (2571, 9, 1112486027),
        (1721, 2, 1112484676),
        (999999, 6, 1112484819),
    ]
    (matrix, french) = of(MOVIELENS_SITE).rows
    assert (matrix.title, matrix.year, matrix.imdb_id) == ("The Matrix", 1999, "tt0133093")
    assert (french.title, french.imdb_id, french.tmdb_id) == ("French Twist", None, None)


def test_the_ratings_of_several_people_are_refused():
    with pytest.raises(MemberError, match="several people"):
        of(MOVIELENS + "8,1,4.0,1112484819\n")


def test_trakt_has_ratings_films_watched_and_a_watchlist():
    files = {
        "a.json": as_json(TRAKT_RATINGS),
        "b.json": as_json(TRAKT_WATCHED),
        "c.json": as_json(TRAKT_WATCHLIST),
    }
    contents = read(zipped(files), "trakt.zip")
    assert (contents.service, contents.series) == ("Trakt", 1)
    assert [(row.means, row.imdb_id, row.tmdb_id, row.half_stars) for row in contents.rows] == [
        (Means.RATED, "tt0133093", 603, 8),
        (Means.RATED, None, 597, 2),
        (Means.WATCHED, "tt0114709", 862, None),
        (Means.WANTED, "tt0050083", None, None),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_is_read_in_the_encoding_in_which_a_spreadsheet_saved_it(encoding):
    assert read(RATINGS.encode(encoding), "") == of(RATINGS)


def test_a_spreadsheet_may_save_with_semicolons_and_other_line_ends():
    written = "\r\n".join(LIKES.splitlines()).replace(",", ";")
    assert of(written, "films.csv") == of(LIKES, "films.csv")
    tabs = RATINGS.replace('"Good Night, and ""Good"" Luck"', "Twins").replace(",", "\t")
    assert len(of(tabs).rows) == 5
    assert (
        of("Date;Name;Year;Letterboxd URI;Rating\n2020-05-01;Twins;1988;x;3,5\n").rows[0].half_stars
        == 7
    )


@pytest.mark.parametrize(
    "line",
    [
        "2020-05-01,,1999,https://boxd.it/x,4",
        "2020-05-01,The Matrix,1999,https://boxd.it/x,11",
        "2020-05-01,The Matrix,1999,https://boxd.it/x,four",
        "2020-05-01,The Matrix,1999,https://boxd.it/x,nan",
        "2020-05-01,The Matrix",
        f"2020-05-01,The Matrix,{'9' * 5000},https://boxd.it/x,4",
    ],
)
def test_a_row_that_makes_no_sense_is_counted_and_the_others_are_read(line):
    contents = of(RATINGS + line + "\n")
    assert (len(contents.rows), contents.unreadable) == (5, 1)


@pytest.mark.parametrize("day", ["", "soon", "0001-01-01", "9999-12-31T23:59-14:00", "1950-01-01"])
def test_a_day_that_is_none_is_not_known(day):
    (row,) = of(f"Date,Name,Year,Letterboxd URI,Rating\n{day},Twins,1988,x,3\n").rows
    assert row.at is None


def test_a_watchlist_of_imdb_is_one():
    header, first, *_ = IMDB.splitlines()
    text = f"Position,Created,{header}\n1,2024-01-01,{first.replace(',9,', ',,', 1)}\n"
    (row,) = of(text).rows
    assert (row.means, row.half_stars, row.at) == (Means.WANTED, None, at(2024, 1, 1))


def test_a_watchlist_is_read():
    assert [row.title for row in of(WATCHLIST, "watchlist.csv").rows] == ["Titanic", "Past Lives"]
