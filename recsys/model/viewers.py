"""What neighbours have in common with a member."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recsys.model.item_weights import DISLIKE_TO, LIKE_FROM
from recsys.ratings import Ratings
from recsys.types import ItemId, Neighbour, Profile, UserId


@dataclass(frozen=True, slots=True)
class Viewer:
    """A neighbour, and the likes and dislikes shared with the member.

    Attributes:
        user_id: MovieLens ``userId``.
        similarity: dot product of the two tastes.
        rated: how many films the user rated.
        shared_likes: films of the profile that both like, by movie id.
        shared_dislikes: films of the profile that both dislike, by movie id.
    """

    user_id: UserId
    similarity: float
    rated: int
    shared_likes: tuple[ItemId, ...]
    shared_dislikes: tuple[ItemId, ...]


def meet(ratings: Ratings, neighbours: Sequence[Neighbour], profile: Profile) -> list[Viewer]:
    """Return what each neighbour has in common with the member, in their order."""
    return [_meet(ratings, neighbour, profile) for neighbour in neighbours]


def _meet(ratings: Ratings, neighbour: Neighbour, profile: Profile) -> Viewer:
    row = int(np.searchsorted(ratings.user_ids, neighbour.user_id))
    columns, half_stars = ratings.row(row)
    liked = set(ratings.item_ids[columns[half_stars >= LIKE_FROM]].tolist())
    disliked = set(ratings.item_ids[columns[half_stars <= DISLIKE_TO]].tolist())
    return Viewer(
        user_id=neighbour.user_id,
        similarity=neighbour.similarity,
        rated=len(columns),
        shared_likes=tuple(item for item in profile.likes if item in liked),
        shared_dislikes=tuple(item for item in profile.dislikes if item in disliked),
    )
