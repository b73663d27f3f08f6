"""Reactions in any order, with any replay, equal a ledger and a dictionary."""

import asyncio
import tempfile
from collections.abc import Mapping
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.storage import Opinion, Source, Storage
from bot.storage.types import Sign

FILM = {100: 1, 101: 1, 102: 2}
"""The film of each card: two are about the same one."""
NO_CARD = 999
MEMBERS = (1, 2)

messages = st.sampled_from([*FILM, NO_CARD])
members = st.sampled_from(MEMBERS)
opinions = st.sampled_from([Opinion.LIKE, Opinion.DISLIKE, Opinion.SEEN])
SIGNS = (
    Sign(Opinion.LIKE, "❤"),
    Sign(Opinion.LIKE, "👍"),
    Sign(Opinion.DISLIKE, "👎"),
    Sign(Opinion.SEEN, "👀"),
)
"""In the order in which a catch-up takes them."""
signs = st.sampled_from(SIGNS)
standings = st.dictionaries(signs, st.sets(members))

Standing = Mapping[Sign, set[int]]
Key = tuple[int, int]
"""A member and a film."""
Said = tuple[Opinion, int | None]
"""An opinion and the card whose reaction gave it, if one did."""


class Model:
    def __init__(self) -> None:
        self.verdicts: dict[Key, Said] = {}
        self.history: list[tuple[Key, Said | None]] = []
        """What stood before each change, oldest first."""
        self.ledger: list[tuple[int, int, Sign]] = []
        """Message, member and sign of each reaction that had its effect, oldest first."""
        self.no_replay: set[int] = set()

    def say(self, key: Key, opinion: Opinion, message: int | None) -> None:
        if self.verdicts.get(key, (None,))[0] is not opinion:
            self.history.append((key, self.verdicts.get(key)))
            self.verdicts[key] = (opinion, message)

    def added(self, message: int, member: int, sign: Sign) -> None:
        if message in FILM and (message, member, sign) not in self.ledger:
            self.ledger.append((message, member, sign))
            self.say((member, FILM[message]), sign.opinion, message)

    def removed(self, message: int, member: int, sign: Sign) -> None:
        if (message, member, sign) not in self.ledger:
            return
        self.ledger.remove((message, member, sign))
        key = (member, FILM[message])
        if self.verdicts.get(key) == (sign.opinion, message):
            left = [which for on, who, which in self.ledger if (on, who) == (message, member)]
            if left:
                self.say(key, left[-1].opinion, message)
            else:
                self.history.append((key, self.verdicts.pop(key)))

    def swept(self, message: int, sign: Sign | None) -> None:
        self.ledger = [
            entry
            for entry in self.ledger
            if entry[0] != message or (sign is not None and entry[2] != sign)
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

    @rule(message=messages, member=members, sign=signs, times=st.integers(1, 2))
    def added(self, message: int, member: int, sign: Sign, times: int) -> None:
        for _ in range(times):
            self.loop.run(self.storage.reactions.added(message, member, sign))
        self.model.added(message, member, sign)

    @rule(message=messages, member=members, sign=signs, times=st.integers(1, 2))
    def removed(self, message: int, member: int, sign: Sign, times: int) -> None:
        for _ in range(times):
            self.loop.run(self.storage.reactions.removed(message, member, sign))
        self.model.removed(message, member, sign)

    @rule(message=messages, sign=st.none() | signs)
    def swept(self, message: int, sign: Sign | None) -> None:
        self.loop.run(self.storage.reactions.swept(message, sign.emoji if sign else None))
        self.model.swept(message, sign)

    @precondition(lambda self: self.model.ledger)
    @rule(which=st.integers(0, 9))
    def one_that_stands_removed(self, which: int) -> None:
        self.removed(*self.model.ledger[which % len(self.model.ledger)], times=1)

    @rule(message=messages, standing=standings)
    def catch_up(self, message: int, standing: Standing) -> None:
        self.loop.run(self.storage.reactions.catch_up(message, standing))
        self.model.catch_up(message, standing)
        assert self.loop.run(self.storage.reactions.catch_up(message, standing)) == []

    @rule(message=messages, member=members, opinion=opinions)
    def press_a_button(self, message: int, member: int, opinion: Opinion) -> None:
        film = FILM.get(message, 3)
        rating = self.storage.verdicts.rate(
            member, film, opinion, Source.BUTTON, message_id=message
        )
        self.loop.run(rating)
        self.model.say((member, film), opinion, None)

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
            (member, film): opinion
            for member in MEMBERS
            for film, opinion in self.loop.run(self.storage.verdicts.opinions(member)).items()
        }
        assert said == {key: opinion for key, (opinion, _) in self.model.verdicts.items()}
        ledger = self.loop.run(
            self.storage.database.read(
                lambda con: con.execute(
                    "SELECT message_id, member_id, opinion, emoji FROM reaction"
                ).fetchall()
            )
        )
        assert sorted(ledger) == sorted(
            (message, member, sign.opinion, sign.emoji)
            for message, member, sign in self.model.ledger
        )


TestReactions = Reactions.TestCase
TestReactions.settings = settings(
    max_examples=50, stateful_step_count=30, deadline=None, derandomize=True
)
