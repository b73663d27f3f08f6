"""Whatever is wrong with a file is told with its name, its line and the reason."""

from pathlib import Path

import pytest

from recsys.datasets.collect import collect
from recsys.datasets.source import open_source
from recsys.errors import MalformedData
from tests.unit.datasets.written import CSV, ML1M, ML10M, ML100K, Contents, write_folder, write_zip

_HEADER = b"userId,movieId,rating,timestamp\n"
_GOOD = b"1,10,4.0,964982703\n"


def _refusal(folder: Path, base: Contents, file: str, data: bytes) -> MalformedData:
    contents = {**base, file: data}
    with pytest.raises(MalformedData) as from_folder:
        collect(open_source(write_folder(folder / "release", contents)))
    with pytest.raises(MalformedData) as from_zip:
        collect(open_source(write_zip(folder / "release.zip", contents, "inner/")))
    refused = from_folder.value
    assert (from_zip.value.line, from_zip.value.reason) == (refused.line, refused.reason)
    assert refused.file == str(folder / "release" / file)
    assert from_zip.value.file == str(folder / "release.zip" / "inner" / file)
    assert str(refused).endswith(".")
    return refused


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        (b"", None, "the file is empty"),
        (b"\n\n", None, "the file is empty"),
        (b"userId,movieId,timestamp\n1,10,964982703\n", 1, "no column rating"),
        (b"1,10,4.0,964982703\n", 1, "no column userId, movieId, rating"),
        (b"userId;movieId;rating\n1;10;4.0\n", 1, "must be separated by commas"),
        (b"userId\tmovieId\trating\n1\t10\t4.0\n", 1, "must be separated by commas"),
        ("userId,movieId,rating\n".encode("utf-16"), 1, "the text isn't UTF-8"),
        (_HEADER + b"1;10;4.0;964982703\n", 2, "1 fields instead of 4"),
        (_HEADER + _GOOD + b"1,30,5.5,964982703\n", 3, "rating '5.5' isn't on the scale"),
        (_HEADER + _GOOD + b"1,30,0,964982703\n", 3, "rating '0' isn't on the scale"),
        (_HEADER + _GOOD + b"1,30,-1,964982703\n", 3, "rating '-1' isn't on the scale"),
        (_HEADER + _GOOD + b"1,30,3.7,964982703\n", 3, "rating '3.7' isn't on the scale"),
        (_HEADER + _GOOD + b"1,30,nan,964982703\n", 3, "rating 'nan' isn't on the scale"),
        (_HEADER + _GOOD + b"1,30,inf,964982703\n", 3, "rating 'inf' isn't on the scale"),
        (_HEADER + _GOOD + b"1,30,good,964982703\n", 3, "rating 'good' isn't a number"),
        (_HEADER + _GOOD + b"1,30,,964982703\n", 3, "rating is empty"),
        (_HEADER + _GOOD + b"x,30,4,964982703\n", 3, "userId 'x' isn't a whole number"),
        (_HEADER + _GOOD + b"1.0,30,4,964982703\n", 3, "userId '1.0' isn't a whole number"),
        (_HEADER + _GOOD + b"0,30,4,964982703\n", 3, "userId '0' isn't a whole number from 1"),
        (_HEADER + _GOOD + b"-4,30,4,964982703\n", 3, "userId '-4' isn't a whole number"),
        (_HEADER + _GOOD + b"NaN,30,4,964982703\n", 3, "userId 'NaN' isn't a whole number"),
        (_HEADER + _GOOD + b",30,4,964982703\n", 3, "userId is empty"),
        (_HEADER + _GOOD + b"1,2147483648,4,964982703\n", 3, "movieId '2147483648' isn't"),
        (_HEADER + _GOOD + b"1," + b"9" * 5000 + b",4,964982703\n", 3, "movieId '999"),
        (_HEADER + _GOOD + b"1,30\x00,4,964982703\n", 3, "movieId '30\\x00' isn't"),
        (_HEADER + _GOOD + b"1,30,4,yesterday\n", 3, "timestamp 'yesterday' isn't"),
        (_HEADER + _GOOD + b"1,30,4,964982703.5\n", 3, "timestamp '964982703.5' isn't"),
        (_HEADER + _GOOD + b"1,30,4,964982703000\n", 3, "timestamp '964982703000' isn't"),
        (_HEADER + _GOOD + b"1,30,4,\n", 3, "timestamp is empty"),
        (_HEADER + _GOOD + b"1,30,4\n", 3, "3 fields instead of 4: userId,movieId,rating,time"),
        (_HEADER + b"1,30,4,964982703,5\n" + _GOOD, 2, "5 fields instead of 4"),
        (_HEADER + b"1,30,4,964982703,5\n1,10,4\n", 2, "5 fields instead of 4"),
        (_HEADER + _GOOD + b"\n" + _GOOD, 3, "the line is empty"),
        (_HEADER + _GOOD + b'1,"30,4,964982703\n' + _GOOD, 3, "2 fields instead of 4"),
        (_HEADER + _GOOD + b"1,\xff30,4,964982703\n", 3, "the text isn't UTF-8"),
        (_HEADER + _GOOD + b"1,77,4,964982703\n", 3, "movie 77 isn't in the release's list"),
        (_HEADER + _GOOD + b"TRUE,30,4,964982703\n", 3, "userId 'TRUE' isn't a whole number"),
        (_HEADER + b"1,30,true,964982703\n", 2, "rating 'true' isn't a number"),
    ],
)
def test_csv_ratings(tmp_path: Path, data: bytes, line: int | None, reason: str) -> None:
    refused = _refusal(tmp_path, CSV, "ratings.csv", data)
    assert refused.line == line
    assert reason in refused.reason


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n"])
def test_csv_with_a_header_only_holds_no_ratings(tmp_path: Path, end: bytes) -> None:
    contents = {**CSV, "ratings.csv": _HEADER.rstrip() + end}
    with pytest.raises(MalformedData, match="films: the release holds no ratings"):
        collect(open_source(write_folder(tmp_path / "films", contents)))


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        (b"", None, "the file is empty"),
        (b"movieId,title,genres\n", None, "lists no movies"),
        (b"movieId,title\n10,X\n", 1, "no column genres"),
        (b"movieId,title,genres\n10,Lighthouse, The (1999),Drama\n", 2, "4 fields instead of 3"),
        (b"movieId,title,genres\nten,X (1999),Drama\n", 2, "movieId 'ten' isn't"),
        (b"movieId,title,genres\n10,,Drama\n", 2, "title is empty"),
        (b'movieId,title,genres\n10,"X (1999),Drama\n30,Y,Drama\n', 2, "the quotes don't match"),
        (b"movieId,title,genres\n10,X,A\n\n30,Y,A\n10,X,A\n", 5, "already listed in line 2"),
        (b"movieId,title,genres\n10,Caf\xe9,Drama\n", 2, "the text isn't UTF-8"),
    ],
)
def test_csv_movies(tmp_path: Path, data: bytes, line: int | None, reason: str) -> None:
    refused = _refusal(tmp_path, CSV, "movies.csv", data)
    assert refused.line == line
    assert reason in refused.reason


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        (b"movieId,imdbId\n10,0114709\n", 1, "no column tmdbId"),
        (b"movieId,imdbId,tmdbId\n10,nm0114709,862\n", 2, "imdbId 'nm0114709' isn't"),
        (b"movieId,imdbId,tmdbId\n10,0114709,862.0\n", 2, "tmdbId '862.0' isn't"),
        (b"movieId,imdbId,tmdbId\n,0114709,862\n", 2, "movieId is empty"),
    ],
)
def test_csv_links(tmp_path: Path, data: bytes, line: int, reason: str) -> None:
    refused = _refusal(tmp_path, CSV, "links.csv", data)
    assert refused.line == line
    assert reason in refused.reason


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        (b"userId,gender,age\n1,F,25\n", 1, "no column occupation"),
        (b"userId,gender,age,occupation\n1,F,young,3\n", 2, "age 'young' isn't"),
    ],
)
def test_csv_users(tmp_path: Path, data: bytes, line: int, reason: str) -> None:
    refused = _refusal(tmp_path, CSV, "users.csv", data)
    assert refused.line == line
    assert reason in refused.reason


@pytest.mark.parametrize(
    ("base", "file", "data", "line", "reason"),
    [
        (ML1M, "ratings.dat", b"1::10::3.5::978300760\n", 1, "isn't on the scale: use 1, 2, 3, 4"),
        (ML1M, "ratings.dat", b"1:10:3:978300760\n", 1, "1 fields instead of 4: userId::movieId"),
        (ML1M, "ratings.dat", b"1\t10::3::978300760\n", 1, "3 fields instead of 4"),
        (ML1M, "ratings.dat", b'1::"10"::3::978300760\n', 1, "movieId '\"10\"' isn't"),
        (ML1M, "movies.dat", b"10::X (1999)\n", 1, "2 fields instead of 3: movieId, title, genres"),
        (ML1M, "users.dat", b"1::F::young::10::48067\n", 1, "age 'young' isn't"),
        (ML1M, "users.dat", b"1::F::25\n", 1, "3 fields instead of 5"),
        (ML10M, "ratings.dat", b"1::10::4::8\n1::30::0.4::8\n", 2, "use 0.5, 1, 1.5, "),
        (ML10M, "movies.dat", b"10::Caf\xe9 (1999)::Drama\n", 1, "the text isn't UTF-8"),
        (ML100K, "u.data", b"1\t10\t4.5\t8\n", 1, "isn't on the scale: use 1, 2, 3, 4 or 5"),
        (ML100K, "u.data", b"1 10 4 8\n", 1, "fields instead of 4: userId<tab>movieId<tab>"),
        (ML100K, "u.item", b"10|X||||0|1|1\n", 1, "8 fields instead of 9: movieId, title"),
        (ML100K, "u.item", b"10|X||||0|1|2|0\n", 1, "Drama '2' isn't 0 or 1"),
        (ML100K, "u.genre", b"unknown|zero\n", 1, "position 'zero' isn't"),
        (ML100K, "u.user", b"one|24|M|technician|85711\n", 1, "userId 'one' isn't"),
    ],
)
def test_older_formats(
    tmp_path: Path, base: Contents, file: str, data: bytes, line: int, reason: str
) -> None:
    refused = _refusal(tmp_path, base, file, data)
    assert refused.line == line
    assert reason in refused.reason


@pytest.mark.parametrize("file", ["ratings.csv", "movies.csv"])
def test_a_file_without_lines_is_refused_before_it_fills_the_memory(
    tmp_path: Path, file: str
) -> None:
    header = CSV[file].splitlines(keepends=True)[0]
    contents = {**CSV, file: header + b"1" * 2**21}
    with pytest.raises(MalformedData, match="line 2: the line is too long"):
        collect(open_source(write_folder(tmp_path, contents)))
