from pathlib import Path

import pytest

from recsys.datasets.source import downloaded, find_release, locate, open_source
from recsys.errors import DatasetNotFound
from tests.unit.datasets.written import CSV, ML1M, ML10M, write_folder, write_zip


def test_zips_and_folders_are_found_and_unfinished_downloads_are_not(tmp_path: Path) -> None:
    small = write_zip(tmp_path / "ml-latest-small.zip", CSV, "ml-latest-small/")
    ten = write_folder(tmp_path / "ml-10M100K", ML10M)
    (tmp_path / "ml-32m.zip.part").write_bytes(b"PK")
    (tmp_path / "ml-25m").mkdir()
    write_zip(tmp_path / "other.zip", CSV)
    assert downloaded(tmp_path) == {"ml-latest-small": small, "ml-10m": ten}
    assert [open_source(path).name for path in downloaded(tmp_path).values()] == [
        "ml-latest-small",
        "ml-10m",
    ]


def test_an_unpacked_release_comes_before_its_zip(tmp_path: Path) -> None:
    write_zip(tmp_path / "ml-1m.zip", ML1M)
    folder = write_folder(tmp_path / "ml-1m", ML1M)
    assert locate("ml-1m", tmp_path) == folder


def test_the_best_release_is_the_one_with_the_most_ratings(tmp_path: Path) -> None:
    assert find_release(tmp_path / "nowhere") is None
    assert find_release(tmp_path) is None
    small = write_zip(tmp_path / "ml-latest-small.zip", CSV)
    assert find_release(tmp_path) == small
    large = write_zip(tmp_path / "ml-1m.zip", ML1M)
    assert find_release(tmp_path) == large


def test_a_release_that_is_not_here_is_answered_with_the_two_ways_to_it(tmp_path: Path) -> None:
    with pytest.raises(
        DatasetNotFound,
        match=r"ml-25m isn't in .*`python -m recsys download ml-25m` or .* `--source PATH`",
    ):
        locate("ml-25m", tmp_path)
    with pytest.raises(DatasetNotFound, match="no release 'nonsense'"):
        locate("nonsense", tmp_path)
