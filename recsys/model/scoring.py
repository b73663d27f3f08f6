"""One member's scores of every item, from what the engine answered. Pure and synchronous."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from recsys.arrays import Floats, Int64s
from recsys.artifacts import Model
from recsys.model import evidence as reasons
from recsys.model.evidence import Witnesses
from recsys.model.hybrid import shares_of
from recsys.model.user_knn import (
    Caution,
    Opinions,
    fame_factors,
    fame_of,
    knn_scores,
    neighbour_weights,
    opinions,
)
from recsys.types import (
    Evidence,
    ItemId,
    Method,
    Neighbour,
    Profile,
    Taste,
)

_PUT_FORWARD = 2.0
"""The item weights put a film forward when their part of its score is so many times the other."""


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """Scores of all items, by column, and what they were made of.

    Attributes:
        total: (items,) what items are ranked by; 0 for those in the profile.
        from_neighbours: (items,) the neighbours' part of it.
        from_weights: (items,) the item weights' part of it.
        said: the neighbours' ratings.
    """

    total: Floats
    from_neighbours: Floats
    from_weights: Floats
    said: Opinions


class Scorer:
    """Scores items and counts the evidence on one built model."""

    def __init__(self, model: Model) -> None:
        self._model = model
        ratings, reception = model.ratings, model.reception
        # Powers of all shares take as long as a search: they are taken once.
        self._fame = fame_factors(fame_of(reception.raters, ratings.n_users))
        self._love = reception.likers / max(ratings.n_users, 1)
        self._weighted = np.searchsorted(ratings.item_ids, model.weights.item_ids)

    def score(
        self,
        profile: Profile,
        neighbours: Sequence[Neighbour],
        *,
        taste: Taste,
        method: Method,
        caution: Caution,
    ) -> Scored:
        """Return the scores of every item for a member.

        Args:
            profile: the member's verdicts.
            neighbours: similar users, as the index gave them.
            taste: how much fame counts.
            method: the hybrid, or the neighbours alone; where there are no neighbours, the item
                weights answer in any case.
            caution: how much dislikes weigh.
        """
        ratings = self._model.ratings
        known = ratings.columns_of(profile)
        similarities = np.array([neighbour.similarity for neighbour in neighbours])
        said = opinions(
            ratings,
            np.array([neighbour.user_id for neighbour in neighbours], dtype=np.int64),
            neighbour_weights(similarities, profile.signals),
        )
        knn = knn_scores(said, self._fame[taste], caution)
        if neighbours and method is Method.USER_KNN:
            from_neighbours, from_weights = knn, np.zeros_like(knn)
        else:
            from_neighbours, from_weights = shares_of(knn, self._by_weights(profile, known, taste))
        total = from_neighbours + from_weights
        total[known] = 0.0
        return Scored(total, from_neighbours, from_weights, said)

    def popular(self, taste: Taste) -> Scored:
        """Return the scores of every item for somebody unknown: how many users like it."""
        nobody = np.zeros(0)
        said = opinions(self._model.ratings, nobody.astype(np.int64), nobody)
        none = np.zeros(self._model.ratings.n_items)
        from_neighbours, loved = shares_of(none, self._love * self._adventure(taste))
        return Scored(loved, from_neighbours, loved, said)

    def _adventure(self, taste: Taste) -> Floats:
        """Return (items,) what a taste makes of item weights and love, which are balanced."""
        factors: Floats = self._fame[taste] / self._fame[Taste.BALANCED]
        return factors

    def _by_weights(self, profile: Profile, known: Int64s, taste: Taste) -> Floats:
        """Return (items,) scores by item weights, 0 for what the profile holds."""
        scores = np.zeros(self._model.ratings.n_items)
        scores[self._weighted] = self._model.weights.scores(profile)
        scores[known] = 0.0
        if not scores.any():  # too small a release for item weights
            scores = self._love
        return scores if taste is Taste.BALANCED else scores * self._adventure(taste)

    def explain(self, scored: Scored, profile: Profile, columns: Sequence[int]) -> list[Evidence]:
        """Count why the films of these columns are recommended."""
        popular = [reasons.from_popularity(self._model.reception, column) for column in columns]
        if not profile.signals:
            return popular
        ratings = self._model.ratings
        known = ratings.columns_of(profile.likes).tolist()
        likes = {ItemId(int(ratings.item_ids[column])): column for column in known}
        witnesses = Witnesses(scored.said, columns, likes, ratings.n_items)
        return [
            self._speaks_loudest(scored, column, witnesses.about(column), likes) or otherwise
            for column, otherwise in zip(columns, popular, strict=True)
        ]

    def _speaks_loudest(
        self, scored: Scored, column: int, counted: Evidence, likes: Collection[ItemId]
    ) -> Evidence | None:
        """Return what put a film forward: the item weights or the neighbours, if either did."""
        from_neighbours = scored.from_neighbours[column]
        heard = from_neighbours * _PUT_FORWARD >= scored.from_weights[column]
        if not (heard and counted.likers):
            item_id = int(self._model.ratings.item_ids[column])
            added = self._model.weights.added_by(likes, item_id)
            evidence = reasons.from_item_weights(counted, added)
            if evidence.because:
                return evidence
        return counted if counted.likers else None
