"""Films for several members: how much each member counts, and who got something already.

A list holds one film of a series. A fair one is made of films that suit every member better than
half of what people watch, while there are any; then better than a quarter.

Strategies after Masthoff (2015, "Group recommender systems", Recommender Systems Handbook); the
balanced greedy one is Matinee's default because it leaves the fewest members with nothing.
"""

from collections.abc import Sequence

import numpy as np

from recsys.arrays import Bools, Floats, Int32s, Int64s
from recsys.model.series import NO_SERIES
from recsys.types import GroupStrategy

_PATIENCE = 4.0
"""How much more members count who got least so far."""

LEAST_FITS = (0.5, 0.25)
"""What the fit to the worst served member should be; films that reach less come later."""

MISERY_RANK = 1000
"""With `no-misery`, a film that somebody ranks below this is out."""


def choose(
    scores: Floats,
    allowed: Bools,
    n: int,
    strategy: GroupStrategy,
    *,
    keep: Sequence[int] = (),
    only: Bools | None = None,
    weights: Floats | None = None,
    series: Int32s | None = None,
    kind: Sequence[Bools] = (),
) -> list[tuple[int, float]]:
    """Return up to ``n`` (column, group score), in the order in which they were chosen.

    Args:
        scores: (members, items) each member's own scores, divided by the member's maximum.
        allowed: (items,) films that may be chosen.
        n: how many, the kept ones included.
        strategy: `fair`, `average` or `no-misery`.
        keep: columns that are on the list already, allowed or not; they come first.
        only: (items,) the films that somebody wants, of which alone new ones are chosen: of those
            that are allowed even such as suit nobody, but they come last.
        weights: (members,) how much each member counts, all above 0; alike when ``None``.
        series: (items,) number of the series that each film is of, below 0 for none.
        kind: (items,) each, the films that suit everybody so well as `LEAST_FITS` say; `fair` takes
            others only once no such film is left.
    """
    ranked = allowed & (scores.sum(axis=0) > 0)
    eligible = ranked.copy() if only is None else allowed & only
    eligible[list(keep)] = False
    candidates = np.concatenate([np.asarray(keep, dtype=np.int64), np.flatnonzero(eligible)])
    own, kept = scores[:, candidates], len(keep)
    counts = np.ones(len(scores)) if weights is None else weights
    counts = counts / counts.sum()
    alone = np.full(len(candidates), NO_SERIES) if series is None else series[candidates]
    if strategy is GroupStrategy.FAIR:
        kinds = [suiting[candidates] for suiting in kind]
        chosen = _balanced_greedy(own, n, kept, counts, alone, kinds)
        return [(int(candidates[at]), score) for at, score in chosen]
    mean = _together(counts, own)
    passed = np.full(len(candidates), only is not None) | (mean > 0)
    if strategy is GroupStrategy.NO_MISERY:
        passed &= _worst_rank(own, scores[:, ranked]) < MISERY_RANK
    best = np.argsort(-mean[kept:], kind="stable") + kept
    in_order = [*range(kept), *best[passed[best]].tolist()]
    taken = _one_of_a_series(in_order, alone, kept)[: max(n, kept)]
    return [(int(candidates[at]), float(mean[at])) for at in taken]


def _one_of_a_series(in_order: Sequence[int], series: Int32s, kept: int) -> list[int]:
    """Return the films without those of a series that has come already; kept ones all stay."""
    come: set[int] = set()
    taken = []
    for place, at in enumerate(in_order):
        number = int(series[at])
        if place < kept or number not in come:
            taken.append(at)
        if number != NO_SERIES:
            come.add(number)
    return taken


def _balanced_greedy(
    own: Floats, n: int, kept: int, counts: Floats, series: Int32s, kinds: Sequence[Bools]
) -> list[tuple[int, float]]:
    """Take films one by one, giving more weight to whoever got least so far.

    Step t takes the film with the largest ``Σ_u w_u·s_u(i)``, where ``w_u ∝ c_u·exp(−4·(sat_u −
    mean sat))`` and ``sat_u`` is the sum of u's scores of the films taken over the sum of u's own
    best t − 1 scores, between −1 and 1; a member who has no good film left counts as served. The
    first step weighs members by ``c_u`` alone, and the first ``kept`` films are taken as given.
    At each step only the films of the first of ``kinds`` that has any left are looked at.
    """
    n_candidates = own.shape[1]
    n = min(max(n, kept), n_candidates)
    best_sums = np.cumsum(_best(own, n), axis=1)
    weights = counts
    got = np.zeros(len(own))
    left = np.ones(n_candidates, dtype=bool)
    chosen: list[tuple[int, float]] = []
    for step in range(n):
        at_hand = np.array([step]) if step < kept else _kindest(left, kinds)
        if not len(at_hand):
            break
        group = _together(weights, own[:, at_hand])
        best = int(group.argmax())
        at = int(at_hand[best])
        chosen.append((at, float(group[best])))
        left[at] = False
        if series[at] != NO_SERIES:
            left &= series != series[at]
        got += own[:, at]
        satisfaction = _satisfaction(got, best_sums[:, step])
        weights = counts * np.exp(-_PATIENCE * (satisfaction - satisfaction.mean()))
        weights /= weights.sum()
    return chosen


def _kindest(left: Bools, kinds: Sequence[Bools]) -> Int64s:
    """Return the places of what is left of the first kind that has any; without one, of all."""
    for kind in kinds:
        found = np.flatnonzero(left & kind)
        if len(found):
            return found
    return np.flatnonzero(left)


def _together(weights: Floats, own: Floats) -> Floats:
    """Return (films,) the weighted sum of the members' scores, (members, films)."""
    # Not a matrix product: its threads cost more than these few numbers.
    together: Floats = np.einsum("u,ui->i", weights, own)
    return together


def _best(own: Floats, n: int) -> Floats:
    """Return (members, n) each member's largest scores; for so few, quicker than to sort them."""
    left, members = own.copy(), np.arange(len(own))
    best = np.empty((len(own), n))
    for place in range(n):
        at = left.argmax(axis=1)
        best[:, place] = left[members, at]
        left[members, at] = -np.inf
    return best


def _satisfaction(got: Floats, best: Floats) -> Floats:
    """Return (members,) what each member got as a share of the best possible, within −1 … 1."""
    reachable = best > 0
    shares = np.divide(got, best, out=np.ones_like(got), where=reachable)
    return np.clip(shares, -1.0, 1.0)


def _worst_rank(own: Floats, ranked: Floats) -> Int64s:
    """Return (candidates,) the worst rank that any member gives to each film.

    A rank is how many of the ranked films the member scores higher, so films alike are ranked
    alike.

    Args:
        own: (members, candidates) scores.
        ranked: (members, films) scores of the films that a film is compared with.
    """
    ranks = [
        len(others) - np.searchsorted(np.sort(others), scores, side="right")
        for scores, others in zip(own, ranked, strict=True)
    ]
    worst: Int64s = np.max(ranks, axis=0)
    return worst
