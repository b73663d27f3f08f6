"""Every error that ``bot.storage`` raises on purpose.

::

    StorageError
    ├── DatabaseUnusable        the file can't be used
    │   ├── DatabaseNewer       written by a newer version of the program
    │   ├── DatabaseDamaged     no database, not ours, or broken
    │   ├── DatabaseUnwritable  no place, or no right to write there
    │   ├── DatabaseBusy        another process holds it locked
    │   └── DatabaseFull        no space left while writing
    ├── DatabaseClosed          used after it was closed
    └── BackupFailed            no copy was made; the file there before is untouched

The message is one sentence for a person and names the fix. ``exit_code`` is what the command line
returns; the numbers are those of BSD ``sysexits.h``.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

from recsys.errors import InvalidProfile


class StorageError(Exception):
    """Base of every error raised on purpose; its text is fit to be shown to a person."""

    exit_code: ClassVar[int] = 70


class DatabaseUnusable(StorageError):
    """The database can't be read or written."""

    exit_code = 74


class DatabaseNewer(DatabaseUnusable):
    """A newer version of the program has written this database."""

    exit_code = 65


class DatabaseDamaged(DatabaseUnusable):
    """The file is no database of this program, or it is broken."""

    exit_code = 65


class DatabaseUnwritable(DatabaseUnusable):
    """The file or its folder may not be written to."""

    exit_code = 73


class DatabaseBusy(DatabaseUnusable):
    """Another process keeps the database locked for too long."""

    exit_code = 75


class DatabaseFull(DatabaseUnusable):
    """No space left; nothing of the write was saved."""


class DatabaseClosed(StorageError):
    """The database was closed before."""


class BackupFailed(StorageError):
    """The copy could not be made."""

    exit_code = 73


def fault_of(error: sqlite3.Error, path: Path) -> StorageError | None:
    """Return what an error of SQLite on that file means to a person, ``None`` for a bug of ours."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None and isinstance(error, sqlite3.OperationalError):
        # Not SQLite says this, but what reads from it: a text is no UTF-8.
        code = sqlite3.SQLITE_CORRUPT
    match (code or sqlite3.SQLITE_OK) & 0xFF:  # the primary code; the rest is detail
        case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_CORRUPT:
            return damaged(path, str(error))
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return locked(path)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return unwritable(path, str(error))
        case sqlite3.SQLITE_FULL:
            return full(path)
        case sqlite3.SQLITE_IOERR | sqlite3.SQLITE_PROTOCOL:
            return DatabaseUnusable(
                f"{path} can't be read or written ({error}): check the disk it lies on."
            )
    return None


@contextmanager
def decoding() -> Iterator[None]:
    """Turn the failure to make a value of what the tables hold into `DatabaseDamaged`."""
    try:
        yield
    except (ValueError, TypeError, LookupError, OverflowError, InvalidProfile) as error:
        raise damaged("The database", f"{type(error).__name__}: {error}") from error


def damaged(what: Path | str, reason: str) -> DatabaseDamaged:
    """Return the error for a file that is no database, or that was not always written by us."""
    return DatabaseDamaged(
        f"{what} is damaged ({reason}): stop the bot and put a sound backup back with "
        f"`matinee restore FILE`."
    )


def full(path: Path) -> DatabaseFull:
    """Return the error for a file that has no room to grow."""
    return DatabaseFull(f"No space is left to write {path}: make room on that disk.")


def locked(path: Path) -> DatabaseBusy:
    """Return the error for a file that another program holds."""
    return DatabaseBusy(f"{path} is locked: close the other program that uses it.")


def unwritable(path: Path, reason: str) -> DatabaseUnwritable:
    """Return the error for a file that can't be made or written."""
    return DatabaseUnwritable(
        f"{path} can't be written ({reason}): let this user write to that file and its folder, "
        f"or name another place."
    )
