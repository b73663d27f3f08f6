"""How fast the bot answers when 100 members use it at once: ``python -m lab bench-bot``.

The real program runs as a process of its own against a Discord on this machine (`lab.loopback`),
with an invented release of a million ratings in the shape of MovieLens 1M. Times are taken on
Discord's side, so they hold what the simulated Discord itself takes to send, to receive and to
store the pictures: the bot alone is faster.
"""

import asyncio
import itertools
import random
import signal
import time
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from bot.storage import Source, Storage, Verdict
from lab.bench.measure import BenchFailed, Spread, spread
from lab.bench.queries import profiles, typed
from lab.bench.run import SCALES
from lab.generators.release import GeneratedSource
from lab.loopback import LoopbackDiscord
from lab.loopback.interactions import AUTOCOMPLETE, Interaction, command_data
from lab.loopback.people import User
from lab.loopback.stage import Stage
from recsys.cli.console import note, out, show_table
from recsys.model.built import Model
from recsys.store.artifacts import read_model
from recsys.store.build import build
from recsys.types import Signal

MEMBERS = 100
RATED = 30
"""Likes and dislikes of each member."""
KEYS_A_SECOND = 50
"""Keystrokes of all members together, while they type titles."""
KEYSTROKES = 400
IMPORTED = 5_000
"""Rows of a file."""
_LOOK_EVERY = 0.001

Begin: TypeAlias = Callable[[User], Coroutine[Any, Any, Interaction]]


@dataclass(frozen=True, slots=True)
class Measured:
    """Times until Discord had the first response, and until the member saw the answer."""

    what: str
    first: Spread
    seen: Spread


@dataclass(frozen=True, slots=True)
class Promise:
    """The most that something may take, in milliseconds."""

    what: str
    limit: float
    measured: float


async def measure(folder: Path) -> list[Measured]:
    """Build a model, start the program and let the members loose on it."""
    models = folder / "models"
    scale = SCALES["1m"]
    model = read_model(build(GeneratedSource(scale.users, scale.items, scale.ratings), models))
    discord = await LoopbackDiscord.start()
    stage = Stage.build(discord, folder, models)
    members = [discord.world.add_user(f"member {number}") for number in range(MEMBERS)]
    await _let_them_rate(stage, model, members)
    warm_up = discord.world.add_user("somebody before them")
    try:
        await stage.start({"MATINEE_LOG_LEVEL": "WARNING"})
        await discord.slash("recommend", warm_up)
        measured = await _all_at_once(discord, members, typed(model, KEYSTROKES))
        return [*await _import(discord, warm_up, model), *measured]
    finally:
        for program in stage.programs:
            await program.end(signal.SIGTERM)
        await discord.stop()


async def _let_them_rate(stage: Stage, model: Model, members: Sequence[User]) -> None:
    """Save verdicts of users of the release, so that each member has a taste of their own."""
    storage = await Storage.open(stage.data / "matinee.sqlite3")
    said = {Signal.LIKE: Verdict.LIKE, Signal.DISLIKE: Verdict.DISLIKE}
    for member, profile in zip(members, profiles(model, RATED, len(members)), strict=True):
        for item, verdict in profile.items():
            await storage.verdicts.rate(member.id, item, said[verdict], Source.COMMAND)
    await storage.close()


async def _all_at_once(
    discord: LoopbackDiscord, members: Sequence[User], texts: Sequence[str]
) -> list[Measured]:
    films = itertools.count(1)

    def command(name: str, **options: object) -> Begin:
        return lambda user: discord.begin_slash(name, user, **options)

    def a_film(name: str, option: str, **others: object) -> Begin:
        return lambda user: discord.begin_slash(
            name, user, **{option: f"id:{next(films)}"}, **others
        )

    def press(row: int, place: int) -> Begin:
        def begin(user: User) -> Coroutine[Any, Any, Interaction]:
            shown = lists[user.id].shown
            return discord.begin_press(shown, shown.buttons[row][place], user)

        return begin

    done: list[Measured] = []
    lists: dict[int, Interaction] = {}

    async def rush(what: str, begin: Begin) -> Mapping[int, Interaction]:
        note(f"{MEMBERS} members: {what}")
        begun = {user.id: await _timed(begin(user)) for user in members}
        done.append(await _watch(what, list(begun.values())))
        return {user: each.interaction for user, each in begun.items()}

    lists.update(await rush("/recommend", command("recommend")))
    _check_pictures(lists.values())
    await rush("▶️ on a public list", press(1, 2))
    await rush("👍 on a public list", press(0, 0))
    await rush("❓ on a public list", press(0, 4))
    lists.update(await rush("/recommend, private", command("recommend", private=True)))
    await rush("👍 on a private list", press(0, 0))
    await rush("/rate", a_film("rate", "movie", verdict="like"))
    await rush("/movie", a_film("movie", "title"))
    await rush("/profile show", command("profile show"))
    await rush("typing a title", _typing(discord, iter(texts)))
    done.append(await _steady_typing(discord, members, texts))
    return done


async def _import(discord: LoopbackDiscord, member: User, model: Model) -> list[Measured]:
    """Let a member import a diary."""
    note(f"a member: /import with {IMPORTED:,} rows")
    what = (f"/import with {IMPORTED:,} rows", "its preview's Import")
    file = discord.upload("diary.csv", _diary(model).encode())
    looked = await _timed(discord.begin_slash("import", member, file=file))
    shown = await _watch(what[0], [looked])
    preview = looked.interaction.shown
    (write,) = [each for row in preview.buttons for each in row if each.label == "Import"]
    pressed = await _timed(discord.begin_press(preview, write, member))
    return [shown, await _watch(what[1], [pressed])]


def _diary(model: Model) -> str:
    header = "Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date"
    films = itertools.islice(itertools.cycle(model.catalog), IMPORTED)
    lines = (
        f'2024-01-02,"{film.title}",{film.year},x,{number % 10 / 2 or ""},,,2024-01-01'
        for number, film in enumerate(films)
    )
    return "\n".join([header, *lines])


def _check_pictures(answers: Iterable[Interaction]) -> None:
    """Raise unless each answer has its pictures, which the promise is about."""
    bare = sum(not answer.shown.attachments for answer in answers)
    if bare:
        raise BenchFailed(f"{bare} of {MEMBERS} lists have no pictures: see the bot's log.")


def _typing(discord: LoopbackDiscord, texts: Iterator[str]) -> Begin:
    def begin(user: User) -> Coroutine[Any, Any, Interaction]:
        data = command_data(discord.world.commands, "rate", {"movie": next(texts)}, focused="movie")
        return discord._begin(AUTOCOMPLETE, user, data)  # noqa: SLF001 - `complete` would wait

    return begin


async def _steady_typing(
    discord: LoopbackDiscord, members: Sequence[User], texts: Sequence[str]
) -> Measured:
    """Let all members type on, each keystroke at a moment of its own."""
    what = f"typing titles, {KEYS_A_SECOND} keys a second"
    note(f"{MEMBERS} members: {what}")
    begin, chance = _typing(discord, iter(texts)), random.Random(0)  # noqa: S311 - moments, no secrets

    async def one(user: User) -> Measured:
        await asyncio.sleep(chance.uniform(0, KEYSTROKES / KEYS_A_SECOND))
        return await _watch(what, [await _timed(begin(user))])

    people = itertools.cycle(members)
    each = await asyncio.gather(*(one(next(people)) for _ in range(KEYSTROKES)))
    took = [one.first.longest / 1000 for one in each]
    return Measured(what, spread(took), spread(took))


@dataclass(frozen=True, slots=True)
class _Begun:
    interaction: Interaction
    at: float


async def _timed(begin: Coroutine[Any, Any, Interaction]) -> _Begun:
    at = time.perf_counter()
    return _Begun(await begin, at)


async def _watch(what: str, begun: Sequence[_Begun]) -> Measured:
    """Look every millisecond which members have an answer."""
    first: dict[int, float] = {}
    seen: dict[int, float] = {}
    while len(seen) < len(begun):
        now = time.perf_counter()
        for each in begun:
            if each.interaction.callback is not None:
                first.setdefault(each.interaction.id, now - each.at)
            if each.interaction.answered:
                seen.setdefault(each.interaction.id, now - each.at)
        await asyncio.sleep(_LOOK_EVERY)
    return Measured(what, spread(list(first.values())), spread(list(seen.values())))


def promises(measured: Sequence[Measured]) -> list[Promise]:
    """Return what the bot promises, beside what came out."""
    looked, written, *rushes, steady = measured
    first_lists = rushes[0]
    return [
        Promise(
            f"{MEMBERS} members' first /recommend at once, last answer with its pictures",
            1_500,
            first_lists.seen.longest,
        ),
        Promise(
            f"first response to each of {MEMBERS} members at once, longest",
            3_000,
            max(each.first.longest for each in rushes),
        ),
        Promise("autocomplete, p95", 50, steady.first.p95),
        Promise(
            f"an import of {IMPORTED:,} rows, looked at and written",
            2_000,
            looked.seen.longest + written.seen.longest,
        ),
    ]


def show(measured: Sequence[Measured]) -> None:
    """Print the tables."""
    out.print(f"\nThe bot: {MEMBERS} members at once, milliseconds, p50 / p95 / longest")
    show_table(
        ["What they do", "first response", "answer seen"],
        [(each.what, _said(each.first), _said(each.seen)) for each in measured],
        numbers="bc",
    )
    show_table(
        ["Promised", "", "Measured", ""],
        [
            (
                each.what,
                f"≤ {each.limit:,.0f} ms",
                f"{each.measured:,.0f} ms",
                "kept" if each.measured <= each.limit else "MISSED",
            )
            for each in promises(measured)
        ],
        numbers="bc",
    )


def _said(times: Spread) -> str:
    return f"{times.p50:,.0f} / {times.p95:,.0f} / {times.longest:,.0f}"
