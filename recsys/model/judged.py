"""A member's profile as the model sees it: by the columns of the ratings."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from recsys.arrays import Bools, Int64s
from recsys.ratings import Ratings
from recsys.rows import places
from recsys.types import ItemId, Profile


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A profile, laid out once for all that is asked of it.

    Attributes:
        profile: what the member said.
        columns: (films,) of all its films that the ratings have, ascending.
        signals: (signals,) of those that are liked or disliked, ascending.
        liked: (signals,) which of these are liked.
    """

    profile: Profile
    columns: Int64s
    signals: Int64s
    liked: Bools

    @property
    def likes(self) -> Int64s:
        """Return (likes,) columns of the films that are liked, ascending."""
        return self.signals[self.liked]


def judge(ratings: Ratings, profile: Profile) -> Judged:
    """Lay out a profile; films that the ratings don't have are left out."""
    likes, dislikes = (_columns(ratings, items) for items in (profile.likes, profile.dislikes))
    signals = np.concatenate([likes, dislikes])
    order = signals.argsort()
    columns = signals[order]
    everything = columns if len(profile) == profile.signals else _columns(ratings, profile)
    return Judged(profile, everything, columns, order < len(likes))


def _columns(ratings: Ratings, items: Collection[ItemId]) -> Int64s:
    """Return the columns of films that are in order of their ids, as a profile's are."""
    wanted = np.fromiter(items, dtype=np.int64, count=len(items))
    columns, known = places(ratings.item_ids, wanted)
    return columns[known]
