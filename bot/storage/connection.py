"""A connection to SQLite as this program wants it."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.storage.errors import DatabaseUnusable, damaged, fault_of, unwritable

_OLDEST = (3, 37)  # STRICT tables
BUSY_SECONDS = 2.0
"""How long to wait for another process's lock; Discord wants an answer within three seconds."""


def connect(path: Path) -> sqlite3.Connection:
    """Open a database, made first if there is none, for the calling thread alone.

    Raises:
        DatabaseUnusable: no database, or no way to open it.
    """
    if sqlite3.sqlite_version_info < _OLDEST:
        raise DatabaseUnusable(
            f"SQLite {sqlite3.sqlite_version} is too old: "
            f"use a Python built with SQLite 3.37 or newer."
        )
    _make(path)
    with faults(path):
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        with closed_on_error(connection):
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            # What a member erases must not stay readable in the file.
            connection.execute("PRAGMA secure_delete = ON")
        return connection


def wait_for_locks(connection: sqlite3.Connection, *, patient: bool) -> None:
    """Set whether the connection waits a while for another program's lock, or not at all."""
    connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000 * patient:.0f}")


def _make(path: Path) -> None:
    """Make the folder and an empty file that only this user may read."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise unwritable(path, error.strerror or str(error)) from error


@contextmanager
def faults(path: Path) -> Iterator[None]:
    """Turn SQLite's errors about the file, the disk and locks into typed ones."""
    try:
        yield
    except sqlite3.Error as error:
        fault = fault_of(error, path)
        if fault is None:
            raise
        raise fault from error
    except UnicodeDecodeError as error:
        # SQLite quotes damaged text in what it says.
        raise damaged(path, "text that is none") from error


@contextmanager
def closed_on_error(connection: sqlite3.Connection) -> Iterator[None]:
    """Close the connection when the body fails."""
    opened = False
    try:
        yield
        opened = True
    finally:
        if not opened:
            connection.close()


@contextmanager
def transaction(connection: sqlite3.Connection, mode: str = "IMMEDIATE") -> Iterator[None]:
    """Commit what the body does, or nothing of it."""
    connection.execute(f"BEGIN {mode}")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        # A COMMIT that failed leaves the transaction open, some errors have ended it already.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
