"""Films for a member: from their verdicts, from what most people love, or why there are none."""

import asyncio
import logging
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from bot.films.request import Request
from bot.services import Services
from bot.storage.types import Kind, ShownFilms
from recsys.errors import IndexFault
from recsys.model.lists import less_fame
from recsys.model.recommender import Recommender
from recsys.types import ItemId, Profile, Recommendation

log = logging.getLogger(__name__)


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


NOTHING_SHOWN: Final = ShownFilms({}, seen=0, answers=0)
"""As of somebody who asks for the first time."""


async def suggest(
    services: Services,
    member_id: int,
    request: Request,
    out: Collection[ItemId] = (),
    shown: ShownFilms = NOTHING_SHOWN,
) -> Suggestions:
    """Return films for a member, none of which they rated.

    Films ``shown`` to them today come again only if there are no others; those that are ``out``
    never do.

    Raises:
        UsageError: there is no such genre, or the first year is after the last.
        StorageError: the verdicts can't be read.
    """
    profile = services.recommender.known(await services.storage.verdicts.profile(member_id))
    kind, films = await _films(services.recommender, profile, request, out, shown)
    if not films and shown.ago:
        kind, films = await _films(services.recommender, profile, request, out, NOTHING_SHOWN)
    if films:
        return Suggestions(kind, tuple(films))
    easier = await _easier(services.recommender, profile, request, out)
    return Suggestions(kind, (), easier)


async def well_loved(
    recommender: Recommender,
    profile: Profile,
    request: Request,
    out: Collection[ItemId] = (),
    shown: ShownFilms = NOTHING_SHOWN,
) -> list[Recommendation]:
    """Return films that most people love and that are unlike each other; no engine is asked."""
    return await recommender.popular(
        request.count,
        taste=request.taste,
        genres=request.genres,
        years=request.years,
        exclude=[*profile, *out],
        shown=shown.ago,
    )


async def _films(
    recommender: Recommender,
    profile: Profile,
    request: Request,
    out: Collection[ItemId],
    shown: ShownFilms,
) -> tuple[Kind, list[Recommendation]]:
    if not profile.signals:
        return Kind.STARTERS, await well_loved(recommender, profile, request, out, shown)
    try:
        films = await recommender.recommend(
            profile,
            request.count,
            taste=request.taste,
            genres=request.genres,
            years=request.years,
            exclude=out,
            shown=shown.ago,
            less_fame=less_fame(shown.seen, shown.answers),
        )
    except IndexFault as fault:
        log.warning("Recommending well-loved films instead: %s", fault)
        return Kind.STANDBY, await well_loved(recommender, profile, request, out, shown)
    return Kind.PERSONAL, films


async def _easier(
    recommender: Recommender, profile: Profile, request: Request, out: Collection[ItemId]
) -> tuple[str, ...]:
    """Return which filter to leave out so that there are films; ``filters`` if only all of them."""
    relaxed = request.relaxed()
    found = await asyncio.gather(
        *(well_loved(recommender, profile, easier, out) for easier in relaxed.values())
    )
    single = tuple(what for what, films in zip(relaxed, found, strict=True) if films)
    if single or not relaxed:
        return single
    everything = await well_loved(recommender, profile, request.bare(), out)
    return ("filters",) if everything else ()
