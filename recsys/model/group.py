"""Films for several members: whose scores count how much, and who has been served already.

Strategies after Masthoff (2015, "Group recommender systems", Recommender Systems Handbook); the
balanced greedy one is Matinee's default because it leaves the fewest members with nothing.
"""

import numpy as np

from recsys.arrays import Bools, Floats, Int64s
from recsys.types import GroupStrategy

_PATIENCE = 4.0
"""How sharply the members who got least so far are preferred."""

MISERY_RANK = 1000
"""With `no-misery`, a film that somebody ranks below this is out."""


def choose(
    scores: Floats, allowed: Bools, n: int, strategy: GroupStrategy
) -> list[tuple[int, float]]:
    """Return up to ``n`` (column, group score), in the order in which they were chosen.

    Args:
        scores: (members, items) each member's own scores, divided by the member's maximum.
        allowed: (items,) films that may be chosen.
        n: how many.
        strategy: `fair`, `average` or `no-misery`.
    """
    candidates = np.flatnonzero(allowed & (scores.sum(axis=0) > 0))
    own = scores[:, candidates]
    if strategy is GroupStrategy.FAIR:
        return [(int(candidates[at]), score) for at, score in _balanced_greedy(own, n)]
    mean = own.mean(axis=0)
    if strategy is GroupStrategy.NO_MISERY:
        mean = np.where(_worst_rank(own) < MISERY_RANK, mean, -np.inf)
    best = np.argsort(-mean, kind="stable")[:n]
    return [(int(candidates[at]), float(mean[at])) for at in best if mean[at] > 0]


def _balanced_greedy(own: Floats, n: int) -> list[tuple[int, float]]:
    """Take films one by one, each time giving more weight to who got least so far.

    Step t takes the film with the largest ``Σ_u w_u·s_u(i)``, where ``w_u ∝ exp(−4·(sat_u − mean
    sat))`` and ``sat_u`` is the sum of u's scores of the films taken over the sum of u's own best
    t − 1 scores, between −1 and 1; a member who has no good film left counts as served. The first
    step has equal weights.
    """
    members, n_candidates = own.shape
    n = min(n, n_candidates)
    best_sums = np.cumsum(-np.sort(-own, axis=1)[:, :n], axis=1)
    weights = np.full(members, 1.0 / members)
    got = np.zeros(members)
    left = np.ones(n_candidates, dtype=bool)
    chosen: list[tuple[int, float]] = []
    for step in range(n):
        group = np.where(left, weights @ own, -np.inf)
        at = int(group.argmax())
        chosen.append((at, float(group[at])))
        left[at] = False
        got += own[:, at]
        satisfaction = _satisfaction(got, best_sums[:, step])
        weights = np.exp(-_PATIENCE * (satisfaction - satisfaction.mean()))
        weights /= weights.sum()
    return chosen


def _satisfaction(got: Floats, best: Floats) -> Floats:
    """Return (members,) what each member got as a share of the best possible, within −1 … 1."""
    reachable = best > 0
    shares = np.divide(got, best, out=np.ones_like(got), where=reachable)
    return np.clip(shares, -1.0, 1.0)


def _worst_rank(own: Floats) -> Int64s:
    """Return (candidates,) the worst rank that any member gives to each film.

    A rank is how many films the member scores higher, so films alike are ranked alike.
    """
    ranks = [len(scores) - np.searchsorted(np.sort(scores), scores, side="right") for scores in own]
    worst: Int64s = np.max(ranks, axis=0)
    return worst
