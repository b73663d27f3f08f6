"""Reactions by example; `test_reactions_model` proves every sequence."""

import pytest

from bot.storage import Source, Storage, Verdict
from bot.storage.types import Reaction
from recsys.types import ItemId

ANN, BOB = 1, 2
CARD, SECOND_CARD, NO_CARD = 100, 101, 999
ALIEN = ItemId(1214)
LIKE, DISLIKE, SEEN = Verdict.LIKE, Verdict.DISLIKE, Verdict.SEEN
THUMB, DOWN, EYES = (
    Reaction(LIKE, "👍"),
    Reaction(DISLIKE, "👎"),
    Reaction(SEEN, "👀"),
)
HEART, DARK_THUMB = Reaction(LIKE, "❤"), Reaction(LIKE, "👍🏿")


@pytest.fixture(autouse=True)
async def _cards(storage: Storage) -> None:
    await storage.cards.add(CARD, 10, 20, ALIEN)
    await storage.cards.add(SECOND_CARD, 10, 20, ALIEN)


async def verdict(storage: Storage, member: int = ANN) -> Verdict | None:
    return await storage.verdicts.get(member, ALIEN)


async def test_a_reaction_on_a_card_is_a_verdict(storage: Storage):
    change = await storage.reactions.added(CARD, ANN, THUMB)
    assert change is not None
    assert (change.item_id, change.before, change.after) == (ALIEN, None, LIKE)
    (rating,) = await storage.verdicts.rated(ANN)
    assert rating.source is Source.REACTION


async def test_any_other_message_is_left_alone(storage: Storage):
    assert await storage.reactions.added(NO_CARD, ANN, THUMB) is None
    assert await storage.reactions.removed(NO_CARD, ANN, THUMB) is None
    assert await storage.reactions.catch_up(NO_CARD, {THUMB: {ANN}}) == []
    assert len(await storage.verdicts.of(ANN)) == 0


async def test_the_same_event_again_does_nothing(storage: Storage):
    await storage.reactions.added(CARD, ANN, THUMB)
    await storage.verdicts.rate(ANN, ALIEN, DISLIKE, Source.COMMAND)
    assert await storage.reactions.added(CARD, ANN, THUMB) is None
    assert await verdict(storage) is DISLIKE


async def test_taking_the_reaction_off_takes_its_verdict_back(storage: Storage):
    await storage.reactions.added(CARD, ANN, THUMB)
    change = await storage.reactions.removed(CARD, ANN, THUMB)
    assert change is not None
    assert (change.before, change.after) == (LIKE, None)
    assert await storage.reactions.removed(CARD, ANN, THUMB) is None
    assert await verdict(storage) is None


async def test_a_verdict_given_otherwise_outlives_the_reaction(storage: Storage):
    await storage.verdicts.rate(ANN, ALIEN, LIKE, Source.BUTTON, message_id=CARD)
    assert await storage.reactions.added(CARD, ANN, THUMB) is None
    assert await storage.reactions.removed(CARD, ANN, THUMB) is None
    assert await verdict(storage) is LIKE


async def test_a_verdict_of_another_card_outlives_the_reaction(storage: Storage):
    await storage.reactions.added(CARD, ANN, THUMB)
    await storage.reactions.added(SECOND_CARD, ANN, THUMB)
    assert await storage.reactions.removed(SECOND_CARD, ANN, THUMB) is None
    assert await verdict(storage) is LIKE


@pytest.mark.parametrize("order", ["new one first", "old one first"])
async def test_a_changed_mind_counts_in_either_order(storage: Storage, order: str):
    await storage.reactions.added(CARD, ANN, THUMB)
    if order == "new one first":
        await storage.reactions.added(CARD, ANN, DOWN)
        await storage.reactions.removed(CARD, ANN, THUMB)
    else:
        await storage.reactions.removed(CARD, ANN, THUMB)
        await storage.reactions.added(CARD, ANN, DOWN)
    assert await verdict(storage) is DISLIKE


async def test_the_reaction_added_last_of_those_left_speaks(storage: Storage):
    for added in (DOWN, THUMB, EYES):
        await storage.reactions.added(CARD, ANN, added)
    change = await storage.reactions.removed(CARD, ANN, EYES)
    assert change is not None
    assert (change.before, change.after) == (SEEN, LIKE)
    await storage.reactions.removed(CARD, ANN, THUMB)
    assert await verdict(storage) is DISLIKE


async def test_undoing_a_reaction_leaves_nothing_to_undo(storage: Storage):
    await storage.reactions.added(CARD, ANN, THUMB)
    await storage.verdicts.undo(ANN)
    assert await storage.reactions.removed(CARD, ANN, THUMB) is None
    assert await storage.reactions.catch_up(CARD, {}) == []
    assert await verdict(storage) is None


async def test_a_verdict_restored_by_undo_still_hangs_on_its_reaction(storage: Storage):
    await storage.reactions.added(CARD, ANN, THUMB)
    await storage.verdicts.rate(ANN, ALIEN, DISLIKE, Source.BUTTON)
    await storage.verdicts.undo(ANN)
    change = await storage.reactions.removed(CARD, ANN, THUMB)
    assert change is not None
    assert (change.before, change.after) == (LIKE, None)


async def test_a_verdict_hangs_on_the_card_that_gave_it_last(storage: Storage):
    await storage.reactions.added(CARD, ANN, THUMB)
    await storage.reactions.added(SECOND_CARD, ANN, DOWN)
    assert await storage.reactions.removed(CARD, ANN, THUMB) is None
    assert await storage.reactions.removed(SECOND_CARD, ANN, DOWN) is not None
    assert await verdict(storage) is None


async def test_what_happened_unseen_is_applied_once(storage: Storage):
    await storage.reactions.added(CARD, ANN, THUMB)
    standing = {DOWN: {ANN}, EYES: {BOB}}
    changes = await storage.reactions.catch_up(CARD, standing)
    assert [(change.before, change.after) for change in changes] == [
        (LIKE, DISLIKE),
        (None, SEEN),
    ]
    assert await storage.reactions.catch_up(CARD, standing) == []
    assert await storage.reactions.added(CARD, ANN, DOWN) is None
    assert (await verdict(storage, ANN), await verdict(storage, BOB)) == (DISLIKE, SEEN)


async def test_contradictory_unseen_reactions_have_a_fixed_order(storage: Storage):
    await storage.reactions.catch_up(CARD, {EYES: {ANN}, DOWN: {ANN, BOB}, THUMB: {ANN, BOB}})
    assert (await verdict(storage, ANN), await verdict(storage, BOB)) == (SEEN, DISLIKE)


async def test_a_forgotten_card_leaves_its_verdicts(storage: Storage):
    await storage.reactions.added(CARD, ANN, THUMB)
    await storage.cards.forget(CARD)
    assert await storage.reactions.removed(CARD, ANN, THUMB) is None
    assert await verdict(storage) is LIKE


async def test_what_was_erased_does_not_come_back_by_catching_up(storage: Storage):
    standing = {THUMB: {ANN, BOB}}
    await storage.reactions.catch_up(CARD, standing)
    await storage.members.erase(ANN)
    assert await storage.reactions.catch_up(CARD, standing) == []
    assert (await verdict(storage, ANN), await verdict(storage, BOB)) == (None, LIKE)
    await storage.reactions.catch_up(SECOND_CARD, standing)
    assert await verdict(storage, ANN) is LIKE  # a card that carried no reaction of theirs


async def test_a_card_of_someone_erased_still_takes_live_reactions_and_removals(storage: Storage):
    await storage.reactions.added(CARD, ANN, THUMB)
    await storage.reactions.added(CARD, BOB, THUMB)
    await storage.members.erase(ANN)
    await storage.reactions.added(CARD, ANN, DOWN)
    await storage.reactions.catch_up(CARD, {DOWN: {ANN}})
    assert (await verdict(storage, ANN), await verdict(storage, BOB)) == (DISLIKE, None)


async def test_one_of_two_signs_of_an_opinion_taken_off_leaves_it(storage: Storage):
    for reaction in (THUMB, HEART, DARK_THUMB):
        await storage.reactions.added(CARD, ANN, reaction)
    for reaction in (THUMB, DARK_THUMB):
        assert await storage.reactions.removed(CARD, ANN, reaction) is None
        assert await verdict(storage) is LIKE
    assert await storage.reactions.removed(CARD, ANN, HEART) is not None
    assert await verdict(storage) is None


async def test_one_of_two_signs_taken_off_unseen_leaves_the_opinion(storage: Storage):
    await storage.reactions.catch_up(CARD, {THUMB: {ANN}, HEART: {ANN, BOB}})
    assert await storage.reactions.catch_up(CARD, {HEART: {ANN}}) != []
    assert (await verdict(storage, ANN), await verdict(storage, BOB)) == (LIKE, None)


async def test_verdicts_stay_where_somebody_else_sweeps_their_reactions_away(storage: Storage):
    await storage.reactions.added(CARD, ANN, THUMB)
    await storage.reactions.added(CARD, BOB, DOWN)
    await storage.reactions.swept(CARD, "👍")
    await storage.reactions.catch_up(CARD, {DOWN: {BOB}})
    assert (await verdict(storage, ANN), await verdict(storage, BOB)) == (LIKE, DISLIKE)
    await storage.reactions.swept(CARD)
    assert await storage.reactions.catch_up(CARD, {}) == []
    assert (await verdict(storage, ANN), await verdict(storage, BOB)) == (LIKE, DISLIKE)


async def test_after_a_sweep_reactions_count_again(storage: Storage):
    await storage.reactions.added(CARD, ANN, THUMB)
    await storage.reactions.swept(CARD)
    await storage.verdicts.rate(ANN, ALIEN, SEEN, Source.COMMAND)
    assert await storage.reactions.added(CARD, ANN, THUMB) is not None
    assert await verdict(storage) is LIKE
