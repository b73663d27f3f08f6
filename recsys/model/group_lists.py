"""Lists for several members, out of their scores."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from recsys.arrays import Bools, Floats, Int64s
from recsys.model import group
from recsys.model.built import Model
from recsys.model.judged import Judged
from recsys.model.recipes import BY_TASTE, Weigher
from recsys.model.series import Sequels
from recsys.model.suiting import Suiting, Suits
from recsys.types import GroupStrategy, ItemId, Taste


@dataclass(frozen=True, slots=True, eq=False)
class GroupOrder:
    """What a group's list is wanted of; see `recsys.model.recommender.Recommender`.

    Attributes:
        n: how many films, those that are kept included.
        strategy: how they are chosen.
        taste: how much fame counts.
        out: movie ids that are left out.
        only: movie ids of which alone new films are chosen; all when ``None``.
        keep: films of the catalogue that are on the list already.
        weights: (voting,) how much each member with a taste counts.
    """

    n: int
    strategy: GroupStrategy
    taste: Taste
    out: Collection[int]
    only: Collection[int] | None
    keep: Sequence[ItemId]
    weights: Floats | None


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """A member whose taste counts.

    Attributes:
        judged: the member's profile.
        suits: how films suit the member, and their scores, 0 for the films of the profile.
    """

    judged: Judged
    suits: Suits


class GroupLists:
    """Makes lists for groups out of one model's films."""

    def __init__(self, model: Model, weigher: Weigher, sequels: Sequels, suiting: Suiting) -> None:
        self._ratings, self._series = model.ratings, model.series.numbers
        self._weigher, self._sequels = weigher, sequels
        self._factors = suiting.factors

    def make(
        self, voting: Sequence[Member], judged: Int64s, filtered: Bools, order: GroupOrder
    ) -> list[tuple[int, float, list[float]]]:
        """Return up to ``n`` films: column, group score, and the fit to each voting member.

        Args:
            voting: the members whose tastes count, at least one.
            judged: columns of all films that any member of the group has judged.
            filtered: (items,) films that pass the filters of the request.
            order: what is wanted.
        """
        wanted = None if order.only is None else self._among(order.only)
        keep = np.searchsorted(self._ratings.item_ids, list(dict.fromkeys(order.keep)))
        columns = _of_interest(voting, wanted, keep)
        scores = np.array([member.suits.scores[columns] for member in voting])
        shares = self._shares(voting, scores, columns, order.taste)
        together = np.zeros(len(filtered))
        together[columns] = shares.mean(axis=0)
        together[judged] = 0.0
        allowed = self._allowed(together, filtered, wanted, order)
        chosen = group.choose(
            shares,
            allowed[columns],
            order.n,
            order.strategy,
            keep=np.searchsorted(columns, keep).tolist(),
            only=None if wanted is None else wanted[columns],
            weights=order.weights,
            series=self._series[columns],
            kind=self._kinds(voting, scores, columns),
        )
        taken = columns[[at for at, _ in chosen]]
        fits = np.array([_fits(member, taken) for member in voting])
        return [
            (column, score, own)
            for column, (_, score), own in zip(taken.tolist(), chosen, fits.T.tolist(), strict=True)
        ]

    def _shares(
        self, voting: Sequence[Member], scores: Floats, columns: Int64s, taste: Taste
    ) -> Floats:
        """Return (voting, columns) what each film is to each member, as a share of the best."""
        shares = np.empty_like(scores)
        for own, member, balanced in zip(shares, voting, scores, strict=True):
            if taste is Taste.BALANCED:
                own[:] = by_best(balanced, member.suits.scores.max(initial=0.0))
            else:
                weighed = self._weighed(member, taste)
                own[:] = by_best(weighed[columns], weighed.max(initial=0.0))
            own[np.searchsorted(columns, member.judged.likes)] = 1.0
        return shares

    def _weighed(self, member: Member, taste: Taste) -> Floats:
        """Return (items,) a member's scores by a taste."""
        scores = member.suits.scores
        alike = self._weigher.alike(member.judged.likes)
        return self._weigher.weigh(BY_TASTE[taste], scores, np.arange(len(scores)), alike)

    def _kinds(self, voting: Sequence[Member], scores: Floats, columns: Int64s) -> list[Bools]:
        """Return (columns,) each, which films suit every member as well as `group.LEAST_FITS` say.

        Films that a member likes do.
        """
        suits = scores * self._factors[columns]
        for own, member in zip(suits, voting, strict=True):
            own[np.searchsorted(columns, member.judged.likes)] = np.inf
        least = [[member.suits.least(fit) for member in voting] for fit in group.LEAST_FITS]
        return [np.asarray((each <= suits.T).all(axis=1)) for each in least]

    def _allowed(
        self, together: Floats, filtered: Bools, wanted: Bools | None, order: GroupOrder
    ) -> Bools:
        """Return (items,) the films that may be chosen."""
        at_hand = filtered if wanted is None else filtered & wanted
        allowed = filtered.copy()
        allowed[self._ratings.columns_of(order.out)] = False
        allowed[self._sequels.waiting(together, at_hand)] = False
        if order.taste is Taste.BALANCED:
            return allowed
        recipe = BY_TASTE[order.taste]
        return allowed & (~at_hand | self._weigher.bounded(recipe, allowed & at_hand, order.n))

    def _among(self, items: Collection[int]) -> Bools:
        """Return (items,) which films are among these."""
        among = np.zeros(self._ratings.n_items, dtype=bool)
        among[self._ratings.columns_of(items)] = True
        return among


def by_best(scores: Floats, highest: float) -> Floats:
    """Return a member's scores as shares of the highest; negative where the member is warned."""
    shares: Floats = scores / highest if highest > 0 else scores
    return shares


def _of_interest(voting: Sequence[Member], wanted: Bools | None, keep: Int64s) -> Int64s:
    """Return the columns that can be on the list at all: most films have no score."""
    of_interest = np.zeros(len(voting[0].suits.scores), dtype=bool)
    for member in voting:
        of_interest[member.suits.scored] = True
        of_interest[member.judged.likes] = True
    if wanted is not None:
        of_interest |= wanted
    of_interest[keep] = True
    return np.flatnonzero(of_interest)


def _fits(member: Member, columns: Int64s) -> Floats:
    """Return (columns,) how well films suit a member; 1 for those that the member likes."""
    fits = member.suits.fits(columns).astype(np.float64)
    fits[np.isin(columns, member.judged.likes)] = 1.0
    return fits
