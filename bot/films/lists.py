"""Lists of films: new ones, and the next films of one that is there."""

from collections.abc import Collection, Iterable, Mapping

from bot.errors import MemberError, OutOfDate
from bot.films import card
from bot.films.find import movie_of
from bot.films.request import Request
from bot.films.suggest import Suggestions, suggest
from bot.films.verdict_words import bold
from bot.services import Services
from bot.storage.types import JSON, Kind, Listed, Listing
from bot.ui import limits
from recsys.catalog import Catalog
from recsys.movies import Movie
from recsys.reasons import unnamed
from recsys.types import Evidence, ItemId, Recommendation, SimilarFilm

_LIKE = "like"
"""Among the options of a list: which film its films are like."""


class NothingLeft(MemberError):
    """A list has no more films."""


async def new_list(
    services: Services, member_id: int, request: Request, *, private: bool, guild_id: int | None
) -> Listing:
    """Make a list of films for a member.

    The list is ``private`` if they alone see it, here or in direct messages with the bot.

    Raises:
        NothingLeft: there are none; it says what to relax.
    """
    options = request.to_json() | {"guild": guild_id}
    films = await _draw(services, member_id, options)
    return await services.storage.listings.create(
        member_id, private=private, options=options, films=films
    )


async def new_similar(services: Services, member_id: int, item_id: ItemId) -> Listing:
    """Make a list of films like one film, for the member alone; those that they rated are out.

    Raises:
        NothingLeft: there are none.
        UnknownTitle: the film is not in the catalogue.
    """
    options: dict[str, JSON] = {_LIKE: item_id}
    films = await _draw(services, member_id, options)
    return await services.storage.listings.create(
        member_id, private=True, options=options, films=films
    )


async def extended(services: Services, listing: Listing) -> Listing:
    """Add the next films to a list, by the member's verdicts of this moment.

    Raises:
        NothingLeft: there are none.
        OutOfDate: the list has expired.
    """
    films = await _draw(services, listing.member_id, listing.options, listing.items)
    longer = await services.storage.listings.extend(listing, films)
    if longer is None:
        raise OutOfDate("That list has expired. `/recommend` makes a new one.")
    if len(longer.films) == len(listing.films):
        raise NothingLeft("That list is full. `/recommend` makes a new one.")
    return longer


def heading(listing: Listing, place: int, catalog: Catalog, *, tells: bool = False) -> str:
    """Return what stands above a page of a list: what it is, and the titles around that place.

    ``tells`` is whether the member has said enough meanwhile to get films of their own.
    """
    request = Request.from_json(listing.options)
    first = place // request.count * request.count
    titles = [movie_of(catalog, item).title for item in listing.items[first:][: request.count]]
    kind, like = listing.films[place].kind, _like_of(listing.options)
    if like is None:
        said = headline(listing.member_id, request, kind, tells=tells)
    else:
        said = f"🎬 **More like** {bold(movie_of(catalog, like))}"
    return f"{said}\n{card.titles_line(titles, place - first)}" if len(titles) > 1 else said


def headline(member_id: int, request: Request, kind: Kind, *, tells: bool = False) -> str:
    """Return what a list of a request is; ``tells`` as of `heading`."""
    asked = request.describe()
    filters = f" · {limits.plain(asked)}" if asked else ""
    match kind:
        case Kind.STARTERS:
            known = (
                "That's enough to go by: your own films are one press away (**See my films**)."
                if tells
                else "I don't know your taste yet, so here are films most people love. Rate three "
                "of them, or let `/start` ask you, and I'll find yours."
            )
            return f"🍿 **To start with, <@{member_id}>**{filters}\n{known}"
        case Kind.STANDBY:
            return (
                f"🍿 **Well loved**{filters}\n"
                "Recommendations were down just then, so these are films most people love. "
                "Your ratings are safe."
            )
        case Kind.PERSONAL | Kind.SIMILAR:
            return f"🍿 **For <@{member_id}>**{filters}"


def nothing_left(request: Request, suggestions: Suggestions, *, first: bool) -> str:
    """Return the sentence for a list without films, with what to relax."""
    asked = request.describe()
    filters = f" for “{limits.plain(asked)}”" if asked else ""
    said = f"No {'' if first else 'more '}films left{filters}."
    if suggestions.easier:
        return f"{said} Try `/recommend` again without {' or without '.join(suggestions.easier)}."
    return f"{said} You've rated them all." if first else said


async def _draw(
    services: Services, member_id: int, options: Mapping[str, JSON], out: Collection[ItemId] = ()
) -> list[Listed]:
    """Return the next films for a list with these options; at least one."""
    request, like, recommender = Request.from_json(options), _like_of(options), services.recommender
    if like is not None:
        profile = await services.storage.verdicts.profile(member_id)
        similar = await recommender.similar(like, request.count, exclude=[*profile, *out])
        if not similar:
            title = bold(recommender.catalog[like])
            raise NothingLeft(f"You know every film like {title} that I could find.")
        return [_like_one(film, recommender.catalog[like]) for film in similar]
    shown = await services.storage.shown.of(member_id)
    suggestions = await suggest(services, member_id, request, out, shown)
    if not suggestions.films:
        raise NothingLeft(nothing_left(request, suggestions, first=not out))
    return _listed(recommender.catalog, suggestions.kind, suggestions.films)


def _listed(catalog: Catalog, kind: Kind, films: Iterable[Recommendation]) -> list[Listed]:
    def reason(evidence: Evidence) -> str:
        return card.reason(evidence, lambda item: catalog[item].title)

    return [
        Listed(
            film.item_id,
            kind,
            reason(film.evidence),
            reason(unnamed(film.evidence)),
            film.discovery,
        )
        for film in films
    ]


def _like_one(film: SimilarFilm, movie: Movie) -> Listed:
    reason = f"Close to {bold(movie)}."
    if film.both:
        reason = f"Liked by {film.both:,} of the {film.likers:,} viewers who like {bold(movie)}."
    return Listed(film.item_id, Kind.SIMILAR, reason, reason)


def _like_of(options: Mapping[str, JSON]) -> ItemId | None:
    like = options.get(_LIKE)
    return ItemId(like) if isinstance(like, int) else None
