"""What goes when the bot has left a server, and what stays."""

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.nights import rules
from bot.nights.night import NightOptions
from bot.nights.store import NightStore
from bot.storage import Storage, Verdict
from bot.storage.guild_settings import GuildSetting
from bot.storage.guilds import GRACE
from bot.storage.migrate import bundled, migrate
from bot.storage.types import Listed, Reaction
from recsys.types import ItemId
from tests.unit.bot.storage.clock import StoppedClock
from tests.unit.bot.storage.test_members import traces_of

HERE, ELSEWHERE = 0x1122334455667720, 0x1122334455667721
ANN = 0x1122334455667701


async def live(storage: Storage, clock: StoppedClock, guild_id: int) -> None:
    """Leave a row in every table that holds something about servers."""
    await storage.cards.add(guild_id + 100, 10, guild_id, 1)
    await storage.reactions.added(guild_id + 100, ANN, Reaction(Verdict.LIKE, "👍"))
    await storage.listings.create(
        ANN, private=False, options={"guild": guild_id}, films=[Listed(ItemId(4))]
    )
    await storage.server_lists.add(guild_id, 5, ANN)
    await storage.visibility.set(guild_id, ANN, visible=True)
    await storage.guild_settings.set(guild_id, GuildSetting("Europe/Berlin"))
    night = rules.announce(guild_id, 30, ANN, NightOptions(), [], clock())
    await NightStore(storage.database, now=clock).create(night)
    await storage.database.execute("INSERT INTO night_credit VALUES (?, ?, 0.5)", guild_id, ANN)


def tables_about_guilds(con: sqlite3.Connection) -> set[str]:
    rows = con.execute(
        "SELECT master.name FROM sqlite_master AS master"
        " JOIN pragma_table_info(master.name) AS field ON field.name = 'guild_id'"
        " WHERE master.type = 'table'"
    ).fetchall()
    return {name for (name,) in rows}


async def traces(storage: Storage, guild_id: int) -> dict[str, int]:
    return await storage.database.read(lambda con: traces_of(con, guild_id))


async def test_everything_of_a_server_goes_some_time_after_the_bot_left(
    storage: Storage, clock: StoppedClock
):
    for guild_id in (HERE, ELSEWHERE):
        await live(storage, clock, guild_id)
    await storage.guilds.is_in([HERE, ELSEWHERE])
    before = {guild_id: await traces(storage, guild_id) for guild_id in (HERE, ELSEWHERE)}
    assert before[HERE].keys() == await storage.database.read(tables_about_guilds) | {"listing"}
    await storage.guilds.left(HERE)
    clock.advance(GRACE.total_seconds() - 1)
    # A second word of it doesn't begin the grace anew.
    await storage.guilds.left(HERE)
    await storage.guilds.is_in([ELSEWHERE])
    await storage.guilds.sweep()
    assert await traces(storage, HERE) == before[HERE]
    clock.advance(1)
    await storage.guilds.sweep()
    assert await traces(storage, HERE) == {}
    assert await traces(storage, ELSEWHERE) == before[ELSEWHERE]
    # What members say of films is theirs, wherever they said it.
    assert await storage.verdicts.of(ANN) == {1: Verdict.LIKE}


async def test_a_server_that_invites_the_bot_again_finds_everything(
    storage: Storage, clock: StoppedClock
):
    await live(storage, clock, HERE)
    await storage.guilds.joined(HERE)
    before = await traces(storage, HERE)
    assert await storage.guilds.is_in([]) == 1
    assert await storage.guilds.is_in([]) == 0
    clock.advance(GRACE.total_seconds() - 1)
    await storage.guilds.joined(HERE)
    clock.advance(GRACE.total_seconds())
    await storage.guilds.sweep()
    assert await traces(storage, HERE) == before


async def test_a_server_that_the_bot_never_was_in_is_not_left(
    storage: Storage, clock: StoppedClock
):
    await storage.visibility.set(HERE, ANN, visible=True)
    await storage.guilds.is_in([ELSEWHERE])
    clock.advance(2 * GRACE.total_seconds())
    await storage.guilds.sweep()
    assert await storage.visibility.is_visible(HERE, ANN)


def test_servers_of_earlier_versions_are_known_by_their_nights():
    steps = bundled()
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as con:
        migrate(con, Path(":memory:"), [step for step in steps if step.number < 5])
        con.execute("INSERT INTO night_credit VALUES (?, ?, 0.5)", (HERE, ANN))
        con.execute("INSERT INTO visibility VALUES (?, ?)", (ELSEWHERE, ANN))
        migrate(con, Path(":memory:"), steps)
        assert con.execute("SELECT guild_id, left_at FROM guild").fetchall() == [(HERE, None)]
