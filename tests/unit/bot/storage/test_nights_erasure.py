"""Erasing a member from movie nights is complete, and the nights go on."""

import sqlite3
from functools import partial
from pathlib import Path

from bot.nights import rules
from bot.nights.types import Night, NightOptions, ProposedFilm, Stage
from bot.storage import Storage
from recsys.types import ItemId
from tests.unit.bot.storage.clock import StoppedClock
from tests.unit.bot.storage.test_members import traces_of

ANN, BOB, CAT = 0x1122334455667701, 0x1122334455667702, 0x1122334455667703
GUILD = 20
DECIDE = partial(rules.decide, may_run_off=True)


async def in_a_vote(storage: Storage, clock: StoppedClock) -> Night:
    """A night that Ann organises, on which all three leave a trace of each kind."""
    nights = storage.nights
    night = await nights.create(GUILD, 30, ANN, NightOptions(), [BOB, CAT])
    fits = dict.fromkeys((ANN, BOB, CAT), 0.5)
    films = [ProposedFilm(ItemId(number), fits=fits) for number in (1, 2)]
    await nights.put_shortlist(night.id, keep=(), add=films, vote_ends_at=clock())
    for member in (ANN, BOB, CAT):
        mine = ProposedFilm(None, f"Film {'ABC'[member - ANN]}", member)
        night = await nights.add_film(night.id, mine) or night
    first, second, *_ = (film.id for film in night.films)
    for member in (ANN, BOB, CAT):
        await nights.veto(night.id, first, member, "mine")
        await nights.toggle_approval(night.id, second, member)
    found = await nights.get(night.id)
    assert found is not None
    return found


async def watched(storage: Storage, clock: StoppedClock) -> Night:
    """That night when it is over."""
    night = await in_a_vote(storage, clock)
    await storage.nights.close_vote(night.id, DECIDE, runoff_ends_at=clock(), film_seconds=60)
    await storage.nights.watched(night.id)
    for member in (ANN, BOB, CAT):
        over = await storage.nights.rate(night.id, member, liked=True)
    assert over is not None
    return over


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
    tables = await storage.database.read(tables_of_nights)
    anns = await storage.database.read(lambda con: traces_of(con, ANN))
    bobs = await storage.database.read(lambda con: traces_of(con, BOB))
    assert anns.keys() == tables, "the nights above leave a table out"
    assert (await storage.members.erase(ANN)).nights == 2
    assert await storage.database.read(lambda con: traces_of(con, ANN)) == {}
    assert await storage.database.read(lambda con: traces_of(con, BOB)) == bobs
    assert (await storage.members.erase(ANN)).nights == 0


async def test_a_night_goes_on_without_its_organiser(storage: Storage, clock: StoppedClock):
    night = await in_a_vote(storage, clock)
    second = night.films[1]
    await storage.nights.shown(night.id, night.version)
    await storage.members.erase(ANN)
    left = await storage.nights.get(night.id)
    assert left is not None
    assert (left.organiser_id, left.member_ids) == (0, (BOB, CAT))
    assert [film.title for film in left.films] == [None, None, "Film A", "Film B", "Film C"]
    assert [film.added_by for film in left.films] == [None, None, None, BOB, CAT]
    assert left.approvals == {second.id: {BOB, CAT}}
    assert left.vetoes.keys() == {BOB, CAT}
    assert await storage.nights.to_show() == [night.id]
    assert await storage.nights.toggle_approval(night.id, second.id, ANN) is None
    decided = await storage.nights.close_vote(
        night.id, DECIDE, runoff_ends_at=clock(), film_seconds=60
    )
    assert decided is not None
    assert (decided.stage, decided.winner_id) == (Stage.DECIDED, second.id)
    assert await storage.nights.credits(GUILD, [ANN]) == {ANN: 0.0}


async def test_a_draw_that_was_under_way_brings_nothing_back(storage: Storage, clock: StoppedClock):
    night = await storage.nights.create(GUILD, 30, BOB, NightOptions(), [ANN])
    drawn = [ProposedFilm(ItemId(1), fits={ANN: 0.9, BOB: 0.1})]
    await storage.members.erase(ANN)
    night = await storage.nights.put_shortlist(night.id, keep=(), add=drawn, vote_ends_at=clock())
    assert night is not None
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
