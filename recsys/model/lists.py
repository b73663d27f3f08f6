"""What a list is made of, once the films have scores.

The scores say what a member would like; most of what they like best they have seen already. So a
list as shown is re-ranked: how much a film's fame counts is the member's *taste*, how well it is
loved and how much its genres are the member's count too, no two films are of one series, and each
is unlike those before it.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from itertools import cycle, islice

import numpy as np

from recsys.arrays import Bools, Floats, Int64s
from recsys.model.built import Model
from recsys.model.judged import Judged
from recsys.model.ranking import top
from recsys.model.recipes import (
    BY_TASTE,
    CROWD_PLEASERS,
    HIDDEN_GEMS,
    LIKE_ONE,
    OBSCURE,
    SAFE,
    Recipe,
    Weigher,
)
from recsys.model.series import NO_SERIES, Sequels
from recsys.types import Taste

_POOL = 60
_POOL_TIMES = 3
"""A longer list is taken out of so many times as many films."""
_LIKELY = (1 / 32, 0.0)
"""Films above these shares of the best score are weighed, until no other can be in the pool."""
_TINY = np.finfo(float).tiny
_LIKENESS = 0.25
_NEWCOMERS_LIKENESS = 0.5
"""Three parts of one saga say little of a taste."""
_DAY = timedelta(days=1)
_FADE, _HALF_LIFE = 0.5, 3.0

_EXPECTED_SEEN, _EXPECTED_ANSWERS = 0.4, 4.0
_MOST_LESS_FAME = 0.6


@dataclass(frozen=True, slots=True)
class Pick:
    """A film of a list.

    Attributes:
        column: of the ratings.
        score: as a share of the best one of its kind.
        discovery: whether it stands for the less known films of a balanced list.
    """

    column: int
    score: float
    discovery: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """What a list is wanted of.

    Attributes:
        n: how many films.
        taste: how much fame counts.
        shown: how long ago films were last shown to the member.
        less_fame: how much more fame counts against a film than the taste says.
    """

    n: int
    taste: Taste = Taste.BALANCED
    shown: Mapping[int, timedelta] = field(default_factory=dict)
    less_fame: float = 0.0


class ListMaker:
    """Makes lists of one model's films out of any scores of them."""

    def __init__(self, model: Model, weigher: Weigher, sequels: Sequels) -> None:
        self._ratings, self._series = model.ratings, model.series.numbers
        self._n_series = int(self._series.max(initial=NO_SERIES)) + 1
        self._weigher, self._sequels, self._genres = weigher, sequels, weigher.genres

    def make(
        self, scores: Floats, judged: Judged, filtered: Bools, out: Collection[int], order: Order
    ) -> list[Pick]:
        """Return up to ``n`` films, in the order in which they are shown.

        Args:
            scores: (items,) of a member; 0 for the films of the profile.
            judged: the member's profile.
            filtered: (items,) films that pass the filters of the request.
            out: movie ids that are left out besides.
            order: what is wanted.
        """
        allowed = filtered & (scores > 0)
        allowed[self._ratings.columns_of(out)] = False
        allowed[self._sequels.waiting(scores, filtered)] = False
        fading = self._fading(order.shown)
        if fading is not None:
            allowed &= fading > 0
        alike = self._weigher.alike(judged.likes)
        best = float(scores.max(initial=0.0))
        likely = cache(lambda share: np.flatnonzero(allowed & (scores > share * best)))
        begun = self._begun(judged)
        wanted = _Wanted(scores, best, allowed, likely, alike, begun, fading, order)
        newcomer = not judged.profile.signals
        slots = _slots(order, newcomer=newcomer)
        pools = {recipe: self._pool(recipe, wanted) for recipe in dict.fromkeys(slots)}
        return self._greedy(slots, pools, _NEWCOMERS_LIKENESS if newcomer else _LIKENESS)

    def best(self, scores: Floats, out: Collection[int], n: int) -> list[Pick]:
        """Return the ``n`` films with the largest scores, one of each series; some are left out."""
        allowed = scores > 0
        allowed[self._ratings.columns_of(out)] = False
        columns = np.flatnonzero(allowed)
        pool = _pool(columns, scores[columns], n)
        return self._greedy([LIKE_ONE] * n, {LIKE_ONE: pool}, 0.0)

    def _pool(self, recipe: Recipe, wanted: "_Wanted") -> "_Pool":
        """Return the pool of a recipe, out of the allowed films within its bounds.

        Scores differ far more than what a recipe multiplies them by: a few films with large scores
        are weighed, and if even the largest factor of all takes no other film into the pool, it is
        as if all had been.
        """
        scores, order, alike = wanted.scores, wanted.order, wanted.alike
        within = self._weigher.bounded(recipe, wanted.allowed, order.n)
        most = self._weigher.most(recipe, alike, order.less_fame)
        for share in _LIKELY:
            columns = wanted.likely(share)
            columns = columns[within[columns]]
            if not recipe.sequels:
                columns = columns[~wanted.begun[self._series[columns]]]
            weighed = self._weigher.weigh(recipe, scores, columns, alike, order.less_fame)
            pool = _pool(columns, weighed, order.n, wanted.fading)
            others = share * wanted.best * most / weighed.max(initial=_TINY)
            if len(pool.columns) == _pool_size(order.n) and pool.scores[-1] > others:
                break
        return pool

    def _begun(self, judged: Judged) -> Bools:
        """Return (series + 1,) which series the profile has a film of; the last stands for none."""
        begun = np.zeros(self._n_series + 1, dtype=bool)
        begun[self._series[judged.columns]] = True
        begun[NO_SERIES] = False
        return begun

    def _greedy(
        self, slots: Sequence[Recipe], pools: Mapping[Recipe, "_Pool"], likeness: float
    ) -> list[Pick]:
        """Take for each slot the best film of its pool for how new it is beside those taken.

        Maximal marginal relevance (Carbonell and Goldstein 1998) with genres as likeness. Where a
        pool has no film left, another one steps in.
        """
        ends = np.cumsum([len(pool.columns) for pool in pools.values()]).tolist()
        places = dict(zip(pools, map(slice, [0, *ends[:-1]], ends), strict=True))
        columns = np.concatenate([pool.columns for pool in pools.values()])
        scores = np.concatenate([pool.scores for pool in pools.values()])
        series, sets = self._series[columns], self._genres.of[columns]
        left, alike = scores.copy(), np.zeros(len(columns))
        gems = places.get(HIDDEN_GEMS, slice(0, 0))
        picks: list[Pick] = []
        for slot in slots:
            worth = left - likeness * alike
            at = _best(worth, places[slot])
            if at is None:
                at = _best(worth, slice(0, len(worth)))
            if at is None:
                break
            column = int(columns[at])
            # Where bounds gave way, not every film in its place is one.
            obscure = gems.start <= at < gems.stop and bool(self._weigher.fame[column] <= OBSCURE)
            picks.append(Pick(column, float(scores[at]), obscure and len(pools) > 1))
            left[columns == column] = -np.inf
            if series[at] != NO_SERIES:
                left[series == series[at]] = -np.inf
            if likeness:
                np.maximum(alike, self._genres.likeness(sets[at], sets), out=alike)
        return picks

    def _fading(self, shown: Mapping[int, timedelta]) -> Floats | None:
        """Return (items,) what is left of films' scores, 0 for those of the same day."""
        if not shown:
            return None
        left, before = np.ones(self._ratings.n_items), self._ratings.columns_of(shown)
        items = self._ratings.item_ids[before].tolist()
        left[before] = [fade(shown[item]) for item in items]
        return left


@dataclass(frozen=True, slots=True, eq=False)
class _Wanted:
    """What films are weighed by for one list.

    Attributes:
        scores: (items,) of the member.
        best: the largest of them.
        allowed: (items,) the films that may be listed.
        likely: gives the columns of those above a share of the best score.
        alike: (sets,) G + 0.1 of each set of genres; ``None`` without likes.
        begun: (series + 1,) which series the profile has a film of.
        fading: (items,) what is left of films' scores; ``None`` for all of all.
        order: what is wanted.
    """

    scores: Floats
    best: float
    allowed: Bools
    likely: Callable[[float], Int64s]
    alike: Floats | None
    begun: Bools
    fading: Floats | None
    order: Order


@dataclass(frozen=True, slots=True, eq=False)
class _Pool:
    """Columns and scores, best first, as shares of the best."""

    columns: Int64s
    scores: Floats


def _pool(columns: Int64s, weighed: Floats, n: int, fading: Floats | None = None) -> _Pool:
    """Return the best films, more than a list of ``n`` needs, with what is left of their scores."""
    shares = weighed / weighed.max(initial=_TINY)
    if fading is not None:
        shares *= fading[columns]
    best = top(shares, _pool_size(n))
    return _Pool(columns[best], shares[best])


def _best(worth: Floats, where: slice) -> int | None:
    """Return the place of the largest number in a part; ``None`` if all of it has been taken."""
    part = worth[where]
    at = int(part.argmax()) if len(part) else 0
    return where.start + at if len(part) and part[at] > -np.inf else None


def _pool_size(n: int) -> int:
    return max(_POOL, _POOL_TIMES * n)


_THREE_AND_ONE = 4


def _slots(order: Order, *, newcomer: bool) -> list[Recipe]:
    """Return what each film of a list stands for.

    A balanced list is two safe films and a discovery, over and over; one of four has three safe
    ones. A newcomer is to recognise films, and gets crowd-pleasers.
    """
    if order.taste is not Taste.BALANCED:
        return [BY_TASTE[order.taste]] * order.n
    if newcomer:
        return [CROWD_PLEASERS] * order.n
    if order.n == _THREE_AND_ONE:
        return [SAFE, SAFE, SAFE, HIDDEN_GEMS]
    return list(islice(cycle([SAFE, SAFE, HIDDEN_GEMS]), order.n))


def fade(ago: timedelta) -> float:
    """Return what is left of a film's score once it was shown: ``1 − 0.5·2^(−days/3)``.

    Nothing on the same day, within 24 hours.
    """
    if ago < _DAY:
        return 0.0
    return float(1.0 - _FADE * 2.0 ** (-(ago / _DAY) / _HALF_LIFE))


def less_fame(seen: int, answers: int) -> float:
    """Return how much more fame is to count against films, for somebody who has seen so many.

    Between 0 and 0.6, to be added to a taste's power of fame: 0 while at most 40 % of the answers
    are *seen*, then in proportion. A few answers say little: they are counted as if four more, 40 %
    of them *seen*, stood beside them.

    Args:
        seen: how many of the member's recent answers to recommended films were *seen*.
        answers: how many answers that were, *seen* ones included.
    """
    share = (seen + _EXPECTED_SEEN * _EXPECTED_ANSWERS) / (answers + _EXPECTED_ANSWERS)
    return _MOST_LESS_FAME * max(share - _EXPECTED_SEEN, 0.0) / (1.0 - _EXPECTED_SEEN)
