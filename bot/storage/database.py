"""One SQLite file, one connection, one thread that uses it."""

import asyncio
import errno
import logging
import os
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext, suppress
from pathlib import Path
from threading import Event
from typing import Any, Self, TypeAlias, TypeVar

from bot.storage.backup import copy_database
from bot.storage.connection import (
    closed_on_error,
    connect,
    faults,
    transaction,
    wait_for_locks,
)
from bot.storage.errors import (
    DatabaseBusy,
    DatabaseClosed,
    DatabaseFull,
    DatabaseUnusable,
    StorageError,
    full,
    unwritable,
)
from bot.storage.files import replacing
from bot.storage.migrate import bundled, migrate, refuse_damaged, refuse_misshapen

T = TypeVar("T")
Value: TypeAlias = str | int | None
"""What the tables hold."""

log = logging.getLogger(__name__)

WIPED_AT_ONCE = 32 * 2**20
"""Bytes; a file of that size is rewritten in a third of a second, for which members wait."""
LATEST = 24 * 3600.0
"""Seconds after which it is rewritten though it never was quiet."""
QUIET = 60.0
"""Seconds without any work after which a larger file is rewritten."""
_ALONE = ""
"""No mode of a transaction: SQLite makes one for the single statement."""
_EMPTY_JOURNAL = "PRAGMA wal_checkpoint(TRUNCATE)"
_WIPE_DUE = "PRAGMA user_version = 1"
"""Part of the transaction that deletes, so that it is known after a crash."""


class Database:
    """Runs pieces of work in transactions, one after the other, off the event loop.

    A write is on disk when it returns. A caller that is cancelled leaves its piece of work wholly
    done or not begun. Work gets the connection for its own duration only and returns finished
    values, never a cursor.
    """

    def __init__(
        self,
        path: Path,
        connection: sqlite3.Connection,
        worker: ThreadPoolExecutor,
        reserve: int,
    ) -> None:
        self._path = path
        self._reserve = reserve
        self._connection = connection
        self._worker = worker
        self._copier = ThreadPoolExecutor(1, thread_name_prefix="backup")
        self._closing: Future[None] | None = None
        self._patient = True
        """Whether the next piece of work waits for another program's lock."""
        self._used = 0
        """How many pieces of work were asked for."""
        self._wiping: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls, path: Path, *, reserve: int = 0) -> Self:
        """Open the database, made first if there is none, and bring its schema up to date.

        Args:
            path: the file.
            reserve: bytes that `keep_room` sets aside for an erasure on a full disk.

        Raises:
            DatabaseNewer: a newer version of the program has written it.
            DatabaseUnusable: it is no database, locked, or not writable.
        """
        worker = ThreadPoolExecutor(1, thread_name_prefix="database")
        connection = await asyncio.wrap_future(worker.submit(open_file, path))
        database = cls(path, connection, worker, reserve)
        if await asyncio.wrap_future(worker.submit(_is_wipe_due, connection)):
            database._wipe_later()
        return database

    async def write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do a piece of work in one transaction; when it raises, nothing of it stays.

        Raises:
            DatabaseClosed: `close` was called before.
            DatabaseUnusable: disk full, locked, damaged or unreadable.
        """
        return await self._do("IMMEDIATE", work)

    async def read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do a piece of work that only reads, on one unchanging state; errors as of `write`."""
        return await self._do("DEFERRED", work)

    async def rows(self, statement: str, *values: Value) -> list[tuple[Any, ...]]:
        """Run one statement, which is a transaction of its own; return its rows."""
        return await self._do(_ALONE, lambda con: con.execute(statement, values).fetchall())

    async def row(self, statement: str, *values: Value) -> tuple[Any, ...] | None:
        """Run one statement, as `rows` does; return its first row, ``None`` if it has none."""
        rows = await self.rows(statement, *values)
        return rows[0] if rows else None

    async def execute(self, statement: str, *values: Value) -> int:
        """Run one statement, as `rows` does; return how many rows it changed."""
        return await self._do(_ALONE, lambda con: con.execute(statement, values).rowcount)

    async def backup(self, target: Path) -> None:
        """Put a checked copy of the present state in the place of ``target``, or change nothing.

        Reads and writes go on meanwhile.

        Raises:
            BackupFailed: the copy can't be written there, or is not sound.
            DatabaseClosed: `close` was called before.
        """
        self._refuse_closed()
        stop = Event()
        copying = self._copier.submit(copy_database, self._path, target, stop)
        try:
            await asyncio.wrap_future(copying)
        finally:
            stop.set()

    async def erase(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do a piece of work that deletes, as `write` does, and leave no byte of what it deleted.

        Secure deletion alone leaves copies of rows where SQLite has moved them between pages, so
        the file is rewritten: at once, or, if it is large or in use, when it has been quiet for a
        while. If the program ends before that, it is done at the next start. On a full disk the
        reserve makes room. Errors as of `write`.
        """

        def due(con: sqlite3.Connection) -> T:
            con.execute(_WIPE_DUE)
            return work(con)

        try:
            result = await self.write(due)
        except DatabaseFull:
            await asyncio.wrap_future(self._worker.submit(self._make_room))
            result = await self.write(due)
        if self._path.stat().st_size > WIPED_AT_ONCE or not await self._wiped():
            self._wipe_later()
        with suppress(DatabaseUnusable):  # the next round of the clock says so
            await self.keep_room()
        return result

    async def keep_room(self) -> None:
        """Set room aside beside the database, unless there is some, so that a full disk has it.

        Raises:
            DatabaseFull: there is no room.
            DatabaseUnwritable: nothing can be written there.
        """
        await asyncio.to_thread(self._keep_room)

    async def close(self) -> None:
        """Finish the work that was accepted and close the file; a second call waits for that."""
        if self._closing is None:
            self._closing = self._worker.submit(self._finish)
            self._worker.shutdown(wait=False)
            if self._wiping is not None:
                self._wiping.cancel()
                await asyncio.wait({self._wiping})
        await asyncio.shield(asyncio.wrap_future(self._closing))

    async def _do(self, mode: str, work: Callable[[sqlite3.Connection], T]) -> T:
        self._refuse_closed()
        self._used += 1
        return await asyncio.wrap_future(self._worker.submit(self._transact, mode, work))

    def _refuse_closed(self) -> None:
        if self._closing is not None:
            raise DatabaseClosed("The database is closed: the bot is shutting down, try again.")

    def _transact(self, mode: str, work: Callable[[sqlite3.Connection], T]) -> T:
        alone = nullcontext() if mode == _ALONE else transaction(self._connection, mode)
        changed = self._connection.total_changes
        try:
            with faults(self._path), alone:
                result = work(self._connection)
        except DatabaseBusy:
            # Whoever stands in line has waited as long, so they hear at once, and so does everybody
            # until a write shows that the lock is gone.
            self._be_patient(patient=False)
            raise
        if changed != self._connection.total_changes:
            self._be_patient(patient=True)
        return result

    def _be_patient(self, *, patient: bool) -> None:
        if patient is not self._patient:
            wait_for_locks(self._connection, patient=patient)
            self._patient = patient

    @property
    def _room(self) -> Path:
        return self._path.with_name("matinee.reserve")

    def _keep_room(self) -> None:
        if self._reserve and not self._room.exists():
            try:
                with replacing(self._room) as room:
                    # Nothing that a file system could store in less.
                    room.write_bytes(os.urandom(self._reserve))
            except OSError as error:
                if error.errno in {errno.ENOSPC, errno.EDQUOT}:
                    raise full(self._room) from error
                raise unwritable(self._room, error.strerror or str(error)) from error

    def _make_room(self) -> None:
        log.warning("The disk is full; the room set aside is used to erase what a member wants.")
        self._room.unlink(missing_ok=True)
        with suppress(DatabaseFull), faults(self._path):
            self._connection.execute(_EMPTY_JOURNAL).fetchall()

    def _wipe_later(self) -> None:
        if self._wiping is None or self._wiping.done():
            self._wiping = asyncio.create_task(self._wipe_when_quiet(), name="wiping")

    async def _wipe_when_quiet(self) -> None:
        latest = time.monotonic() + LATEST
        wiped = False
        while not wiped:
            used = self._used
            await asyncio.sleep(QUIET)
            quiet = used == self._used or time.monotonic() > latest
            wiped = quiet and await self._wiped()

    async def _wiped(self) -> bool:
        """Rewrite the file; return ``False`` if that has to wait."""
        if self._closing is not None:
            return False
        return await asyncio.wrap_future(self._worker.submit(_wiped, self._connection, self._path))

    def _finish(self) -> None:
        self._copier.shutdown()
        with faults(self._path):
            try:
                # Passive: readers, such as a backup in another process, aren't waited for.
                self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
            finally:
                self._connection.close()


def open_file(path: Path) -> sqlite3.Connection:
    """Open a database for the calling thread alone; make, check and update it as `Database.open`.

    Raises:
        DatabaseUnusable: as of `Database.open`.
    """
    connection = connect(path)
    with closed_on_error(connection), faults(path):
        refuse_damaged(connection, path)
        migrations = bundled()
        migrate(connection, path, migrations)
        refuse_misshapen(connection, path, migrations)
        if _is_wipe_due(connection):
            _wiped(connection, path)
    return connection


def _is_wipe_due(connection: sqlite3.Connection) -> bool:
    (due,) = connection.execute("PRAGMA user_version").fetchone()
    return bool(due)


def _wiped(connection: sqlite3.Connection, path: Path) -> bool:
    """Rewrite the file without anything that was deleted, and empty the journal.

    Returns:
        Whether that is done; it stays due while the file is in use or the disk has no room.
    """
    # Don't wait for a reader: the members' writes wait for this.
    (waiting,) = connection.execute("PRAGMA busy_timeout").fetchone()
    wait_for_locks(connection, patient=False)
    try:
        with faults(path):
            connection.execute("VACUUM")
            ((busy, *_),) = connection.execute(_EMPTY_JOURNAL).fetchall()
            if not busy:
                # The journal has nothing but this in it now.
                connection.execute("PRAGMA user_version = 0")
                connection.execute(_EMPTY_JOURNAL).fetchall()
    except StorageError as trouble:
        log.info("What was deleted is overwritten later: %s", trouble)
        return False
    finally:
        wait_for_locks(connection, patient=bool(waiting))
    return not busy
