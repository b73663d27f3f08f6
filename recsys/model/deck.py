"""Which film to ask a newcomer about next, so that few answers tell much of a taste.

A panel of users stands for everybody. Each answer makes those who would have given it count more,
so that the panel comes to resemble the member: *w_u* are the shares of its users. The next film is
the one whose answer is expected to move most what is known of the likes of all other films:

``(Σ_a Σ_j cov(a_i, like_j)² / (p(a_i) + λ)) · √p(like_i)``

with a over like and dislike, j over the other films that could be asked about, and covariances and
shares p as of the panel by w. It is large for films that are likely to be known (or nothing varies)
and that divide tastes; it is small for films that earlier answers have settled already.

Asking for what changes the model's forecasts most is known as expected model change (Rubens,
Elahi, Sugiyama and Kaplan, *Active Learning in Recommender Systems*, 2015).
"""

from collections.abc import Collection, Mapping
from enum import IntEnum
from typing import Final

import numpy as np

from recsys.arrays import Bools, Bytes, Floats, Int64s, Singles
from recsys.model.built import Model
from recsys.model.item_weights import DISLIKE_TO, LIKE_FROM
from recsys.model.ranking import top
from recsys.model.series import NO_SERIES
from recsys.types import ItemId, Profile, Signal

PANEL: Final = 1024
"""Users who stand for all."""
_KNOWN: Final = 400
"""The panel's answers are known for so many films, the most rated ones."""
_ASKED: Final = 100
"""The next film is one of so many, the most rated ones that the member wasn't asked about."""
_SHORT: Final = 26
"""Users a product: with `_ASKED` films each way too few for BLAS to call its threads, for which a
busy machine waits longer than for the sums."""
_LAMBDA: Final = 0.2
_PRIOR: Final = 10.0
"""Panel users' worth of the shares among all, mixed into those by what the member answered."""


class _Answer(IntEnum):
    """What a member says about a film, or a user's rating of it would have said."""

    UNKNOWN = 0
    LIKE = 1
    DISLIKE = 2
    SEEN = 3


_TELLING: Final = (_Answer.LIKE, _Answer.DISLIKE)
_UNASKED: Final = 255
_AGREES: Final = np.array(
    [
        # rated: unknown, like, dislike, seen
        [0.0, -1.0, -1.0, -1.0],
        [-0.5, 1.0, -1.0, 0.0],
        [-0.5, -1.0, 1.0, 0.0],
        [-0.5, 0.0, 0.0, 0.5],
    ],
    dtype=np.float32,
)
"""How much more a user counts after an answer (row), in nats, by the own rating (column)."""
_BY_HALF_STARS: Final = np.array(
    [_Answer.UNKNOWN]
    + [_Answer.DISLIKE] * DISLIKE_TO
    + [_Answer.SEEN] * (LIKE_FROM - 1 - DISLIKE_TO)
    + [_Answer.LIKE] * (11 - LIKE_FROM),
    dtype=np.uint8,
)
_BY_SIGNAL: Final[Mapping[Signal, _Answer]] = {
    Signal.LIKE: _Answer.LIKE,
    Signal.DISLIKE: _Answer.DISLIKE,
    Signal.SEEN: _Answer.SEEN,
}


class Deck:
    """Chooses the films of the deck from one model; it has a byte for each user and film it knows.

    Attributes:
        panel: (panel, films) what the panel's users would answer to the most rated films.
    """

    def __init__(self, model: Model) -> None:
        """Read the ratings of the panel, a seeded sample of the users."""
        self._series = model.series.numbers
        self._ratings = model.ratings
        raters = model.reception.raters
        rated = np.flatnonzero(raters > 0)
        self._columns: Int64s = rated[top(raters[rated], _KNOWN)]
        self.panel: Bytes = _panel(model, self._columns)

    def next(self, profile: Profile, skipped: Collection[int] = ()) -> ItemId | None:
        """Return the film to ask about next; ``None`` where nothing is left to ask.

        It is neither in the profile nor skipped, and of no series that has a film there, while
        there are others.

        Args:
            profile: the member's verdicts.
            skipped: movie ids that the member doesn't know.
        """
        answers = self._answers(profile, skipped)
        candidates = self._candidates(answers)
        if not len(candidates):
            return None
        best = candidates[int(self._worth(answers, candidates).argmax())]
        return ItemId(int(self._ratings.item_ids[self._columns[best]]))

    def _answers(self, profile: Profile, skipped: Collection[int]) -> Bytes:
        """Return (items,) what was answered, 255 where nothing was."""
        answers = np.full(self._ratings.n_items, _UNASKED, dtype=np.uint8)
        answers[self._ratings.columns_of(skipped)] = _Answer.UNKNOWN
        columns = self._ratings.columns_of(profile)
        items = self._ratings.item_ids[columns].tolist()
        answers[columns] = [_BY_SIGNAL[profile[item]] for item in items]
        return answers

    def _candidates(self, answers: Bytes) -> Int64s:
        """Return the places of films that may be asked about, the most rated first."""
        unasked: Bools = answers[self._columns] == _UNASKED
        series = self._series[self._columns]
        begun = np.unique(self._series[answers != _UNASKED])
        fresh = unasked & ((series == NO_SERIES) | ~np.isin(series, begun))
        return np.flatnonzero(fresh if fresh.any() else unasked)[:_ASKED]

    def _worth(self, answers: Bytes, candidates: Int64s) -> Floats:
        """Return (candidates,) how much is learnt of each; see the module."""
        said = answers[self._columns]
        asked = np.flatnonzero(said != _UNASKED)
        weights = self._resembling(asked, said[asked])
        panel = self.panel[:, candidates]
        likes, dislikes = ((panel == each).astype(np.float32) for each in _TELLING)
        size = 1.0 / float(weights @ weights)
        around = likes - weights @ likes

        def share(given: Singles) -> Singles:
            """Return (candidates,) how many of those who resemble the member answer so."""
            here, overall = weights @ given, given.mean(axis=0)
            shares: Singles = (size * here + _PRIOR * overall) / (size + _PRIOR)
            return shares

        worth = np.zeros(len(candidates))
        for given in (likes, dislikes):
            moved = _product(given * weights[:, None], around)
            np.fill_diagonal(moved, 0.0)
            worth += np.einsum("ij,ij->i", moved, moved) / (share(given) + _LAMBDA)
        worth *= np.sqrt(share(likes))
        return worth

    def _resembling(self, asked: Int64s, said: Bytes) -> Singles:
        """Return (panel,) how much each user counts; the sum is 1."""
        logs = np.zeros(len(self.panel), dtype=np.float32)
        for place, answer in zip(asked.tolist(), said.tolist(), strict=True):
            logs += _AGREES[answer][self.panel[:, place]]
        weights: Singles = np.exp(logs - logs.max())
        weights /= weights.sum()
        return weights


def _product(left: Singles, right: Singles) -> Singles:
    """Return (candidates, candidates) ``left.T @ right``."""
    product = np.zeros((left.shape[1], right.shape[1]), dtype=np.float32)
    for first in range(0, len(left), _SHORT):
        product += left[first : first + _SHORT].T @ right[first : first + _SHORT]
    return product


def _panel(model: Model, columns: Int64s) -> Bytes:
    """Return (panel, columns) what a seeded sample of the users would have answered."""
    ratings = model.ratings
    rows = np.arange(ratings.n_users)
    if len(rows) > PANEL:
        rows = np.sort(np.random.default_rng(0).choice(rows, PANEL, replace=False))
    place = np.full(ratings.n_items, -1)
    place[columns] = np.arange(len(columns))
    panel = np.zeros((len(rows), len(columns)), dtype=np.uint8)
    for at, row in enumerate(rows.tolist()):
        rated, half_stars = ratings.row(row)
        places = place[rated]
        known = places >= 0
        panel[at, places[known]] = _BY_HALF_STARS[half_stars[known]]
    return panel
