"""The recommender's commands, each in a process of its own."""

import asyncio
import logging
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from bot.config import Settings
from bot.errors import ModelUnavailable
from recsys.environment import with_server
from recsys.errors import RecsysError, StorageFull

log = logging.getLogger(__name__)

_COMPLAINT = "error: "
"""How the recommender's command line begins to say why it failed."""
_LAST_WORD = 3.0
"""Seconds for a command that is told to stop: it removes what it has half made."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a command of the recommender failed: its exit code and its last words."""

    code: int
    sentence: str

    def error(self, what: str) -> ModelUnavailable | RecsysError:
        """Return what ends the start: ``what`` failed."""
        if self.code == StorageFull.exit_code:
            return StorageFull(self.sentence)
        return ModelUnavailable(f"{what}: {self.sentence}")


async def recsys(
    settings: Settings,
    *arguments: str,
    beside: bool = False,
    hear: Callable[[str], None] | None = None,
) -> Failure | None:
    """Run a command of the recommender on the same data; return why it failed, or ``None``.

    What it says meanwhile goes to the log. Cancelled, it stops the command and waits for its end.

    Args:
        settings: of the host.
        arguments: the command and its options.
        beside: whether it gives way to everything else that wants the processor or the disk.
        hear: gets each line that it says.
    """
    process = await asyncio.create_subprocess_exec(
        *(_giving_way() if beside else ()),
        *[sys.executable, "-m", "recsys", *arguments, "--data", str(settings.data)],
        env=with_server(settings.qdrant),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        last_words = await _relay(process, hear)
        code = await process.wait()
    except asyncio.CancelledError:
        await _end(process)
        raise
    if code == 0:
        return None
    if code > 0 and last_words:
        return Failure(code, last_words)
    how = signal.strsignal(-code) if code < 0 else f"exit code {code}"
    return Failure(code, f"`python -m recsys {arguments[0]}` ended without a word ({how}).")


def _giving_way() -> Iterator[str]:
    """Yield the words that start a command at the lowest priority, where this system has them."""
    for program, *options in (("nice", "-n", "19"), ("ionice", "-c", "3")):
        if found := shutil.which(program):
            yield from (found, *options)


async def _relay(process: asyncio.subprocess.Process, hear: Callable[[str], None] | None) -> str:
    """Log what a command says until it ends; return its last words."""
    last_words = ""
    if process.stderr is not None:
        async for line in process.stderr:
            said = line.decode(errors="replace").strip()
            last_words = said.removeprefix(_COMPLAINT) or last_words
            if said and not said.startswith(_COMPLAINT):
                log.info("%s", said)
                if hear is not None:
                    hear(said)
    return last_words


async def _end(process: asyncio.subprocess.Process) -> None:
    """Let a command clean up behind itself; one that can't, in time, is killed."""
    with suppress(ProcessLookupError):  # it may have just ended by itself
        process.terminate()
        with suppress(TimeoutError):
            async with asyncio.timeout(_LAST_WORD):
                await process.wait()
        process.kill()
        await process.wait()
