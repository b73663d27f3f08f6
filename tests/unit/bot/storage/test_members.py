"""Erasing a member is complete, whatever tables there will be."""

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from bot.storage import Source, Storage, Verdict, database
from bot.storage.imports import Incoming
from bot.storage.members import HELD
from bot.storage.types import Inventory, Listed, Reaction
from recsys.types import ItemId

OF_A_MEMBER = {"member_id", "organiser_id", "added_by"}
"""Columns that hold a member's id."""
ANN, BOB = 0x1122334455667701, 0x1122334455667702


async def give_everything(storage: Storage, member: int) -> None:
    """Leave a row in every table that holds something about members."""
    await storage.cards.add(100, 10, 20, 1)
    await storage.cards.add(1000 + member, 11, None, 1, member_id=member)
    await storage.reactions.added(100, member, Reaction(Verdict.LIKE, "👍"))
    await storage.verdicts.rate(member, 2, Verdict.SEEN, Source.COMMAND)
    await storage.verdicts.rate(member, 2, Verdict.DISLIKE, Source.COMMAND)
    await storage.watchlists.add(member, 3)
    await storage.server_lists.add(20, member % 100, member)
    await storage.listings.create(member, private=True, options={}, films=[Listed(ItemId(4))])
    await storage.decks.skip(member, 5)
    await storage.visibility.set(20, member, visible=True)
    saved = await storage.imports.preview(member, "IMDb", {}, {})
    await storage.imports.write(member, saved.id, [Incoming(ItemId(5), Verdict.SEEN)])


def tables_about_members(con: sqlite3.Connection) -> list[str]:
    """Return the tables about members; those of movie nights have their own test."""
    rows = con.execute(
        "SELECT master.name FROM sqlite_master AS master"
        " JOIN pragma_table_info(master.name) AS field ON field.name = 'member_id'"
        " WHERE master.type = 'table' AND master.name NOT LIKE 'night%'"
    ).fetchall()
    return [name for (name,) in rows]


def traces_of(con: sqlite3.Connection, member: int) -> dict[str, int]:
    """Count the values in which a member's id stands, by table, whatever the column's name."""
    fields = con.execute(
        "SELECT master.name, field.name FROM sqlite_master AS master"
        " JOIN pragma_table_info(master.name) AS field WHERE master.type = 'table'"
    ).fetchall()
    traces: Counter[str] = Counter()
    for table, field in fields:
        (count,) = con.execute(
            f"SELECT count(*) FROM {table} WHERE instr({field}, ?)", (str(member),)
        ).fetchone()
        traces[table] += count
    return {table: count for table, count in traces.items() if count}


async def test_nothing_is_left_of_a_member_and_others_keep_all(storage: Storage):
    await give_everything(storage, ANN)
    await give_everything(storage, BOB)
    tables = await storage.database.read(tables_about_members)
    before = await storage.database.read(lambda con: traces_of(con, ANN))
    assert before.keys() >= set(tables), "give_everything leaves a table out"
    erased = await storage.members.erase(ANN)
    assert erased == Inventory(
        by_verdict={Verdict.LIKE: 1, Verdict.DISLIKE: 1, Verdict.SEEN: 1},
        history=3,
        reactions=1,
        cards=1,
        watchlist=1,
        server_films=1,
        listings=1,
        shown=1,
        skipped=1,
        visible_in=frozenset({20}),
        imports=1,
    )
    assert await storage.database.read(lambda con: traces_of(con, ANN)) == {}
    assert await storage.database.read(lambda con: traces_of(con, BOB)) == before
    assert (await storage.members.erase(ANN)).is_empty


def columns_of(con: sqlite3.Connection, table: str) -> set[str]:
    return {row[1] for row in con.execute(f"PRAGMA table_info({table})")}


async def test_a_copy_has_every_table_in_which_a_member_stands(storage: Storage):
    tables = await storage.database.read(
        lambda con: {
            table: columns_of(con, table)
            for (table,) in con.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
    )
    about_members = {name for name, columns in tables.items() if columns & OF_A_MEMBER}
    assert about_members == HELD.keys(), "bot/storage/members.py: HELD leaves a table out"
    copied = await storage.members.tables(ANN)
    assert all(tables[name] <= set(copied[name].columns) for name in HELD)


async def test_a_copy_has_every_row_of_the_member_and_of_nobody_else(storage: Storage):
    await give_everything(storage, ANN)
    await give_everything(storage, BOB)
    copied = await storage.members.tables(ANN)
    traces = await storage.database.read(lambda con: traces_of(con, ANN))
    assert {name: len(table.rows) for name, table in copied.items() if table.rows} == traces
    assert str(BOB) not in str(copied)


def bytes_of(*files: Path) -> bytes:
    return b"".join(file.read_bytes() for file in files)


async def live(storage: Storage) -> None:
    """Let two members change their minds often enough that pages split, merge and are freed."""
    for member in (ANN, BOB):
        await give_everything(storage, member)
        for item in range(1, 400):
            await storage.verdicts.rate(member, item * 7 % 401, Verdict.LIKE, Source.COMMAND)
            await storage.watchlists.add(member, item)
        for item in range(1, 400, 3):
            await storage.verdicts.remove(member, item, Source.COMMAND)
            await storage.watchlists.remove(member, item)


async def test_no_byte_of_what_is_erased_is_left_anywhere(storage: Storage, tmp_path: Path):
    await live(storage)
    await storage.members.erase(ANN)
    # At once, in the journal too, not only when the bot stops.
    everything = bytes_of(*tmp_path.iterdir())
    assert BOB.to_bytes(8, "big") in everything
    assert ANN.to_bytes(8, "big") not in everything
    copy = tmp_path / "copy.db"
    await storage.database.backup(copy)
    assert BOB.to_bytes(8, "big") in bytes_of(copy)
    assert ANN.to_bytes(8, "big") not in bytes_of(copy)


async def test_a_copy_holds_nothing_that_was_deleted_before(storage: Storage, tmp_path: Path):
    await live(storage)
    await storage.database.write(lambda con: con.execute("PRAGMA secure_delete = OFF"))
    await storage.database.write(
        lambda con: [
            con.execute(f"DELETE FROM {table} WHERE {who} = ?", (ANN,))
            for table in HELD
            if not table.startswith("night")
            for who in columns_of(con, table) & OF_A_MEMBER
        ]
    )
    copy = tmp_path / "copy.db"
    await storage.database.backup(copy)
    assert ANN.to_bytes(8, "big") not in bytes_of(copy)


async def test_a_large_file_is_rewritten_when_it_is_quiet(
    storage: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(database, "WIPED_AT_ONCE", 0)
    monkeypatch.setattr(database, "QUIET", 0)
    await live(storage)
    await storage.members.erase(ANN)
    assert storage.database._wiping is not None
    await storage.database._wiping
    assert ANN.to_bytes(8, "big") not in bytes_of(*tmp_path.iterdir())


async def test_what_could_not_be_rewritten_is_at_a_later_start(tmp_path: Path):
    path = tmp_path / "matinee.db"
    storage = await Storage.open(path)
    await live(storage)
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM verdict").fetchone()
        assert (await storage.members.erase(ANN)).verdicts > 100
        await storage.close()
        # Still in use: the bot starts all the same, and the file stays due.
        await (await Storage.open(path)).close()
    storage = await Storage.open(path)
    assert ANN.to_bytes(8, "big") not in bytes_of(*tmp_path.iterdir())
    await storage.close()


async def test_an_erasure_stands_though_the_file_can_not_be_rewritten(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
):
    def no_room(*_: object) -> bool:
        return False

    await live(storage)
    monkeypatch.setattr(database, "_wiped", no_room)
    assert (await storage.members.erase(ANN)).verdicts > 100
    assert await storage.database.rows("PRAGMA user_version") == [(1,)]
    assert not await storage.verdicts.of(ANN)
