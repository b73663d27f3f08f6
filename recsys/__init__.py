"""From MovieLens ratings to recommendations, served by Qdrant.

::

    from recsys import Profile, open_recommender

    async with await open_recommender("data/models") as recommender:
        films = await recommender.recommend(Profile({2571: +1, 1721: -1}), n=10)
        for film in films:
            print(recommender.catalog[film.item_id].display, film.score, film.evidence)
"""

from recsys.catalog import Catalog
from recsys.store.open import open_recommender
from recsys.types import Profile, Recommendation

__all__ = ["Catalog", "Profile", "Recommendation", "open_recommender"]
