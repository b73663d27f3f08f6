"""One member's scores of every item, from what the engine answered. Pure and synchronous."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recsys.arrays import Floats
from recsys.artifacts import Model
from recsys.model import evidence as reasons
from recsys.model.evidence import Witnesses
from recsys.model.hybrid import shares_of
from recsys.model.item_weights import like_dimension
from recsys.model.user_knn import (
    FAME_POWER,
    Caution,
    Opinions,
    fame_of,
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
        self._shares = fame_of(model.reception.raters, model.ratings.n_users)

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
            if not len(weighted.item_ids):  # too small a release for item weights
                by_weights = self._model.reception.likers / max(ratings.n_users, 1)
            from_neighbours, from_weights = shares_of(knn, by_weights * self._adventure(taste))
        total = from_neighbours + from_weights
        total[ratings.columns_of(profile)] = 0.0
        return Scored(total, from_neighbours, from_weights, said)

    def _adventure(self, taste: Taste) -> Floats:
        """Return (items,) what a taste makes of the item weights, which are balanced already."""
        factors: Floats = self._shares ** -(FAME_POWER[taste] - FAME_POWER[Taste.BALANCED])
        return factors

    def explainer(self, scored: Scored, profile: Profile) -> "Explainer":
        """Return what counts why films were recommended."""
        columns = self._model.ratings.columns_of(profile.likes)
        likes = [ItemId(item) for item in self._model.ratings.item_ids[columns].tolist()]
        witnesses = Witnesses(scored.said, likes, columns, self._model.ratings.n_items)
        return Explainer(self._model, scored, likes if profile.signals else None, witnesses)


@dataclass(frozen=True, slots=True, eq=False)
class Explainer:
    """Says why a member is recommended a film.

    Attributes:
        model: the built model.
        scored: the member's scores.
        likes: the profile's likes that the model knows; ``None`` for a profile without signals.
        witnesses: the neighbours.
    """

    model: Model
    scored: Scored
    likes: Sequence[ItemId] | None
    witnesses: Witnesses

    def explain(self, column: int) -> Evidence:
        """Count why the film of a column is recommended."""
        popular = reasons.from_popularity(self.model.reception, column)
        if self.likes is None:
            return popular
        counted = self.witnesses.about(column)
        from_neighbours = self.scored.from_neighbours[column]
        heard = from_neighbours * _PUT_FORWARD >= self.scored.from_weights[column]
        if not (heard and counted.likers):
            evidence = reasons.from_item_weights(counted, self._contributions(column, self.likes))
            if evidence.because:
                return evidence
        return counted if counted.likers else popular

    def _contributions(self, column: int, likes: Sequence[ItemId]) -> dict[ItemId, float]:
        """Return what each like adds to a film's score by item weights."""
        weights = self.model.weights
        item_id = self.model.ratings.item_ids[column]
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
        return {item: known.get(like_dimension(item), 0.0) for item in likes}
