"""One process at a time has an index folder open."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import portalocker

from recsys.errors import IndexFault, IndexLocked

_NAME = "lock"
_PATIENCE = 3.0


@contextmanager
def folder_lock(folder: Path) -> Iterator[None]:
    """Hold the folder, which must exist; a process that dies lets go of it.

    Another program that just answers one question is waited for, a few seconds at most.

    Raises:
        IndexLocked: it is held already, and stays so.
        IndexFault: the folder can't be written to.
    """
    lock = portalocker.Lock(folder / _NAME, timeout=_PATIENCE, check_interval=0.05)
    try:
        lock.acquire()
    except portalocker.LockException:
        raise IndexLocked(
            f"The index in {folder} is open already: close the other program that uses it, or "
            f"build the model for a Qdrant server, which answers several, with --qdrant-url."
        ) from None
    except OSError as error:
        raise IndexFault(
            f"The index in {folder} can't be locked ({error.strerror}): "
            f"let this user write to the folder."
        ) from error
    try:
        yield
    finally:
        lock.release()
