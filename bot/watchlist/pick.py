"""Which film of a watchlist suits its member best right now."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.services import Services
from bot.storage.types import Kind
from recsys.errors import IndexFault
from recsys.types import Evidence, ItemId, Profile, Recommendation

log = logging.getLogger(__name__)

RANKED = 20
"""Films that are put in order; what comes after them keeps the order of the list."""


@dataclass(frozen=True, slots=True)
class Picks:
    """The films of a watchlist that the member has not rated.

    Attributes:
        kind: what put them in order.
        films: the most suitable first; then those that nothing speaks for, the newest first.
        evidence: what speaks for the first ones.
        listed: how many films are on the watchlist, rated ones included.
    """

    kind: Kind
    films: tuple[ItemId, ...]
    evidence: Mapping[ItemId, Evidence]
    listed: int


async def picks_of(services: Services, member_id: int) -> Picks:
    """Put a member's watchlist in order.

    Raises:
        StorageError: the list can't be read.
    """
    listed = await services.storage.watchlists.items(member_id)
    rated = await services.storage.verdicts.of(member_id)
    catalog = services.catalog
    unrated = [item for item in listed if item not in rated and item in catalog]
    if not unrated:
        return Picks(Kind.PERSONAL, (), {}, len(listed))
    profile = services.recommender.known(await services.storage.verdicts.profile(member_id))
    known = [item for item in unrated if item in services.recommender.catalog]
    kind, films = await _ranked(services, profile, known)
    evidence = {film.item_id: film.evidence for film in films}
    rest = (item for item in unrated if item not in evidence)
    return Picks(kind, (*evidence, *rest), evidence, len(listed))


def place_after(films: Sequence[ItemId], place: int, shown: ItemId) -> int:
    """Return the place of the film to show next; after the last one comes the first.

    Args:
        films: in order, at least one.
        place: where the film stood that is shown now, from 0.
        shown: that film. Where another one stands there by now, it was rated or removed, and the
            others moved up.
    """
    moved_up = place >= len(films) or films[place] != shown
    return (place if moved_up else place + 1) % len(films)


async def _ranked(
    services: Services, profile: Profile, films: Sequence[ItemId]
) -> tuple[Kind, list[Recommendation]]:
    rank = services.recommender.rank
    if profile.signals:
        try:
            return Kind.PERSONAL, await rank(profile, films, RANKED)
        except IndexFault as fault:
            log.warning("Ranking a watchlist by what most people love: %s", fault)
            return Kind.STANDBY, await rank(Profile(), films, RANKED)
    return Kind.STARTERS, await rank(Profile(), films, RANKED)
