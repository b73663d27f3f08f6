"""Any calls on any nights, alone or at the same moment, equal the same on dictionaries.

Calls at the wrong stage, by strangers and for films of other nights are among them.
"""

import asyncio
import tempfile
from datetime import timedelta
from itertools import permutations
from pathlib import Path
from random import Random
from unittest import mock

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.storage import Storage
from tests.unit.bot.storage.clock import StoppedClock
from tests.unit.bot.storage.night_calls import GUILDS, MEMBERS, START, Caller
from tests.unit.bot.storage.nights_model import Model

MOST_MEMBERS, MOST_FILMS = 4, 4
AFTER_ALL = START + timedelta(days=400)


class Nights(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.bounded = [
            mock.patch("bot.storage.nights.gathering.MOST_MEMBERS", MOST_MEMBERS),
            mock.patch("bot.storage.nights.ballot.MOST_FILMS", MOST_FILMS),
        ]
        for bound in self.bounded:
            bound.start()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "db"
        self.clock = StoppedClock()
        self.loop = asyncio.Runner()
        self.storage = self.loop.run(Storage.open(self.path, now=self.clock))
        self.model = Model(self.clock, MOST_MEMBERS, MOST_FILMS)

    def teardown(self) -> None:
        self.loop.run(self.storage.close())
        self.loop.close()
        self.folder.cleanup()
        for bound in self.bounded:
            bound.stop()

    def together(self, calls) -> None:
        """Make these calls at the same moment: they are as if one came after the other."""

        async def at_once():
            repository = self.storage.nights
            return await asyncio.gather(
                *(getattr(repository, name)(*given, **how) for name, given, how in calls)
            )

        got = self.loop.run(at_once())
        for order in permutations(range(len(calls))):
            model, answers = self.model.copy(), [None] * len(calls)
            for place in order:
                name, given, how = calls[place]
                answers[place] = getattr(model, name)(*given, **how)
            if answers == got:
                self.model = model
                return
        raise AssertionError(f"{calls}\ngave {got}\nfrom {self.model.nights}")

    @initialize(seed=st.integers(0, 2**32))
    def begin(self, seed) -> None:
        self.chance = Random(seed)
        self.act()

    @rule()
    def act(self) -> None:
        for _ in range(40):
            self.together([self.drawn() for _ in range(self.chance.randint(1, 3))])

    def drawn(self):
        return Caller(self.chance, self.model).call()

    @rule(member_id=st.sampled_from(MEMBERS))
    def erase(self, member_id) -> None:
        erased = self.loop.run(self.storage.members.erase(member_id))
        assert erased.nights == self.model.erase(member_id)

    @rule(minutes=st.sampled_from((1, 60, 31 * 24 * 60)))
    def wait(self, minutes) -> None:
        self.clock.advance(60 * minutes)

    @rule()
    def restart(self) -> None:
        self.loop.run(self.storage.close())
        self.storage = self.loop.run(Storage.open(self.path, now=self.clock))

    @invariant()
    def tells_what_the_model_tells(self) -> None:
        questions = [
            *(("get", night_id) for night_id in range(len(self.model.nights) + 2)),
            *(("items_shown", night_id) for night_id in range(len(self.model.nights) + 2)),
            ("due", self.clock()),
            ("due", AFTER_ALL),
            ("next_due",),
            ("pending_posts",),
            ("to_show",),
        ]
        for guild_id in GUILDS:
            questions += [
                ("active", guild_id),
                ("history", guild_id, 2),
                ("history", guild_id, 2, 1),
                ("carry_over", guild_id, 2),
                ("credits", guild_id, MEMBERS),
            ]

        async def ask():
            repository = self.storage.nights
            return await asyncio.gather(
                *(getattr(repository, name)(*given) for name, *given in questions)
            )

        for (name, *given), got in zip(questions, self.loop.run(ask()), strict=True):
            assert got == getattr(self.model, name)(*given), name


TestNights = Nights.TestCase
TestNights.settings = settings(
    max_examples=10, stateful_step_count=12, deadline=None, derandomize=True
)
