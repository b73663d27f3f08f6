"""Films for a member: from their verdicts, from what most people love, or why there are none."""

import asyncio
import logging
from dataclasses import dataclass
from enum import Enum, auto

from bot.films.request import Request
from bot.services import Services
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
        easier: when it is empty, what could be left out so that there are films.
    """

    kind: Kind
    films: tuple[Recommendation, ...]
    easier: tuple[str, ...] = ()


async def suggest(
    services: Services, member_id: int, request: Request, shown: tuple[ItemId, ...] = ()
) -> Suggestions:
    """Return films for a member, none of which they rated or were shown in this list.

    Raises:
        UsageError: there is no such genre, or the first year is after the last.
        StorageError: the verdicts can't be read.
    """
    profile = await services.storage.verdicts.profile(member_id)
    kind, films = await _films(services.recommender, profile, request, shown)
    if films:
        return Suggestions(kind, tuple(films))
    easier = await _easier(services.recommender, profile, request, shown)
    return Suggestions(kind, (), easier)


async def well_loved(
    recommender: Recommender,
    profile: Profile,
    request: Request,
    shown: tuple[ItemId, ...] = (),
) -> list[Recommendation]:
    """Return films that most people love and that are unlike each other; no engine is asked."""
    return await recommender.popular(
        request.count,
        taste=request.taste,
        genres=request.genres,
        years=request.years,
        exclude=[*profile, *shown],
    )


async def _films(
    recommender: Recommender, profile: Profile, request: Request, shown: tuple[ItemId, ...]
) -> tuple[Kind, list[Recommendation]]:
    if not profile.signals:
        return Kind.STARTERS, await well_loved(recommender, profile, request, shown)
    try:
        films = await recommender.recommend(
            profile,
            request.count,
            taste=request.taste,
            genres=request.genres,
            years=request.years,
            exclude=shown,
        )
    except IndexFault as fault:
        log.warning("Recommending well-loved films instead: %s", fault)
        return Kind.STANDBY, await well_loved(recommender, profile, request, shown)
    return Kind.PERSONAL, films


async def _easier(
    recommender: Recommender, profile: Profile, request: Request, shown: tuple[ItemId, ...]
) -> tuple[str, ...]:
    """Return which filter to leave out so that there are films; ``filters`` if only all of them."""
    relaxed = request.relaxed()
    found = await asyncio.gather(
        *(well_loved(recommender, profile, easier, shown) for easier in relaxed.values())
    )
    single = tuple(what for what, films in zip(relaxed, found, strict=True) if films)
    if single or not relaxed:
        return single
    everything = await well_loved(recommender, profile, request.bare(), shown)
    return ("filters",) if everything else ()
