"""What `lab.bench.bot` makes of its measurements; measuring itself is not for a test."""

from lab.bench.bot import Measured, promises, show
from lab.bench.measure import Spread


def measured(what, first):
    return Measured(what, first, Spread(1_000, 2_000, 4_000, 100))


RUSH = measured("/recommend", Spread(100, 200, 300, 100))
SLOW_RUSH = measured("▶️ on a public list", Spread(100, 200, 3_001, 100))
LOOKED = measured("/import", Spread(50, 50, 50, 1))
TYPING = measured("typing titles", Spread(5, 49.9, 200, 400))


def test_first_lists_first_responses_and_steady_typing_are_held_to_promises():
    lists, answers, typing, imported = promises([LOOKED, LOOKED, RUSH, SLOW_RUSH, TYPING])
    assert (lists.measured, lists.limit) == (4_000, 1_500)
    assert (answers.measured, answers.limit) == (3_001, 3_000)
    assert (typing.measured, typing.limit) == (49.9, 50)
    assert (imported.measured, imported.limit) == (8_000, 2_000)


def test_a_table_shows_what_was_kept_and_what_was_missed(capsys):
    show([LOOKED, LOOKED, RUSH, SLOW_RUSH, TYPING])
    lines = capsys.readouterr().out.splitlines()
    assert any("/recommend" in line and "100 / 200 / 300" in line for line in lines)
    kept = [line.rsplit(maxsplit=1)[-1] == "kept" for line in lines[-4:]]
    assert kept == [False, False, True, False]
