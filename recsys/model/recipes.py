"""How films are weighed for a list: by fame, by love, and by their genres."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from recsys.arrays import Bools, Floats, Int64s
from recsys.model.built import Model
from recsys.model.genres import GenreSets
from recsys.model.user_knn import fame_of
from recsys.types import Taste

_FAME_FLOOR = 0.02
_AVERAGE_FILMS = 10.0
"""A film's share of likes begins as that of so many ratings of average films."""
_GENRE_OFFSET = 0.1
_ENOUGH = 3
"""A filter stays while it leaves so many times as many films as are wanted."""
_ROUNDING = 1.0 + 1e-9


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


OBSCURE: Final = 0.1
"""Hidden gems are films that at most one user in ten has rated, crowd-pleasers are all others."""
CROWD_PLEASERS: Final = Recipe(-0.2, 0.0, 0.0, (Bounds(above=OBSCURE), Bounds()))
SAFE: Final = Recipe(0.3, 1.0, 0.25, (Bounds(20), Bounds(5), Bounds()))
HIDDEN_GEMS: Final = Recipe(
    fame=0.2,
    love=1.0,
    genres=0.5,
    bounds=(
        Bounds(20, up_to=OBSCURE),
        Bounds(5, up_to=OBSCURE),
        Bounds(5, up_to=2 * OBSCURE),
        Bounds(5),
        Bounds(),
    ),
    sequels=False,
)
LIKE_ONE: Final = Recipe(0.0, 0.0, 0.5, (Bounds(),))
"""Films like one film: genres count."""
BY_TASTE: Final = {
    Taste.CROWD_PLEASERS: CROWD_PLEASERS,
    Taste.BALANCED: SAFE,
    Taste.HIDDEN_GEMS: HIDDEN_GEMS,
}


class Weigher:
    """Weighs one model's films by recipes.

    Attributes:
        genres: the films' genres.
        fame: (items,) the share of the users who rated each film.
    """

    def __init__(self, model: Model, genres: GenreSets) -> None:
        reception = model.reception
        self.genres = genres
        self.fame = fame_of(reception.raters, model.ratings.n_users)
        self._raters = reception.raters
        self._log_fame = np.log(np.maximum(self.fame, _FAME_FLOOR))
        average = reception.likers.sum() / max(reception.raters.sum(), 1.0)
        loved = reception.likers + _AVERAGE_FILMS * average
        love = loved / (reception.raters + _AVERAGE_FILMS)
        recipes = (CROWD_PLEASERS, SAFE, HIDDEN_GEMS, LIKE_ONE)
        # Powers of all shares take as long as a search: they are taken once.
        self._factors: dict[Recipe, Floats] = {
            each: np.exp(-each.fame * self._log_fame) * love**each.love for each in recipes
        }
        self._largest = {each: float(self._factors[each].max(initial=0.0)) for each in recipes}
        self._within = {
            bounds: self._within_bounds(bounds) for each in recipes for bounds in each.bounds
        }

    def factors(self, recipe: Recipe) -> Floats:
        """Return (items,) ``F^−fame · L^love``."""
        return self._factors[recipe]

    def alike(self, likes: Int64s) -> Floats | None:
        """Return (sets,) G + 0.1 of each set of genres; ``None`` without likes, (likes,)."""
        return self.genres.mean_likeness(likes) + _GENRE_OFFSET if len(likes) else None

    def bounded(self, recipe: Recipe, allowed: Bools, n: int) -> Bools:
        """Return (items,) the films within the first bounds that leave enough for a list."""
        for bounds in recipe.bounds:
            within = allowed & self._within[bounds]
            if np.count_nonzero(within) >= _ENOUGH * n:
                break
        return within

    def weigh(
        self,
        recipe: Recipe,
        scores: Floats,
        columns: Int64s,
        alike: Floats | None,
        less_fame: float = 0.0,
    ) -> Floats:
        """Return (columns,) the scores of some films by a recipe.

        Args:
            recipe: how they are weighed.
            scores: (items,) of a member.
            columns: (columns,) the films.
            alike: (sets,) of the member; see `alike`.
            less_fame: how much more fame counts against a film than the recipe says.
        """
        weighed: Floats = scores[columns] * self._factors[recipe][columns]
        if less_fame:
            weighed *= np.exp(-less_fame * self._log_fame[columns])
        if recipe.genres and alike is not None:
            weighed *= (alike**recipe.genres)[self.genres.of[columns]]
        return weighed

    def most(self, recipe: Recipe, alike: Floats | None, less_fame: float) -> float:
        """Return what a score is multiplied by at most; arguments as of `weigh`."""
        most = self._largest[recipe] * _ROUNDING
        if less_fame:
            most *= float(np.exp(-less_fame * self._log_fame.min()))
        if recipe.genres and alike is not None:
            most *= float(alike.max() ** recipe.genres)
        return most

    def _within_bounds(self, bounds: Bounds) -> Bools:
        within: Bools = (self._raters >= bounds.raters) & (bounds.above < self.fame)
        return within & (self.fame <= bounds.up_to)
