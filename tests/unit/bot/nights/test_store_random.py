"""Any rules on any nights, alone or at the same moment, give the same in memory and on the disk.

Rules at the wrong stage, by strangers and for films of other nights are among them. What a rule
refuses is refused with the same words, and writes nothing.
"""

import asyncio
import tempfile
from itertools import permutations
from pathlib import Path
from random import Random

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.errors import MemberError
from bot.nights.store import NightStore
from bot.storage import Storage
from tests.unit.bot.nights.calls import GUILDS, MEMBERS, START, Caller, announced
from tests.unit.bot.nights.memory import Memory
from tests.unit.bot.storage.clock import StoppedClock


class Nights(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.bounds = pytest.MonkeyPatch()
        self.bounds.setattr("bot.nights.rules.MOST_MEMBERS", 4)
        self.bounds.setattr("bot.nights.rules.MOST_FILMS", 4)
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "db"
        self.clock = StoppedClock()
        self.loop = asyncio.Runner()
        self.memory = Memory(self.clock)
        self.open()

    def open(self) -> None:
        self.storage = self.loop.run(Storage.open(self.path, now=self.clock))
        self.store = NightStore(self.storage.database, now=self.clock)

    def teardown(self) -> None:
        self.loop.run(self.storage.close())
        self.loop.close()
        self.folder.cleanup()
        self.bounds.undo()

    def together(self, calls) -> None:
        """Apply these rules at the same moment: they are as if one came after the other."""

        async def on_disk(name, *given):
            try:
                return await getattr(self.store, name)(*given)
            except MemberError as refused:
                return str(refused)

        async def at_once():
            return await asyncio.gather(*(on_disk(*call) for call in calls))

        got = self.loop.run(at_once())
        for order in permutations(range(len(calls))):
            memory, answers = self.memory.copy(), [None] * len(calls)
            for place in order:
                name, *given = calls[place]
                try:
                    answers[place] = getattr(memory, name)(*given)
                except MemberError as refused:
                    answers[place] = str(refused)
            if answers == got:
                self.memory = memory
                return
        raise AssertionError(f"{calls}\ngave {got}\nfrom {self.memory.nights}")

    @initialize(seed=st.integers(0, 2**32))
    def begin(self, seed) -> None:
        self.chance = Random(seed)
        self.act()

    @rule()
    def act(self) -> None:
        for _ in range(40):
            self.together([self.drawn() for _ in range(self.chance.randint(1, 3))])

    def drawn(self):
        nights = [night for guild_id in GUILDS for night in self.memory.active(guild_id)]
        if len(nights) < 2:
            return "create", announced(self.chance, self.store.now())
        over = [night for guild_id in GUILDS for night in self.memory.history(guild_id, 1)]
        night = self.chance.choice(nights * 3 + over)
        return "change", night.id, Caller(self.chance, night, self.store.now()).rule()

    @rule(member_id=st.sampled_from(MEMBERS))
    def erase(self, member_id) -> None:
        erased = self.loop.run(self.storage.members.erase(member_id))
        assert erased.nights == self.memory.erase(member_id)

    @rule(minutes=st.sampled_from((10, 60, 31 * 24 * 60)))
    def wait(self, minutes) -> None:
        self.clock.advance(60 * minutes)

    @rule()
    def till_the_film_begins(self) -> None:
        self.clock.moment = max(self.clock.moment, START)

    @rule()
    def restart(self) -> None:
        self.loop.run(self.storage.close())
        self.open()

    @invariant()
    def tells_what_the_memory_tells(self) -> None:
        questions = [("get", night_id) for night_id in self.memory.nights]
        questions += [("agenda",)]
        for guild_id in GUILDS:
            questions += [
                ("active", guild_id),
                ("history", guild_id, 2),
                ("history", guild_id, 2, 1),
                ("before", guild_id, MEMBERS[:2]),
            ]

        async def ask():
            return await asyncio.gather(
                *(getattr(self.store, name)(*given) for name, *given in questions)
            )

        for (name, *given), got in zip(questions, self.loop.run(ask()), strict=True):
            assert got == getattr(self.memory, name)(*given), name


TestNights = Nights.TestCase
TestNights.settings = settings(
    max_examples=10, stateful_step_count=12, deadline=None, derandomize=True
)
