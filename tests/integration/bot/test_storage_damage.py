"""Bytes of a database that change by themselves: a typed error, or an answer, never a trace."""

import asyncio
import random
import sqlite3
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.nights.store import NightStore
from bot.posters.answers import FilmFacts
from bot.storage import Source, Storage, StorageError, Verdict
from bot.storage.errors import DatabaseDamaged
from bot.storage.facts import CachedFacts, FactsCache
from bot.storage.guild_settings import GuildSetting
from bot.storage.types import Reaction
from recsys.types import ItemId
from tests.unit.bot.storage.clock import StoppedClock
from tests.unit.bot.storage.test_members import give_everything
from tests.unit.bot.storage.test_nights_erasure import ANN, BOB, CAT, GUILD, in_a_vote, watched

MEMBERS = (ANN, BOB, CAT)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
FOUND = Reaction(Verdict.LIKE, "👍")


async def live(storage: Storage) -> None:
    """Fill every table."""
    clock = StoppedClock()
    for member in MEMBERS:
        await give_everything(storage, member)
        for item in range(1, 60):
            verdict = list(Verdict)[item % len(Verdict)]
            await storage.verdicts.rate(member, item * 7, verdict, Source.COMMAND)
            await storage.watchlists.add(member, item)
    await watched(storage, clock)
    await in_a_vote(storage, clock)
    await storage.guild_settings.set(GUILD, GuildSetting("Europe/Berlin"))
    cache = FactsCache(storage.database)
    for item in range(40):
        facts = FilmFacts(plot="An answer of OMDb's.", runtime_minutes=100 + item).to_json()
        await cache.save(ItemId(item), CachedFacts(None, facts, clock()))


async def ask(storage: Storage) -> list[object]:
    """Read everything that can be read."""
    nights = NightStore(storage.database, now=StoppedClock())
    found: list[object] = []
    for member in MEMBERS:
        found += [
            await storage.verdicts.rated(member),
            await storage.verdicts.profile(member),
            await storage.watchlists.items(member),
            await storage.members.count(member),
            await storage.visibility.is_visible(GUILD, member),
        ]
    found += [
        await storage.verdicts.of_all(MEMBERS),
        await storage.verdicts.tally(7, GUILD, 1),
        await storage.cards.recent(LONG_AGO, 1000),
        [await storage.listings.get(number) for number in range(5)],
        await storage.guild_settings.get(GUILD),
        await nights.active(GUILD),
        await nights.history(GUILD, 10),
        await nights.agenda(),
        await nights.before(GUILD, MEMBERS),
    ]
    cached = await FactsCache(storage.database).read([ItemId(number) for number in range(40)])
    found.append({item: FilmFacts.from_json(each.facts or "{}") for item, each in cached.items()})
    return found


async def change(storage: Storage) -> None:
    """Write what reads before it writes."""
    for card in await storage.cards.recent(LONG_AGO, 3):
        await storage.reactions.catch_up(card.message_id, {FOUND: {BOB}})
    for _ in range(5):
        await storage.verdicts.undo(ANN)
    await storage.members.erase(CAT)


async def outcome(path: Path, right: list[object]) -> str:
    """Use a database to the full; return what came of it."""
    try:
        storage = await Storage.open(path, now=StoppedClock())
        try:
            found = await ask(storage)
            await change(storage)
        finally:
            await storage.close()
    except StorageError as error:
        return type(error).__name__
    return "right" if found == right else "other values"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, list[object]]:
    """A database's bytes, and what it answers."""
    path = tmp_path_factory.mktemp("sound") / "matinee.db"

    async def make() -> list[object]:
        storage = await Storage.open(path, now=StoppedClock())
        await live(storage)
        await storage.database.rows("VACUUM")
        right = await ask(storage)
        await storage.close()
        return right

    right = asyncio.run(make())
    return path.read_bytes(), right


def mutated(content: bytes, chance: random.Random) -> bytes:
    """Change up to eight bytes in a row, as a bad disk does."""
    at, many = chance.randrange(len(content)), chance.choice((1, 1, 2, 8))
    return content[:at] + chance.randbytes(many) + content[at + many :]


async def campaign(folder: Path, sound: tuple[bytes, list[object]], seeds: range) -> Counter[str]:
    content, right = sound
    came = Counter[str]()
    for seed in seeds:
        path = folder / f"{seed}.db"
        path.write_bytes(mutated(content, random.Random(seed)))
        came[await outcome(path, right)] += 1
    return came


async def test_no_damage_ends_in_a_trace(tmp_path: Path, sound: tuple[bytes, list[object]]):
    came = await campaign(tmp_path, sound, range(40))
    assert set(came) <= {"right", "other values", "DatabaseDamaged"}
    assert came["DatabaseDamaged"]


Read = Callable[[Storage], Awaitable[object]]

DAMAGE: dict[str, tuple[str, Read]] = {
    "a source": (
        "UPDATE verdict SET source = 'commant'",
        lambda storage: storage.verdicts.rated(ANN),
    ),
    "a change to undo": (
        "UPDATE history SET after_opinion = 'lika'",
        lambda storage: storage.verdicts.undo(ANN),
    ),
    "what a change replaced": (
        "UPDATE history SET before_opinion = 'lika', before_source = 'x', before_rated_at = 0",
        lambda storage: storage.verdicts.undo(ANN),
    ),
    "a reaction": (
        "UPDATE reaction SET opinion = 'lika'",
        lambda storage: storage.reactions.catch_up(100, {}),
    ),
    "a list": (
        "UPDATE listing SET films = '[1,'",
        lambda storage: storage.listings.get(1),
    ),
    "a time zone": (
        "UPDATE guild_setting SET time_zone = 'Europe/Berlim'",
        lambda storage: storage.guild_settings.get(GUILD),
    ),
    "a moment": (
        "UPDATE verdict SET rated_at = 1 << 60",
        lambda storage: storage.verdicts.rated(ANN),
    ),
    "a night": (
        "UPDATE night SET why = 'becauze'",
        lambda storage: NightStore(storage.database, now=StoppedClock()).active(GUILD),
    ),
    "a film": (
        "UPDATE verdict SET item_id = -item_id",
        lambda storage: storage.verdicts.profile(ANN),
    ),
    "when something is due": (
        "UPDATE night_timer SET due_at = 1 << 60",
        lambda storage: NightStore(storage.database, now=StoppedClock()).agenda(),
    ),
    "letters": (
        "UPDATE verdict SET source = CAST(x'ff' AS TEXT)",
        lambda storage: storage.verdicts.rated(ANN),
    ),
}


@pytest.mark.parametrize(("statement", "read"), DAMAGE.values(), ids=DAMAGE)
async def test_what_can_not_be_stored_is_damage(
    tmp_path: Path, sound: tuple[bytes, list[object]], statement: str, read: Read
):
    path = tmp_path / "matinee.db"
    path.write_bytes(sound[0])
    with closing(sqlite3.connect(path)) as con, con:
        assert con.execute(statement).rowcount
    storage = await Storage.open(path, now=StoppedClock())
    with pytest.raises(DatabaseDamaged, match="matinee restore FILE"):
        await read(storage)
    await storage.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE verdict SET opinion = 'lika'",
        "ALTER TABLE watchlist RENAME COLUMN added_at TO edded_at",
        "DROP TABLE listing",
    ],
)
async def test_damage_that_a_look_finds_stops_the_start(
    tmp_path: Path, sound: tuple[bytes, list[object]], statement: str
):
    path = tmp_path / "matinee.db"
    path.write_bytes(sound[0])
    with closing(sqlite3.connect(path)) as con, con:
        con.execute("PRAGMA ignore_check_constraints = ON")
        con.execute(statement)
    with pytest.raises(DatabaseDamaged, match="matinee restore FILE"):
        await Storage.open(path)
