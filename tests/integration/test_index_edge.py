"""Qdrant Edge with everything that can be wrong with its folder."""

import asyncio
import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
import qdrant_edge

from recsys.errors import (
    EngineUnsupported,
    IndexDamaged,
    IndexFault,
    IndexLocked,
    IndexMismatch,
    IndexMissing,
    StorageFull,
)
from recsys.index.edge import build_edge_index, open_edge_index
from recsys.index.edge import engine as engine_module
from recsys.index.edge.shard import EngineFaults
from tests.contracts.index_contract import SCIFI_FAN, USERS, pairs, point

REBUILD = "build the model again"


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pristine") / "index"
    build_edge_index(folder, "b1", USERS)
    return folder


@pytest.fixture
def folder(pristine: Path, tmp_path: Path) -> Path:
    return copy(pristine, tmp_path / "index")


def copy(source: Path, target: Path) -> Path:
    # `cp` keeps the holes in the engine's files; Python would write their 100 MB of zeros.
    subprocess.run(["cp", "-r", "--sparse=always", source, target], check=True)
    return target


async def answers(folder: Path) -> list[tuple[int, float]]:
    index = await open_edge_index(folder, "b1")
    try:
        return pairs(await index.similar_users(SCIFI_FAN, 3))
    finally:
        await index.close()


GOLDEN = [(11, 1.0), (12, 0.75), (2_147_483_647, 0.75)]


async def test_progress_counts_the_points(tmp_path: Path) -> None:
    told: list[int] = []
    build_edge_index(tmp_path / "deep" / "index", "b1", USERS, told.append)
    assert sum(told) == len(USERS)
    assert await answers(tmp_path / "deep" / "index") == GOLDEN


async def test_many_segments_answer_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    films = range(1, 60)
    users = [point(key, {film: 1 / (1 + film * key % 61) for film in films}) for key in films]
    build_edge_index(tmp_path / "one", "b1", users)
    sort_all = partial(qdrant_edge.EdgeOptimizersConfig, indexing_threshold=1)
    monkeypatch.setattr(qdrant_edge, "EdgeOptimizersConfig", sort_all)
    monkeypatch.setattr("recsys.index.edge.build._NUMBERS_A_SEGMENT", 800)
    monkeypatch.setattr("recsys.index.edge.build._MOST_NUMBERS", 200)
    build_edge_index(tmp_path / "many", "b1", users)
    assert len(segments(tmp_path / "many")) > len(segments(tmp_path / "one"))
    found = []
    for folder in (tmp_path / "one", tmp_path / "many"):
        index = await open_edge_index(folder, "b1")
        assert index.meta.users == len(users)
        found.append([pairs(await index.similar_users(SCIFI_FAN, k)) for k in (1, 10, 99)])
        await index.close()
    assert found[0] == found[1]


def segments(folder: Path) -> list[Path]:
    return list((folder / "users" / "segments").iterdir())


async def test_a_second_build_replaces_the_first(folder: Path) -> None:
    build_edge_index(folder, "b2", [point(5, {1: 1.0})])
    with pytest.raises(IndexMismatch, match=f"b2.*b1.*{REBUILD}"):
        await open_edge_index(folder, "b1")
    index = await open_edge_index(folder, "b2")
    assert pairs(await index.similar_users(SCIFI_FAN, 3)) == [(5, 1.0)]
    assert index.meta.users == 1
    await index.close()


@pytest.mark.parametrize("missing", ["index.json", "users", "."])
async def test_what_is_not_there(folder: Path, missing: str) -> None:
    target = folder / missing
    shutil.rmtree(target) if target.is_dir() else target.unlink()
    with pytest.raises((IndexMissing, IndexDamaged), match=REBUILD):
        await open_edge_index(folder, "b1")


async def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("not a folder")
    with pytest.raises(IndexMissing, match=REBUILD):
        await open_edge_index(tmp_path / "index", "b1")


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"{}", b"\xff\xfe\x00", b'{"engine": "0.9.0", "build_id": "b1"}'],
)
async def test_an_unreadable_manifest(folder: Path, content: bytes) -> None:
    (folder / "index.json").write_bytes(content)
    with pytest.raises(IndexDamaged, match=f"index.json.*{REBUILD}"):
        await open_edge_index(folder, "b1")


@pytest.mark.parametrize("content", [b"", b'{"on_disk_', b"\x00\x01"])
async def test_a_damaged_file_that_the_engine_rewrites(folder: Path, content: bytes) -> None:
    (folder / "users" / "edge_config.json").write_bytes(content)
    with pytest.raises(IndexDamaged, match=REBUILD):
        await open_edge_index(folder, "b1")


async def test_points_that_disappeared(folder: Path) -> None:
    stored = json.loads((folder / "index.json").read_text())
    (folder / "index.json").write_text(json.dumps(stored | {"users": 8}))
    with pytest.raises(IndexDamaged, match=f"lacks points.*{REBUILD}"):
        await open_edge_index(folder, "b1")


async def test_files_of_another_version(folder: Path) -> None:
    stored = json.loads((folder / "index.json").read_text())
    (folder / "index.json").write_text(json.dumps(stored | {"engine": "0.8.1"}))
    with pytest.raises(IndexDamaged, match=f"0.8.1.*{REBUILD}"):
        await open_edge_index(folder, "b1")


async def test_after_a_fault_the_folder_is_free_again(folder: Path) -> None:
    config = folder / "users" / "edge_config.json"
    good = config.read_bytes()
    config.write_bytes(b"{")
    with pytest.raises(IndexDamaged):
        await open_edge_index(folder, "b1")
    config.write_bytes(good)
    assert await answers(folder) == GOLDEN


async def test_a_panic_of_the_engine_is_a_fault(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The real thing: this file makes the engine panic while it loads."""
    tracker = next((folder / "users").rglob("vector_storage*/store/tracker.dat"))
    tracker.write_bytes(b"\xa5" * tracker.stat().st_size)
    with pytest.raises(IndexDamaged, match=REBUILD) as raised:
        await open_edge_index(folder, "b1")
    assert type(raised.value.__cause__).__name__ == "PanicException"
    assert "panicked" in capfd.readouterr().err


@pytest.mark.parametrize(
    "passing", [KeyboardInterrupt, SystemExit, asyncio.CancelledError, ValueError, MemoryError]
)
def test_what_is_not_the_engines_passes(tmp_path: Path, passing: type[BaseException]) -> None:
    with pytest.raises(passing), EngineFaults(tmp_path):
        raise passing


@pytest.mark.parametrize(
    "words",
    [
        "Service runtime error: IO Error: No space left on device (os error 28)",
        "Service runtime error: Not enough space available for optimization, needed: 9, free: 8",
    ],
)
def test_the_engines_words_for_a_full_disk(tmp_path: Path, words: str) -> None:
    with pytest.raises(StorageFull, match="disk is full"), EngineFaults(tmp_path, writing=True):
        raise Exception(words)  # noqa: TRY002 - as the engine does


async def test_a_folder_that_cannot_be_locked(folder: Path) -> None:
    (folder / "lock").unlink()
    (folder / "lock").mkdir()
    with pytest.raises(IndexFault, match="let this user write"):
        await open_edge_index(folder, "b1")


async def test_a_platform_without_the_engine(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "qdrant_edge", None)
    monkeypatch.delitem(sys.modules, "recsys.index.edge.shard")
    with pytest.raises(EngineUnsupported, match="qdrant-url"):
        await open_edge_index(folder, "b1")
    with pytest.raises(EngineUnsupported, match="qdrant-url"):
        build_edge_index(tmp_path / "other", "b1", USERS)
    assert engine_module.engine_version()


HOLD = """
import asyncio, sys
from pathlib import Path
from recsys.index.edge import open_edge_index

async def main():
    await open_edge_index(Path(sys.argv[1]), "b1")
    print("open", flush=True)
    sys.stdin.read()

asyncio.run(main())
"""

# Writes some points of a set and then waits to be killed.
STUCK = """
import sys, time
from pathlib import Path
from recsys.index.edge import build_edge_index
from recsys.types import SparsePoint
from recsys.vectors import sparse_vector

def points(stuck_at):
    for key in range(1, 5000):
        if key == stuck_at:
            print("stuck", flush=True)
            time.sleep(600)
        yield SparsePoint(key, sparse_vector([key, key + 1], [1.0, 0.5]))

build_edge_index(Path(sys.argv[1]), "b1", points(3500))
"""


@pytest.fixture
def child() -> Iterator["Child"]:
    made = Child()
    yield made
    made.kill()


class Child:
    """A process of its own that says one line and waits."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def start(self, program: str, *arguments: str | Path) -> str:
        self._process = subprocess.Popen(
            [sys.executable, "-c", program, *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout
        return self._process.stdout.readline().strip()

    def kill(self) -> None:
        if self._process:
            with self._process as process:
                process.send_signal(signal.SIGKILL)


async def test_a_folder_that_another_process_has_open(folder: Path, child: Child) -> None:
    assert child.start(HOLD, folder) == "open"
    with pytest.raises(IndexLocked, match="qdrant-url"):
        await open_edge_index(folder, "b1")
    with pytest.raises(IndexLocked):
        build_edge_index(folder, "b2", USERS)
    child.kill()
    assert await answers(folder) == GOLDEN


async def test_a_folder_that_this_process_has_open(folder: Path) -> None:
    index = await open_edge_index(folder, "b1")
    with pytest.raises(IndexLocked):
        await open_edge_index(folder, "b1")
    assert pairs(await index.similar_users(SCIFI_FAN, 3)) == GOLDEN
    await index.close()
    assert await answers(folder) == GOLDEN


async def test_a_killed_build_is_no_index(tmp_path: Path, child: Child) -> None:
    folder = tmp_path / "index"
    assert child.start(STUCK, folder) == "stuck"
    child.kill()
    assert (folder / "users").is_dir()
    with pytest.raises(IndexMissing, match=REBUILD):
        await open_edge_index(folder, "b1")
    build_edge_index(folder, "b1", USERS)
    assert await answers(folder) == GOLDEN


async def test_a_killed_rebuild_is_no_index_either(folder: Path, child: Child) -> None:
    assert child.start(STUCK, folder) == "stuck"
    child.kill()
    with pytest.raises(IndexMissing):
        await open_edge_index(folder, "b1")


async def test_a_manifest_that_was_half_written_does_not_count(folder: Path) -> None:
    (folder / "index.json").rename(folder / "index.json.new")
    with pytest.raises(IndexMissing):
        await open_edge_index(folder, "b1")


async def test_closing_waits_for_the_searches_under_way_and_refuses_those_in_line(
    folder: Path,
) -> None:
    index = await open_edge_index(folder, "b1")
    searches = (index.similar_users(SCIFI_FAN, 3) for _ in range(5))
    asked = asyncio.gather(*searches, return_exceptions=True)
    await asyncio.sleep(0)
    await index.close()
    *found, refused = await asked
    assert isinstance(refused, IndexFault)
    assert isinstance(found[0], list)
    for each in found:
        assert pairs(each) == GOLDEN if isinstance(each, list) else str(each) == str(refused)
