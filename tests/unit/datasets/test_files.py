import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recsys.datasets import files
from recsys.datasets.collect import collect
from recsys.datasets.source import open_source
from recsys.errors import DataError, DatasetNotFound, MalformedData, UnsafeArchive
from tests.unit.datasets.written import CSV, write_folder, write_zip

_KIB = 2**10


def _with_member(path: Path, member: zipfile.ZipInfo, data: bytes = b"x") -> Path:
    write_zip(path, CSV, "ml-latest/")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(member, data)
    return path


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../evil.csv", "leads outside"),
        ("ml-latest/../../evil.csv", "leads outside"),
        ("ml-latest\\..\\..\\evil.csv", "leads outside"),
        ("/etc/evil.csv", "absolute name"),
        ("\\evil.csv", "absolute name"),
        ("C:\\evil.csv", "absolute name"),
        ("c:/evil.csv", "absolute name"),
    ],
)
def test_names_that_lead_outside_are_refused(tmp_path: Path, name: str, reason: str) -> None:
    path = _with_member(tmp_path / "bad.zip", zipfile.ZipInfo(name))
    with pytest.raises(UnsafeArchive, match=f"bad.zip isn't a MovieLens release: .*{reason}"):
        open_source(path)
    assert sorted(tmp_path.iterdir()) == [path]


def test_links_are_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("ml-latest/tags.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with pytest.raises(UnsafeArchive, match=r"'ml-latest/tags\.csv' is a link"):
        open_source(_with_member(tmp_path / "bad.zip", link, b"/etc/passwd"))


def test_encrypted_members_are_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "bad.zip", CSV)
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(UnsafeArchive, match="is encrypted"):
        open_source(path)


def test_methods_that_unpack_without_bound_are_refused(tmp_path: Path) -> None:
    member = zipfile.ZipInfo("ml-latest/tags.csv")
    member.compress_type = zipfile.ZIP_LZMA
    with pytest.raises(UnsafeArchive, match="packed by another method than deflate"):
        open_source(_with_member(tmp_path / "bad.zip", member))


def test_absurd_ratios_are_refused(tmp_path: Path) -> None:
    member = zipfile.ZipInfo("ml-latest/tags.csv")
    member.compress_type = zipfile.ZIP_DEFLATED
    with pytest.raises(UnsafeArchive, match="more than 100 times smaller"):
        open_source(_with_member(tmp_path / "bad.zip", member, b"0" * 2000 * _KIB))


def test_absurd_sizes_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_zip(tmp_path / "bad.zip", {**CSV, "tags.csv": b"0" * 3 * _KIB})
    monkeypatch.setattr(files, "_MAX_UNPACKED", 2 * _KIB)
    with pytest.raises(UnsafeArchive, match=r"unpacks to .* GiB"):
        open_source(path)


def test_absurd_numbers_of_members_are_refused(tmp_path: Path) -> None:
    many = {f"{number}": b"" for number in range(10_001)}
    with pytest.raises(UnsafeArchive, match="has 10,001 members"):
        open_source(write_zip(tmp_path / "bad.zip", many))


def test_two_members_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = _with_member(tmp_path / "bad.zip", zipfile.ZipInfo("ml-latest/ratings.csv"))
    with pytest.raises(UnsafeArchive, match="two members of the same name"):
        open_source(path)


@pytest.mark.parametrize("kept", [0, 10, 200, -1, -30])
def test_a_truncated_zip_is_told(tmp_path: Path, kept: int) -> None:
    path = write_zip(tmp_path / "ml-latest.zip", CSV)
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(MalformedData, match=r"ml-latest\.zip: the zip is damaged or incomplete"):
        open_source(path)


def test_a_damaged_member_is_told(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "ml-latest.zip", CSV)
    data = bytearray(path.read_bytes())
    data[60] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(MalformedData, match=r"ratings\.csv: the zip is damaged or incomplete"):
        collect(open_source(path))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(changes=st.lists(st.tuples(st.integers(0), st.integers(1, 255)), min_size=1, max_size=4))
def test_whatever_happens_to_a_zip_it_is_read_or_refused(
    tmp_path: Path, changes: list[tuple[int, int]]
) -> None:
    path = write_zip(tmp_path / "ml-latest.zip", CSV, "ml-latest/")
    data = bytearray(path.read_bytes())
    for place, flipped in changes:
        data[place % len(data)] ^= flipped
    path.write_bytes(data)
    try:
        dataset = collect(open_source(path))
    except DataError:
        return
    assert len(dataset.ratings) == 3


@pytest.mark.parametrize("write", [write_folder, write_zip])
def test_what_can_not_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[Path, object], Path]
) -> None:
    source = open_source(write(tmp_path / "ml-latest.zip", CSV))

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr(zipfile.ZipFile, "open", refuse)
    with pytest.raises(DatasetNotFound, match=r"can't be read \(Permission denied\): check"):
        source.movies()
