"""One member's scores of every item, from what the engine answered. Pure and synchronous."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recsys.arrays import Floats, Int64s
from recsys.model.built import Model
from recsys.model.evidence import from_popularity, largest, testify
from recsys.model.hybrid import half_over_best
from recsys.model.user_knn import (
    Caution,
    Opinions,
    fame_factors,
    fame_of,
    knn_scores,
    neighbour_weights,
    opinions,
)
from recsys.types import Evidence, EvidenceSource, ItemId, Method, Neighbour, Profile, Taste

_PUT_FORWARD = 2.0
"""Item weights put a film forward when their part of its score is this many times the other."""


_NOTHING: tuple[Int64s, Floats] = np.zeros(0, dtype=np.int64), np.zeros(0)


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """Scores of all items, by column, and what they were made of.

    Attributes:
        total: (items,) what items are ranked by; 0 for those in the profile.
        weighted: (movies,) columns that the item weights have a part in, ascending.
        from_weights: (movies,) their part of the total; the rest is the neighbours'.
        said: the neighbours' ratings.
    """

    total: Floats
    weighted: Int64s
    from_weights: Floats
    said: Opinions

    def heard(self, column: int) -> bool:
        """Return whether the neighbours have a say in an item's score beside the item weights."""
        at = int(np.searchsorted(self.weighted, column))
        if at == len(self.weighted) or self.weighted[at] != column:
            return True
        from_neighbours = self.total[column] - self.from_weights[at]
        return bool(from_neighbours * _PUT_FORWARD >= self.from_weights[at])


class Scorer:
    """Scores items and counts the evidence on one built model."""

    def __init__(self, model: Model) -> None:
        self._model = model
        ratings, reception = model.ratings, model.reception
        # Powers of all shares take as long as a search: they are taken once.
        self._fame = fame_factors(fame_of(reception.raters, ratings.n_users))
        # What a taste makes of scores that are balanced already.
        self._adventure = {
            taste: factors / self._fame[Taste.BALANCED] for taste, factors in self._fame.items()
        }
        self._love = reception.likers / max(ratings.n_users, 1)
        self._weighted = np.searchsorted(ratings.item_ids, model.weights.item_ids)
        self._movie = np.full(ratings.n_items, -1)
        self._movie[self._weighted] = np.arange(len(self._weighted))

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

        Where there are no neighbours, the item weights answer whatever the method.
        """
        ratings = self._model.ratings
        known = ratings.columns_of(profile)
        similarities = np.array([neighbour.similarity for neighbour in neighbours])
        said = opinions(
            ratings,
            np.array([neighbour.user_id for neighbour in neighbours], dtype=np.int64),
            neighbour_weights(similarities, profile.signals),
        )
        # All steps change the one long array: what takes time is the memory, not the sums.
        total = knn_scores(said, self._fame[taste], caution)
        weighted, from_weights = _NOTHING
        if not neighbours or method is Method.HYBRID:
            weighted, scores = self._by_weights(profile, known, taste)
            from_weights = scores * half_over_best(scores)
            total *= half_over_best(total)
            total[weighted] += from_weights
        total[known] = 0.0
        return Scored(total, weighted, from_weights, said)

    def popular(self, taste: Taste) -> Scored:
        """Return the scores of every item for somebody unknown: how many users like it."""
        loved = self._love * self._adventure[taste]
        nobody = opinions(self._model.ratings, *_NOTHING)
        return Scored(loved * half_over_best(loved), *_NOTHING, nobody)

    def _by_weights(self, profile: Profile, known: Int64s, taste: Taste) -> tuple[Int64s, Floats]:
        """Return columns and their scores by item weights, 0 for what the profile holds."""
        scores = self._model.weights.scores(profile)
        movies = self._movie[known]
        scores[movies[movies >= 0]] = 0.0
        if not scores.any():  # too small a release for item weights
            return np.arange(len(self._love)), self._love * self._adventure[taste]
        return self._weighted, scores * self._adventure[taste][self._weighted]

    def explain(self, scored: Scored, profile: Profile, columns: Sequence[int]) -> list[Evidence]:
        """Count why the films of these columns are recommended."""
        if not profile.signals:
            return [from_popularity(self._model.reception, column) for column in columns]
        ratings = self._model.ratings
        known = ratings.columns_of(profile.likes)
        likes = ratings.item_ids[known]
        told = testify(scored.said, columns, known, ratings.n_items)
        because = self._because(scored, columns, told.likers, likes)
        evidence = []
        for film, column in enumerate(columns):
            raters, likers = int(told.raters[film]), int(told.likers[film])
            if not (likers or because[film]):
                evidence.append(from_popularity(self._model.reception, column))
                continue
            evidence.append(
                Evidence(
                    EvidenceSource.ITEM_WEIGHTS if because[film] else EvidenceSource.NEIGHBOURS,
                    neighbours=len(scored.said.counts),
                    raters=raters,
                    likers=likers,
                    mean_stars=float(told.mean_stars[film]) if raters else None,
                    shared_likes=largest(likes, told.shared[film]),
                    because=because[film],
                )
            )
        return evidence

    def _because(
        self, scored: Scored, columns: Sequence[int], likers: Int64s, likes: Int64s
    ) -> list[tuple[ItemId, ...]]:
        """Return for each film the likes that put it forward, none where the neighbours did."""
        silent = [
            film
            for film, column in enumerate(columns)
            if not (likers[film] and scored.heard(column))
        ]
        because: list[tuple[ItemId, ...]] = [()] * len(columns)
        if silent:
            item_ids = self._model.ratings.item_ids[np.array(columns)[silent]]
            added = self._model.weights.added_by(likes, item_ids)
            for film, weights in zip(silent, added.T, strict=True):
                because[film] = largest(likes, weights)
        return because
