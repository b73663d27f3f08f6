"""What the index is filled with: a point a user."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from recsys.datasets.types import Demographics
from recsys.model.built import Model
from recsys.model.user_knn import fame_of, taste_vectors
from recsys.ratings import Ratings
from recsys.types import SparsePoint


@dataclass(frozen=True, slots=True)
class Points:
    """What goes into the index: a point a user."""

    model: Model

    def __len__(self) -> int:
        return self.model.meta.users

    def users(self) -> Iterator[SparsePoint]:
        """Yield each user's taste and what neighbours can be filtered by."""
        ratings = self.model.ratings
        shares = fame_of(self.model.reception.raters, ratings.n_users)
        tastes = taste_vectors(ratings, shares)
        for row, taste in enumerate(tastes):
            user_id = int(ratings.user_ids[row])
            payload = user_payload(ratings, row, self.model.demographics.get(user_id))
            yield SparsePoint(user_id, taste, payload)


def user_payload(ratings: Ratings, row: int, who: Demographics | None) -> dict[str, int | str]:
    """Return what a user can be filtered by; facts the release lacks are left out."""
    facts: dict[str, int | str | None] = {
        "ratings": int(ratings.indptr[row + 1] - ratings.indptr[row]),
        "last_year": int(ratings.last_year[row]) or None,
    }
    if who:
        facts |= asdict(who)
    return {key: value for key, value in facts.items() if value is not None}
