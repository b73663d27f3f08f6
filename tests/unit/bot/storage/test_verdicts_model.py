"""Any sequence of rating, removing and undoing equals a dictionary and a list."""

import asyncio
import tempfile
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.storage import Source, Storage, Verdict
from bot.storage.types import Change, RatedFilm
from recsys.types import ItemId
from tests.unit.bot.storage.clock import StoppedClock

HISTORY = 5
MEMBERS = (1, 2)
members = st.sampled_from(MEMBERS)
items = st.integers(1, 3).map(ItemId)
verdicts = st.sampled_from(Verdict)
sources = st.sampled_from(Source)


@dataclass(frozen=True)
class Done:
    """A change as the model remembers it."""

    id: int
    item_id: ItemId
    before: RatedFilm | None
    after: RatedFilm | None


class Model:
    """One member's verdicts and the changes that can be undone, oldest first."""

    def __init__(self) -> None:
        self.verdicts: dict[ItemId, RatedFilm] = {}
        self.history: list[Done] = []

    def write(self, change_id: int, item_id: ItemId, after: RatedFilm | None) -> None:
        done = Done(change_id, item_id, self.verdicts.get(item_id), after)
        self.history = [*self.history, done][-HISTORY:]
        self._put(item_id, after)

    def take_back(self, done: Done) -> None:
        self.history.remove(done)
        self._put(done.item_id, done.before)

    def of_film(self, item_id: ItemId) -> list[Done]:
        return [done for done in self.history if done.item_id == item_id]

    def _put(self, item_id: ItemId, rating: RatedFilm | None) -> None:
        if rating is None:
            self.verdicts.pop(item_id, None)
        else:
            self.verdicts[item_id] = rating


class Verdicts(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.bounded = mock.patch("bot.storage.changes.HISTORY", HISTORY)
        self.bounded.start()
        self.folder = tempfile.TemporaryDirectory()
        self.clock = StoppedClock()
        self.loop = asyncio.Runner()
        self.storage = self.loop.run(Storage.open(Path(self.folder.name) / "db", now=self.clock))
        self.models = {member: Model() for member in MEMBERS}

    def teardown(self) -> None:
        self.loop.run(self.storage.close())
        self.loop.close()
        self.folder.cleanup()
        self.bounded.stop()

    @rule(member=members, item_id=items, verdict=verdicts, source=sources)
    def rate(self, member: int, item_id: ItemId, verdict: Verdict, source: Source) -> None:
        model = self.models[member]
        before = model.verdicts.get(item_id)
        change = self.loop.run(self.storage.verdicts.rate(member, item_id, verdict, source))
        if before is not None and before.verdict is verdict:
            assert change is None
            return
        assert change is not None
        assert change == Change(change.id, item_id, before and before.verdict, verdict)
        model.write(change.id, item_id, RatedFilm(item_id, verdict, source, self.clock()))

    @rule(member=members, item_id=items, source=sources)
    def remove(self, member: int, item_id: ItemId, source: Source) -> None:
        model = self.models[member]
        before = model.verdicts.get(item_id)
        change = self.loop.run(self.storage.verdicts.remove(member, item_id, source))
        if before is None:
            assert change is None
            return
        assert change is not None
        assert change == Change(change.id, item_id, before.verdict, None)
        model.write(change.id, item_id, None)

    @rule(member=members)
    def undo(self, member: int) -> None:
        model = self.models[member]
        change = self.loop.run(self.storage.verdicts.undo(member))
        self.expect_taken_back(model, model.history[-1] if model.history else None, change)

    @rule(member=members, change_id=st.integers(1, 20))
    def undo_change(self, member: int, change_id: int) -> None:
        model = self.models[member]
        change = self.loop.run(self.storage.verdicts.undo_change(member, change_id))
        named = [done for done in model.history if done.id == change_id]
        newest = [done for done in named if model.of_film(done.item_id)[-1] == done]
        self.expect_taken_back(model, newest[0] if newest else None, change)

    @rule(seconds=st.sampled_from((1, 3600)))
    def wait(self, seconds: int) -> None:
        self.clock.advance(seconds)

    def expect_taken_back(self, model: Model, done: Done | None, change: Change | None) -> None:
        if done is None:
            assert change is None
            return
        before, after = done.after, done.before
        assert change == Change(
            done.id, done.item_id, before and before.verdict, after and after.verdict
        )
        model.take_back(done)

    @invariant()
    def tells_what_the_model_tells(self) -> None:
        for member, model in self.models.items():
            ratings = self.loop.run(self.storage.verdicts.rated(member))
            assert {rating.item_id: rating for rating in ratings} == model.verdicts
            times = [rating.rated_at for rating in ratings]
            assert times == sorted(times, reverse=True)
            told = self.loop.run(self.storage.verdicts.of(member))
            assert told == {item: rating.verdict for item, rating in model.verdicts.items()}
            assert len(self.loop.run(self.storage.verdicts.of(member))) == len(model.verdicts)


TestVerdicts = Verdicts.TestCase
TestVerdicts.settings = settings(
    max_examples=40, stateful_step_count=25, deadline=None, derandomize=True
)
