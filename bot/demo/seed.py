"""What the cast has told the bot before the demo starts for the first time."""

from collections.abc import Mapping

from bot.demo.cast import Character
from bot.storage import Storage
from bot.storage.types import Source
from recsys.catalog import Catalog
from recsys.errors import AmbiguousTitle, UnknownTitle

_DONE = "demo cast"


async def seed(
    storage: Storage, catalog: Catalog, guild_id: int, member_ids: Mapping[Character, int]
) -> None:
    """Keep the cast's verdicts and visibility, once: what visitors change is left alone later.

    Films that the catalogue lacks are left out.
    """
    if await storage.state.get(_DONE) is not None:
        return
    for character, member_id in member_ids.items():
        for title, verdict in character.verdicts():
            try:
                movie = catalog.resolve(title)
            except (UnknownTitle, AmbiguousTitle):
                continue
            await storage.verdicts.rate(member_id, movie.id, verdict, Source.COMMAND)
        await storage.visibility.set(guild_id, member_id, character.visible)
    await storage.state.set(_DONE, "here")
