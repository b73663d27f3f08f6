"""Films for a member: from their verdicts, from what most people love, or why there are none."""

import asyncio
import logging
from dataclasses import dataclass
from enum import Enum, auto

from bot.storage import Storage
from bot.variety import POOL, varied
from bot.wishes import Wish
from recsys.errors import IndexFault
from recsys.model.recommender import Recommender
from recsys.types import ItemId, Profile, Recommendation

log = logging.getLogger(__name__)


class Kind(Enum):
    """What a list of films is."""

    PERSONAL = auto()
    """From the member's taste."""
    STARTERS = auto()
    """Well-loved films, since the member has no likes or dislikes yet."""
    STANDBY = auto()
    """Well-loved films, since the engine can't answer."""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """A list of films for a member.

    Attributes:
        kind: what it is.
        films: best first; empty when the filters leave nothing.
        easier: when it is empty, what could be left away so that there are films.
    """

    kind: Kind
    films: tuple[Recommendation, ...]
    easier: tuple[str, ...] = ()


class Suggester:
    """Asks the recommender on behalf of members."""

    def __init__(self, *, recommender: Recommender, storage: Storage) -> None:
        self._recommender = recommender
        self._storage = storage

    async def suggest(
        self, member_id: int, wish: Wish, shown: tuple[ItemId, ...] = ()
    ) -> Suggestions:
        """Return films for a member, none of which they rated or were shown in this list.

        Raises:
            UsageError: there is no such genre, or the first year is after the last.
            StorageError: the verdicts can't be read.
        """
        profile = await self._storage.verdicts.profile(member_id)
        kind, films = await self._films(profile, wish, shown)
        if films:
            return Suggestions(kind, tuple(films))
        return Suggestions(kind, (), await self._easier(profile, wish, shown))

    async def _films(
        self, profile: Profile, wish: Wish, shown: tuple[ItemId, ...]
    ) -> tuple[Kind, list[Recommendation]]:
        if not profile.signals:
            return Kind.STARTERS, await self.well_loved(profile, wish, shown)
        try:
            films = await self._recommender.recommend(
                profile,
                wish.count,
                taste=wish.taste,
                genres=wish.genres,
                years=wish.years,
                exclude=shown,
            )
        except IndexFault as fault:
            log.warning("Recommending well-loved films instead: %s", fault)
            return Kind.STANDBY, await self.well_loved(profile, wish, shown)
        return Kind.PERSONAL, films

    async def well_loved(
        self, profile: Profile, wish: Wish, shown: tuple[ItemId, ...] = ()
    ) -> list[Recommendation]:
        """Return films that most people love and that are unlike each other; no engine is asked."""
        films = await self._recommender.popular(
            wish.count * POOL,
            taste=wish.taste,
            genres=wish.genres,
            years=wish.years,
            exclude=[*profile, *shown],
        )
        catalog = self._recommender.catalog
        return varied(films, lambda item: catalog[item].genres, wish.count)

    async def _easier(
        self, profile: Profile, wish: Wish, shown: tuple[ItemId, ...]
    ) -> tuple[str, ...]:
        relaxed = wish.relaxed()
        found = await asyncio.gather(
            *(self.well_loved(profile, easier, shown) for easier in relaxed.values())
        )
        single = tuple(what for what, films in zip(relaxed, found, strict=True) if films)
        if single or not relaxed:
            return single
        return ("filters",) if await self.well_loved(profile, wish.bare(), shown) else ()
