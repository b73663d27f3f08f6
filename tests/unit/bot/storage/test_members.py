"""Erasing a member is complete, whatever tables there will be."""

import sqlite3
from pathlib import Path

from bot.storage import Opinion, Source, Storage
from bot.storage.types import Erased
from recsys.types import ItemId

ANN, BOB = 0x1122334455667701, 0x1122334455667702


async def give_everything(storage: Storage, member: int) -> None:
    """Leave a row in every table that holds something about members."""
    await storage.cards.add(100, 10, 20, 1)
    await storage.reactions.added(100, member, Opinion.LIKE)
    await storage.verdicts.rate(member, 2, Opinion.SEEN, Source.COMMAND)
    await storage.verdicts.rate(member, 2, Opinion.DISLIKE, Source.COMMAND)
    await storage.watchlists.add(member, 3)
    await storage.listings.create(member, private=True, options={}, films=[ItemId(4)])
    await storage.visibility.set(20, member, visible=True)


def rows_about(con: sqlite3.Connection, member: int) -> dict[str, int]:
    """Count the rows with a member's id, by table."""
    tables = con.execute(
        "SELECT master.name FROM sqlite_master AS master"
        " JOIN pragma_table_info(master.name) AS column ON column.name = 'member_id'"
        " WHERE master.type = 'table'"
    ).fetchall()
    return {
        table: con.execute(
            f"SELECT count(*) FROM {table} WHERE member_id = ?", (member,)
        ).fetchone()[0]
        for (table,) in tables
    }


async def test_nothing_is_left_of_a_member_and_others_keep_all(storage: Storage):
    await give_everything(storage, ANN)
    await give_everything(storage, BOB)
    before = await storage.database.read(lambda con: rows_about(con, ANN))
    assert all(before.values()), "give_everything leaves a table out"
    assert await storage.members.erase(ANN) == Erased(
        verdicts=2, history=3, reactions=1, watchlist=1, listings=1, visibility=1
    )
    after = await storage.database.read(lambda con: rows_about(con, ANN))
    assert not any(after.values())
    assert await storage.database.read(lambda con: rows_about(con, BOB)) == before
    assert await storage.members.erase(ANN) == Erased(0, 0, 0, 0, 0, 0)


async def test_no_column_of_a_member_hides_under_another_name(storage: Storage):
    columns = await storage.database.read(
        lambda con: con.execute(
            "SELECT DISTINCT column.name FROM sqlite_master AS master"
            " JOIN pragma_table_info(master.name) AS column"
            " WHERE master.type = 'table' AND column.name LIKE '%\\_id' ESCAPE '\\'"
        ).fetchall()
    )
    known = {"member_id", "item_id", "message_id", "before_message_id", "channel_id", "guild_id"}
    assert {name for (name,) in columns} <= {*known, "imdb_id"}


async def test_what_is_erased_is_not_readable_in_the_file(storage: Storage, tmp_path: Path):
    await give_everything(storage, ANN)
    await give_everything(storage, BOB)
    await storage.members.erase(ANN)
    await storage.close()
    (file,) = tmp_path.iterdir()
    assert BOB.to_bytes(8, "big") in file.read_bytes()
    assert ANN.to_bytes(8, "big") not in file.read_bytes()
