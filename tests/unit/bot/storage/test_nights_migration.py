import sqlite3
from contextlib import closing
from pathlib import Path

from bot.nights import rules
from bot.nights.night import NightOptions
from bot.nights.store import NightStore
from bot.storage import Storage, Verdict
from bot.storage.clock import utc_now
from bot.storage.migrate import bundled, migrate

BEFORE = [migration for migration in bundled() if migration.number < 3]


async def test_a_database_from_before_movie_nights_keeps_all_and_can_have_some(tmp_path: Path):
    path = tmp_path / "matinee.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as con:
        migrate(con, path, BEFORE)
        con.execute(
            "INSERT INTO verdict (member_id, item_id, opinion, source, rated_at)"
            " VALUES (1, 2, 'like', 'command', 3)"
        )
    storage = await Storage.open(path)
    assert await storage.verdicts.of(1) == {2: Verdict.LIKE}
    store = NightStore(storage.database, now=utc_now)
    night = await store.create(rules.announce(20, 30, 1, NightOptions(), [], store.now()))
    assert await store.active(20) == [night]
    await storage.close()
