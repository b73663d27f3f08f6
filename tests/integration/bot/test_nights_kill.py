"""A bot that is killed at whatever step of a movie night loses nothing and repeats nothing."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path

import pytest

from bot.storage.connection import connect
from tests.integration.bot.night_script import GO, STEPS, everything, take

PROJECT = Path(__file__).parents[3]
SHARES = (None, 0.5, 0.7, 0.9, 1.1)
"""When a step is cut off: after these shares of the time that a whole one took; ``None``: never."""


@contextmanager
def steps_in_processes(path: Path) -> Iterator[Callable[[int, float | None], tuple[int, float]]]:
    """Yield what has a process take a step and kills it, when it is done or after some seconds.

    It returns how many steps are acknowledged then, and how long the process lived with the step.
    """
    command = [sys.executable, "-m", "tests.integration.bot.night_script", path]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=PROJECT
    ) as program:
        tell, told = program.stdin, program.stdout
        assert tell is not None
        assert told is not None

        def kill_at(step: int, seconds: float | None) -> tuple[int, float]:
            print(step, file=tell, flush=True)
            process = int(told.readline())
            print(GO, end="", file=tell, flush=True)
            begun = time.perf_counter()
            said = [told.readline()] if seconds is None else []
            time.sleep(seconds or 0)
            lived = time.perf_counter() - begun
            os.kill(process, signal.SIGKILL)
            said += iter(told.readline, "dead\n")
            return step + (f"{step}\n" in said), lived

        yield kill_at
        tell.close()


@pytest.fixture
def states(tmp_path: Path) -> list[list[tuple[object, ...]]]:
    """All that is stored before the first step and after each, when nothing happens."""
    return asyncio.run(take(tmp_path / "whole.db", range(len(STEPS))))


def test_every_step_changes_something(states):
    assert len({str(state) for state in states}) == len(STEPS) + 1


def test_kill_9_at_any_step_leaves_the_night_at_that_step_or_the_next(tmp_path: Path, states):
    path = tmp_path / "killed.db"
    step, whole = 0, 0.0
    with steps_in_processes(path) as kill_at:
        for share in cycle(SHARES):
            acknowledged, lived = kill_at(step, share and share * whole)
            whole = lived if share is None else whole
            stored = state_of(path)
            assert stored in states[acknowledged : acknowledged + 2]
            step = states.index(stored)
            if step == len(STEPS):
                break


def test_what_the_bot_does_by_itself_is_done_once_if_it_is_tried_twice(tmp_path: Path, states):
    path = tmp_path / "twice.db"
    for step, each in enumerate(STEPS):
        taken = asyncio.run(take(path, range(step, step + 1)))
        assert taken[-1] == states[step + 1]
        if each.again:
            assert asyncio.run(take(path, range(step, step + 1)))[-1] == states[step + 1]


def state_of(path: Path) -> list[tuple[object, ...]]:
    connection = connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    stored = everything(connection)
    connection.close()
    return stored
