"""What a list is made of, once the films have scores.

The scores say what a member would like; most of what they like best they have seen already. So a
list as shown is re-ranked: how much a film's fame counts is the member's *taste*, how well it is
loved and how much its genres are the member's count too, no two films are of one series, and each
is unlike those before it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import cycle, islice

import numpy as np

from recsys.arrays import Bools, Floats, Int64s, Singles
from recsys.model.built import Model
from recsys.model.genres import GenreSets
from recsys.model.ranking import top
from recsys.model.series import NO_SERIES
from recsys.model.user_knn import fame_of
from recsys.types import Profile, Taste

_FAME_FLOOR = 0.02
_AVERAGE_FILMS = 10.0
"""A film's share of likes begins as that of so many ratings of average films."""
_GENRE_OFFSET = 0.1
_POOL = 60
_POOL_TIMES = 3
"""A longer list is taken out of so many times as many films."""
_LIKELY = (1 / 32, 0.0)
"""Films above these shares of the best score are weighed, until no other can be in the pool."""
_ROUNDING = 1.0 + 1e-9
_TINY = np.finfo(float).tiny
_LIKENESS = 0.25
_NEWCOMERS_LIKENESS = 0.5
"""Three parts of one saga say little of a taste."""
_ENOUGH = 3
"""A filter stays while it leaves so many times as many films as are wanted."""
_EARLIER_PART = 0.5
"""A sequel waits for an earlier part with this share of its own score."""

_DAY = timedelta(days=1)
_FADE, _HALF_LIFE = 0.5, 3.0

_EXPECTED_SEEN, _EXPECTED_ANSWERS = 0.4, 4.0
_MOST_LESS_FAME = 0.6


@dataclass(frozen=True, slots=True, eq=False)
class Bounds:
    """Which films may be listed: by raters, and by the share of all users who rated them."""

    raters: int = 0
    above: float = 0.0
    up_to: float = np.inf


@dataclass(frozen=True, slots=True, eq=False)
class Recipe:
    """``h · F^−fame · L^love · (G + 0.1)^genres`` within the first bounds that leave enough films.

    ``h`` is the score, ``F = max(f, 0.02)`` with f the share of the users who rated the film,
    ``L = (likes + 10·L̄) / (raters + 10)`` with L̄ the share of likes among all ratings, and ``G``
    the mean genre likeness (Jaccard) to the profile's likes.
    """

    fame: float
    love: float
    genres: float
    bounds: tuple[Bounds, ...]
    sequels: bool = True
    """Whether films of a series that is in the profile may come."""


_OBSCURE = 0.1
"""Hidden gems are films that at most one user in ten has rated, crowd-pleasers are all others."""
CROWD_PLEASERS = Recipe(-0.2, 0.0, 0.0, (Bounds(above=_OBSCURE), Bounds()))
SAFE = Recipe(0.3, 1.0, 0.25, (Bounds(20), Bounds(5), Bounds()))
HIDDEN_GEMS = Recipe(
    fame=0.2,
    love=1.0,
    genres=0.5,
    bounds=(
        Bounds(20, up_to=_OBSCURE),
        Bounds(5, up_to=_OBSCURE),
        Bounds(5, up_to=2 * _OBSCURE),
        Bounds(5),
        Bounds(),
    ),
    sequels=False,
)
LIKE_ONE = Recipe(0.0, 0.0, 0.5, (Bounds(),))
"""Films like one film: genres count."""
_RECIPES = (CROWD_PLEASERS, SAFE, HIDDEN_GEMS, LIKE_ONE)


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

    def __init__(self, model: Model) -> None:
        reception, self._ratings = model.reception, model.ratings
        self._raters = reception.raters
        self._fame = fame_of(reception.raters, model.ratings.n_users)
        self._log_fame = np.log(np.maximum(self._fame, _FAME_FLOOR))
        average = reception.likers.sum() / max(reception.raters.sum(), 1.0)
        loved = reception.likers + _AVERAGE_FILMS * average
        self._love = loved / (reception.raters + _AVERAGE_FILMS)
        # Powers of all shares take as long as a search: they are taken once.
        self._factors = {recipe: self._factor(recipe) for recipe in _RECIPES}
        self._within = {
            bounds: self._within_bounds(bounds) for recipe in _RECIPES for bounds in recipe.bounds
        }
        self._suits: Floats = np.exp(-SAFE.fame * self._log_fame) * self._love
        self._watched = max(float(reception.raters.sum()), 1.0)
        self._genres = GenreSets(model.catalog)
        self._series = model.series
        self._n_series = int(model.series.numbers.max(initial=NO_SERIES)) + 1

    def make(
        self, scores: Floats, profile: Profile, filtered: Bools, out: Collection[int], order: Order
    ) -> list[Pick]:
        """Return up to ``n`` films, in the order in which they are shown.

        Args:
            scores: (items,) of a member; 0 for the films of the profile.
            profile: the member's verdicts.
            filtered: (items,) films that pass the filters of the request.
            out: movie ids that are left out besides.
            order: what is wanted.
        """
        allowed = filtered & (scores > 0)
        allowed[self._ratings.columns_of(out)] = False
        allowed[self.waiting(scores, filtered)] = False
        fading = self._fading(order.shown)
        if fading is not None:
            allowed &= fading > 0
        wanted = _Wanted(scores, self._alike(profile), self._begun(profile), fading, order)
        slots = _slots(order, newcomer=not profile.signals)
        pools = {
            recipe: self._pool(recipe, wanted, self._bounded(recipe, allowed, order.n))
            for recipe in dict.fromkeys(slots)
        }
        likeness = _LIKENESS if profile.signals else _NEWCOMERS_LIKENESS
        return self._greedy(slots, pools, likeness)

    def waiting(self, scores: Floats, filtered: Bools) -> Int64s:
        """Return the columns of films that wait for an earlier part of their series.

        That is so where the earlier part would be recommended too: where it is not judged, passes
        the filters and has at least half of the later one's score. So a remake hardly waits, nor a
        film that only sounds like a sequel.

        Args:
            scores: (items,) of a member; 0 for judged films.
            filtered: (items,) films that pass the filters of the request.
        """
        own = scores[self._series.later]
        good = np.flatnonzero(own > 0)
        earlier = self._series.earlier[good]
        waits = filtered[earlier] & (scores[earlier] >= _EARLIER_PART * own[good])
        return self._series.later[good[waits]].astype(np.int64)

    def fits(self, scores: Floats) -> Singles:
        """Return (items,) ``q_i = Σ_j n_j·[z_j < z_i] / Σ_j n_j`` with ``z = h · F^−0.3 · L``.

        That is the share of what people watch that suits a member less; of films that suit alike,
        half counts. n_j are the raters of film j.

        Args:
            scores: (items,) h, a member's scores.
        """
        suits = scores * self._suits
        # Most films have no score at all: they are one group of equals, which need no order.
        some = np.flatnonzero(suits != 0)
        order = some[np.argsort(suits[some])]
        ordered, watched = suits[order], self._raters[order]
        everything = self._watched
        without = everything - watched.sum()
        worse = float(watched[ordered < 0].sum())
        fits = np.full(len(scores), (worse + without / 2) / everything, dtype=np.float32)
        if len(order):
            starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
            alike = np.add.reduceat(watched, starts)
            below = np.cumsum(alike) - alike / 2 + without * (ordered[starts] > 0)
            lengths = np.diff(starts, append=len(order))
            fits[order] = np.repeat(below / everything, lengths)
        return fits

    def best(self, scores: Floats, out: Collection[int], n: int) -> list[Pick]:
        """Return the ``n`` films with the largest scores, one of each series; some are left out."""
        allowed = scores > 0
        allowed[self._ratings.columns_of(out)] = False
        columns = np.flatnonzero(allowed)
        pool = _pool(columns, scores[columns], n)
        return self._greedy([LIKE_ONE] * n, {LIKE_ONE: pool}, 0.0)

    def genre_likeness(self, column: int) -> Singles:
        """Return (items,) the share of the genres in common with one film (Jaccard)."""
        return self._genres.likeness(column, np.arange(self._ratings.n_items))

    def like_one(self, scores: Floats, profile: Profile) -> Floats:
        """Return (items,) the scores of somebody who likes one film, with its genres in mind."""
        columns = np.arange(len(scores))
        return self._weigh(LIKE_ONE, scores, columns, self._alike(profile))

    def for_group(self, scores: Floats, profile: Profile, taste: Taste) -> Floats:
        """Return (items,) a member's scores for a group's list; for a balanced one, as they are."""
        if taste is Taste.BALANCED:
            return scores
        columns = np.arange(len(scores))
        return self._weigh(_BY_TASTE[taste], scores, columns, self._alike(profile))

    def within(self, taste: Taste, allowed: Bools, n: int) -> Bools:
        """Return (items,) which of the films a taste allows, so that enough for ``n`` are left."""
        if taste is Taste.BALANCED:
            return allowed
        return self._bounded(_BY_TASTE[taste], allowed, n)

    def _bounded(self, recipe: Recipe, allowed: Bools, n: int) -> Bools:
        """Return (items,) the films within the first bounds that leave enough for a list."""
        for bounds in recipe.bounds:
            within = allowed & self._within[bounds]
            if np.count_nonzero(within) >= _ENOUGH * n:
                break
        return within

    def _pool(self, recipe: Recipe, wanted: "_Wanted", within: Bools) -> "_Pool":
        """Return the pool of a recipe, out of the films within its bounds.

        Scores differ far more than what a recipe multiplies them by: a few films with large scores
        are weighed, and if even the largest factor of all takes no other film into the pool, it is
        as if all had been.
        """
        scores, order = wanted.scores, wanted.order
        best, most = scores.max(initial=0.0), self._most(recipe, wanted)
        for share in _LIKELY:
            columns = np.flatnonzero(within & (scores > share * best))
            if not recipe.sequels:
                columns = columns[~wanted.begun[self._series.numbers[columns]]]
            weighed = self._weigh(recipe, scores, columns, wanted.alike, order.less_fame)
            pool = _pool(columns, weighed, order.n, wanted.fading)
            others = share * best * most / weighed.max(initial=_TINY)
            if len(pool.columns) == _pool_size(order.n) and pool.scores[-1] > others:
                break
        return pool

    def _most(self, recipe: Recipe, wanted: "_Wanted") -> float:
        """Return what a recipe multiplies a score by at most."""
        most: float = self._factors[recipe].max() * _ROUNDING
        if wanted.order.less_fame:
            most *= np.exp(-wanted.order.less_fame * self._log_fame.min())
        if recipe.genres and wanted.alike is not None:
            most *= wanted.alike.max() ** recipe.genres
        return most

    def _begun(self, profile: Profile) -> Bools:
        """Return (series + 1,) which series the profile has a film of; the last stands for none."""
        begun = np.zeros(self._n_series + 1, dtype=bool)
        begun[self._series.numbers[self._ratings.columns_of(profile)]] = True
        begun[NO_SERIES] = False
        return begun

    def _alike(self, profile: Profile) -> Floats | None:
        """Return (sets,) G + 0.1 of each set of genres; ``None`` without likes."""
        likes = self._ratings.columns_of(profile.likes)
        return self._genres.mean_likeness(likes) + _GENRE_OFFSET if len(likes) else None

    def _weigh(
        self,
        recipe: Recipe,
        scores: Floats,
        columns: Int64s,
        alike: Floats | None,
        less_fame: float = 0.0,
    ) -> Floats:
        """Return (columns,) the scores of some films by a recipe."""
        weighed: Floats = scores[columns] * self._factors[recipe][columns]
        if less_fame:
            weighed *= np.exp(-less_fame * self._log_fame[columns])
        if recipe.genres and alike is not None:
            weighed *= (alike**recipe.genres)[self._genres.of[columns]]
        return weighed

    def _greedy(
        self, slots: Sequence[Recipe], pools: Mapping[Recipe, "_Pool"], likeness: float
    ) -> list[Pick]:
        """Take for each slot the best film of its pool for how new it is beside those taken.

        Maximal marginal relevance (Carbonell and Goldstein 1998) with genres as likeness. Where a
        pool has no film left, another one steps in.
        """
        recipes = list(pools)
        columns = np.concatenate([pool.columns for pool in pools.values()])
        scores = np.concatenate([pool.scores for pool in pools.values()])
        sizes = [len(pool.columns) for pool in pools.values()]
        of_pool, series = np.repeat(np.arange(len(pools)), sizes), self._series.numbers[columns]
        left, alike = np.ones(len(columns), dtype=bool), np.zeros(len(columns))
        picks: list[Pick] = []
        for slot in slots:
            own = left & (of_pool == recipes.index(slot))
            if not own.any():
                own = left
            if not own.any():
                break
            at = int(np.where(own, scores - likeness * alike, -np.inf).argmax())
            column, recipe = int(columns[at]), recipes[of_pool[at]]
            # Where bounds gave way, not every film in its place is one.
            discovery = recipe is HIDDEN_GEMS and bool(self._fame[column] <= _OBSCURE)
            picks.append(Pick(column, float(scores[at]), discovery and len(pools) > 1))
            left &= columns != column
            if series[at] != NO_SERIES:
                left &= series != series[at]
            if likeness:
                np.maximum(alike, self._genres.likeness(column, columns), out=alike)
        return picks

    def _factor(self, recipe: Recipe) -> Floats:
        factor: Floats = np.exp(-recipe.fame * self._log_fame) * self._love**recipe.love
        return factor

    def _within_bounds(self, bounds: Bounds) -> Bools:
        within: Bools = (self._raters >= bounds.raters) & (bounds.above < self._fame)
        return within & (self._fame <= bounds.up_to)

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
        alike: (sets,) G + 0.1 of each set of genres; ``None`` without likes.
        begun: (series + 1,) which series the profile has a film of.
        fading: (items,) what is left of films' scores; ``None`` for all of all.
        order: what is wanted.
    """

    scores: Floats
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


def _pool_size(n: int) -> int:
    return max(_POOL, _POOL_TIMES * n)


_BY_TASTE = {
    Taste.CROWD_PLEASERS: CROWD_PLEASERS,
    Taste.BALANCED: SAFE,
    Taste.HIDDEN_GEMS: HIDDEN_GEMS,
}
_THREE_AND_ONE = 4


def _slots(order: Order, *, newcomer: bool) -> list[Recipe]:
    """Return what each film of a list stands for.

    A balanced list is two safe films and a discovery, over and over; one of four has three safe
    ones. A newcomer is to recognise films, and gets crowd-pleasers.
    """
    if order.taste is not Taste.BALANCED:
        return [_BY_TASTE[order.taste]] * order.n
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
