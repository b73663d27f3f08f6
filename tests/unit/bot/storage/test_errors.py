import sqlite3
from pathlib import Path

import pytest

from bot.storage.errors import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseFull,
    DatabaseUnusable,
    DatabaseUnwritable,
    fault_of,
)

HERE = Path("matinee.db")


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        (sqlite3.SQLITE_NOTADB, DatabaseDamaged),
        (sqlite3.SQLITE_CORRUPT_INDEX, DatabaseDamaged),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, DatabaseBusy),
        (sqlite3.SQLITE_READONLY_DBMOVED, DatabaseUnwritable),
        (sqlite3.SQLITE_CANTOPEN, DatabaseUnwritable),
        (sqlite3.SQLITE_FULL, DatabaseFull),
        (sqlite3.SQLITE_IOERR_FSYNC, DatabaseUnusable),
    ],
)
def test_trouble_with_the_file_is_one_sentence_that_names_it(code: int, fault: type):
    error = sqlite3.OperationalError("trouble")
    error.sqlite_errorcode = code
    found = fault_of(error, HERE)
    assert type(found) is fault
    assert str(found).startswith((str(HERE), "No space"))
    assert str(HERE) in str(found)
    assert ": " in str(found)
    assert str(found).endswith(".")
    assert "\n" not in str(found)


def test_a_bug_of_ours_is_no_trouble_with_the_file():
    error = sqlite3.IntegrityError("UNIQUE constraint failed")
    error.sqlite_errorcode = sqlite3.SQLITE_CONSTRAINT_UNIQUE
    assert fault_of(error, HERE) is None
    assert fault_of(sqlite3.ProgrammingError("Cannot operate on a closed database."), HERE) is None
