import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.catalog import Catalog, Movie
from recsys.datasets.types import RawMovie
from recsys.errors import AmbiguousTitle, MalformedData, ModelDamaged, UnknownTitle
from recsys.types import ImdbId, ItemId, TmdbId


def film(item_id: int, title: str, year: int | None = 2000, ratings: int = 10) -> Movie:
    return Movie(ItemId(item_id), title, year, ratings=ratings)


FILMS = Catalog(
    [
        film(1, "The Lighthouse", 1990, 500),
        film(2, "Harbour", 1954, 40),
        film(3, "Harbour", 1995, 60),
        film(4, "Iceberg", 1997, 1000),
        film(5, "Iceberg", 1953, 100),
        film(6, "The Iceberg", 1930, 2),
        film(7, "Lighthouse Keeper's Daughter", 2001, 3),
        film(90, "1", 1984, 7),
        film(91, "777", 1984, 7),
        film(92, "No Year at All", None, 0),
    ]
)


def test_a_release_becomes_a_catalogue() -> None:
    raw = [
        RawMovie(
            7, "Boot, Das (Boat, The) (1981)", ("War", "Action"), ImdbId("tt0082096"), TmdbId(387)
        ),
        RawMovie(3, "Untitled"),
    ]
    catalog = Catalog.from_raw(raw, {7: 40})
    assert list(catalog) == [
        Movie(ItemId(3), "Untitled"),
        Movie(
            ItemId(7),
            "Das Boot",
            1981,
            ("War", "Action"),
            ("The Boat",),
            ImdbId("tt0082096"),
            TmdbId(387),
            40,
        ),
    ]
    assert catalog.genres == ("Action", "War")


def test_a_film_shows_itself() -> None:
    boat = Movie(ItemId(7), "Das Boot", 1981, imdb_id=ImdbId("tt0082096"))
    assert (boat.display, boat.decade) == ("Das Boot (1981)", 1980)
    assert boat.imdb_url == "https://www.imdb.com/title/tt0082096/"
    bare = Movie(ItemId(8), "Untitled")
    assert (bare.display, bare.decade, bare.imdb_url) == ("Untitled", None, None)


def test_films_are_found_by_id() -> None:
    assert FILMS[4].title == "Iceberg"
    assert 4 in FILMS
    assert 8 not in FILMS
    assert "4" not in FILMS
    assert [movie.id for movie in FILMS] == sorted(movie.id for movie in FILMS)
    assert len(FILMS) == 10
    with pytest.raises(UnknownTitle, match=r"movieId 8 .*search"):
        FILMS[8]


def test_a_movie_id_occurs_once() -> None:
    with pytest.raises(MalformedData, match="movieId 5 occurs twice"):
        Catalog([film(5, "One"), film(6, "Two"), film(5, "Three")])


@pytest.mark.parametrize(
    ("text", "item_id"),
    [
        ("id:1", 1),
        ("ID: 90", 90),
        (" 90 ", 90),
        ("1", 1),  # the id comes before the film of that name
        ("1 (1984)", 90),
        ("777", 91),  # no such id, so it is a name
        ("lighthouse", 1),
        ("Lighthouse, The", 1),
        ("harbour 1954", 2),
        ("Harbour (1995)", 3),
        ("iceberg", 4),  # ten times as famous as the other two
        ("the iceberg 1930", 6),
        ("keeper's daughter", 7),
        ("daughter light", 7),
        ("no year at all", 92),
    ],
)
def test_a_text_that_means_one_film(text: str, item_id: int) -> None:
    assert FILMS.resolve(text).id == item_id


def test_namesakes_of_like_fame_are_ambiguous() -> None:
    with pytest.raises(AmbiguousTitle) as caught:
        FILMS.resolve("Harbour")
    assert caught.value.candidates == (3, 2)
    assert "Harbour (1995) [id:3], Harbour (1954) [id:2]; add the year" in str(caught.value)


def test_namesakes_that_nobody_rated_are_ambiguous() -> None:
    with pytest.raises(AmbiguousTitle):
        Catalog([film(1, "Twin", 1990, 0), film(2, "Twin", 1991, 0)]).resolve("twin")


def test_a_beginning_of_several_names_is_ambiguous_however_famous_one_is() -> None:
    with pytest.raises(AmbiguousTitle) as caught:
        FILMS.resolve("ligh")
    assert caught.value.candidates == (1, 7)


RINGS = Catalog(
    [
        film(1, "The Quest of the Rings", 1978, 15),
        film(2, "The Quest of the Rings: The Party", 2001, 198),
        film(3, "The Quest of the Rings: The Towers", 2002, 188),
        film(4, "The Quest of the Ringsters", 2003, 500),
        film(5, "Quest", 1990, 70),
        film(6, "The Quest", 1991, 2),
        film(7, "Questing", 1992, 900),
    ]
)


@pytest.mark.parametrize("typed", ["the quest of the rings", "quest of the rings"])
def test_a_name_alone_does_not_decide_against_far_more_famous_films_that_begin_with_it(typed):
    with pytest.raises(AmbiguousTitle) as caught:
        RINGS.resolve(typed)
    assert caught.value.candidates == (2, 3, 1)


@pytest.mark.parametrize(
    ("typed", "item_id"),
    [
        ("the quest of the rings 1978", 1),  # the year says which
        ("The Quest of the Rings (1978)", 1),
        ("quest", 5),  # seven times as many of one film are not enough, and other words don't count
        ("id:1", 1),
    ],
)
def test_a_name_decides_unless_it_is_hardly_ever_meant(typed: str, item_id: int) -> None:
    assert RINGS.resolve(typed).id == item_id


@pytest.mark.parametrize(
    ("sequels", "asked"), [((299, 299), False), ((300, 299), False), ((300, 300), True)]
)
def test_a_name_does_not_decide_against_several_films_three_times_as_famous(sequels, asked):
    first, second = sequels
    films = Catalog(
        [
            film(1, "The Ring Quest", 1978, 100),
            film(2, "The Ring Quest: The Party", 2001, first),
            film(3, "The Ring Quest: The Towers", 2002, second),
        ]
    )
    if not asked:
        assert films.resolve("the ring quest").id == 1
        return
    with pytest.raises(AmbiguousTitle) as caught:
        films.resolve("the ring quest")
    assert caught.value.candidates == (2, 3, 1)


def test_a_film_that_begins_with_what_was_typed_is_offered_before_one_that_sounds_alike() -> None:
    films = Catalog([film(1, "Babe", 1995, 900), film(2, "Barbie Goes West", 2023, 1)])
    with pytest.raises(UnknownTitle) as caught:
        films.resolve("barbei")
    assert set(caught.value.candidates) == {1, 2}
    assert films.resolve("barbie").id == 2


def test_three_famous_films_come_before_those_of_the_name_and_the_others_after() -> None:
    films = [film(n, f"Twin {n}", 2000, 100) for n in range(1, 8)]
    namesakes = [film(n, "Twin", 1900 + n, 1) for n in range(10, 14)]
    with pytest.raises(AmbiguousTitle) as caught:
        Catalog([*films, *namesakes]).resolve("twin")
    assert caught.value.candidates == (1, 2, 3, 10, 11, 12, 13, 4, 5, 6, 7)


@pytest.mark.parametrize("count", [5, 6])
def test_an_ambiguous_title_lists_five_films(count: int) -> None:
    films = Catalog(film(item_id, "Twin", 1990 + item_id) for item_id in range(1, count + 1))
    with pytest.raises(AmbiguousTitle) as caught:
        films.resolve("twin")
    assert str(caught.value).count("[id:") == 5
    assert ("and more" in str(caught.value)) == (count > 5)


@pytest.mark.parametrize("text", ["", "  ", "???", "qqqqqq", "id:", "9" * 5000, "x" * 5000])
def test_what_nothing_resembles_is_unknown(text: str) -> None:
    with pytest.raises(UnknownTitle, match="try fewer words or a movieId") as caught:
        FILMS.resolve(text)
    assert caught.value.candidates == ()
    assert len(str(caught.value)) < 150


def test_an_unknown_id_is_no_title() -> None:
    with pytest.raises(UnknownTitle, match="movieId 777"):
        FILMS.resolve("id:777")


def test_a_mistyped_title_is_suggested_not_taken() -> None:
    with pytest.raises(UnknownTitle) as caught:
        FILMS.resolve("ligthouse")
    assert caught.value.candidates == (1, 7)
    assert str(caught.value) == (
        'No film is called "ligthouse"; did you mean The Lighthouse (1990) or '
        "Lighthouse Keeper's Daughter (2001)?"
    )


def test_one_suggestion_reads_well() -> None:
    with pytest.raises(UnknownTitle, match=r"did you mean Harbour \(1954\)\?"):
        Catalog([film(2, "Harbour", 1954)]).resolve("habrour")


@given(st.text())
def test_resolving_any_text_finds_a_film_or_says_why_not(text: str) -> None:
    with contextlib.suppress(UnknownTitle, AmbiguousTitle):
        assert FILMS.resolve(text) in list(FILMS)


_MOVIES = st.builds(
    Movie,
    id=st.integers(1, 2**31 - 1).map(ItemId),
    title=st.text(max_size=20),
    year=st.none() | st.integers(1874, 2100),
    genres=st.lists(st.text(max_size=8), max_size=3).map(tuple),
    aka=st.lists(st.text(max_size=8), max_size=3).map(tuple),
    imdb_id=st.none() | st.from_regex(r"tt[0-9]{7,8}", fullmatch=True).map(ImdbId),
    tmdb_id=st.none() | st.integers(1, 10**7).map(TmdbId),
    ratings=st.integers(0, 10**6),
)


@given(st.lists(_MOVIES, max_size=6, unique_by=lambda movie: movie.id))
def test_a_stored_catalogue_comes_back(movies: list[Movie]) -> None:
    columns = json.loads(json.dumps(Catalog(movies).to_json()))
    assert list(Catalog.from_json(columns)) == sorted(movies, key=lambda movie: movie.id)


def test_a_damaged_catalogue_is_refused() -> None:
    columns = FILMS.to_json()
    with pytest.raises(ModelDamaged, match="unequal lengths; build the model again"):
        Catalog.from_json({**columns, "title": ["only one"]})
    del columns["aka"]
    with pytest.raises(ModelDamaged, match="lacks aka; build the model again"):
        Catalog.from_json(columns)


def test_search_returns_films() -> None:
    assert [movie.id for movie in FILMS.search("light", limit=1)] == [1]
    assert FILMS.titles is FILMS.titles
