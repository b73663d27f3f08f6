"""From stars to verdicts, on the person's own scale. Pure.

Three stars are praise from one person and a complaint from another. So what counts is how far a
rating is from what its person usually gives: with the mean ``m`` and the standard deviation ``s``
(half a star at least) of all their ratings in the file, 👍 begins at ``m + s/2`` and 👎 ends at
``m − s``, each rounded to the next half star; what lies between is 👀. A few ratings don't tell a
scale yet, so five more are counted in as most people give them (``m`` 3.5, ``s`` 1). Who gives
3.5 ± 1 stars gets 👍 from 4 and 👎 up to 2.5; who gives 2.5 ± 1, 👍 from 3 and 👎 up to 1.5. There
are ends to it: less than 3 stars is never 👍, and more is never 👎; who never gives more than 4
gets 👍 from 4 at the latest, and from 5 everybody does.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bot.storage.types import Verdict

USUAL_MEAN: Final = 7.0
"""Half stars; of the ratings in MovieLens."""
USUAL_SPREAD: Final = 2.0
"""Half stars; their standard deviation."""
COUNTED_IN: Final = 5
"""How many usual ratings are counted in."""
BEST: Final = 10
"""Half stars."""
_LIKED_FROM: Final = 0.5
"""Standard deviations above the mean."""
_DISLIKED_TO: Final = -1.0
_LEAST_SPREAD: Final = 1.0
_MIDDLE: Final = 6
"""Half stars; praise begins here at the lowest, and complaints end here at the highest."""
_PRAISE: Final = 8
"""Half stars that are praise from somebody who never gives more."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Which ratings mean what; what lies between the two means 👀.

    Attributes:
        like_from: half stars from which on a rating means 👍; 11 for none.
        dislike_to: half stars up to which a rating means 👎; 0 for none. Below ``like_from``.
    """

    like_from: int
    dislike_to: int

    def verdict(self, half_stars: int) -> Verdict:
        """Return what a rating means."""
        if half_stars >= self.like_from:
            return Verdict.LIKE
        return Verdict.DISLIKE if half_stars <= self.dislike_to else Verdict.SEEN

    def liking_from(self, half_stars: int) -> "Scale":
        """Return it with 👍 moved; 👎 gives way."""
        return Scale(half_stars, min(self.dislike_to, half_stars - 1))

    def disliking_to(self, half_stars: int) -> "Scale":
        """Return it with 👎 moved; 👍 gives way."""
        return Scale(max(self.like_from, half_stars + 1), half_stars)


def mean_of(half_stars: Iterable[int]) -> float | None:
    """Return the mean of ratings in stars; ``None`` without any."""
    ratings = list(half_stars)
    return sum(ratings) / len(ratings) / 2 if ratings else None


def own_scale(half_stars: Iterable[int]) -> Scale:
    """Return the scale of a person who gave these ratings, by the rule above."""
    ratings = list(half_stars)
    count = len(ratings) + COUNTED_IN
    mean = (sum(ratings) + COUNTED_IN * USUAL_MEAN) / count
    squares = sum((rating - mean) ** 2 for rating in ratings)
    usual = COUNTED_IN * (USUAL_SPREAD**2 + (USUAL_MEAN - mean) ** 2)
    spread = max(math.sqrt((squares + usual) / count), _LEAST_SPREAD)
    at_most = max(max(ratings, default=BEST), _PRAISE)
    like_from = min(max(_nearest(mean + _LIKED_FROM * spread), _MIDDLE), at_most)
    dislike_to = min(_nearest(mean + _DISLIKED_TO * spread), _MIDDLE, like_from - 1)
    return Scale(like_from, max(0, dislike_to))


def _nearest(half_stars: float) -> int:
    return math.floor(half_stars + 0.5)
