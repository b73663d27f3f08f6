"""A movie night in steps, and a program that takes them one by one, each in a process.

The steps behind the scenes look for what is due and for what has to be sent, as the bot does, so
that taking one of them again must change nothing.
"""

import asyncio
import os
import sqlite3
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from bot.errors import MemberError
from bot.nights import rules
from bot.nights.night import NEW, NightFilm, NightOptions, Stage
from bot.nights.rules import Actor, Rule
from bot.nights.store import NightStore
from bot.storage import Storage
from recsys.types import ItemId
from tests.unit.bot.nights.gathered import gathered

ANN, BOB, CAT, DAN = 1, 2, 3, 4
BEGIN = datetime(2026, 2, 3, 18, tzinfo=UTC)
VOTE_ENDS = BEGIN + timedelta(hours=1)
RUNOFF_ENDS = BEGIN + timedelta(hours=1, minutes=10)
FILM_STARTS = BEGIN + timedelta(hours=2)
FILM_ENDS = FILM_STARTS + timedelta(minutes=165)
GO = "go\n"
OPTIONS = NightOptions(starts_at=FILM_STARTS, vote_seconds=3600)

Take = Callable[[NightStore], Awaitable[object]]


@dataclass(frozen=True)
class Step:
    """What somebody does; ``again`` when the bot may come to do it twice."""

    take: Take
    again: bool = False


def ruled(rule: Rule) -> Step:
    """Return the step of one rule for night 1."""
    return Step(lambda nights: nights.change(1, rule))


def at(now: datetime) -> Step:
    """Return the step of the timers that are due by then."""
    return Step(partial(ring, now), again=True)


async def announce(nights: NightStore) -> None:
    await nights.create(gathered(20, 30, ANN, OPTIONS, [BOB], nights.now()))


async def ring(now: datetime, nights: NightStore) -> None:
    await nights.change(1, lambda night: rules.ring(night, now))


async def attempt(nights: NightStore) -> None:
    for night in (await nights.agenda()).nights:
        for post in night.pending:
            if night.posts[post].attempted_at is None:
                await nights.change(1, partial(rules.attempt, post=post, now=nights.now()))


async def note_sent(nights: NightStore) -> None:
    for night in (await nights.agenda()).nights:
        for post in night.pending:
            await nights.change(1, partial(rules.sent, post=post, message_id=900 + len(post)))


async def make_event(nights: NightStore) -> None:
    with suppress(MemberError):
        await nights.change(1, lambda night: rules.plan_event(night, Actor(ANN), nights.now()))


async def show(nights: NightStore) -> None:
    for night in (await nights.agenda()).nights:
        await nights.change(1, partial(rules.show, version=night.version))


def done(member_id: int, vote: Stage) -> Rule:
    return partial(rules.set_done, actor=Actor(member_id), vote=vote, now=BEGIN, done=True)


FILMS = [NightFilm(NEW, ItemId(n), fits={ANN: n / 10, BOB: 0.5, CAT: None}) for n in (1, 2, 3)]
STEPS = [
    Step(announce),
    ruled(partial(rules.put_up, channel_id=30, message_id=40)),
    Step(show, again=True),
    ruled(partial(rules.join, actor=Actor(CAT))),
    ruled(partial(rules.join, actor=Actor(DAN))),
    ruled(partial(rules.leave, actor=Actor(DAN), now=BEGIN)),
    ruled(partial(rules.suggest, actor=Actor(ANN), films=FILMS, now=BEGIN)),
    ruled(partial(rules.toggle_approval, film_id=1, actor=Actor(ANN))),
    ruled(partial(rules.veto, film_id=3, actor=Actor(CAT), reason="again?")),
    ruled(
        partial(rules.swap, actor=Actor(ANN), going={2, 3}, films=[NightFilm(NEW, ItemId(4))]),
    ),
    ruled(partial(rules.add_film, actor=Actor(BOB), film=NightFilm(NEW, None, "Our Holiday", BOB))),
    ruled(partial(rules.toggle_approval, film_id=4, actor=Actor(BOB))),
    ruled(partial(rules.veto, film_id=5, actor=Actor(CAT), reason=None)),
    ruled(partial(rules.unveto, actor=Actor(CAT), vote=Stage.VOTING)),
    ruled(done(ANN, Stage.VOTING)),
    Step(show, again=True),
    at(VOTE_ENDS),
    ruled(partial(rules.toggle_approval, film_id=4, actor=Actor(CAT))),
    ruled(done(CAT, Stage.RUNOFF)),
    at(RUNOFF_ENDS),
    Step(make_event, again=True),
    ruled(partial(rules.event_made, event_id=50)),
    at(FILM_STARTS),
    Step(attempt, again=True),
    Step(note_sent, again=True),
    at(FILM_ENDS),
    Step(attempt, again=True),
    Step(note_sent, again=True),
    ruled(partial(rules.rate, actor=Actor(BOB), liked=True)),
    ruled(partial(rules.rate, actor=Actor(ANN), liked=False)),
    Step(show, again=True),
]


def stopped(step: int) -> datetime:
    """Return the moment at which a step is taken, always the same."""
    return BEGIN + timedelta(minutes=step)


async def take(path: Path, steps: range) -> list[list[tuple[object, ...]]]:
    """Take these steps; return all that is stored before the first and after each."""
    storage = await Storage.open(path)
    states = [await storage.database.read(everything)]
    for step in steps:
        await STEPS[step].take(NightStore(storage.database, now=partial(stopped, step)))
        states.append(await storage.database.read(everything))
    await storage.close()
    return states


def everything(con: sqlite3.Connection) -> list[tuple[object, ...]]:
    """Return every row about nights."""
    tables = con.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'night%' ORDER BY name"
    ).fetchall()
    return [(name, *row) for (name,) in tables for row in con.execute(f"SELECT * FROM {name}")]


async def take_when_told(path: Path, step: int) -> None:
    """Say that all is ready, take the step when a line comes, say so, and wait for the end."""
    storage = await Storage.open(path)
    tell(os.getpid())
    assert sys.stdin.readline() == GO
    await STEPS[step].take(NightStore(storage.database, now=partial(stopped, step)))
    tell(step)
    sys.stdin.readline()


def main(path: Path) -> None:
    """Read the number of a step, and have a process of its own take it, over and over.

    Forked, for nothing takes as long as its imports.
    """
    while line := sys.stdin.readline():
        if line == GO:
            continue  # to one that was dead by then
        child = os.fork()
        if not child:
            asyncio.run(take_when_told(path, int(line)))
        os.waitpid(child, 0)
        tell("dead")


def tell(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
