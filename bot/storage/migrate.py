"""The schema, one numbered step after another.

Each step is a file ``migrations/NNNN_name.sql``; it and its record in the table ``migration`` are
one transaction, so a database is always at a step and never between two.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from bot.storage.connection import transaction
from bot.storage.errors import DatabaseDamaged, DatabaseNewer, damaged

_RECORDS = """
CREATE TABLE IF NOT EXISTS migration (
    number     INTEGER PRIMARY KEY,
    name       TEXT    NOT NULL,
    applied_at INTEGER NOT NULL
) STRICT
"""
_RECORD = (
    "INSERT INTO migration (number, name, applied_at)"
    " VALUES (?, ?, CAST(strftime('%s', 'now') AS INTEGER))"
)


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of the schema; ``script`` holds its statements and ends no transaction."""

    number: int
    name: str
    script: str


def bundled() -> list[Migration]:
    """Return the steps that this version of the program knows, in order."""
    folder = resources.files("bot.storage") / "migrations"
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".sql")),
        key=lambda file: file.name,
    )
    return [_parsed(file.name, file.read_text(encoding="utf-8")) for file in files]


def _parsed(filename: str, script: str) -> Migration:
    number, _, name = filename.removesuffix(".sql").partition("_")
    return Migration(int(number), name, script)


def migrate(connection: sqlite3.Connection, path: Path, migrations: Sequence[Migration]) -> None:
    """Bring a database to the newest step.

    Raises:
        DatabaseNewer: it is past that step already.
        DatabaseDamaged: it holds tables of another program.
    """
    with transaction(connection):
        _refuse_foreign(connection, path)
        connection.execute(_RECORDS)
        _refuse_newer(connection, path, migrations)
    for migration in migrations:
        with transaction(connection):
            # Looked up inside: another process may have taken the step meanwhile.
            if migration.number not in _applied(connection):
                for statement in _statements(migration.script):
                    connection.execute(statement)
                connection.execute(_RECORD, (migration.number, migration.name))


def refuse_unfit(
    connection: sqlite3.Connection, path: Path, migrations: Sequence[Migration]
) -> None:
    """Look whether a database is at one of these steps.

    Raises:
        DatabaseNewer: it is past them.
        DatabaseDamaged: it is empty, of another program, or lacks what its step makes.
    """
    if not _columns(connection):
        raise DatabaseDamaged(f"{path} is empty: name another file.")
    _refuse_foreign(connection, path)
    _refuse_newer(connection, path, migrations)
    applied = _applied(connection)
    refuse_misshapen(connection, path, [each for each in migrations if each.number in applied])


def refuse_damaged(connection: sqlite3.Connection, path: Path, check: str = "quick_check") -> None:
    """Look at every page of a database.

    Args:
        connection: to the database.
        path: its name.
        check: ``integrity_check`` compares indexes with their tables, too, in twice the time.

    Raises:
        DatabaseDamaged: SQLite can't make sense of it, or a row holds what its table forbids.
    """
    (answer,) = connection.execute(f"PRAGMA {check}(1)").fetchone()
    if answer != "ok":
        raise damaged(path, answer)


def refuse_misshapen(
    connection: sqlite3.Connection, path: Path, migrations: Sequence[Migration]
) -> None:
    """Compare the columns of a database with those that the steps make.

    Raises:
        DatabaseDamaged: some are missing; every statement about them would fail.
    """
    missing = _made_by(tuple(migrations)) - _columns(connection)
    if missing:
        raise damaged(path, f"{len(missing)} columns missing, such as {min(missing)}")


@cache
def _made_by(migrations: tuple[Migration, ...]) -> AbstractSet[str]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection, Path(":memory:"), migrations)
        return _columns(connection)


def _columns(connection: sqlite3.Connection) -> AbstractSet[str]:
    rows = connection.execute(
        "SELECT format('%s.%s %s', tables.name, columns.name, columns.type)"
        " FROM sqlite_master AS tables JOIN pragma_table_info(tables.name) AS columns"
    )
    return {column for (column,) in rows}


def _refuse_foreign(connection: sqlite3.Connection, path: Path) -> None:
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    if tables and "migration" not in tables:
        raise DatabaseDamaged(f"{path} is the database of another program: name another file.")


def _refuse_newer(
    connection: sqlite3.Connection, path: Path, migrations: Sequence[Migration]
) -> None:
    known = max((migration.number for migration in migrations), default=0)
    newest = max(_applied(connection), default=0)
    if newest > known:
        raise DatabaseNewer(
            f"{path} was written by a newer version of Matinee (step {newest}, this one knows "
            f"{known}): update the program, or restore a backup from before."
        )


def _applied(connection: sqlite3.Connection) -> set[int]:
    return {number for (number,) in connection.execute("SELECT number FROM migration")}


def _statements(script: str) -> Iterator[str]:
    """Yield the statements one by one, since `executescript` would commit in between."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement
