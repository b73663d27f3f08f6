"""A member who asks for very much makes nobody else wait; counted in order, not in seconds."""

import asyncio

from recsys.turns import ASKER
from recsys.types import Profile, Signal

MATRIX = 2571
MANY = 60


async def order_of(works):
    """Begin works of members in this order, all at once; return the members as they were served."""
    served = []

    async def one(member, work):
        ASKER.set(member)
        await work()
        served.append(member)

    await asyncio.gather(*(asyncio.create_task(one(*each)) for each in works))
    return served


async def test_the_recommender_serves_members_in_turn(stage):
    recommender = stage.services.recommender
    profile = Profile({MATRIX: Signal.LIKE})

    async def work():
        assert await recommender.recommend(profile, 3)

    served = await order_of([("ana", work)] * MANY + [("ben", work)])
    assert served.index("ben") <= 8


async def test_posters_are_drawn_for_members_in_turn(stage):
    artwork, films = stage.services.artwork, list(stage.services.recommender.catalog)

    def drawing(movie):
        async def work():
            assert await artwork.posters([movie])

        return work

    works = [("ana", drawing(movie)) for movie in films[: MANY // 2]]
    served = await order_of([*works, ("ben", drawing(films[-1]))])
    assert served.index("ben") <= 2
