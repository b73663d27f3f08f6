"""One process at a time has an index folder open."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from recsys.errors import IndexFault, IndexLocked
from recsys.locks import hold

LOCK = "lock"
"""The file, inside the index's folder."""

_PATIENCE = 3.0
"""Seconds that a program which only answers one question may take."""


@contextmanager
def folder_lock(folder: Path) -> Iterator[None]:
    """Hold the folder, which must exist.

    Raises:
        IndexLocked: another program holds it, and goes on doing so.
        IndexFault: the folder can't be written to.
    """
    busy = IndexLocked(
        f"The index in {folder} is open already: close the other program that uses it, or "
        f"build the model for a Qdrant server, which answers several, with --qdrant-url."
    )
    with ExitStack() as held:
        try:
            held.enter_context(hold(folder / LOCK, busy, patience=_PATIENCE))
        except OSError as error:
            raise IndexFault(
                f"The index in {folder} can't be locked ({error.strerror}): "
                f"let this user write to the folder."
            ) from error
        yield
