"""One process that changes models while it answers: ``python -m lab.bench.switching``."""

import asyncio
import json
import os
import shutil
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.config import Settings
from bot.models.in_use import Models
from bot.models.newer import take
from bot.models.opening import open_model, set_aside
from lab.bench.measure import Memory, Spread, memory, spread, watched_loop
from lab.bench.queries import SIGNALS, profiles
from recsys.catalog import Catalog
from recsys.store import builds
from recsys.types import Profile

_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Switched:
    """What it costs to go over to another model of the same size; times in milliseconds.

    Attributes:
        opened: until the other model can be asked.
        closed: from then until the one before is closed and its memory free.
        answered: recommendations meanwhile, each from one of the two.
        stall: how late the event loop was meanwhile.
        before, after: memory before and after.
    """

    opened: float
    closed: float
    answered: int
    stall: Spread
    before: Memory | None
    after: Memory | None


async def switch(store: Path, queries: int) -> Switched:
    """Open a model, ask it again and again, and go over to another build of the store."""
    settings = Settings(data=store.parent)
    models = Models(await open_model(settings))
    set_aside()
    with models.borrow() as recommender:
        asked = profiles(recommender.model, SIGNALS[1], queries)
        await recommender.recommend(asked[0])
    del recommender
    before, answered = memory(), 0
    _publish_another(store)

    async def member() -> None:
        nonlocal answered
        while True:
            await _ask(models, asked[answered % len(asked)])
            answered += 1

    async with watched_loop() as stalls:
        members = [asyncio.create_task(member()) for _ in range(_AT_ONCE)]
        began = time.perf_counter()
        fresh = await open_model(settings)
        opened = time.perf_counter()
        await take(models, fresh, _nothing_to_move)
        closed = time.perf_counter()
        for task in members:
            task.cancel()
        await asyncio.wait(members)
    after = memory()
    await models.close()
    return Switched(
        opened=1000 * (opened - began),
        closed=1000 * (closed - opened),
        answered=answered,
        stall=spread(stalls.ticks),
        before=before,
        after=after,
    )


async def _nothing_to_move(_catalog: Catalog) -> None:
    """There is no database."""


async def _ask(models: Models, profile: Profile) -> None:
    with models.borrow() as recommender:
        await recommender.recommend(profile)


def _publish_another(store: Path) -> None:
    """Make a second build the current one, whose files are those of the first by other names."""
    first = builds.current(store)
    second = f"{first.name}-again"
    shutil.copytree(first, store / second, copy_function=os.link)
    lock = store / second / "index" / "lock"
    lock.unlink(missing_ok=True)
    meta = store / second / builds.META
    content = meta.read_bytes()
    meta.unlink()
    meta.write_bytes(content)
    (store / "current").write_text(second, encoding="ascii")


def main(store: str, queries: str) -> int:
    """Go over, and print what it cost as JSON."""
    sys.stdout.write(json.dumps(asdict(asyncio.run(switch(Path(store), int(queries))))))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
