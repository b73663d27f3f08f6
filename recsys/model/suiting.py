"""How well films suit a member: the number that `recsys.fits` has words and bars for."""

from dataclasses import dataclass

import numpy as np

from recsys.arrays import Floats, Int64s, Singles
from recsys.model.recipes import SAFE, Weigher


@dataclass(frozen=True, slots=True, eq=False)
class Suits:
    """How well films suit one member.

    The fit of a film is ``q_i = Σ_j n_j·[z_j < z_i] / Σ_j n_j`` with ``z = h · F^−0.3 · L``: the
    share of what people watch that suits the member less; of films that suit alike, half counts.
    h is the member's score, n_j are the raters of film j.

    Attributes:
        scored: (films,) columns whose h isn't 0, ascending.
        scores: (items,) h.
        factors: (items,) what makes z of h.
        distinct: (values,) each z that there is, ascending.
        shares: (values,) q of each.
    """

    scored: Int64s
    scores: Floats
    factors: Floats
    distinct: Floats
    shares: Singles

    def fits(self, columns: Int64s) -> Singles:
        """Return (columns,) q of these films."""
        z = self.scores[columns] * self.factors[columns]
        fits: Singles = self.shares[self.distinct.searchsorted(z)]
        return fits

    def least(self, fit: float) -> float:
        """Return the smallest z of which q is at least this; infinite if there's none."""
        at = int(self.shares.searchsorted(fit))
        return float(self.distinct[at]) if at < len(self.distinct) else np.inf


class Suiting:
    """Tells how well one model's films suit, out of any scores of them.

    Attributes:
        factors: (items,) what makes z of h.
    """

    def __init__(self, weigher: Weigher, raters: Floats) -> None:
        self.factors = weigher.factors(SAFE)
        self._raters = raters
        self._everything = max(float(raters.sum()), 1.0)

    def of(self, scores: Floats) -> Suits:
        """Return how films suit a member who has these scores, (items,)."""
        # Most films have no score at all: they are one group of equals, which needs no order.
        scored = np.flatnonzero(scores != 0.0)
        z, watched = scores[scored] * self.factors[scored], self._raters[scored]
        z = np.append(z, 0.0)
        watched = np.append(watched, self._everything - watched.sum())
        order = z.argsort()
        ordered = z[order]
        starts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))
        alike = np.add.reduceat(watched[order], starts)
        shares = (np.cumsum(alike) - alike / 2) / self._everything
        return Suits(scored, scores, self.factors, ordered[starts], shares.astype(np.float32))
