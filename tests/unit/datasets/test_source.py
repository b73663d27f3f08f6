from pathlib import Path

import pytest

from recsys.datasets.collect import collect
from recsys.datasets.source import open_source
from recsys.datasets.types import Dataset, Demographics
from recsys.errors import DatasetNotFound, MalformedData
from tests.unit.datasets.written import (
    ALL,
    CSV,
    ML1M,
    ML10M,
    ML100K,
    Contents,
    write_folder,
    write_zip,
)


def _stars(dataset: Dataset) -> dict[tuple[int, int], float]:
    ratings = dataset.ratings
    return {
        (int(user), int(ratings.item_ids[column])): half_stars / 2
        for row, user in enumerate(ratings.user_ids)
        for column, half_stars in zip(*ratings.row(row), strict=True)
    }


@pytest.fixture(params=["folder", "zip", "bare zip", "folder around", "zip without its suffix"])
def kind(request: pytest.FixtureRequest) -> str:
    return request.param


def _written(kind: str, base: Path, name: str, contents: Contents) -> Path:
    match kind:
        case "folder":
            return write_folder(base / name, contents)
        case "zip":
            return write_zip(base / "any.zip", contents, f"{name}/")
        case "bare zip":
            return write_zip(base / f"{name}.zip", contents)
        case "folder around":
            return write_folder(base / "downloads" / name, contents).parent
        case _:
            return write_zip(base / "download", contents, f"{name}/")


@pytest.mark.parametrize("folder", ALL)
def test_every_format_reads_the_same_from_folder_and_zip(
    tmp_path: Path, kind: str, folder: str
) -> None:
    source = open_source(_written(kind, tmp_path, folder, ALL[folder]))
    dataset = collect(source)

    assert dataset.name == source.name == folder.replace("10M100K", "10m")
    assert "non-commercial" in dataset.licence
    assert "Harper" in dataset.licence
    assert not dataset.invented
    least = 0.5 if folder in {"ml-latest-small", "ml-10M100K"} else 1.0
    assert _stars(dataset) == {(1, 10): 4.0, (1, 30): least, (2, 10): 5.0}
    assert (dataset.ratings.last_year > 1995).all()
    assert [movie.item_id for movie in dataset.movies] == [10, 20, 30]
    assert [movie.title for movie in dataset.movies] == [
        "Lighthouse, The (1999)",
        'Say "Ahoy" (2001)',
        "Café de la Lune (1984)",
    ]
    assert sorted(dataset.movies[0].genres) == ["Children", "Drama"]
    assert dataset.movies[1].genres in ((), ("Comedy",))
    assert dataset.movies[2].genres == ("Sci-Fi",)


def test_links_give_padded_imdb_ids_and_tmdb_ids_where_known(tmp_path: Path) -> None:
    movies = open_source(write_folder(tmp_path, CSV)).movies()
    assert [(movie.imdb_id, movie.tmdb_id) for movie in movies] == [
        ("tt0114709", 862),
        ("tt10114709", None),
        (None, 15),
    ]


def test_links_are_not_needed(tmp_path: Path) -> None:
    contents = {name: data for name, data in CSV.items() if name != "links.csv"}
    movies = open_source(write_folder(tmp_path, contents)).movies()
    assert {(movie.imdb_id, movie.tmdb_id) for movie in movies} == {(None, None)}


def test_a_byte_order_mark_and_quoted_names_are_no_matter(tmp_path: Path) -> None:
    marked = {name: b"\xef\xbb\xbf" + data for name, data in CSV.items()}
    marked["ratings.csv"] = marked["ratings.csv"].replace(b"userId", b'"userId"')
    plain = collect(open_source(write_folder(tmp_path / "plain", CSV)))
    dataset = collect(open_source(write_folder(tmp_path / "marked", marked)))
    assert dataset.movies == plain.movies
    assert _stars(dataset) == _stars(plain)


def test_ratings_without_times_have_no_years(tmp_path: Path) -> None:
    contents = {**CSV, "ratings.csv": b"movieId,userId,rating\n10,1,4\n30,1,0.5\n10,2,5"}
    dataset = collect(open_source(write_folder(tmp_path, contents)))
    assert _stars(dataset) == {(1, 10): 4.0, (1, 30): 0.5, (2, 10): 5.0}
    assert dataset.ratings.last_year.tolist() == [0, 0]


def test_ml1m_tells_age_group_gender_and_occupation_code(tmp_path: Path) -> None:
    assert open_source(write_folder(tmp_path, ML1M)).demographics() == {
        1: Demographics(age=1, gender="F", occupation="10"),
        2: Demographics(age=56, gender="M", occupation="16"),
    }


def test_ml100k_tells_age_gender_and_occupation(tmp_path: Path) -> None:
    assert open_source(write_folder(tmp_path, ML100K)).demographics() == {
        1: Demographics(age=24, gender="M", occupation="technician"),
        2: Demographics(age=53, gender="F", occupation="other"),
    }


@pytest.mark.parametrize("contents", [CSV, ML10M])
def test_other_releases_tell_nothing_of_users(tmp_path: Path, contents: Contents) -> None:
    assert open_source(write_folder(tmp_path, contents)).demographics() == {}


def test_name_and_terms_of_a_folder_that_is_no_published_release(tmp_path: Path) -> None:
    source = open_source(write_folder(tmp_path / "my films", CSV))
    assert source.name == "my films"
    assert "under the terms of its source" in source.licence
    assert source.size_hint == pytest.approx(4, abs=1)


def test_a_folder_that_is_called_like_the_sample_is_taken_at_its_word(tmp_path: Path) -> None:
    source = open_source(write_folder(tmp_path / "sample", CSV))
    assert source.name == "sample"
    assert not source.invented
    assert "under the terms of its source" in source.licence


def test_your_own_csv_files_may_tell_of_users(tmp_path: Path) -> None:
    people = b"userId,gender,age,occupation\n2,F,25,3\n1,,18,\n"
    assert open_source(write_folder(tmp_path, {**CSV, "users.csv": people})).demographics() == {
        2: Demographics(age=25, gender="F", occupation="3"),
        1: Demographics(age=18),
    }


def test_size_of_an_unpublished_zip_is_judged_unpacked(tmp_path: Path) -> None:
    rows = b"".join(b"1,10,4.0,964982703\n" for _ in range(20_000))
    contents = {**CSV, "ratings.csv": b"userId,movieId,rating,timestamp\n" + rows}
    source = open_source(write_zip(tmp_path / "films.zip", contents))
    assert source.size_hint == pytest.approx(20_000, rel=0.01)


def test_published_number_of_ratings_is_the_hint(tmp_path: Path) -> None:
    hints = [
        open_source(write_folder(tmp_path / name, contents)).size_hint
        for name, contents in ALL.items()
    ]
    assert hints == [100_836, 1_000_209, 10_000_054, 100_000]


def test_own_files_come_before_those_of_the_folders_inside(tmp_path: Path) -> None:
    write_folder(tmp_path / "inner", ML1M)
    assert open_source(write_folder(tmp_path, CSV)).movies()[0].imdb_id == "tt0114709"


def test_nothing_there_no_release_and_several_releases_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(DatasetNotFound, match=r"There is no .*nowhere: give the folder or zip"):
        open_source(tmp_path / "nowhere")
    with pytest.raises(DatasetNotFound, match="no MovieLens release: it needs one of ratings"):
        open_source(tmp_path)
    text = tmp_path / "ratings.csv"
    text.write_bytes(CSV["ratings.csv"])
    with pytest.raises(DatasetNotFound, match="neither a folder nor a zip"):
        open_source(text)
    text.unlink()
    write_folder(tmp_path / "one", CSV)
    write_folder(tmp_path / "two", ML1M)
    with pytest.raises(DatasetNotFound, match=r"several releases \(one/ratings.csv, two/rat"):
        open_source(tmp_path)


@pytest.mark.parametrize(
    ("folder", "missing"),
    [
        ("ml-latest-small", "movies.csv"),
        ("ml-1m", "movies.dat"),
        ("ml-100k", "u.item"),
        ("ml-100k", "u.genre"),
    ],
)
def test_a_missing_file_is_named(tmp_path: Path, folder: str, missing: str) -> None:
    contents = {name: data for name, data in ALL[folder].items() if name != missing}
    with pytest.raises(MalformedData, match=f"{missing}: the release lacks this file"):
        collect(open_source(write_folder(tmp_path, contents)))


def test_a_file_that_vanishes_is_named(tmp_path: Path) -> None:
    source = open_source(write_folder(tmp_path, CSV))
    chunks = source.ratings()
    (tmp_path / "ratings.csv").unlink()
    with pytest.raises(MalformedData, match="lacks this file"):
        next(chunks)


@pytest.mark.realdata
def test_latest_small_has_its_published_size(realdata: Path) -> None:
    dataset = collect(open_source(realdata))
    ratings = dataset.ratings
    assert (len(ratings), ratings.n_users, ratings.n_items) == (100_836, 610, 9_742)
    assert dataset.duplicates == 0
    assert dataset.name == "ml-latest-small"
    assert ratings.last_year.min() == 1996
    assert ratings.last_year.max() == 2018
    by_id = {movie.item_id: movie for movie in dataset.movies}
    assert by_id[2571].title == "Matrix, The (1999)"
    assert by_id[2571].imdb_id == "tt0133093"
    assert by_id[2571].tmdb_id == 603
    assert sum(movie.tmdb_id is None for movie in dataset.movies) == 8
    assert sum(movie.imdb_id is None for movie in dataset.movies) == 0
    assert sum(not movie.genres for movie in dataset.movies) == 34
