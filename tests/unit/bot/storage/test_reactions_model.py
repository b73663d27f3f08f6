"""Reactions in any order, with any replay, equal a ledger and a dictionary."""

import asyncio
import tempfile
from collections.abc import Mapping
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.storage import Source, Storage, Verdict
from bot.storage.types import Reaction

FILM = {100: 1, 101: 1, 102: 2}
"""The film of each card: two are about the same one."""
NO_CARD = 999
MEMBERS = (1, 2)

messages = st.sampled_from([*FILM, NO_CARD])
members = st.sampled_from(MEMBERS)
verdicts = st.sampled_from([Verdict.LIKE, Verdict.DISLIKE, Verdict.SEEN])
SIGNS = (
    Reaction(Verdict.LIKE, "❤"),
    Reaction(Verdict.LIKE, "👍"),
    Reaction(Verdict.DISLIKE, "👎"),
    Reaction(Verdict.SEEN, "👀"),
)
"""In the order in which a catch-up takes them."""
signs = st.sampled_from(SIGNS)
standings = st.dictionaries(signs, st.sets(members))

Standing = Mapping[Reaction, set[int]]
Key = tuple[int, int]
"""A member and a film."""
Said = tuple[Verdict, int | None]
"""An opinion and the card whose reaction gave it, if one did."""


class Model:
    def __init__(self) -> None:
        self.verdicts: dict[Key, Said] = {}
        self.history: list[tuple[Key, Said | None]] = []
        """What stood before each change, oldest first."""
        self.ledger: list[tuple[int, int, Reaction]] = []
        """Message, member and sign of each reaction that had its effect, oldest first."""
        self.no_replay: set[int] = set()

    def say(self, key: Key, verdict: Verdict, message: int | None) -> None:
        if self.verdicts.get(key, (None,))[0] is not verdict:
            self.history.append((key, self.verdicts.get(key)))
            self.verdicts[key] = (verdict, message)

    def added(self, message: int, member: int, reaction: Reaction) -> None:
        if message in FILM and (message, member, reaction) not in self.ledger:
            self.ledger.append((message, member, reaction))
            self.say((member, FILM[message]), reaction.verdict, message)

    def removed(self, message: int, member: int, reaction: Reaction) -> None:
        if (message, member, reaction) not in self.ledger:
            return
        self.ledger.remove((message, member, reaction))
        key = (member, FILM[message])
        if self.verdicts.get(key) == (reaction.verdict, message):
            left = [which for on, who, which in self.ledger if (on, who) == (message, member)]
            if left:
                self.say(key, left[-1].verdict, message)
            else:
                self.history.append((key, self.verdicts.pop(key)))

    def swept(self, message: int, reaction: Reaction | None) -> None:
        self.ledger = [
            entry
            for entry in self.ledger
            if entry[0] != message or (reaction is not None and entry[2] != reaction)
        ]

    def catch_up(self, message: int, standing: Standing) -> None:
        now = [(message, who, which) for which in SIGNS for who in standing.get(which, ())]
        for on, who, which in now:
            if message not in self.no_replay:
                self.added(on, who, which)
        for which in SIGNS:
            for on, who, entered in list(self.ledger):
                if (on, entered) == (message, which) and (on, who, which) not in now:
                    self.removed(on, who, which)

    def undo(self, member: int) -> None:
        mine = [change for change in self.history if change[0][0] == member]
        if mine:
            self.history = [*(c for c in self.history if c[0][0] != member), *mine[:-1]]
            key, before = mine[-1]
            if before is None:
                self.verdicts.pop(key)
            else:
                self.verdicts[key] = before

    def erase(self, member: int) -> None:
        self.no_replay |= {on for on, who, _ in self.ledger if who == member}
        self.ledger = [entry for entry in self.ledger if entry[1] != member]
        self.history = [change for change in self.history if change[0][0] != member]
        self.verdicts = {key: said for key, said in self.verdicts.items() if key[0] != member}


class Reactions(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.loop = asyncio.Runner()
        self.storage = self.loop.run(Storage.open(Path(self.folder.name) / "db"))
        self.model = Model()

    @initialize()
    def post_cards(self) -> None:
        for message, film in FILM.items():
            self.loop.run(self.storage.cards.add(message, 5, None, film))

    def teardown(self) -> None:
        self.loop.run(self.storage.close())
        self.loop.close()
        self.folder.cleanup()

    @rule(message=messages, member=members, reaction=signs, times=st.integers(1, 2))
    def added(self, message: int, member: int, reaction: Reaction, times: int) -> None:
        for _ in range(times):
            self.loop.run(self.storage.reactions.added(message, member, reaction))
        self.model.added(message, member, reaction)

    @rule(message=messages, member=members, reaction=signs, times=st.integers(1, 2))
    def removed(self, message: int, member: int, reaction: Reaction, times: int) -> None:
        for _ in range(times):
            self.loop.run(self.storage.reactions.removed(message, member, reaction))
        self.model.removed(message, member, reaction)

    @rule(message=messages, reaction=st.none() | signs)
    def swept(self, message: int, reaction: Reaction | None) -> None:
        self.loop.run(self.storage.reactions.swept(message, reaction.emoji if reaction else None))
        self.model.swept(message, reaction)

    @precondition(lambda self: self.model.ledger)
    @rule(which=st.integers(0, 9))
    def one_that_stands_removed(self, which: int) -> None:
        self.removed(*self.model.ledger[which % len(self.model.ledger)], times=1)

    @rule(message=messages, standing=standings)
    def catch_up(self, message: int, standing: Standing) -> None:
        self.loop.run(self.storage.reactions.catch_up(message, standing))
        self.model.catch_up(message, standing)
        assert self.loop.run(self.storage.reactions.catch_up(message, standing)) == []

    @rule(message=messages, member=members, verdict=verdicts)
    def press_a_button(self, message: int, member: int, verdict: Verdict) -> None:
        film = FILM.get(message, 3)
        rating = self.storage.verdicts.rate(
            member, film, verdict, Source.BUTTON, message_id=message
        )
        self.loop.run(rating)
        self.model.say((member, film), verdict, None)

    @rule(member=members)
    def undo(self, member: int) -> None:
        self.loop.run(self.storage.verdicts.undo(member))
        self.model.undo(member)

    @rule(member=members)
    def erase(self, member: int) -> None:
        self.loop.run(self.storage.members.erase(member))
        self.model.erase(member)

    @invariant()
    def stands_as_the_model_stands(self) -> None:
        said = {
            (member, film): verdict
            for member in MEMBERS
            for film, verdict in self.loop.run(self.storage.verdicts.of(member)).items()
        }
        assert said == {key: verdict for key, (verdict, _) in self.model.verdicts.items()}
        ledger = self.loop.run(
            self.storage.database.read(
                lambda con: con.execute(
                    "SELECT message_id, member_id, opinion, emoji FROM reaction"
                ).fetchall()
            )
        )
        assert sorted(ledger) == sorted(
            (message, member, reaction.verdict, reaction.emoji)
            for message, member, reaction in self.model.ledger
        )


TestReactions = Reactions.TestCase
TestReactions.settings = settings(
    max_examples=50, stateful_step_count=30, deadline=None, derandomize=True
)
