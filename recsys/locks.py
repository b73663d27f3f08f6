"""Lock files: held by one alone, or shared by several."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import portalocker
from portalocker import LockFlags


@contextmanager
def hold(file: Path, busy: Exception, *, patience: float = 0) -> Iterator[None]:
    """Hold a lock file, made if it isn't there; a process that dies releases it.

    Args:
        file: in a folder that exists.
        busy: what to raise if another process holds it.
        patience: seconds to wait for the other process.

    Raises:
        OSError: the file can't be written.
    """
    try:
        with portalocker.Lock(file, timeout=patience, check_interval=0.05):
            yield
    except portalocker.LockException:
        raise busy from None


@contextmanager
def share(file: Path, busy: Exception) -> Iterator[None]:
    """Hold a lock with others who share it, so that nobody can `hold` it meanwhile.

    Args:
        file: is there; only read.
        busy: what to raise if somebody holds it alone.

    Raises:
        OSError: the file can't be read.
    """
    shared = LockFlags.SHARED | LockFlags.NON_BLOCKING
    try:
        with portalocker.Lock(file, mode="rb", timeout=0, flags=shared):
            yield
    except portalocker.LockException:
        raise busy from None
