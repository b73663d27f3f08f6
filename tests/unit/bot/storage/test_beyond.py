"""What is saved about a film counts under its new id once a newer data set has the film."""

import pytest

from bot.storage.beyond import FilmBeyond
from bot.storage.types import Source, Verdict
from recsys.movies import Movie, beyond_id

OLD, NEW = beyond_id("tt15398776"), 299999
OTHER = beyond_id("tt1160419")
NOLAN = Movie(OLD, "Oppenheimer", 2023, ("Drama",), imdb_id="tt15398776")
MEMBER, GUILD = 7, 9


async def items(storage, table):
    rows = await storage.database.rows(f"SELECT item_id FROM {table}")
    return [item for (item,) in rows]


async def tables_with_films(storage):
    return [
        table
        for (table,) in await storage.database.rows(
            "SELECT m.name FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS c"
            " WHERE m.type = 'table' AND c.name = 'item_id'"
        )
    ]


async def insert(storage, table, item_id):
    """Put a row into any table that has films, whatever its other columns are."""
    columns = await storage.database.rows(
        "SELECT name, type FROM pragma_table_info(?) WHERE name <> 'item_id'"
        " AND (\"notnull\" OR pk) AND dflt_value IS NULL AND NOT (name = 'id' AND pk)",
        table,
    )
    special = {"opinion": "like", "source": "command", "found": "{}", "genres": "[]"}
    values = {name: special.get(name, 1) for name, _ in columns}
    names = ", ".join([*values, "item_id"])
    marks = ", ".join("?" * (len(values) + 1))
    await storage.database.execute("PRAGMA foreign_keys = OFF")
    await storage.database.execute(
        f"INSERT INTO {table} ({names}) VALUES ({marks})", *values.values(), item_id
    )


async def test_every_table_with_films_moves_and_a_second_time_changes_nothing(storage):
    tables = await tables_with_films(storage)
    assert {"verdict", "history", "card", "watchlist", "server_film", "night_film"} <= set(tables)
    for table in tables:
        await insert(storage, table, OLD)
    for _ in range(2):
        await storage.beyond.move({OLD: NEW})
        for table in tables:
            assert await items(storage, table) == ([] if table == "film_beyond" else [NEW]), table
    assert await storage.beyond.unmoved() == []


async def test_what_is_not_moved_stays(storage):
    await storage.verdicts.rate(MEMBER, OTHER, Verdict.LIKE, Source.COMMAND)
    await storage.beyond.save([FilmBeyond(NOLAN, confirmed=True)])
    await storage.beyond.move({OLD: NEW})
    assert await storage.verdicts.of(MEMBER) == {OTHER: Verdict.LIKE}
    assert await storage.beyond.unmoved() == [OTHER]


@pytest.mark.parametrize("later", [OLD, NEW])
async def test_of_two_verdicts_the_later_one_counts(storage, clock, later):
    earlier = NEW if later == OLD else OLD
    await storage.verdicts.rate(MEMBER, earlier, Verdict.LIKE, Source.COMMAND)
    clock.advance(seconds=5)
    await storage.verdicts.rate(MEMBER, later, Verdict.DISLIKE, Source.COMMAND)
    await storage.watchlists.add(MEMBER, OLD)
    await storage.watchlists.add(MEMBER, NEW)
    await storage.server_lists.add(GUILD, OLD, MEMBER)
    await storage.server_lists.add(GUILD, NEW, MEMBER)
    await storage.beyond.move({OLD: NEW})
    assert await storage.verdicts.of(MEMBER) == {NEW: Verdict.DISLIKE}
    assert await storage.watchlists.items(MEMBER) == [NEW]
    assert [film.item_id for film in await storage.server_lists.films(GUILD)] == [NEW]


async def test_what_omdb_said_of_a_film_stays_whatever_files_say(storage):
    told = Movie(OLD, "Buy Gold", 2024, imdb_id="tt15398776")
    await storage.beyond.save([FilmBeyond(told, confirmed=False)])
    await storage.beyond.save([FilmBeyond(NOLAN, confirmed=True)])
    await storage.beyond.save([FilmBeyond(told, confirmed=False)])
    assert await storage.beyond.all() == [FilmBeyond(NOLAN, confirmed=True)]


async def test_what_only_a_file_described_goes_once_nothing_is_saved_about_it(storage):
    other = Movie(OTHER, "Dune", 2021, imdb_id="tt1160419")
    await storage.beyond.save(
        [FilmBeyond(NOLAN, confirmed=False), FilmBeyond(other, confirmed=True)]
    )
    await storage.verdicts.rate(MEMBER, OLD, Verdict.LIKE, Source.IMPORT)
    await storage.beyond.sweep()
    assert await items(storage, "film_beyond") == [OTHER, OLD]
    await storage.members.erase(MEMBER)
    await storage.beyond.sweep()
    assert await items(storage, "film_beyond") == [OTHER]
