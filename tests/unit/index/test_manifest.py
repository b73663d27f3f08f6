"""The manifest of an index folder: what it sees and what it must not mind."""

import os
from pathlib import Path

import pytest

from recsys.errors import IndexDamaged
from recsys.index.edge import manifest
from recsys.index.edge.manifest import Manifest

CHUNK = 1 << 20


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("users/a.dat", "users/deep/b.dat", "users/c.dat", "users/edge_config.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    return tmp_path


def _manifest(folder: Path) -> Manifest:
    return Manifest("0.9.0", "b1", 3, manifest.checksums(folder))


def test_what_is_written_is_read(folder: Path) -> None:
    written = _manifest(folder)
    manifest.write(folder, written)
    assert manifest.read(folder) == written
    assert set(written.files) == {"users/a.dat", "users/deep/b.dat", "users/c.dat"}
    manifest.verify(folder, written)


def test_files_beside_those_listed_do_not_matter(folder: Path) -> None:
    written = _manifest(folder)
    (folder / "users" / "extra").write_text("new")
    (folder / "users" / "edge_config.json").write_text("rewritten")
    manifest.verify(folder, written)


@pytest.mark.parametrize("at", [0, CHUNK - 1, CHUNK, 5 * CHUNK + 7, 8 * CHUNK - 1])
def test_one_changed_byte_is_seen_wherever_it_is(folder: Path, at: int) -> None:
    file = folder / "users" / "a.dat"
    file.write_bytes(bytes(8 * CHUNK))
    written = _manifest(folder)
    with file.open("r+b") as stream:
        stream.seek(at)
        stream.write(b"\x01")
    with pytest.raises(IndexDamaged, match=r"a\.dat is damaged"):
        manifest.verify(folder, written)


def test_zeros_that_move_are_seen(folder: Path) -> None:
    file = folder / "users" / "a.dat"
    file.write_bytes(bytes(CHUNK) + b"\x01" * CHUNK + bytes(CHUNK))
    written = _manifest(folder)
    file.write_bytes(bytes(2 * CHUNK) + b"\x01" * CHUNK)
    with pytest.raises(IndexDamaged):
        manifest.verify(folder, written)


def test_another_length_of_zeros_is_seen(folder: Path) -> None:
    file = folder / "users" / "a.dat"
    file.write_bytes(bytes(100))
    written = _manifest(folder)
    file.write_bytes(bytes(99))
    with pytest.raises(IndexDamaged):
        manifest.verify(folder, written)


def test_holes_and_written_zeros_are_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy of the folder may have either, and not every system can tell."""
    file = folder / "users" / "a.dat"
    with file.open("wb") as stream:
        stream.seek(3 * CHUNK + 5)
        stream.write(b"data")
        stream.truncate(9 * CHUNK)
    with_holes = manifest.checksums(folder)
    file.write_bytes(file.read_bytes())
    assert manifest.checksums(folder) == with_holes
    monkeypatch.delattr(os, "SEEK_DATA", raising=False)
    assert manifest.checksums(folder) == with_holes
