"""What a person sees: tables, bars and sentences; in colour on a terminal, plain in a pipe."""

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.progress import Progress as Bars
from rich.table import Table

from recsys.progress import tell_nobody

_PIPE_WIDTH = 500
"""Wide enough that nothing is wrapped or cut where there is no terminal."""
_SILENCE = 10.0
"""Seconds between two lines about one stage."""

out = Console(highlight=False, width=None if sys.stdout.isatty() else _PIPE_WIDTH)
"""Results."""
err = Console(highlight=False, stderr=True, width=None if sys.stderr.isatty() else _PIPE_WIDTH)
"""Everything else, so that results can be piped."""


def show_table(columns: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: str = "") -> None:
    """Print a table; ``numbers`` names the right-aligned columns by letter, a … z."""
    terminal = out.is_terminal
    table = Table(box=SIMPLE_HEAD if terminal else None, pad_edge=False, header_style="bold")
    for position, column in enumerate(columns):
        right = chr(ord("a") + position) in numbers
        table.add_column(escape(column), justify="right" if right else "left", overflow="fold")
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    if terminal:
        out.print(table)
    else:
        with out.capture() as captured:
            out.print(table)
        sys.stdout.write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))


def show_json(value: object) -> None:
    """Print a value for programs."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def note(sentence: str) -> None:
    """Say something beside the results."""
    err.print(escape(sentence), style="dim", soft_wrap=True)


def complain(sentence: str) -> None:
    """Say what went wrong."""
    err.print(f"[bold red]error:[/] {escape(sentence)}", soft_wrap=True)


class Lines:
    """Says now and then how far a stage is; for logs, which can't be drawn upon."""

    def __init__(self, title: str, total: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin; the clock counts seconds."""
        self._title, self._total, self._clock = title, total, clock
        self._done, self._said = 0, clock()

    def advance(self, steps: int) -> None:
        """Count further steps."""
        self._done += steps
        now = self._clock()
        if now >= self._said + _SILENCE:
            self._said = now
            note(f"{self._title}: {self._done:,} of {self._total:,}")


class BarsProgress:
    """Draws each stage as a bar, or as a spinner where the total is unknown; in a log, as lines."""

    @contextmanager
    def stage(self, title: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
        """Enter a stage; see `recsys.progress.Progress`."""
        if not err.is_terminal:
            note(f"{title} ...")
            yield tell_nobody if total is None else Lines(title, total).advance
            return
        columns = [
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        ]
        if total is None:
            columns = [columns[0], columns[1], columns[-1]]
        with Bars(*columns, console=err) as bars:
            task = bars.add_task(escape(title), total=total)
            yield lambda steps: bars.advance(task, steps)
            done = bars.tasks[0].completed if total is not None else 1
            # A size hint may be off; a finished stage is full.
            bars.update(task, total=done, completed=done)
