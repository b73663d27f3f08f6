import sqlite3
from contextlib import closing
from pathlib import Path

from bot.nights import rules
from bot.nights.night import NightOptions, Post, PostState, Sending, Timer
from bot.nights.store import NightStore
from bot.storage import Storage, Verdict
from bot.storage.clock import from_unix, utc_now
from bot.storage.migrate import bundled, migrate
from bot.storage.types import Remind

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


async def test_a_night_of_before_keeps_what_waits_and_whom_it_may_mention(tmp_path: Path):
    path = tmp_path / "matinee.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as con:
        migrate(con, path, [migration for migration in bundled() if migration.number < 9])
        for night, remind in ((1, "true"), (2, "false")):
            con.execute(
                "INSERT INTO night (guild_id, channel_id, organiser_id, stage, options, created_at)"
                " VALUES (20, 30, 1, 'voting', json_object('starts_at', NULL, 'strategy', 'fair',"
                " 'remind', json(?)), 5)",
                (remind,),
            )
            con.execute("INSERT INTO night_timer VALUES (?, 'vote_ends', 9)", (night,))
            con.execute(
                "INSERT INTO night_post VALUES (?, 'reminder', 'pending', 7, NULL)", (night,)
            )
        con.execute("INSERT INTO night_member (night_id, member_id) VALUES (1, 3)")
        con.execute("INSERT INTO night_film VALUES (4, 1, 2, NULL, NULL, 0, 0, 0)")
        con.execute("INSERT INTO night_fit VALUES (4, 3, 0.5), (4, 5, NULL)")
        con.execute("INSERT INTO guild_setting VALUES (20, 'UTC', 0, 1, 0)")
    storage = await Storage.open(path)
    one, other = await NightStore(storage.database, now=utc_now).active(20)
    assert (one.options.remind, other.options.remind) == (Remind.START, Remind.NOTHING)
    assert (one.drawn_for, other.drawn_for) == ((3,), ())
    assert one.timers == other.timers == {Timer.VOTE_ENDS: from_unix(9)}
    assert one.posts == {Post.REMINDER: PostState(Sending.PENDING, from_unix(7))}
    assert (await storage.guild_settings.get(20)).remind is Remind.ALL
    await storage.close()
