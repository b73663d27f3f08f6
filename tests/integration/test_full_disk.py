"""A disk that fills up while a model is built: a sentence, and the old model stays in use."""

import errno
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest

from recsys.cli import main
from recsys.errors import IndexFault, ModelDamaged, RecsysError, StorageFull, StoreUnwritable
from recsys.store import artifacts, builds
from recsys.store.build import build
from recsys.store.indexing import index_apart
from recsys.store.space import check_index_space, space_needed
from tests.worlds import CampSource

Mount = Callable[[int], Path]


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Mount]:
    """Mount file systems of so many MiB; skipped where this user may not."""
    with ExitStack() as undo:

        def mounted(size: int) -> Path:
            place = tmp_path / f"{size}"
            place.mkdir()
            command = ["mount", "-t", "tmpfs", "-o", f"size={size}m", "tmpfs", str(place)]
            if subprocess.run(command, capture_output=True, check=False).returncode:
                pytest.skip("this user may not mount a small file system")
            undo.callback(subprocess.run, ["umount", str(place)], check=True)
            return place

        yield mounted


def contents(store: Path) -> set[str]:
    return {path.name for path in store.iterdir()}


def test_too_little_space_is_said_before_the_engine_starts(
    mount: Mount, capsys: pytest.CaptureFixture[str]
) -> None:
    store = mount(16) / "models"
    assert main(["build", "--dataset", "sample", "--out", str(store)]) == StorageFull.exit_code
    assert "The disk is full" in capsys.readouterr().err
    assert contents(store) == {".lock"}


def test_arrays_that_fill_the_disk_are_no_question_of_rights(mount: Mount) -> None:
    """`numpy.save` raises an error without a number there."""
    place = mount(1)
    with pytest.raises(StorageFull, match="disk is full"), space_needed(place):
        artifacts._save(place / "array.npy", np.zeros(1 << 20))


def test_an_engine_killed_by_a_full_disk_becomes_a_sentence(
    mount: Mount, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The real thing: somebody else takes the space that was free before the engine started."""
    store = mount(24) / "models"
    monkeypatch.setattr("recsys.store.build.check_index_space", lambda *_: None)
    with pytest.raises(StorageFull, match=r"disk is full.*Bus error"):
        build(CampSource(), store)
    assert contents(store) == {".lock"}


def test_an_index_that_cannot_fit_is_refused(tmp_path: Path) -> None:
    check_index_space(tmp_path, 1)
    with pytest.raises(StorageFull, match=r"MiB are needed.*free"):
        check_index_space(tmp_path, 10**15)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_pointer_that_finds_no_space_leaves_the_old_model_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def full(path: Path) -> None:
        if path.name.startswith("current"):
            raise OSError(number, os.strerror(number))

    publish(tmp_path, "1-before")
    monkeypatch.setattr(builds, "sync", full)
    with pytest.raises(StorageFull), space_needed(tmp_path):
        publish(tmp_path, "2-after")
    assert builds.complete(tmp_path) == [builds.current(tmp_path)] == [tmp_path / "1-before"]
    assert not list(tmp_path.glob(".building-*"))


def publish(store: Path, build_id: str) -> None:
    with builds.staging(store) as folder:
        (folder / builds.META).write_text("{}")
        builds.publish(store, folder, build_id)


def test_a_store_that_may_not_be_written_is_told_apart(tmp_path: Path) -> None:
    with pytest.raises(StoreUnwritable, match="let this user write"), space_needed(tmp_path):
        raise OSError(errno.EACCES, "Permission denied")


ENDS: dict[str, tuple[type[RecsysError], str]] = {
    "kill -BUS $$": (StorageFull, r"disk is full.*store for the index.*Bus error"),
    "kill -KILL $$": (IndexFault, "Killed.*memory may have run out"),
    "kill -SEGV $$": (IndexFault, "Segmentation fault"),
    "exit 3": (IndexFault, "exit code 3"),
    """echo '{"error": "StorageFull", "text": "Full."}'; exit 74""": (StorageFull, r"^Full\.$"),
    "echo 7; kill -BUS $$": (StorageFull, "disk is full"),
}


@pytest.mark.parametrize("script", ENDS)
def test_however_the_engines_process_ends_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    program = tmp_path / "engine"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(program))
    told: list[int] = []
    kind, words = ENDS[script]
    with pytest.raises(kind, match=words) as raised:
        index_apart(tmp_path / "store" / "build", "b1", told.append)
    assert type(raised.value) is kind
    assert told == ([7] if "echo 7" in script else [])


@pytest.fixture(scope="module")
def unindexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build without its index."""
    folder = build(CampSource(), tmp_path_factory.mktemp("store"))
    shutil.rmtree(folder / artifacts.INDEX_FOLDER)
    return folder


def test_what_the_child_cannot_do_is_raised_here_as_it_was_there(unindexed: Path) -> None:
    told: list[int] = []
    index_apart(unindexed, "b1", told.append)
    assert sum(told) == 60
    with pytest.raises(ModelDamaged, match=r"meta\.json"):
        index_apart(unindexed / "none", "b1", told.append)


def test_an_engine_whose_build_died_ends_too(unindexed: Path) -> None:
    command = [sys.executable, "-m", "recsys.store.indexing", str(unindexed), "b1"]
    reading, writing = os.pipe()
    os.close(reading)
    try:
        ended = subprocess.run(command, stdout=writing, capture_output=False, check=False)
    finally:
        os.close(writing)
    assert ended.returncode == -signal.SIGPIPE


def test_stopping_a_build_ends_its_child(unindexed: Path) -> None:
    def stopped(_points: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index_apart(unindexed, "b1", stopped)
    # The folder's lock is free: nobody writes there any more.
    index_apart(unindexed, "b1", lambda _: None)
