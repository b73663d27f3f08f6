"""Files that only this user may read, and that are at any time the old ones or the new ones."""

import logging
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import Final

import portalocker

from recsys.disk import sync

log = logging.getLogger(__name__)

_PREFIX: Final = ".matinee-"
_UNFINISHED: Final = ".unfinished"


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give a new file beside the target that takes its place if the body succeeds.

    What programs that were killed have left in the folder is removed first.

    Raises:
        OSError: nothing can be written there.
    """
    remove_leftovers(target.parent)
    descriptor, name = tempfile.mkstemp(_UNFINISHED, _PREFIX, target.parent)
    unfinished = Path(name)
    with os.fdopen(descriptor, "rb+") as held:
        try:
            # Where files can't be locked, no leftover is found either.
            with suppress(portalocker.LockException):
                portalocker.lock(held, portalocker.LOCK_EX)
            yield unfinished
            sync(unfinished)
            unfinished.replace(target)
            sync(target.parent)
        finally:
            _remove(unfinished)


def remove_leftovers(folder: Path) -> None:
    """Remove the unfinished files of programs that were killed; those at work hold a lock."""
    for leftover in folder.glob(f"{_PREFIX}*{_UNFINISHED}"):
        with suppress(OSError, portalocker.LockException), leftover.open("rb+") as found:
            portalocker.lock(found, portalocker.LOCK_EX | portalocker.LOCK_NB)
            _remove(leftover)


def _remove(unfinished: Path) -> None:
    """Remove an unfinished database with what SQLite has beside it."""
    for each in unfinished.parent.glob(f"{unfinished.name}*"):
        each.unlink(missing_ok=True)


def tighten(folder: Path) -> None:
    """Let nobody but this user into a data folder, nor read what people said in the files there."""
    folder = folder.resolve()
    copies = folder / "backups"
    personal = ("matinee.lock", "matinee.sqlite3*", "matinee-replaced-*")
    files = [*chain.from_iterable(map(folder.glob, personal)), *copies.glob("matinee-*")]
    for each in (folder, copies, *files):
        if _is_open(each):
            try:
                each.chmod(0o700 if each.is_dir() else 0o600)
            except OSError as error:
                log.warning("Others may read %s: make it this user's (%s).", each, error.strerror)
            else:
                log.info("Others could read %s until now.", each)


def _is_open(path: Path) -> bool:
    """Return whether others may do anything with a path; a folder for all, as /tmp, is theirs."""
    try:
        mode = path.lstat().st_mode
    except OSError:
        return False
    return not stat.S_ISLNK(mode) and bool(mode & 0o077) and not mode & stat.S_ISVTX
