"""A larger data set for hosts who leave the choice to us: fetched and built while the bot answers.

`bot.models.newer` takes it into use.
"""

import asyncio
import logging
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from bot.config import AUTO, Settings
from bot.models.child import Failure, recsys
from bot.models.first import FIRST
from bot.models.in_use import Models
from bot.models.machine import spare_memory
from bot.storage.state import BotState
from recsys.datasets.releases import RELEASES, Release

log = logging.getLogger(__name__)

LARGEST: Final = max(RELEASES.values(), key=lambda release: release.movies)
"""The release with the most films, the newest among them."""

_GIB: Final = 2**30
_MEMORY, _MEMORY_A_RATING = 560 * 2**20, 32
"""Bytes; a quarter more than building took at 1 and 34 million ratings (docs/benchmarks.md)."""
_DISK, _DISK_A_RATING = 256 * 2**20, 40
"""Bytes; the zip, the arrays, and the index while it is written."""
_STEP: Final = re.compile(r"(?P<what>[^:]+?)(?: \.\.\.|: (?P<done>[\d,]+) of (?P<all>[\d,]+))")
_TOLD: Final = "too small for"
"""Where the database has what was told about this machine."""


@dataclass(frozen=True, slots=True)
class Room:
    """Bytes of memory and of disk, needed or to spare."""

    memory: int
    disk: int

    @classmethod
    def needed(cls, release: Release) -> Self:
        """Return what it takes to fetch and build a release."""
        return cls(
            _MEMORY + _MEMORY_A_RATING * release.ratings, _DISK + _DISK_A_RATING * release.ratings
        )

    @classmethod
    def to_spare(cls, data: Path) -> Self:
        """Return what this machine has."""
        return cls(spare_memory(), shutil.disk_usage(data).free)

    def lacking(self, needed: Self) -> str:
        """Return in words what is needed and isn't there; empty if all is."""
        both = {
            "memory": (needed.memory, self.memory),
            "disk": (needed.disk, self.disk),
        }
        return " and ".join(
            f"{wanted / _GIB:.1f} GiB of free {what} ({here / _GIB:.1f} are free)"
            for what, (wanted, here) in both.items()
            if here < wanted
        )


async def grow(
    models: Models,
    settings: Settings,
    state: BotState,
    *,
    room: Callable[[Path], Room] = Room.to_spare,
) -> None:
    """Fetch and build the largest release if the host leaves the choice to us and it fits.

    That happens in a process of the lowest priority. What goes wrong is tried again at the next
    start, which resumes a download. A machine that is too small is told about once.

    Args:
        models: which of them is in use; hears how far it is.
        settings: of the host.
        state: remembers what was told.
        room: what this machine has to spare, for a data folder.
    """
    with models.borrow() as recommender:
        in_use = recommender.meta.dataset
    if settings.dataset != AUTO or in_use != FIRST:
        return
    name = LARGEST.name
    lacking = (await asyncio.to_thread(room, settings.data)).lacking(Room.needed(LARGEST))
    if lacking:
        said = f"The data set {name} has more and newer films, and needs {lacking} to be built."
        models.coming = said
        if await state.get(_TOLD) != name:
            log.warning("%s %s stays in use.", said, in_use)
            await state.set(_TOLD, name)
        return
    log.info("Fetching and building %s beside the work, with %s in use until then.", name, in_use)
    failure = await _fetch_and_build(models, settings)
    if failure is None:
        return
    models.coming = f"The data set {name} couldn't be had this time; the next start tries again."
    log.warning(
        "%s could not be had; the next start goes on from there. The reason: %s",
        name,
        failure.sentence,
    )


async def _fetch_and_build(models: Models, settings: Settings) -> Failure | None:
    def hear(line: str) -> None:
        if step := progress(line):
            models.coming = f"A data set with more and newer films, {LARGEST.name}: {step}."

    fetch = ("download", LARGEST.name)
    build = ("build", "--dataset", LARGEST.name, "--qdrant-url", "")
    failure = await recsys(settings, *fetch, beside=True, hear=hear)
    return failure or await recsys(settings, *build, beside=True, hear=hear)


def progress(line: str) -> str | None:
    """Return what a line of the recommender's says about how far it is; ``None`` if nothing."""
    step = _STEP.fullmatch(line)
    if step is None:
        return None
    said: Mapping[str, str | None] = step.groupdict()
    what = f"{said['what']}".lower()
    done, whole = (int(f"{said[each] or 0}".replace(",", "")) for each in ("done", "all"))
    return f"{what}, {100 * done // whole} %" if whole else what
