"""Timing, memory and percentiles."""

import asyncio
import os
import re
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import numpy as np

from recsys.errors import RecsysError

_T = TypeVar("_T")
_TICK = 0.001
_MIB = 2**20


class BenchFailed(RecsysError):
    """A measurement couldn't be made: no room for it, or a measured program stopped."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Milliseconds: the median, the 95th percentile and the longest of ``n`` calls."""

    p50: float
    p95: float
    longest: float
    n: int


def spread(seconds: Sequence[float]) -> Spread:
    """Return the spread of some durations, at least one."""
    p50, p95, longest = 1000 * np.percentile(seconds, [50, 95, 100])
    return Spread(float(p50), float(p95), float(longest), len(seconds))


def timed(call: Callable[[_T], object], inputs: Sequence[_T]) -> Spread:
    """Return how long the call took on each input."""
    durations = []
    for each in inputs:
        began = time.perf_counter()
        call(each)
        durations.append(time.perf_counter() - began)
    return spread(durations)


async def timed_async(call: Callable[[_T], Awaitable[object]], inputs: Sequence[_T]) -> Spread:
    """Return how long the call took on each input, one after the other."""
    durations = []
    for each in inputs:
        began = time.perf_counter()
        await call(each)
        durations.append(time.perf_counter() - began)
    return spread(durations)


@dataclass(slots=True)
class Stalls:
    """How long the event loop was busy, in seconds, tick by tick."""

    ticks: list[float] = field(default_factory=list)


@asynccontextmanager
async def watched_loop() -> AsyncIterator[Stalls]:
    """Measure how late a task comes that wants to run every millisecond."""
    stalls = Stalls()

    async def tick() -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(_TICK)
            stalls.ticks.append(time.perf_counter() - began - _TICK)

    async with asyncio.TaskGroup() as group:
        task = group.create_task(tick())
        try:
            yield stalls
        finally:
            task.cancel()


@dataclass(frozen=True, slots=True)
class Memory:
    """Resident memory of this process in MiB: its own, and files mapped into it."""

    own: float
    mapped: float


def memory() -> Memory | None:
    """Return this process's memory; ``None`` where the system doesn't tell."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return None
    sizes = {key: int(kib) / 1024 for key, kib in re.findall(r"(Rss\w+):\s+(\d+) kB", status)}
    return Memory(sizes["RssAnon"], sizes["RssFile"])


@dataclass(frozen=True, slots=True)
class Finished:
    """A program that ended well: how long it ran, its peak memory in MiB, what it printed.

    Linux hands the peak of the process that starts a program on to it, so ``peak`` is never less
    than that: the program that measures has to stay small.
    """

    seconds: float
    peak: float
    output: str


def run_program(module: str, *arguments: str) -> Finished:
    """Run a module in a process of its own.

    Raises:
        BenchFailed: it ended with an error, whose text goes to standard error.
    """
    began = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 - our own interpreter and modules
        [sys.executable, "-m", module, *arguments],
        stdout=subprocess.PIPE,
        text=True,
        process_group=0,  # Ctrl-C is ours to answer: the child is ended below, without a word
    ) as process:
        try:
            output = process.stdout.read() if process.stdout else ""
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        finally:
            if process.returncode is None:  # the child must not outlive Ctrl-C
                process.kill()
    if process.returncode:
        raise BenchFailed(f"{module} ended with code {process.returncode}; see its message above.")
    # ru_maxrss is in bytes on macOS and in KiB elsewhere.
    peak = usage.ru_maxrss / (_MIB if sys.platform == "darwin" else 1024)
    return Finished(time.perf_counter() - began, peak, output)
