"""The manifest of a build: what it sees and what it must not mind."""

import json
import os
from pathlib import Path

import pytest

from recsys.errors import ModelDamaged
from recsys.store import manifest

CHUNK = 1 << 20
FILES = ("meta.json", "ratings/columns.npy", "index/users/deep/b.dat", "index/users/empty")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"" if name.endswith("empty") else name.encode())
    (tmp_path / "index" / "lock").touch()
    manifest.write(tmp_path)
    return tmp_path


def test_every_file_is_listed_but_the_lock(folder: Path) -> None:
    manifest.verify(folder)
    listed = json.loads((folder / "manifest.json").read_text())["files"]
    assert set(listed) == set(FILES)


def test_files_beside_those_listed_do_not_matter(folder: Path) -> None:
    (folder / "index" / "lock").unlink()
    (folder / ".DS_Store").write_text("new")
    manifest.verify(folder)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_gone_changed_or_no_file_is_named(folder: Path, name: str) -> None:
    file = folder / name
    file.write_bytes(file.read_bytes() + b"\0")
    with pytest.raises(ModelDamaged, match=rf"{file.name} is damaged.*recsys build"):
        manifest.verify(folder)
    file.unlink()
    with pytest.raises(ModelDamaged, match=rf"{file.name} can't be read.*recsys build"):
        manifest.verify(folder)
    file.mkdir()
    with pytest.raises(ModelDamaged, match=rf"{file.name} can't be read"):
        manifest.verify(folder, name)


def test_only_what_is_asked_for_is_read(folder: Path) -> None:
    (folder / "ratings" / "columns.npy").unlink()
    manifest.verify(folder, "meta.json")
    with pytest.raises(ModelDamaged, match=r"lock is damaged"):
        manifest.verify(folder, "index/lock")


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b"{}", b"\xff\xfe\x00", b'{"checksum": 0, "files": 1}']
)
def test_an_unreadable_manifest(folder: Path, content: bytes) -> None:
    (folder / "manifest.json").write_bytes(content)
    with pytest.raises(ModelDamaged, match=r"manifest.json is damaged"):
        manifest.verify(folder)


def test_a_manifest_that_lacks_a_file_is_damaged(folder: Path) -> None:
    content = json.loads((folder / "manifest.json").read_text())
    del content["files"]["meta.json"]
    (folder / "manifest.json").write_text(json.dumps(content))
    with pytest.raises(ModelDamaged, match=r"manifest.json is damaged"):
        manifest.verify(folder)


@pytest.mark.parametrize("at", [0, CHUNK - 1, CHUNK, 5 * CHUNK + 7, 8 * CHUNK - 1])
def test_one_changed_byte_is_seen_wherever_it_is(folder: Path, at: int) -> None:
    file = folder / "index" / "users" / "empty"
    file.write_bytes(bytes(8 * CHUNK))
    manifest.write(folder)
    with file.open("r+b") as stream:
        stream.seek(at)
        stream.write(b"\x01")
    with pytest.raises(ModelDamaged):
        manifest.verify(folder)


def test_zeros_that_move_are_seen(folder: Path) -> None:
    file = folder / "index" / "users" / "empty"
    file.write_bytes(bytes(CHUNK) + b"\x01" * CHUNK + bytes(CHUNK))
    manifest.write(folder)
    file.write_bytes(bytes(2 * CHUNK) + b"\x01" * CHUNK)
    with pytest.raises(ModelDamaged):
        manifest.verify(folder)


def test_holes_and_written_zeros_are_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy of the folder may have either, and not every system can tell."""
    file = folder / "index" / "users" / "empty"
    with file.open("wb") as stream:
        stream.seek(3 * CHUNK + 5)
        stream.write(b"data")
        stream.truncate(9 * CHUNK)
    manifest.write(folder)
    file.write_bytes(file.read_bytes())
    manifest.verify(folder)
    monkeypatch.delattr(os, "SEEK_DATA", raising=False)
    manifest.verify(folder)
