"""Copies of built models, for programs that lock what they use."""

import os
import shutil
from pathlib import Path


def copy_models(store: Path, target: Path) -> Path:
    """Copy a store of models, without the holes in its files; return the target.

    The embedded engine lays out 170 MB for a small model and writes into less than one of them.
    """
    return Path(shutil.copytree(store, target, copy_function=_copy_written))


def _copy_written(source: str, target: str) -> None:
    with Path(source).open("rb") as old, Path(target).open("wb") as new:
        size, at = os.fstat(old.fileno()).st_size, 0
        while (begin := _next_data(old.fileno(), at)) is not None:
            at = os.lseek(old.fileno(), begin, os.SEEK_HOLE)
            old.seek(begin)
            new.seek(begin)
            new.write(old.read(at - begin))
        new.truncate(size)
    shutil.copymode(source, target)


def _next_data(file: int, at: int) -> int | None:
    try:
        return os.lseek(file, at, os.SEEK_DATA)
    except OSError:  # there is none behind
        return None
