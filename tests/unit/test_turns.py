"""Whoever asks much doesn't keep those waiting who ask little."""

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st

from recsys.turns import ASKER, Turns

_askers = st.lists(st.sampled_from("abcd"), max_size=30)


async def served(askers, at_once=1, cancelled=()):
    """Let askers come in this order, some to give up; return the order in which they are served."""
    turns, order, most, at_work = Turns(at_once), [], 0, 0

    async def work(number, asker):
        nonlocal most, at_work
        ASKER.set(asker)
        async with turns:
            at_work += 1
            most = max(most, at_work)
            order.append((number, asker))
            try:
                await asyncio.sleep(0)
            finally:
                at_work -= 1

    tasks = [asyncio.create_task(work(*each)) for each in enumerate(askers)]
    await asyncio.sleep(0)
    for number in cancelled:
        tasks[number % len(tasks)].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert most <= at_once
    assert turns._free == at_once, "a turn was lost, or one too many given"
    return order


@settings(max_examples=50)
@given(_askers, st.integers(1, 3))
def test_everybody_is_served_once_and_their_own_work_in_its_order(askers, at_once):
    order = asyncio.run(served(askers, at_once))
    assert sorted(order) == list(enumerate(askers))
    for asker in set(askers):
        mine = [number for number, other in order if other == asker]
        assert mine == sorted(mine)


@settings(max_examples=50)
@given(_askers)
def test_nobody_is_served_twice_while_another_waits(askers):
    order = [asker for _, asker in asyncio.run(served(askers))]
    # The first one comes while nobody else is there.
    for at, asker in enumerate(order[1:], 1):
        if asker in (later := order[at + 1 :]):
            again = later.index(asker)
            assert set(later[again:]) <= {*later[:again], asker}


@settings(max_examples=50)
@given(_askers.filter(bool), st.lists(st.integers(0, 99), max_size=10), st.integers(1, 3))
def test_who_gives_up_takes_no_turn_from_the_others(askers, cancelled, at_once):
    gone = {number % len(askers) for number in cancelled}
    order = asyncio.run(served(askers, at_once, cancelled))
    assert {number for number, _ in order} >= set(range(len(askers))) - gone


def test_after_sixty_of_one_asker_the_next_one_is_among_the_first():
    order = asyncio.run(served(["a"] * 60 + ["b"]))
    assert order.index((60, "b")) <= 2
