"""The real program as a process of its own, connected to a loopback Discord."""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from lab.loopback.driver import LoopbackDiscord
from lab.loopback.patience import patience

_ROOT = Path(__file__).parents[2]
_LAUNCH = Path(__file__).with_name("launch.py")
_INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT")


class Program:
    """A started process; its output goes to a file, so that nothing waits for a reader.

    Args:
        process: the running process.
        discord: is told when the process ends, so that nobody waits for its answers.
        log: where its standard output and error go, both in the order they came.
    """

    def __init__(
        self, process: asyncio.subprocess.Process, discord: LoopbackDiscord, log: Path
    ) -> None:
        self._process = process
        self._discord = discord
        self._log = log

    @classmethod
    async def start(
        cls,
        discord: LoopbackDiscord,
        *argv: str,
        folder: Path,
        env: Mapping[str, str],
        module: str = "bot",
    ) -> Self:
        """Start ``python -m MODULE ARGV…``.

        Args:
            discord: what it takes for Discord.
            folder: where it is started; its output is kept there too.
            env: its environment, besides what every process needs.
        """
        log = folder / "program.log"
        inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        addresses = [discord.api, discord.gateway.url]
        with log.open("ab") as output:
            process = await asyncio.create_subprocess_exec(
                # -P: without the tests' own modules.
                *[sys.executable, "-P", str(_LAUNCH), *addresses, module, *argv],
                cwd=folder,
                env={**inherited, "PYTHONPATH": str(_ROOT), **env},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
        program = cls(process, discord, log)
        discord.world.patience.alarm = program._obituary
        return program

    @property
    def output(self) -> str:
        """Everything it has written, in this and in earlier runs in the same folder."""
        return self._log.read_text(encoding="utf-8")

    async def end(self, number: signal.Signals) -> int:
        """Send a signal and give the exit code."""
        if self._process.returncode is None:
            self._process.send_signal(number)
        return await self.ended()

    async def ended(self) -> int:
        """Wait for its end and give the exit code."""
        async with asyncio.timeout(patience(5)):
            code = await self._process.wait()
        self._discord.world.patience.alarm = lambda: None
        return code

    async def kill(self) -> None:
        """End it at once, whatever it is doing; harmless when it has ended."""
        await self.end(signal.SIGKILL)

    def _obituary(self) -> str | None:
        code = self._process.returncode
        return None if code is None else f"the program ended with {code}:\n{self.output[-3000:]}"
