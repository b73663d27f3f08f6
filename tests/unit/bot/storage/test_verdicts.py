"""Verdicts by example; `test_verdicts_model` proves every sequence."""

from datetime import UTC, datetime

from bot.storage import Source, Storage, Verdict
from bot.storage.changes import HISTORY
from bot.storage.types import Change, RatedFilm, Reaction, Tally
from recsys.types import ItemId, Profile
from tests.unit.bot.storage.clock import StoppedClock

ANN, BOB = 4_000_000_000_000_000_001, 4_000_000_000_000_000_002  # as large as Discord's ids
ALIEN, HEAT = ItemId(1214), ItemId(6)
GUILD = 100


async def test_a_verdict_is_kept_with_its_source_and_second(storage: Storage, clock: StoppedClock):
    clock.advance(0.75)
    change = await storage.verdicts.rate(ANN, ALIEN, Verdict.LIKE, Source.BUTTON, message_id=7)
    assert change is not None
    assert (change.item_id, change.before, change.after) == (ALIEN, None, Verdict.LIKE)
    assert await storage.verdicts.rated(ANN) == [
        RatedFilm(ALIEN, Verdict.LIKE, Source.BUTTON, datetime(2026, 2, 3, 20, 15, tzinfo=UTC))
    ]
    assert await storage.verdicts.get(ANN, ALIEN) is Verdict.LIKE
    assert await storage.verdicts.get(BOB, ALIEN) is None


async def test_the_same_opinion_again_changes_nothing(storage: Storage, clock: StoppedClock):
    await storage.verdicts.rate(ANN, ALIEN, Verdict.LIKE, Source.BUTTON)
    before = await storage.verdicts.rated(ANN)
    clock.advance(60)
    assert await storage.verdicts.rate(ANN, ALIEN, Verdict.LIKE, Source.COMMAND) is None
    assert await storage.verdicts.rated(ANN) == before
    assert await storage.verdicts.undo(ANN) is not None
    assert await storage.verdicts.undo(ANN) is None


async def test_undo_walks_back_and_restores_source_and_time(storage: Storage, clock: StoppedClock):
    await storage.verdicts.rate(ANN, ALIEN, Verdict.LIKE, Source.BUTTON)
    first = await storage.verdicts.rated(ANN)
    clock.advance(60)
    changed = await storage.verdicts.rate(ANN, ALIEN, Verdict.SEEN, Source.COMMAND)
    removed = await storage.verdicts.remove(ANN, ALIEN, Source.COMMAND)
    assert changed is not None
    assert removed is not None
    assert await storage.verdicts.undo(ANN) == Change(removed.id, ALIEN, None, Verdict.SEEN)
    assert await storage.verdicts.undo(ANN) == Change(changed.id, ALIEN, Verdict.SEEN, Verdict.LIKE)
    assert await storage.verdicts.rated(ANN) == first
    assert await storage.verdicts.undo(ANN) is not None
    assert await storage.verdicts.undo(ANN) is None
    assert len(await storage.verdicts.of(ANN)) == 0


async def test_one_change_is_taken_back_without_those_of_other_films(storage: Storage):
    alien = await storage.verdicts.rate(ANN, ALIEN, Verdict.LIKE, Source.BUTTON)
    heat = await storage.verdicts.rate(ANN, HEAT, Verdict.DISLIKE, Source.BUTTON)
    assert alien is not None
    assert heat is not None
    assert await storage.verdicts.undo_change(BOB, alien.id) is None
    undone = await storage.verdicts.undo_change(ANN, alien.id)
    assert undone == Change(alien.id, ALIEN, Verdict.LIKE, None)
    assert await storage.verdicts.undo_change(ANN, alien.id) is None
    assert await storage.verdicts.of(ANN) == {HEAT: Verdict.DISLIKE}
    assert await storage.verdicts.undo(ANN) == Change(heat.id, HEAT, Verdict.DISLIKE, None)


async def test_a_change_that_is_no_longer_the_newest_of_its_film_stays(storage: Storage):
    old = await storage.verdicts.rate(ANN, ALIEN, Verdict.LIKE, Source.BUTTON)
    await storage.verdicts.rate(ANN, ALIEN, Verdict.DISLIKE, Source.BUTTON)
    assert old is not None
    assert await storage.verdicts.undo_change(ANN, old.id) is None
    assert await storage.verdicts.get(ANN, ALIEN) is Verdict.DISLIKE


async def test_the_number_of_a_change_never_comes_back(storage: Storage):
    first = await storage.verdicts.rate(ANN, ALIEN, Verdict.LIKE, Source.BUTTON)
    await storage.verdicts.undo(ANN)
    second = await storage.verdicts.rate(ANN, ALIEN, Verdict.LIKE, Source.BUTTON)
    assert first is not None
    assert second is not None
    assert second.id > first.id


async def test_the_history_keeps_the_newest_changes_of_each_member(storage: Storage):
    await storage.verdicts.rate(BOB, HEAT, Verdict.LIKE, Source.COMMAND)
    for item in range(1, HISTORY + 4):
        await storage.verdicts.rate(ANN, item, Verdict.LIKE, Source.COMMAND)
    stored = await storage.database.read(
        lambda con: con.execute(
            "SELECT min(item_id), count(*) FROM history WHERE member_id = ?", (ANN,)
        ).fetchone()
    )
    assert stored == (4, HISTORY)
    assert len(await storage.verdicts.of(ANN)) == HISTORY + 3
    assert await storage.verdicts.undo(BOB) is not None


async def test_the_profile_is_what_the_recommender_reads(storage: Storage):
    for item_id, verdict in enumerate(Verdict, start=1):
        await storage.verdicts.rate(ANN, item_id, verdict, Source.COMMAND)
    assert await storage.verdicts.profile(ANN) == Profile({1: +1, 2: -1, 3: 0, 4: 0})
    assert await storage.verdicts.profile(BOB) == Profile()


async def test_newest_first_also_within_one_second(storage: Storage, clock: StoppedClock):
    for item in (30, 10, 20):
        await storage.verdicts.rate(ANN, item, Verdict.LIKE, Source.BUTTON)
    assert [rating.item_id for rating in await storage.verdicts.rated(ANN)] == [20, 10, 30]
    clock.advance(1)
    await storage.verdicts.rate(ANN, 10, Verdict.SEEN, Source.BUTTON)
    assert [rating.item_id for rating in await storage.verdicts.rated(ANN)] == [10, 20, 30]
    await storage.verdicts.undo(ANN)
    assert [rating.item_id for rating in await storage.verdicts.rated(ANN)] == [20, 10, 30]


async def test_a_tally_counts_visible_members_by_verdict(storage: Storage):
    verdicts = (Verdict.LIKE, Verdict.LIKE, Verdict.DISLIKE, Verdict.SEEN, Verdict.NOT_INTERESTED)
    for member, verdict in enumerate(verdicts, start=ANN):
        await storage.verdicts.rate(member, ALIEN, verdict, Source.COMMAND)
    assert await storage.verdicts.tally(ALIEN, GUILD) == Tally(likes=0, dislikes=0, seen=0)
    for member in range(ANN + 1, ANN + 5):
        await storage.visibility.set(GUILD, member, visible=True)
    assert await storage.verdicts.tally(ALIEN, GUILD) == Tally(likes=1, dislikes=1, seen=1)
    assert await storage.verdicts.tally(ALIEN, GUILD + 1) == Tally(likes=0, dislikes=0, seen=0)
    assert await storage.verdicts.tally(HEAT, GUILD) == Tally(likes=0, dislikes=0, seen=0)


async def test_a_tally_counts_who_reacted_on_the_card_and_is_hidden_each_once(storage: Storage):
    for card in (7, 8):
        await storage.cards.add(card, 1, GUILD, ALIEN)
    for member in (ANN, BOB, BOB + 1):
        await storage.reactions.added(7, member, Reaction(Verdict.LIKE, "👍"))
    await storage.reactions.added(7, BOB, Reaction(Verdict.SEEN, "👀"))
    await storage.visibility.set(GUILD, ANN, visible=True)
    await storage.verdicts.rate(BOB + 2, ALIEN, Verdict.LIKE, Source.COMMAND)
    assert await storage.verdicts.tally(ALIEN, GUILD, 7) == Tally(1, 0, 0, hidden=2)
    assert await storage.verdicts.tally(ALIEN, GUILD, 8) == Tally(1, 0, 0, hidden=0)
