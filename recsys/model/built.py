"""A built model: what recommendations are computed from."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from recsys.catalog import Catalog
from recsys.datasets.types import Demographics
from recsys.model.evidence import Reception
from recsys.model.item_weights import ItemWeights
from recsys.model.series import Series
from recsys.ratings import Ratings

FORMAT = 3
"""One more whenever the code can't read what older code wrote."""


@dataclass(frozen=True, slots=True)
class ModelMeta:
    """What a build says about itself (``meta.json``).

    Attributes:
        format: version of the files' layout.
        build_id: name of the build; its folder and its collection are named after it.
        created: when, UTC, ISO 8601.
        dataset: name of the release.
        invented: whether the ratings are made up (the sample).
        licence: terms of use, to be shown to people.
        engine: where the vectors are: ``"edge"`` (in the folder) or ``"server"``.
        users: users in the index.
        movies: films of the catalogue.
        ratings: ratings, without duplicates.
        duplicates: older ratings left out, as the user rated the film again.
        weighted_movies: films with item weights.
        weights_users: users the item weights were fitted on.
        normalisation: how ratings became vectors.
    """

    format: int
    build_id: str
    created: str
    dataset: str
    invented: bool
    licence: str
    engine: str
    users: int
    movies: int
    ratings: int
    duplicates: int
    weighted_movies: int
    weights_users: int
    normalisation: str

    @property
    def viewers(self) -> str:
        """Return what to call its users: those of the sample are nobody real."""
        return "invented viewers" if self.invented else "MovieLens viewers"


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A build that has been read; its large arrays are mapped from disk."""

    folder: Path
    meta: ModelMeta
    catalog: Catalog
    ratings: Ratings
    reception: Reception
    weights: ItemWeights
    series: Series
    demographics: Mapping[int, Demographics]
