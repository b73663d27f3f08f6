"""One process that serves a model and measures itself: ``python -m lab.bench.serving``."""

import asyncio
import json
import sys
import time
from dataclasses import asdict, dataclass

from lab.bench.measure import Memory, Spread, memory, spread, timed, timed_async, watched_loop
from lab.bench.queries import SIGNALS, profiles, typed
from recsys.model.recommender import Recommender
from recsys.store.open import open_recommender
from recsys.types import Profile

_AT_ONCE = 8
_GROUP = 25


@dataclass(frozen=True, slots=True)
class Served:
    """What serving a model costs; times in milliseconds.

    Attributes:
        opened: until the model can be asked.
        first: the first recommendation, with cold caches.
        search: neighbour search, by signals in the profile.
        weigh: scores of all films by item weights.
        recommend: whole recommendation of ten films with evidence, by signals.
        group: shortlist of five for 25 members.
        at_once: recommendations in a second with eight under way.
        stall: how late the event loop was meanwhile.
        titles: title search.
        memory: after all of it.
    """

    opened: float
    first: float
    search: dict[int, Spread]
    weigh: dict[int, Spread]
    recommend: dict[int, Spread]
    group: Spread
    at_once: float
    stall: Spread
    titles: Spread
    memory: Memory | None


async def serve(store: str, queries: int) -> Served:
    """Open a model and ask it."""
    began = time.perf_counter()
    async with await open_recommender(store) as recommender:
        opened = time.perf_counter() - began
        asked = {signals: profiles(recommender.model, signals, queries) for signals in SIGNALS}
        first = await timed_async(recommender.recommend, asked[SIGNALS[0]][:1])
        recommend = {
            signals: await timed_async(recommender.recommend, each)
            for signals, each in asked.items()
        }
        at_once, stall = await _together(recommender, asked[SIGNALS[0]])
        groups = [each for signals in SIGNALS[:2] for each in asked[signals]]
        shortlists = [groups[at : at + _GROUP] for at in range(0, len(groups), _GROUP)]
        titles = recommender.catalog.titles
        weights = recommender.model.weights
        return Served(
            opened=1000 * opened,
            first=first.p50,
            search={
                signals: await timed_async(recommender.similar_users, each)
                for signals, each in asked.items()
            },
            weigh={signals: timed(weights.scores, each) for signals, each in asked.items()},
            recommend=recommend,
            group=await timed_async(
                lambda members: recommender.recommend_for_group(members, 5), shortlists[:8]
            ),
            at_once=at_once,
            stall=stall,
            titles=timed(titles.search, typed(recommender.model, 4 * queries)),
            memory=memory(),
        )


async def _together(recommender: Recommender, asked: list[Profile]) -> tuple[float, Spread]:
    """Return recommendations in a second with eight under way, and the loop's stalls."""
    waiting = iter(asked)

    async def worker() -> None:
        for profile in waiting:
            await recommender.recommend(profile)

    async with watched_loop() as stalls:
        began = time.perf_counter()
        await asyncio.gather(*(worker() for _ in range(_AT_ONCE)))
        seconds = time.perf_counter() - began
    return len(asked) / seconds, spread(stalls.ticks)


def main(store: str, queries: str) -> int:
    """Serve, and print what it cost as JSON."""
    served = asyncio.run(serve(store, int(queries)))
    sys.stdout.write(json.dumps(asdict(served)))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
