import pytest

from bot.storage.types import Verdict
from recsys.types import Signal


@pytest.mark.parametrize(
    ("verdict", "signal"),
    [
        (Verdict.LIKE, Signal.LIKE),
        (Verdict.DISLIKE, Signal.DISLIKE),
        (Verdict.SEEN, Signal.SEEN),
        (Verdict.NOT_INTERESTED, Signal.SEEN),
    ],
)
def test_only_likes_and_dislikes_are_signals_of_taste(verdict, signal):
    assert verdict.signal is signal
