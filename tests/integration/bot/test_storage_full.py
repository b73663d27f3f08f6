"""A full disk: nothing that was saved is lost, and a member can have everything deleted."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from bot.storage import Source, Storage, Verdict
from bot.storage.errors import DatabaseFull
from tests.unit.bot.storage.test_members import traces_of

ANN, BOB = 0x1122334455667701, 0x1122334455667702
RESERVE = 2**20


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 8 MiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(mount, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def fill(disk: Path) -> None:
    """Leave not a byte."""
    with (disk / "theirs").open("ab", buffering=0) as theirs, suppress(OSError):
        while True:
            theirs.write(bytes(4096))


async def live(storage: Storage) -> None:
    for member in (ANN, BOB):
        for item in range(1, 300):
            await storage.verdicts.rate(member, item, Verdict.LIKE, Source.COMMAND)


@pytest.mark.parametrize("begun_anew", [True, False])
async def test_a_member_can_be_erased_on_a_full_disk(disk: Path, *, begun_anew: bool):
    path = disk / "data" / "matinee.sqlite3"
    storage = await Storage.open(path, reserve=RESERVE)
    await live(storage)
    await storage.database.keep_room()
    if begun_anew:
        await storage.close()
        storage = await Storage.open(path, reserve=RESERVE)
    fill(disk)
    with pytest.raises(DatabaseFull):
        await storage.database.execute("CREATE TABLE big AS SELECT zeroblob(2000000)")
    assert (await storage.members.erase(ANN)).verdicts == 299
    # The room that was used is set aside again for the next one.
    fill(disk)
    assert (await storage.members.erase(BOB)).verdicts == 299
    reserve = disk / "data" / "matinee.reserve"
    assert reserve.stat().st_size == RESERVE
    reserve.unlink()
    fill(disk)
    with pytest.raises(DatabaseFull, match=r"matinee\.reserve: make room"):
        await storage.database.keep_room()
    for member in (ANN, BOB):
        assert await storage.database.read(lambda con, who=member: traces_of(con, who)) == {}
    await storage.close()
    # At the latest the next start has rewritten the file.
    await (await Storage.open(path)).close()
    for member in (ANN, BOB):
        assert member.to_bytes(8, "big") not in path.read_bytes()


async def test_room_is_set_aside_once_and_only_for_who_wants_it(tmp_path: Path):
    reserve = tmp_path / "matinee.reserve"
    storage = await Storage.open(tmp_path / "matinee.db")
    await storage.database.keep_room()
    assert not reserve.exists()
    await storage.close()
    storage = await Storage.open(tmp_path / "matinee.db", reserve=RESERVE)
    await storage.database.keep_room()
    made = reserve.stat()
    await storage.database.keep_room()
    assert (made.st_ino, made.st_size) == (reserve.stat().st_ino, RESERVE)

    await storage.close()
