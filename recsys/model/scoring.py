"""One member's scores of every item, from what the engine answered. Pure and synchronous."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from recsys.arrays import Floats, Int64s
from recsys.artifacts import Model
from recsys.model import evidence as reasons
from recsys.model.hybrid import shares_of
from recsys.model.item_weights import like_dimension
from recsys.model.user_knn import (
    Caution,
    Opinions,
    knn_scores,
    neighbour_weights,
    opinions,
)
from recsys.types import (
    Evidence,
    ItemId,
    ItemScores,
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
        ratings = model.ratings
        self._shares: Floats = (model.reception.raters + 1.0) / max(ratings.n_users, 1)

    def score(
        self,
        profile: Profile,
        neighbours: list[Neighbour],
        weighted: ItemScores,
        *,
        taste: Taste,
        method: Method,
        caution: Caution,
    ) -> Scored:
        """Return the scores of every item for a member.

        Args:
            profile: the member's verdicts.
            neighbours: similar users, as the index gave them.
            weighted: scores by item weights, without the profile's items.
            taste: how much fame counts.
            method: the hybrid, or the neighbours alone; where there are no neighbours, the item
                weights answer in any case.
            caution: how much dislikes weigh.
        """
        ratings = self._model.ratings
        similarities = np.array([neighbour.similarity for neighbour in neighbours])
        said = opinions(
            ratings,
            np.array([neighbour.user_id for neighbour in neighbours], dtype=np.int64),
            neighbour_weights(similarities, profile.signals),
        )
        knn = knn_scores(said, self._shares, taste, caution)
        if neighbours and method is Method.USER_KNN:
            from_neighbours, from_weights = knn, np.zeros_like(knn)
        else:
            by_weights = np.zeros_like(knn)
            by_weights[np.searchsorted(ratings.item_ids, weighted.item_ids)] = weighted.scores
            from_neighbours, from_weights = shares_of(knn, by_weights)
        total = from_neighbours + from_weights
        total[self._columns(profile)] = 0.0
        return Scored(total, from_neighbours, from_weights, said)

    def _columns(self, items: Collection[ItemId]) -> Int64s:
        """Return the columns of the items that the model knows."""
        item_ids = self._model.ratings.item_ids
        return np.flatnonzero(np.isin(item_ids, np.fromiter(items, np.int64, len(items))))

    def explain(self, scored: Scored, profile: Profile, column: int) -> Evidence:
        """Count why a film is recommended."""
        if not profile.signals:
            return reasons.from_popularity(self._model.reception, column)
        liked = self._columns(profile.likes)
        likes = {at: ItemId(int(self._model.ratings.item_ids[at])) for at in liked.tolist()}
        counted = reasons.from_neighbours(scored.said, column, likes)
        heard = scored.from_neighbours[column] * _PUT_FORWARD >= scored.from_weights[column]
        if heard and counted.likers:
            return counted
        evidence = reasons.from_item_weights(counted, self._contributions(profile, column))
        if evidence.because:
            return evidence
        if counted.likers:
            return counted
        return reasons.from_popularity(self._model.reception, column)

    def _contributions(self, profile: Profile, column: int) -> dict[ItemId, float]:
        """Return what each like of the profile adds to a film's score by item weights."""
        weights = self._model.weights
        item_id = self._model.ratings.item_ids[column]
        row = int(np.searchsorted(weights.item_ids, item_id))
        if row == len(weights.item_ids) or weights.item_ids[row] != item_id:
            return {}
        span = slice(weights.matrix.indptr[row], weights.matrix.indptr[row + 1])
        known = dict(
            zip(
                weights.matrix.indices[span].tolist(),
                weights.matrix.data[span].tolist(),
                strict=True,
            )
        )
        return {item: known.get(like_dimension(item), 0.0) for item in profile.likes}
