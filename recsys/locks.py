"""A lock file that one process at a time holds."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import portalocker


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
