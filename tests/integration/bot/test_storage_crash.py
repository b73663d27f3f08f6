"""A program that is killed loses no verdict that it has acknowledged."""

import asyncio
import subprocess
import sys
from pathlib import Path

from bot.storage import Storage, Verdict
from recsys.types import ItemId

ROUNDS = 4
PROJECT = Path(__file__).parents[3]
Acknowledged = dict[tuple[int, ItemId], list[Verdict]]


def kill_while_writing(path: Path, first: int, lines: int) -> Acknowledged:
    """Run the writer, kill it after that many lines, return all that it has printed."""
    command = [sys.executable, "-m", "tests.integration.bot.storage_writer", path, str(first)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT) as writer:
        assert writer.stdout is not None
        printed = [writer.stdout.readline() for _ in range(lines)]
        writer.kill()
        printed += writer.stdout.readlines()
    acknowledged: Acknowledged = {}
    for line in printed:
        if line.endswith("\n"):
            member, item, verdict = line.split()
            acknowledged.setdefault((int(member), ItemId(int(item))), []).append(Verdict(verdict))
    return acknowledged


async def kept(path: Path) -> tuple[dict[tuple[int, ItemId], Verdict], str]:
    storage = await Storage.open(path)
    found = {
        (member, item): verdict
        for member in (1, 2, 3)
        for item, verdict in (await storage.verdicts.of(member)).items()
    }
    (sound,) = await storage.database.read(
        lambda con: con.execute("PRAGMA integrity_check").fetchone()
    )
    await storage.close()
    return found, sound


def test_kill_9_loses_no_acknowledged_verdict(tmp_path: Path):
    path = tmp_path / "matinee.db"
    acknowledged: Acknowledged = {}
    for number in range(ROUNDS):
        acknowledged |= kill_while_writing(path, 1 + 100_000 * number, lines=40 + 37 * number)
        found, sound = asyncio.run(kept(path))
        assert sound == "ok"
        for key, verdicts in acknowledged.items():
            # The next opinion may have been stored when its word was cut off.
            assert found[key] in {verdicts[-1], Verdict.DISLIKE}
