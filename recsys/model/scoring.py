"""One member's scores of every item, from what the engine answered. Pure and synchronous."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recsys.arrays import Bools, Bytes, Floats, Int64s
from recsys.model.built import Model
from recsys.model.evidence import assign, from_popularity, histogram, stars_of
from recsys.model.hybrid import half_over_best
from recsys.model.item_weights import LIKE_FROM, signal_dimensions
from recsys.model.judged import Judged
from recsys.model.user_knn import (
    BOLD,
    GRADE,
    Caution,
    Opinions,
    by_stars,
    fame_factors,
    fame_of,
    knn_scores,
    neighbour_weights,
    opinions,
    rarity_of,
    votes_of,
)
from recsys.types import (
    Contribution,
    Evidence,
    EvidenceSource,
    ItemId,
    Method,
    Neighbour,
)

_PUT_FORWARD = 2.0
"""Item weights put a film forward when their part of its score is this many times the other."""


_TOLD = 5
"""Films of a profile that evidence keeps, of those that speak for a film and of the others."""

_NOTHING: tuple[Int64s, Floats] = np.zeros(0, dtype=np.int64), np.zeros(0)


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """Scores of all items, by column, and what they were made of.

    Attributes:
        total: (items,) what items are ranked by; 0 for those in the profile.
        weighted: (movies,) columns that the item weights have a part in, ascending.
        from_weights: (movies,) their part of the total; the rest is the neighbours'.
        said: the neighbours' ratings.
        caution: how much dislikes weighed.
        vote_counts: what a neighbour's vote, and fame, are multiplied by in the total.
        weight_counts: what an item weight is multiplied by.
    """

    total: Floats
    weighted: Int64s
    from_weights: Floats
    said: Opinions
    caution: Caution = BOLD
    vote_counts: float = 0.0
    weight_counts: float = 0.0

    def heard(self, columns: Int64s) -> Bools:
        """Return where the neighbours have a say in a score beside the item weights."""
        total, weights = self.total[columns], np.zeros(len(columns))
        if len(self.weighted):
            at = np.minimum(np.searchsorted(self.weighted, columns), len(self.weighted) - 1)
            weights = np.where(self.weighted[at] == columns, self.from_weights[at], 0.0)
        heard: Bools = (total - weights) * _PUT_FORWARD >= weights
        return heard


class Scorer:
    """Scores items and counts the evidence on one built model."""

    def __init__(self, model: Model) -> None:
        self._model = model
        ratings, reception = model.ratings, model.reception
        # Powers of all shares take as long as a search: they are taken once.
        self._shares = fame_of(reception.raters, ratings.n_users)
        self._fame = fame_factors(self._shares)
        self._love = reception.likers / max(ratings.n_users, 1)
        self._weighted = np.searchsorted(ratings.item_ids, model.weights.item_ids)
        self._movie = np.full(ratings.n_items, -1)
        self._movie[self._weighted] = np.arange(len(self._weighted))

    def score(
        self,
        judged: Judged,
        neighbours: Sequence[Neighbour],
        *,
        method: Method,
        caution: Caution,
    ) -> Scored:
        """Return the scores of every item for a member.

        Where there are no neighbours, the item weights answer whatever the method.
        """
        ratings = self._model.ratings
        similarities = np.array([neighbour.similarity for neighbour in neighbours])
        said = opinions(
            ratings,
            np.array([neighbour.user_id for neighbour in neighbours], dtype=np.int64),
            neighbour_weights(similarities, judged.profile.signals),
        )
        # All steps change the one long array: what takes time is the memory, not the sums.
        total = knn_scores(said, self._fame, caution)
        weighted, from_weights = _NOTHING
        vote_counts, weight_counts = 1.0, 0.0
        if not neighbours or method is Method.HYBRID:
            weighted, scores = self._by_weights(judged)
            weight_counts = half_over_best(scores)
            from_weights = scores * weight_counts
            vote_counts = half_over_best(total)
            total *= vote_counts
            total[weighted] += from_weights
        total[judged.columns] = 0.0
        return Scored(total, weighted, from_weights, said, caution, vote_counts, weight_counts)

    def popular(self) -> Scored:
        """Return the scores of every item for somebody unknown: how many users like it."""
        nobody = opinions(self._model.ratings, *_NOTHING)
        return Scored(self._love * half_over_best(self._love), *_NOTHING, nobody)

    def _by_weights(self, judged: Judged) -> tuple[Int64s, Floats]:
        """Return columns and their scores by item weights, 0 for what the profile holds."""
        scores = self._model.weights.scores(judged.profile)
        movies = self._movie[judged.columns]
        scores[movies[movies >= 0]] = 0.0
        if not scores.any():  # too small a release for item weights
            return np.arange(len(self._love)), self._love.copy()
        return self._weighted, scores

    def explain(self, scored: Scored, judged: Judged, columns: Sequence[int]) -> list[Evidence]:
        """Count why films are recommended.

        Args:
            scored: the scores.
            judged: the profile.
            columns: distinct films that aren't in it, in the order of a list.
        """
        if not judged.profile.signals:
            return [from_popularity(self._model.reception, column) for column in columns]
        ratings, films = self._model.ratings, np.array(columns, dtype=np.int64)
        signals = judged.signals
        items = list(map(ItemId, ratings.item_ids[signals].tolist()))
        asked = np.concatenate([films, signals])
        half_stars = stars_of(scored.said, asked, ratings.n_items)
        of_films, of_signals = half_stars[:, : len(films)], half_stars[:, len(films) :]
        counted = histogram(of_films)
        raters, likers = counted.sum(axis=1), counted[:, LIKE_FROM - 1 :].sum(axis=1)
        means = counted @ np.arange(1, 11) / (2 * np.maximum(raters, 1))
        heard = (likers > 0) & scored.heard(films)
        by_weights = self._by_each_weight(scored, judged, films)
        by_all = by_weights + self._by_each_vote(scored, judged, of_films, of_signals, films)
        speaks = np.where(heard[:, None], by_all, by_weights)
        because = assign(items, np.where(judged.liked, speaks, 0.0))
        contributions = _contributions(items, by_all)
        return [
            Evidence(
                EvidenceSource.ITEM_WEIGHTS
                if because[film] and not heard[film]
                else EvidenceSource.NEIGHBOURS,
                neighbours=len(scored.said.counts),
                raters=int(raters[film]),
                likers=int(likers[film]),
                mean_stars=float(means[film]) if raters[film] else None,
                because=because[film],
                contributions=contributions[film],
                stars=tuple(counted[film].tolist()),
            )
            if likers[film] or because[film]
            else from_popularity(self._model.reception, column)
            for film, column in enumerate(columns)
        ]

    def _by_each_weight(self, scored: Scored, judged: Judged, films: Int64s) -> Floats:
        """Return (films, signals) what each signal adds to each film's score by item weights."""
        item_ids = self._model.ratings.item_ids
        dimensions = signal_dimensions(item_ids[judged.signals], judged.liked)
        added = self._model.weights.added_by(dimensions, item_ids[films])
        return scored.weight_counts * added.T

    def _by_each_vote(
        self,
        scored: Scored,
        judged: Judged,
        of_films: Bytes,
        of_signals: Bytes,
        films: Int64s,
    ) -> Floats:
        """Return (films, signals) what each signal adds to each film's score by the neighbours.

        A neighbour's vote is shared out among the signals as they made up the likeness to the
        neighbour, so that all parts together are the votes again.

        Args:
            scored: the scores.
            judged: the profile.
            of_films: (K, films) half stars that the neighbours gave the films.
            of_signals: (K, signals) the same of the profile's films.
            films: columns of the films.
        """
        said = np.where(judged.liked, 1.0, scored.caution.dislike)
        said *= rarity_of(self._shares[judged.signals])
        likeness = by_stars(GRADE, of_signals) * said
        whole = likeness.sum(axis=1, keepdims=True)
        shares = np.divide(likeness, whole, out=np.zeros_like(likeness), where=whole > 0)
        votes = votes_of(scored.said, of_films, scored.caution)
        # Not a matrix product: its threads cost more than these few numbers.
        added: Floats = np.einsum("vf,vs->fs", votes, shares)
        return added * (self._fame[films] * scored.vote_counts)[:, None]


def _contributions(items: Sequence[ItemId], added: Floats) -> list[tuple[Contribution, ...]]:
    """Return for each film what speaks most for it, and what speaks most against it.

    Args:
        items: (signals,) the films of the profile.
        added: (films, signals) what they add to the scores.
    """
    order = np.argsort(-added, axis=1, kind="stable")
    if len(items) > 2 * _TOLD:
        order = np.concatenate([order[:, :_TOLD], order[:, -_TOLD:]], axis=1)
    amounts = np.take_along_axis(added, order, axis=1)
    return [
        tuple(
            Contribution(items[at], amount)
            for at, amount in zip(places, told, strict=True)
            if amount
        )
        for places, told in zip(order.tolist(), amounts.tolist(), strict=True)
    ]
