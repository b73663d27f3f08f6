"""From MovieLens ratings to recommendations, served by Qdrant.

::

    from recsys import Profile, open_recommender

    async with await open_recommender("data/models") as recommender:
        films = await recommender.recommend(Profile({2571: +1, 1721: -1}), n=10)
        for film in films:
            print(recommender.catalog[film.item_id].display, film.score, film.evidence)
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from recsys.catalog import Catalog
    from recsys.store.open import open_recommender
    from recsys.types import Profile, Recommendation
else:
    _HOMES = {
        "Catalog": "recsys.catalog",
        "Profile": "recsys.types",
        "Recommendation": "recsys.types",
        "open_recommender": "recsys.store.open",
    }

    def __getattr__(name: str) -> object:
        """Import a name when it is asked for: most commands start without a model."""
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(_HOMES[name]), name)


__all__ = ["Catalog", "Profile", "Recommendation", "open_recommender"]
