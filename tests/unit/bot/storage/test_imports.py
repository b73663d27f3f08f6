"""Imports are written whole and undone exactly, whatever the member does in between."""

import asyncio
import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.storage import Source, Storage, Verdict
from bot.storage.imports import MOST, PREVIEWED, UNDOABLE, Incoming, Undone, Written
from recsys.types import ItemId
from tests.unit.bot.storage.clock import StoppedClock

ANN, BOB = 1, 2
LONG_AGO = datetime(2019, 5, 1, tzinfo=UTC)


def said(item, verdict, **others):
    return Incoming(ItemId(item), verdict, LONG_AGO, **others)


def wish(item):
    return Incoming(ItemId(item), None, wanted=True, wanted_at=LONG_AGO)


async def imported(storage, *films, member=ANN):
    """Write an import; return its id and what it wrote."""
    saved = await storage.imports.preview(member, "IMDb", {"films": []}, {})
    return saved.id, await storage.imports.write(member, saved.id, films)


async def everything(storage, member=ANN):
    """Return what is stored of a member, but for the imports themselves."""
    tables = await storage.members.tables(member)
    return {
        name: [dict(zip(table.columns, row, strict=True)) for row in table.rows]
        for name, table in tables.items()
        if not name.startswith("import")
    }


async def test_an_import_is_written_whole_and_undone_exactly(storage):
    await storage.verdicts.rate(ANN, 1, Verdict.LIKE, Source.BUTTON, message_id=7)
    await storage.verdicts.rate(ANN, 2, Verdict.LIKE, Source.COMMAND)
    await storage.watchlists.add(ANN, 5)
    before = await everything(storage)
    key, written = await imported(
        storage,
        said(1, Verdict.DISLIKE),
        said(2, Verdict.LIKE),
        said(3, Verdict.SEEN),
        wish(4),
        wish(5),
    )
    assert written.replaced == 1
    assert {verdict: n for verdict, n in written.verdicts.items() if n} == {
        Verdict.DISLIKE: 1,
        Verdict.SEEN: 1,
    }
    assert written.wanted == 1
    rated = {each.item_id: each for each in await storage.verdicts.rated(ANN)}
    assert (rated[1].verdict, rated[1].source) == (Verdict.DISLIKE, Source.IMPORT)
    assert rated[1].rated_at == LONG_AGO
    assert rated[2].source is Source.COMMAND
    assert set(await storage.watchlists.items(ANN)) == {4, 5}
    assert await storage.imports.undo(ANN, key) == Undone(films=3, kept=0)
    assert await everything(storage) == before
    assert await storage.imports.undo(ANN, key) is None


async def test_a_mild_verdict_takes_none_away(storage):
    await storage.verdicts.rate(ANN, 1, Verdict.LIKE, Source.BUTTON)
    mild = [said(1, Verdict.SEEN, mild=True), said(2, Verdict.SEEN, mild=True)]
    _, written = await imported(storage, *mild)
    assert sum(written.verdicts.values()) == 1
    assert await storage.verdicts.get(ANN, 1) is Verdict.LIKE


async def test_what_was_changed_since_stays(storage):
    await storage.verdicts.rate(ANN, 1, Verdict.SEEN, Source.BUTTON)
    key, _ = await imported(storage, said(1, Verdict.LIKE), said(2, Verdict.LIKE), wish(3))
    change = await storage.verdicts.rate(ANN, 1, Verdict.DISLIKE, Source.BUTTON)
    await storage.watchlists.remove(ANN, 3)
    await storage.watchlists.add(ANN, 3)
    assert await storage.imports.undo(ANN, key) == Undone(films=2, kept=1)
    assert await storage.verdicts.of(ANN) == {1: Verdict.DISLIKE}
    assert await storage.watchlists.items(ANN) == [3]
    # Undoing that change leads to where the import had not been.
    undone = await storage.verdicts.undo_change(ANN, change.id)
    assert undone.after is Verdict.SEEN


async def test_changes_from_before_an_import_wait_until_it_is_undone(storage):
    change = await storage.verdicts.rate(ANN, 1, Verdict.LIKE, Source.BUTTON)
    key, _ = await imported(storage, said(1, Verdict.DISLIKE))
    assert await storage.verdicts.undo_change(ANN, change.id) is None
    assert await storage.verdicts.undo(ANN) is None
    assert await storage.verdicts.get(ANN, 1) is Verdict.DISLIKE
    await storage.imports.undo(ANN, key)
    assert (await storage.verdicts.undo(ANN)).item_id == 1
    assert await storage.verdicts.of(ANN) == {}


async def test_a_preview_is_the_members_own_and_the_newest_one(storage):
    first = await storage.imports.preview(ANN, "IMDb", {"a": 1}, {"b": 2})
    assert await storage.imports.get(BOB, first.id) is None
    assert await storage.imports.write(BOB, first.id, [said(1, Verdict.LIKE)]) is None
    await storage.imports.choose(BOB, first.id, {"b": 9})
    await storage.imports.withdraw(BOB, first.id)
    assert await storage.imports.get(ANN, first.id) == first
    await storage.imports.choose(ANN, first.id, {"b": 3})
    assert (await storage.imports.get(ANN, first.id)).choices == {"b": 3}
    second = await storage.imports.preview(ANN, "Trakt", {}, {})
    assert await storage.imports.get(ANN, first.id) is None
    await storage.imports.withdraw(ANN, second.id)
    assert await storage.imports.get(ANN, second.id) is None


async def test_a_preview_is_written_once_and_undone_by_its_member_alone(storage):
    key, written = await imported(storage, said(1, Verdict.LIKE))
    assert isinstance(written, Written)
    assert await storage.imports.write(ANN, key, [said(2, Verdict.LIKE)]) is None
    assert await storage.imports.undo(BOB, key) is None
    assert (await storage.imports.newest(ANN)).id == key
    assert await storage.imports.newest(BOB) is None


async def test_what_has_expired_is_deleted(storage, clock):
    await storage.verdicts.rate(ANN, 1, Verdict.SEEN, Source.BUTTON)
    key, _ = await imported(storage, said(1, Verdict.LIKE))
    saved = await storage.imports.preview(ANN, "IMDb", {}, {})
    clock.advance((PREVIEWED + timedelta(minutes=1)).total_seconds())
    assert await storage.imports.get(ANN, saved.id) is None
    assert await storage.imports.write(ANN, saved.id, []) is None
    await storage.imports.sweep()
    assert (await storage.members.count(ANN)).imports == 1
    clock.advance(UNDOABLE.total_seconds())
    assert await storage.imports.undo(ANN, key) is None
    assert await storage.imports.newest(ANN) is None
    await storage.imports.sweep()
    tables = await storage.members.tables(ANN)
    assert [tables[name].rows for name in ("import", "import_change", "history")] == [()] * 3
    assert await storage.verdicts.of(ANN) == {1: Verdict.LIKE}


async def test_the_newest_imports_can_be_undone(storage):
    keys = [(await imported(storage, said(n, Verdict.LIKE)))[0] for n in range(1, MOST + 2)]
    assert await storage.imports.undo(ANN, keys[0]) is None
    assert await storage.imports.undo(ANN, keys[1]) is not None


async def test_a_file_from_the_future_is_from_now(storage, clock):
    tomorrow = clock() + timedelta(days=1)
    film = Incoming(ItemId(1), Verdict.LIKE, tomorrow, wanted=True, wanted_at=tomorrow)
    await imported(storage, film)
    (rated,) = await storage.verdicts.rated(ANN)
    assert rated.rated_at <= clock()


FILMS = st.integers(1, 3)
VERDICTS = st.sampled_from(Verdict)
DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("rate"), FILMS, VERDICTS),
        st.tuples(st.just("remove"), FILMS, st.none()),
        st.tuples(st.just("undo"), st.none(), st.none()),
        st.tuples(st.just("import"), st.dictionaries(FILMS, VERDICTS), st.none()),
        st.tuples(st.just("want"), FILMS, st.none()),
    ),
    max_size=6,
)


async def do(storage, member, deed):
    kind, what, verdict = deed
    if kind == "rate":
        await storage.verdicts.rate(member, what, verdict, Source.BUTTON)
    elif kind == "remove":
        await storage.verdicts.remove(member, what, Source.BUTTON)
    elif kind == "undo":
        await storage.verdicts.undo(member)
    elif kind == "want":
        await storage.watchlists.add(member, what)
    else:
        await imported(storage, *films_of(what), member=member)


async def counts_alike(with_it, without, member, deed):
    """Return whether a deed changes something in both worlds or in none.

    Who rates a film as an import had it changes nothing, and that goes with the import.
    """
    kind, what, verdict = deed
    worlds = [await storage.verdicts.of(member) for storage in (with_it, without)]
    if kind == "rate":
        return all(world.get(what) is not verdict for world in worlds)
    if kind == "remove":
        return all(what in world for world in worlds)
    if kind == "want":
        return True
    if kind == "import":
        return all(world.get(item) is not v for world in worlds for item, v in what.items())
    return False


def plain(stored):
    """Return what is stored without the ids that count up."""
    return {
        table: [
            {key: value for key, value in row.items() if key not in {"id", "buried_by"}}
            for row in rows
        ]
        for table, rows in stored.items()
    }


async def undo_all(storage, member):
    """Return the verdicts that undoing leads through."""
    path = []
    while await storage.verdicts.undo(member):
        path.append(await storage.verdicts.of(member))
    return path


async def undo_all_imports(storage, member):
    """Return the verdicts that undoing one import after the other leads through."""
    path = []
    while newest := await storage.imports.newest(member):
        await storage.imports.undo(member, newest.id)
        path.append(await storage.verdicts.of(member))
    return path


def films_of(verdicts):
    return [said(item, verdict) for item, verdict in verdicts.items()]


async def play(with_it, without, clock, member, before, films, after):
    for deed in before:
        await do(with_it, member, deed)
        await do(without, member, deed)
        clock.advance(1)
    key, _ = await imported(with_it, *films_of(films), member=member)
    for deed in after:
        if await counts_alike(with_it, without, member, deed):
            await do(with_it, member, deed)
            await do(without, member, deed)
        clock.advance(1)
    assert await with_it.imports.undo(member, key) is not None
    assert plain(await everything(with_it, member)) == plain(await everything(without, member))
    for undo in (undo_all_imports, undo_all):
        assert await undo(with_it, member) == await undo(without, member)


def test_an_undone_import_is_as_if_it_had_never_been(tmp_path):
    clock, members = StoppedClock(), itertools.count(1)
    with asyncio.Runner() as runner:
        worlds = [
            runner.run(Storage.open(tmp_path / name, now=clock)) for name in ("with", "without")
        ]

        @settings(max_examples=60, deadline=None)
        @given(DEEDS, st.dictionaries(FILMS, VERDICTS, min_size=1), DEEDS)
        def holds(before, films, after):
            runner.run(play(*worlds, clock, next(members), before, films, after))

        holds()
        for world in worlds:
            runner.run(world.close())


@pytest.mark.parametrize("films", [[], [said(1, None)]])
async def test_an_import_of_nothing_writes_nothing(storage, films):
    key, written = await imported(storage, *films)
    assert (sum(written.verdicts.values()), written.wanted) == (0, 0)
    assert await storage.imports.undo(ANN, key) == Undone(0, 0)
