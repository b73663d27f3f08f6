"""What keeps changing settles once it's quiet, and never waits for longer than it may."""

from hypothesis import given
from hypothesis import strategies as st

from bot.films.settling import MOST_ROUNDS, Settling

rounds = st.lists(st.sets(st.integers(0, 3)), max_size=30)


@given(rounds)
def test_each_change_settles_once_after_a_quiet_round_or_enough_rounds(changes: list[set[int]]):
    settling: Settling[int] = Settling()
    waiting: dict[int, int] = {}
    for changed in [*changes, set(), set()]:
        settled = settling.round(changed)
        assert len(settled) == len(set(settled))
        for each in settled:
            assert each not in changed or waiting[each] + 1 >= MOST_ROUNDS
            del waiting[each]
        waiting = {each: rounds + 1 for each, rounds in waiting.items()}
        waiting |= dict.fromkeys(changed - waiting.keys() - set(settled), 0)
        assert max(waiting.values(), default=0) < MOST_ROUNDS
        assert all(each in changed for each in waiting)
        assert bool(settling) is bool(waiting)
    assert not waiting
