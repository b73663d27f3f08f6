"""One process at a time has an index folder open."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import portalocker

from recsys.errors import IndexFault, IndexLocked

_NAME = "lock"


@contextmanager
def folder_lock(folder: Path) -> Iterator[None]:
    """Hold the folder, which must exist; a process that dies lets go of it.

    Raises:
        IndexLocked: it is held already.
        IndexFault: the folder can't be written to.
    """
    lock = portalocker.Lock(folder / _NAME, timeout=0)
    try:
        lock.acquire()
    except portalocker.LockException:
        raise IndexLocked(
            f"The index in {folder} is open already: close the other program that uses it, or "
            f"give several programs a Qdrant server with --qdrant-url or QDRANT_URL."
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
