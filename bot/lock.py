"""One program at a time works with a data folder: two bots would answer and remind twice."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path
from typing import Final

from bot.errors import AlreadyRunning
from bot.storage.errors import unwritable
from recsys.locks import hold

LOCK: Final = "matinee.lock"
"""The file that is locked; it stays in the folder."""
_PATIENCE: Final = 3.0
"""Seconds to wait for a program that is just stopping."""


@asynccontextmanager
async def hold_folder(data: Path) -> AsyncIterator[None]:
    """Hold a data folder, made first if there is none; it is free again when the program dies.

    Raises:
        AlreadyRunning: another program holds it.
        DatabaseUnwritable: nothing can be written there.
    """
    busy = AlreadyRunning(
        f"The bot runs already with the folder {data}: stop it first, or set MATINEE_DATA to "
        f"another folder."
    )
    with ExitStack() as held:
        try:
            await asyncio.to_thread(data.mkdir, mode=0o700, parents=True, exist_ok=True)
            await asyncio.to_thread((data / LOCK).touch, mode=0o600)
            lock = hold(data / LOCK, busy, patience=_PATIENCE)
            await asyncio.to_thread(held.enter_context, lock)
        except OSError as error:
            raise unwritable(data / LOCK, error.strerror or str(error)) from error
        yield
