"""A full disk: noticed before the work where it can be, told in a sentence where it can't."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from recsys.errors import StorageFull, StoreUnwritable

_NO_SPACE: Final = (errno.ENOSPC, errno.EDQUOT)
_INDEX_BYTES = 64 << 20
_INDEX_BYTES_A_RATING = 24
"""Measured while the engine writes: at most 17 to 21 at 33 and 1 million ratings, and 41 MB for any
number on a file system that fills the engine's holes when it reads them (tmpfs)."""


@contextmanager
def space_needed(store: Path) -> Iterator[None]:
    """Say what to do when a store can't be written.

    Raises:
        StorageFull: no space left.
        StoreUnwritable: it can't be written for another reason.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _NO_SPACE:
            raise storage_full(store) from error
        raise StoreUnwritable(
            f"The model can't be written into {store} ({error.strerror}): let this user write "
            f"there, or build elsewhere with --out."
        ) from error


def check_index_space(store: Path, ratings: int) -> None:
    """Check that an index of so many ratings fits.

    The engine writes into mapped files: if the disk fills up meanwhile, its process is killed.

    Raises:
        StorageFull: it doesn't.
    """
    wanted = _INDEX_BYTES + ratings * _INDEX_BYTES_A_RATING
    free = shutil.disk_usage(store).free
    if free < wanted:
        raise storage_full(
            store, f" for the index: {wanted >> 20:,} MiB are needed, {free >> 20:,} are free"
        )


def storage_full(store: Path, why: str = "") -> StorageFull:
    """Return the error that says so."""
    return StorageFull(
        f"The disk is full: not enough space is left in {store}{why}. "
        f"Free some, or build elsewhere with --out."
    )
