"""A movie night in steps, and a program that takes them one by one, each in a process.

The steps behind the scenes look for what is due and for what has to be sent, as the bot does, so
that taking one of them again must change nothing.
"""

import asyncio
import os
import sqlite3
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from bot.nights import rules
from bot.nights.types import NightOptions, ProposedFilm, Stage, Timer
from bot.storage import Storage
from bot.storage.nights import Nights
from recsys.types import ItemId

ANN, BOB, CAT, DAN = 1, 2, 3, 4
BEGIN = datetime(2026, 2, 3, 18, tzinfo=UTC)
VOTE_ENDS = BEGIN + timedelta(hours=1)
RUNOFF_ENDS = BEGIN + timedelta(hours=1, minutes=10)
FILM_STARTS = BEGIN + timedelta(hours=2)
FILM_ENDS = BEGIN + timedelta(hours=4)
GO = "go\n"
OPTIONS = NightOptions(starts_at=FILM_STARTS)

Take = Callable[[Nights], Awaitable[object]]


@dataclass(frozen=True)
class Step:
    """What somebody does; ``again`` when the bot may come to do it twice."""

    take: Take
    again: bool = False


def called(name: str, *given: object, **how: object) -> Step:
    """Return the step of one call for night 1."""
    return Step(lambda nights: getattr(nights, name)(1, *given, **how))


def at(now: datetime) -> Step:
    """Return the step of the timers that are due by then."""
    return Step(partial(ring, now), again=True)


async def ring(now: datetime, nights: Nights) -> None:
    for night_id, timer in await nights.due(now):
        if timer in {Timer.VOTE_ENDS, Timer.RUNOFF_ENDS}:
            await nights.close_vote(
                night_id,
                partial(rules.decide, may_run_off=True),
                runoff_ends_at=RUNOFF_ENDS,
                film_seconds=int((FILM_ENDS - FILM_STARTS).total_seconds()),
            )
        else:
            await nights.claim(night_id, timer)


async def attempt(nights: Nights) -> None:
    for post in await nights.pending_posts():
        if post.attempted_at is None:
            await nights.attempt_post(post.night_id, post.post)


async def note_sent(nights: Nights) -> None:
    for post in await nights.pending_posts():
        await nights.post_sent(post.night_id, post.post, 900 + len(post.post))


async def make_event(nights: Nights) -> None:
    for night in await nights.active(20):
        if night.stage is Stage.DECIDED and await nights.try_event(night.id):
            return


async def show(nights: Nights) -> None:
    for night_id in await nights.to_show():
        night = await nights.get(night_id)
        assert night is not None
        await nights.shown(night_id, night.version)


FILMS = [ProposedFilm(ItemId(n), fits={ANN: n / 10, BOB: 0.5, CAT: None}) for n in (1, 2, 3)]
STEPS = [
    Step(lambda nights: nights.create(20, 30, ANN, OPTIONS, [BOB])),
    called("set_message", 30, 40),
    Step(show, again=True),
    called("join", CAT),
    called("join", DAN),
    called("leave", DAN),
    called("put_shortlist", keep=(), add=FILMS, vote_ends_at=VOTE_ENDS),
    called("toggle_approval", 1, ANN),
    called("veto", 3, CAT, "again?"),
    called("put_shortlist", keep=(), add=[ProposedFilm(ItemId(4))], vote_ends_at=VOTE_ENDS),
    called("add_film", ProposedFilm(None, "Our Holiday", added_by=BOB)),
    called("toggle_approval", 4, BOB),
    called("veto", 5, CAT, None),
    called("unveto", CAT),
    called("set_done", ANN, done=True),
    Step(show, again=True),
    at(VOTE_ENDS),
    called("toggle_approval", 4, CAT),
    called("set_done", CAT, done=True),
    at(RUNOFF_ENDS),
    Step(make_event, again=True),
    called("set_event", 50),
    at(FILM_STARTS),
    Step(attempt, again=True),
    Step(note_sent, again=True),
    at(FILM_ENDS),
    Step(attempt, again=True),
    Step(note_sent, again=True),
    called("rate", BOB, liked=True),
    called("rate", ANN, liked=False),
    Step(show, again=True),
]


def stopped(step: int) -> datetime:
    """Return the moment at which a step is taken, always the same."""
    return BEGIN + timedelta(minutes=step)


async def take(path: Path, steps: range) -> list[list[tuple[object, ...]]]:
    """Take these steps; return all that is stored before the first and after each."""
    moment = stopped(steps.start)
    storage = await Storage.open(path, now=lambda: moment)
    states = [await storage.database.read(everything)]
    for step in steps:
        moment = stopped(step)
        await STEPS[step].take(storage.nights)
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
    storage = await Storage.open(path, now=lambda: stopped(step))
    tell(os.getpid())
    assert sys.stdin.readline() == GO
    await STEPS[step].take(storage.nights)
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
