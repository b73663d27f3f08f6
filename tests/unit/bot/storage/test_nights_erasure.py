"""Erasing a member from movie nights is complete, and the nights go on."""

import sqlite3
from functools import partial
from pathlib import Path

import pytest

from bot.errors import MemberError
from bot.nights import rules
from bot.nights.night import NEW, Night, NightFilm, NightOptions, Stage
from bot.nights.rules import Actor
from bot.nights.store import NightStore
from bot.storage import Storage
from recsys.types import ItemId
from tests.unit.bot.nights.gathered import gathered
from tests.unit.bot.storage.clock import StoppedClock
from tests.unit.bot.storage.test_members import traces_of

ANN, BOB, CAT = 0x1122334455667701, 0x1122334455667702, 0x1122334455667703
GUILD = 20


async def in_a_vote(storage: Storage, clock: StoppedClock) -> Night:
    """A night that Ann organises, on which all three leave a trace of each kind."""
    store = NightStore(storage.database, now=clock)
    announced = gathered(GUILD, 30, ANN, NightOptions(), [BOB, CAT], clock())
    night = await store.create(announced)
    fits = dict.fromkeys((ANN, BOB, CAT), 0.5)
    films = [NightFilm(NEW, ItemId(number), fits=fits) for number in (1, 2)]
    night = await store.change(
        night.id, lambda night: rules.suggest(night, Actor(ANN), films, clock())
    )
    first, second = (film.id for film in night.films)

    def votes(night: Night, actor: Actor) -> Night:
        mine = NightFilm(NEW, None, f"Film {'ABC'[actor.member_id - ANN]}")
        night = rules.add_film(night, actor, mine)
        night = rules.veto(night, first, actor, "mine")
        return rules.toggle_approval(night, second, actor)

    for member in (ANN, BOB, CAT):
        night = await store.change(night.id, partial(votes, actor=Actor(member)))
    return night


async def watched(storage: Storage, clock: StoppedClock) -> Night:
    """That night when it is over."""
    store = NightStore(storage.database, now=clock)
    night = await in_a_vote(storage, clock)
    host = Actor(ANN, manages=True)
    await store.change(night.id, lambda night: rules.close(night, host, Stage.VOTING, clock()))
    night = await store.change(night.id, lambda night: rules.watched(night, host, clock()))
    for member in (ANN, BOB, CAT):
        night = await store.change(night.id, partial(rules.rate, actor=Actor(member), liked=True))
    return night


def tables_of_nights(con: sqlite3.Connection) -> set[str]:
    rows = con.execute(
        "SELECT master.name FROM sqlite_master AS master"
        " JOIN pragma_table_info(master.name) AS field"
        " ON field.name IN ('member_id', 'organiser_id', 'added_by')"
        " WHERE master.type = 'table' AND master.name LIKE 'night%'"
    ).fetchall()
    return {name for (name,) in rows}


async def test_nothing_is_left_of_a_member_and_others_keep_all(
    storage: Storage, clock: StoppedClock
):
    await watched(storage, clock)
    await in_a_vote(storage, clock)
    store = NightStore(storage.database, now=clock)
    await store.create(rules.announce(GUILD, 30, BOB, NightOptions(), [ANN, CAT], clock()))
    tables = await storage.database.read(tables_of_nights)
    anns = await storage.database.read(lambda con: traces_of(con, ANN))
    bobs = await storage.database.read(lambda con: traces_of(con, BOB))
    assert anns.keys() == tables, "the nights above leave a table out"
    assert (await storage.members.erase(ANN)).nights == 3
    assert await storage.database.read(lambda con: traces_of(con, ANN)) == {}
    assert await storage.database.read(lambda con: traces_of(con, BOB)) == bobs
    assert (await storage.members.erase(ANN)).nights == 0


async def test_a_night_goes_on_without_its_organiser(storage: Storage, clock: StoppedClock):
    store = NightStore(storage.database, now=clock)
    night = await in_a_vote(storage, clock)
    second = night.films[1]
    await store.change(night.id, partial(rules.show, version=night.version))
    await storage.members.erase(ANN)
    left = await store.get(night.id)
    assert (left.organiser_id, left.member_ids) == (0, (BOB, CAT))
    assert [film.title for film in left.films] == [None, None, "Film A", "Film B", "Film C"]
    assert [film.added_by for film in left.films] == [None, None, None, BOB, CAT]
    assert left.approvals == {second.id: {BOB, CAT}}
    assert left.vetoes.keys() == {BOB, CAT}
    assert (await store.agenda()).nights == [left]
    with pytest.raises(MemberError, match="join"):
        await store.change(
            night.id, lambda night: rules.toggle_approval(night, second.id, Actor(ANN))
        )
    host = Actor(99, manages=True)
    decided = await store.change(
        night.id, lambda night: rules.close(night, host, Stage.VOTING, clock())
    )
    assert (decided.stage, decided.winner_id) == (Stage.DECIDED, second.id)
    assert await storage.database.read(lambda con: traces_of(con, ANN)) == {}


async def test_a_draw_that_was_under_way_brings_nothing_back(storage: Storage, clock: StoppedClock):
    store = NightStore(storage.database, now=clock)
    announced = gathered(GUILD, 30, BOB, NightOptions(), [ANN, CAT], clock())
    night = await store.create(announced)
    drawn = [NightFilm(NEW, ItemId(1), fits={ANN: 0.9, BOB: 0.1})]
    await storage.members.erase(ANN)
    night = await store.change(
        night.id, lambda night: rules.suggest(night, Actor(BOB), drawn, clock())
    )
    assert night.films[0].fits == {BOB: 0.1}
    assert await storage.database.read(lambda con: traces_of(con, ANN)) == {}


async def test_what_is_erased_is_not_readable_in_the_file(
    storage: Storage, clock: StoppedClock, tmp_path: Path
):
    await watched(storage, clock)
    await storage.members.erase(ANN)
    await storage.close()
    (file,) = tmp_path.iterdir()
    assert BOB.to_bytes(8, "big") in file.read_bytes()
    assert ANN.to_bytes(8, "big") not in file.read_bytes()
