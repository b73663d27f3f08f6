import pytest

from bot.storage.types import Opinion
from recsys.types import Verdict


@pytest.mark.parametrize(
    ("opinion", "verdict"),
    [
        (Opinion.LIKE, Verdict.LIKE),
        (Opinion.DISLIKE, Verdict.DISLIKE),
        (Opinion.SEEN, Verdict.SEEN),
        (Opinion.NOT_INTERESTED, Verdict.SEEN),
    ],
)
def test_only_likes_and_dislikes_are_signals_of_taste(opinion: Opinion, verdict: Verdict):
    assert opinion.verdict is verdict
