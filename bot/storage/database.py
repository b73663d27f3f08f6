"""One SQLite file, one connection, one thread that uses it."""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Self, TypeVar

from bot.storage.backup import copy_database
from bot.storage.connection import BUSY_SECONDS, closed_on_error, connect, faults, transaction
from bot.storage.errors import DatabaseClosed
from bot.storage.migrate import bundled, migrate

T = TypeVar("T")


class Database:
    """Runs pieces of work in transactions, one after the other, off the event loop.

    A write is on disk when it returns. A caller that is cancelled leaves its piece of work wholly
    done or not begun. Work gets the connection for its own duration only and returns finished
    values, never a cursor.
    """

    def __init__(
        self, path: Path, connection: sqlite3.Connection, worker: ThreadPoolExecutor
    ) -> None:
        self._path = path
        self._connection = connection
        self._worker = worker
        self._copier = ThreadPoolExecutor(1, thread_name_prefix="backup")
        self._closing: Future[None] | None = None

    @classmethod
    async def open(cls, path: Path) -> Self:
        """Open the database, made first if there is none, and bring its schema up to date.

        Raises:
            DatabaseNewer: a newer version of the program has written it.
            DatabaseUnusable: it is no database, locked, or not writable.
        """
        worker = ThreadPoolExecutor(1, thread_name_prefix="database")
        connection = await asyncio.wrap_future(worker.submit(_opened, path))
        return cls(path, connection, worker)

    async def write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do a piece of work in one transaction; when it raises, nothing of it stays.

        Raises:
            DatabaseClosed: `close` was called before.
            DatabaseUnusable: disk full, locked, damaged or unreadable.
        """
        return await self._do("IMMEDIATE", work)

    async def read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do a piece of work that only looks, on one unchanging state.

        Raises:
            DatabaseClosed: `close` was called before.
            DatabaseUnusable: locked, damaged or unreadable.
        """
        return await self._do("DEFERRED", work)

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

    async def clear_journal(self) -> None:
        """Bring what was written into the file itself, so that the journal holds nothing old.

        While somebody else reads, a backup for one, the journal is cleared as far as it can be.
        """
        self._refuse_closed()
        await asyncio.wrap_future(self._worker.submit(self._clear_journal))

    async def close(self) -> None:
        """Finish what was accepted and let go of the file; a second call only waits for that."""
        if self._closing is None:
            self._closing = self._worker.submit(self._finish)
            self._worker.shutdown(wait=False)
        await asyncio.shield(asyncio.wrap_future(self._closing))

    async def _do(self, mode: str, work: Callable[[sqlite3.Connection], T]) -> T:
        self._refuse_closed()
        return await asyncio.wrap_future(self._worker.submit(self._transact, mode, work))

    def _refuse_closed(self) -> None:
        if self._closing is not None:
            raise DatabaseClosed("The database is closed: the bot is shutting down, try again.")

    def _transact(self, mode: str, work: Callable[[sqlite3.Connection], T]) -> T:
        with faults(self._path), transaction(self._connection, mode):
            return work(self._connection)

    def _clear_journal(self) -> None:
        with faults(self._path):
            # Not waiting for a reader: the members' writes stand in line behind this.
            self._connection.execute("PRAGMA busy_timeout = 0")
            try:
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            finally:
                self._connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000:.0f}")

    def _finish(self) -> None:
        self._copier.shutdown()
        with faults(self._path):
            try:
                # Passive: whoever still reads, a backup in another process, isn't waited for.
                self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
            finally:
                self._connection.close()


def _opened(path: Path) -> sqlite3.Connection:
    connection = connect(path)
    with closed_on_error(connection), faults(path):
        migrate(connection, path, bundled())
    return connection
