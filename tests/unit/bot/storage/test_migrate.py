import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.storage.errors import DatabaseDamaged, DatabaseNewer
from bot.storage.migrate import Migration, bundled, migrate

HERE = Path("matinee.db")
FILMS = Migration(1, "films", "CREATE TABLE film (id INTEGER);\nINSERT INTO film VALUES (1);\n")
CLUBS = Migration(2, "clubs", "-- why\nCREATE TABLE club (id INTEGER);\n\n")
BROKEN = Migration(3, "broken", "INSERT INTO film VALUES (2);\nCREATE TABLE club (id INTEGER);")


@pytest.fixture
def con() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as con:
        yield con


def steps(con: sqlite3.Connection) -> list[tuple[int, str]]:
    return con.execute("SELECT number, name FROM migration ORDER BY number").fetchall()


def films(con: sqlite3.Connection) -> list[int]:
    return [number for (number,) in con.execute("SELECT id FROM film")]


def test_each_step_is_taken_once(con: sqlite3.Connection):
    migrate(con, HERE, [FILMS])
    migrate(con, HERE, [FILMS, CLUBS])
    migrate(con, HERE, [FILMS, CLUBS])
    assert steps(con) == [(1, "films"), (2, "clubs")]
    assert films(con) == [1]


def test_a_step_that_fails_leaves_nothing(con: sqlite3.Connection):
    with pytest.raises(sqlite3.OperationalError, match="already exists"):
        migrate(con, HERE, [FILMS, CLUBS, BROKEN])
    assert steps(con) == [(1, "films"), (2, "clubs")]
    assert films(con) == [1]
    assert not con.in_transaction


def test_a_newer_database_is_refused_and_left_alone(con: sqlite3.Connection):
    migrate(con, HERE, [FILMS, CLUBS])
    with pytest.raises(DatabaseNewer, match=r"step 2, this one knows 1.*: update the program"):
        migrate(con, HERE, [FILMS])
    assert steps(con) == [(1, "films"), (2, "clubs")]


def test_the_database_of_another_program_is_refused_and_left_alone(con: sqlite3.Connection):
    con.execute("CREATE TABLE song (id INTEGER)")
    with pytest.raises(DatabaseDamaged, match="another program: name another file"):
        migrate(con, HERE, [FILMS])
    assert con.execute("SELECT name FROM sqlite_master").fetchall() == [("song",)]


def test_a_trigger_is_one_statement(con: sqlite3.Connection):
    script = """
        CREATE TRIGGER twice AFTER INSERT ON film BEGIN
            DELETE FROM film WHERE id < new.id;
            INSERT INTO film VALUES (0);
        END;
        INSERT INTO film VALUES (7);
    """
    migrate(con, HERE, [FILMS, Migration(2, "trigger", script)])
    assert sorted(films(con)) == [0, 7]


def test_the_bundled_steps_are_numbered_without_gaps():
    numbers = [migration.number for migration in bundled()]
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_table_of_the_bundled_steps_is_strict(con: sqlite3.Connection):
    migrate(con, HERE, bundled())
    lax = con.execute(
        "SELECT name FROM pragma_table_list"
        " WHERE type = 'table' AND NOT strict AND name NOT LIKE 'sqlite%'"
    ).fetchall()
    assert lax == []


def test_lists_of_a_kind_that_went_are_of_one_that_stays(con: sqlite3.Connection):
    migrate(con, HERE, [step for step in bundled() if step.number < 12])
    films = '[{"item_id": 1, "kind": "deck", "reason": "Loved"}]'
    con.execute(
        "INSERT INTO listing (member_id, private, options, films, created_at)"
        " VALUES (1, 1, '{}', ?, 0)",
        (films,),
    )
    migrate(con, HERE, bundled())
    (kept,) = con.execute("SELECT films FROM listing").fetchone()
    assert kept == films.replace("deck", "starters")
