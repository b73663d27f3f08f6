"""Which users are held out, what of each is shown, and what has to be found again."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from recsys.arrays import Int64s
from recsys.datasets.types import Dataset
from recsys.errors import UsageError
from recsys.model.item_weights import DISLIKE_TO, LIKE_FROM
from recsys.ratings import Ratings
from recsys.types import Profile

FOLDS = 5
_VALIDATION_SHARE = 0.1
LEAST_TARGETS = 3
MOST_SIGNALS = 0.7
PROFILE_SIZES: tuple[float, ...] = (3, 5, 10, 20, MOST_SIGNALS)
"""Signals in a profile; the last one is a share of all that the user gave."""


class Part(StrEnum):
    """Whose profiles are asked: for tuning, or for reporting."""

    VALIDATION = "validation"
    TEST = "test"


@dataclass(frozen=True, slots=True, eq=False)
class Fold:
    """Rows of the ratings; nobody stands in two of the parts.

    Attributes:
        train: users in the index, whichever users are asked.
        validation: who is asked when something is tuned; in the index when it is reported.
        test: who is asked when something is reported; never in the index.
    """

    train: Int64s
    validation: Int64s
    test: Int64s

    def asked(self, part: Part) -> Int64s:
        """Return who is asked."""
        return self.test if part is Part.TEST else self.validation

    def indexed(self, part: Part) -> Int64s:
        """Return who is in the index meanwhile."""
        if part is Part.VALIDATION:
            return self.train
        return np.sort(np.concatenate([self.train, self.validation]))


@dataclass(frozen=True, slots=True, eq=False)
class HeldOut:
    """A user outside the index: the part of the taste shown, and the part held back.

    Attributes:
        row: the user's row.
        profile: what the methods may see.
        shown: (signals,) columns of the profile.
        likes: (targets,) columns of all other likes, at least 3.
        dislikes: columns of all other dislikes.
    """

    row: int
    profile: Profile
    shown: Int64s
    likes: Int64s
    dislikes: Int64s


def split_users(n_users: int, seed: int, count: int = FOLDS) -> list[Fold]:
    """Return folds, each with its part of the users for test and a tenth of all for validation."""
    shuffled = np.random.default_rng(seed).permutation(n_users)
    parts = np.array_split(shuffled, count)
    folds = []
    for number, test in enumerate(parts):
        # Turned by one each time, so that no two folds have a validation user in common.
        rest = np.concatenate(parts[number + 1 :] + parts[:number])
        cut = round(_VALIDATION_SHARE * n_users)
        folds.append(Fold(np.sort(rest[cut:]), np.sort(rest[:cut]), np.sort(test)))
    return folds


def hold_out(
    ratings: Ratings, rows: Int64s, size: float, seed: int, draw: int = 0
) -> Iterator[HeldOut]:
    """Yield the users of these rows with enough signals, each with a random profile.

    The profile is ``size`` random signals (a share of them when below 1) with at least one like;
    the targets are all other likes. What a user gets depends on the seed, the draw and the user
    alone.
    """
    for row in rows.tolist():
        columns, half_stars = ratings.row(row)
        signal = (half_stars >= LIKE_FROM) | (half_stars <= DISLIKE_TO)
        columns, liked = columns[signal], half_stars[signal] >= LIKE_FROM
        shown = size if size >= 1 else round(size * len(columns))
        random = np.random.default_rng([seed, int(ratings.user_ids[row]), int(100 * size), draw])
        order = random.permutation(len(columns))
        if not 1 <= shown < len(columns) or not liked.any():
            continue
        if not liked[order[:shown]].any():
            first_like = int(np.argmax(liked[order]))
            order[[0, first_like]] = order[[first_like, 0]]
        show, keep = order[: int(shown)], order[int(shown) :]
        if liked[keep].sum() < LEAST_TARGETS:
            continue
        verdicts = np.where(liked[show], 1, -1).tolist()
        yield HeldOut(
            row=row,
            profile=Profile(
                dict(zip(ratings.item_ids[columns[show]].tolist(), verdicts, strict=True))
            ),
            shown=columns[show].astype(np.int64),
            likes=columns[keep][liked[keep]].astype(np.int64),
            dislikes=columns[keep][~liked[keep]].astype(np.int64),
        )


def too_few(dataset: Dataset, size: float) -> UsageError:
    """Return the error for a release that can't be asked with profiles of this size."""
    signals = f"{size:.0%} of the signals" if size < 1 else f"{size} signals"
    return UsageError(
        f"Too few users of {dataset.name} have {signals} to show and {LEAST_TARGETS} more likes "
        f"to be found again: evaluate on a larger data set."
    )
