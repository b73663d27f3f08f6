"""A consistent copy of a database that is in use."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event

from bot.storage.connection import faults
from bot.storage.errors import BackupFailed, DatabaseUnusable
from bot.storage.files import replacing

_STEPS = 10_000
"""Instructions of SQLite between two looks at whether to stop: about a millisecond."""


def copy_database(source: Path, target: Path, stop: Event | None = None) -> None:
    """Copy a database as it is at this moment; programs that use it go on reading and writing.

    The copy is checked before it takes the place of ``target``, so that file is at any time the
    old one or the new one, whole; only this user may read it. Blocks until done, or until ``stop``
    is set: call it on a thread of its own.

    Raises:
        BackupFailed: the copy can't be written there, is not sound, or was stopped.
        DatabaseUnusable: the database can't be read.
    """
    if not source.is_file():
        raise DatabaseUnusable(
            f"There is no database at {source}: start this from where the bot is started, with its "
            f"settings."
        )
    if target.exists() and (not target.is_file() or target.samefile(source)):
        raise BackupFailed(f"{target} can't hold a copy: name another file.")
    with writing(target), replacing(target) as copy, faults(target):
        copy_rows(source, copy, stop)
        _check(copy)


@contextmanager
def writing(target: Path) -> Iterator[None]:
    """Turn an error of the system about a file or folder of copies into `BackupFailed`."""
    try:
        yield
    except OSError as error:
        raise BackupFailed(
            f"{target} can't be written ({error.strerror}): name a place with room "
            f"where this user may write."
        ) from error


def copy_rows(source: Path, copy: Path, stop: Event | None = None) -> None:
    """Write the live rows of a database into an empty file, and nothing that was deleted.

    Raises:
        BackupFailed: it was stopped.
        DatabaseUnusable: the database can't be read.
    """
    stop = stop or Event()
    uri = f"{source.absolute().as_uri()}?mode=rw"
    with faults(source), closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as reading:
        reading.set_progress_handler(stop.is_set, _STEPS)
        try:
            reading.execute("VACUUM INTO ?", (str(copy),))
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
                raise
    if stop.is_set():
        raise BackupFailed("The backup was stopped before it was complete: start it again.")


def _check(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        (answer,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if answer != "ok":
        raise BackupFailed(
            f"The copy is not sound ({answer}): check the database and the disk it lies on."
        )
