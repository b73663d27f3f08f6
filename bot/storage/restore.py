"""A copy put back in the place of the database."""

import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from bot.storage.backup import copy_rows
from bot.storage.connection import connect, faults
from bot.storage.database import open_file
from bot.storage.errors import DatabaseDamaged, DatabaseUnusable, locked, unwritable
from bot.storage.files import replacing
from bot.storage.migrate import bundled, refuse_damaged, refuse_unfit
from recsys.disk import sync


def restore_database(copy: Path, database: Path, now: datetime) -> Path | None:
    """Put a copy in the place of a database that no program uses, or change nothing.

    The copy is checked and brought up to date first; it stays as it is. A crash leaves the old
    database or the new one.

    Returns:
        Where the old database is from now on, ``None`` if there was none.

    Raises:
        DatabaseDamaged: the copy is broken, or not of this program.
        DatabaseNewer: a newer version of the program has written it.
        DatabaseUnusable: there is no such file, it can't be read, or nothing can be written.
    """
    if not copy.is_file():
        raise DatabaseUnusable(f"There is no backup at {copy}: name the file of one.")
    if database.exists() and copy.samefile(database):
        raise DatabaseUnusable(f"{copy} is the database itself: name a backup of it.")
    _check(copy)
    try:
        with replacing(database) as restored:
            copy_rows(copy, restored)
            open_file(restored).close()
            aside = database.with_stem(f"{database.stem}-replaced-{now:%Y%m%d-%H%M%S}")
            return _set_aside(database, aside) if database.exists() else None
    except OSError as error:
        raise unwritable(database, error.strerror or str(error)) from error


def _check(copy: Path) -> None:
    uri = f"{copy.absolute().as_uri()}?mode=rw"
    with faults(copy), closing(sqlite3.connect(uri, uri=True)) as connection:
        refuse_damaged(connection, copy, "integrity_check")
        refuse_unfit(connection, copy, bundled())


def _set_aside(database: Path, aside: Path) -> Path:
    """Give a database a second name, and leave nothing of it beside the first but the file."""
    # A journal that were left would be taken for the new file's. What a damaged file makes of it
    # stays with the damaged file.
    with suppress(DatabaseDamaged), closing(connect(database)) as connection, faults(database):
        (busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise locked(database)
    aside.hardlink_to(database)
    journal = database.with_name(f"{database.name}-wal")
    if journal.exists():
        aside.with_name(f"{aside.name}-wal").hardlink_to(journal)
    sync(database.parent)
    for each in (journal, database.with_name(f"{database.name}-shm")):
        each.unlink(missing_ok=True)
    sync(database.parent)
    return aside
