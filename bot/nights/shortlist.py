"""Films for the members who joined: fair, unseen, and not too long."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from bot.errors import MemberError, NoSuchFilm, SeveralFilms
from bot.films.find import find_film
from bot.nights.night import NEW, FilmSource, Night, NightFilm, NightOptions
from bot.nights.store import NightStore
from bot.nights.wishes import pools_of
from bot.services import Services
from bot.storage.types import Verdict
from bot.ui import limits
from recsys.catalog import Catalog
from recsys.movies import Movie
from recsys.types import GroupRecommendation, ItemId, Profile, YearRange

LENGTH: Final = 5
"""Films on a shortlist."""
CARRIED: Final = 1
"""Films of the last night that come back at most."""
TITLE: Final = 80
"""Characters of a title that is typed: it stands in the ``custom_id`` of a button."""
_LEAST_FITS: Final = (0.5, 0.25)
"""What a film that comes back should be for the member whom it suits worst, as drawn ones are."""
_LOOKS: Final = 4
"""How often films that turn out too long are replaced, each time with twice as many at hand."""


@dataclass(frozen=True, slots=True)
class Tastes:
    """What is known of the members of a night.

    Attributes:
        members: their ids, in the order of the profiles.
        profiles: their verdicts.
        unwanted: films that somebody is not interested in.
    """

    members: tuple[int, ...]
    profiles: tuple[Profile, ...]
    unwanted: frozenset[ItemId]


async def first_films(services: Services, store: NightStore, night: Night) -> list[NightFilm]:
    """Return films for a night whose members have come together."""
    before = await store.before(night.guild_id, night.member_ids)
    return await draw(
        services,
        await tastes_of(services, night.member_ids),
        night.options,
        pools=await pools_of(services, night),
        shown=_unwelcome(before.chosen, night.options),
        carried=before.runners_up[:LENGTH],
        credits_of=_credits(night),
    )


async def other_films(
    services: Services, store: NightStore, night: Night, unbacked: Sequence[NightFilm]
) -> tuple[set[int], list[NightFilm]]:
    """Return the ids of the films that go, and others in their place that the list lacks.

    What was on the list before doesn't come again, but for films of the server's list where they
    come from it: those go only for others of it.
    """
    before = await store.before(night.guild_id, night.member_ids)
    pools = await pools_of(services, night)
    own = {*chain(*pools)} if _is_from_list(night.options) else set[ItemId]()
    going = {film.id for film in unbacked}
    listed = {film.item_id for film in night.films if film.item_id is not None}
    staying = [film.item_id for film in night.films if film.id not in going]
    catalog = services.recommender.catalog
    films = await draw(
        services,
        await tastes_of(services, night.member_ids),
        night.options,
        pools=pools,
        keep=[item for item in staying if item is not None and item in catalog],
        shown=[*listed, *(night.dropped - own), *_unwelcome(before.chosen, night.options)],
        credits_of=_credits(night),
        count=len(going),
    )
    from_list = [film for film in films if film.item_id in own]
    lost = [film.id for film in unbacked if film.item_id in own][len(from_list) :]
    others = [film for film in films if film.item_id not in own]
    going.difference_update(lost)
    if not going:
        raise MemberError(
            "No other film of the server's list fits. Add some with `/list add`, or one to "
            "tonight's vote with `/movienight suggest`."
        )
    return going, [film for film in films if film in [*from_list, *others][: len(going)]]


async def named(services: Services, night: Night, member_id: int, movie: Movie | str) -> NightFilm:
    """Return the film that a member names; a title if nobody knows it.

    How a film suits anybody isn't known where the model's data set lacks it.
    """
    if isinstance(movie, str):
        return NightFilm(NEW, None, movie, added_by=member_id)
    if movie.id not in services.recommender.catalog:
        return NightFilm(NEW, movie.id, added_by=member_id)
    await services.recommender.health()
    fits = await fits_of(services, await tastes_of(services, night.member_ids), movie.id)
    return NightFilm(NEW, movie.id, added_by=member_id, fits=fits)


class NotListed(NoSuchFilm):
    """The catalogue lacks a film; ``title`` is its name as it can be added."""

    def __init__(self, title: str, movies: Sequence[Movie]) -> None:
        self.title = limits.linkless(title)
        shown = limits.plain_clipped(self.title, limits.CHOICE_NAME)
        super().__init__(f"“{shown}” isn't in my catalogue.", movies, "Add it anyway?")


def named_film(catalog: Catalog, submitted: str) -> Movie:
    """Return the film that is meant.

    A number alone is a title here, as of the film 1917, and no id.

    Raises:
        NotListed: the catalogue lacks it; carries the films that come close.
        UnclearFilm: several films may be meant, or a choice was made up.
        MemberError: there's no title.
    """
    name = " ".join(submitted.split())
    if not name:
        raise MemberError("Which film? Its title is enough.")
    if name.isdigit():
        close = catalog.search(name)
        movies = [movie for movie in close if name in {movie.title, *movie.aka}]
        if not movies:
            raise NotListed(name, close)
        if len(movies) > 1:
            raise SeveralFilms(f"Several films fit “{name}”. Which one?", movies)
        return movies[0]
    try:
        return find_film(catalog, name)
    except NoSuchFilm as none:
        if name.startswith("id:"):
            raise
        raise NotListed(name, none.movies) from None


async def tastes_of(services: Services, members: Sequence[int]) -> Tastes:
    """Return what the members have said so far."""
    verdicts = await services.storage.verdicts.of_all(members)
    return Tastes(
        members=tuple(members),
        profiles=tuple(
            Profile({item: said.signal for item, said in verdicts[member].items()})
            for member in members
        ),
        unwanted=frozenset(
            item
            for own in verdicts.values()
            for item, said in own.items()
            if said is Verdict.NOT_INTERESTED
        ),
    )


async def fits_of(services: Services, tastes: Tastes, item: ItemId) -> dict[int, float | None]:
    """Return how well a film should suit each member, from what they said of other films.

    A verdict on the film itself must not be told by its fit.
    """
    others = [
        Profile({each: said for each, said in profile.items() if each != item})
        for profile in tastes.profiles
    ]
    (film,) = await services.recommender.recommend_for_group(others, 1, keep=[item])
    return dict(zip(tastes.members, film.fits, strict=True))


async def fits_of_latecomer(
    services: Services, night: Night, member_id: int
) -> dict[ItemId, float | None]:
    """Return how well the films on the list suit a member who joins a vote that is on."""
    catalog = services.recommender.catalog
    listed = [film.item_id for film in night.films if film.item_id is not None]
    items = [item for item in listed if item in catalog]
    tastes = await tastes_of(services, [member_id])
    (profile,) = tastes.profiles
    new = [item for item in items if item not in profile]
    fits = {}
    if new:
        films = await services.recommender.recommend_for_group([profile], len(new), keep=new)
        fits = {film.item_id: film.fits[0] for film in films}
    for item in items:
        if item in profile:
            fits[item] = (await fits_of(services, tastes, item))[member_id]
    return fits


async def draw(
    services: Services,
    tastes: Tastes,
    options: NightOptions,
    *,
    pools: Sequence[Collection[ItemId]] = (),
    keep: Sequence[ItemId] = (),
    shown: Collection[ItemId] = (),
    carried: Sequence[ItemId] = (),
    credits_of: Mapping[int, float] | None = None,
    count: int = LENGTH,
) -> list[NightFilm]:
    """Return new films for a shortlist: those of a pool before the next, each best first.

    Films of the server's list come up although somebody knows them, and those of which the ratings
    say nothing come last of it.

    Args:
        services: the recommender, and the lengths of films.
        tastes: of the members.
        options: filters and strategy.
        pools: films to draw from first, next and so on; what they lack is drawn from all films.
        keep: films of the catalogue that stay on the list; the new ones make up for members they
            don't suit.
        shown: films that were on the list already and went.
        carried: films that lost last time; one comes back if it still fits the rules, is in one of
            the pools, if there are any, and suits whom it suits worst as well as a drawn one.
        credits_of: how much more a member counts, by member.
        count: how many new films.

    Raises:
        IndexFault: the engine can't answer.
        UsageError: a filter can't be meant.
    """
    # Whether the engine can answer must not tell whether anybody has a taste to ask it about.
    await services.recommender.health()
    back = [item for item in carried if _may_come_back(services, item, tastes, options)]
    wanted = set(chain(*pools)) if pools else {*back}
    back = [item for item in back if item in wanted - {*keep, *shown}]
    weights = [1 + (credits_of or {}).get(member, 0.0) for member in tastes.members]

    async def fill(back: Sequence[ItemId]) -> list[GroupRecommendation]:
        drawn: list[GroupRecommendation] = []
        for pool in (*pools, None):
            if len(drawn) < count:
                drawn += await _drawn(
                    services,
                    tastes,
                    options,
                    only=pool,
                    keep=[*keep, *(film.item_id for film in drawn)],
                    back=() if drawn else back,
                    exclude=[*shown, *tastes.unwanted],
                    weights=weights,
                    count=count - len(drawn),
                )
        return drawn

    drawn = await fill(())
    lost = await _suiting(services, tastes, options, back, drawn)
    if lost:
        best_first = await _best_first(
            services, tastes, options, await fill(lost[:CARRIED]), keep, weights
        )
        drawn = sorted(best_first, key=lambda film: _pool(film.item_id, pools))
    listed = sum(_pool(film.item_id, pools) < len(pools) for film in drawn)
    if _is_from_list(options) and listed < count:
        left = set(chain(*pools)).difference(keep, shown, (film.item_id for film in drawn))
        unrated = await _unrated(services, tastes, options, left, count - listed)
        drawn = [*drawn[:listed], *unrated, *drawn[listed:]][:count]
    return [await _proposed(services, film, tastes, carried) for film in drawn]


def _is_from_list(options: NightOptions) -> bool:
    """Return whether the server's own list says what is wanted, seen before or not."""
    return options.source is FilmSource.LIST


async def _unrated(
    services: Services,
    tastes: Tastes,
    options: NightOptions,
    items: Collection[ItemId],
    count: int,
) -> list[GroupRecommendation]:
    """Return up to ``count`` of these films that the ratings lack, if they may come up."""
    catalog, rated = services.catalog, services.recommender.catalog
    fitting = [
        item
        for item in sorted(items)
        if item in catalog
        and item not in rated
        and item not in tastes.unwanted
        and not any(item in profile.dislikes for profile in tastes.profiles)
        and _passes(catalog[item], options)
    ]
    # OMDb is asked about no more of them than about films that are drawn.
    looked_at = fitting[: count * 2 ** (_LOOKS - 1)]
    too_long = await _longer(services, looked_at, options.max_minutes)
    nobody = (None,) * len(tastes.members)
    short = [item for item in looked_at if item not in too_long]
    return [GroupRecommendation(item, 0.0, nobody) for item in short[:count]]


async def _drawn(
    services: Services,
    tastes: Tastes,
    options: NightOptions,
    *,
    only: Collection[ItemId] | None,
    keep: Sequence[ItemId],
    back: Sequence[ItemId],
    exclude: Sequence[ItemId],
    weights: Sequence[float],
    count: int,
) -> list[GroupRecommendation]:
    """Return new films that aren't too long, out of some if ``only`` names them; see `draw`."""
    too_long: set[ItemId] = set()
    for look in range(_LOOKS):
        kept = [*keep, *(item for item in back if item not in too_long)]
        drawn = await services.recommender.recommend_for_group(
            tastes.profiles,
            # More than are needed only tell which films are too long: the first ones are the
            # same, however many are drawn.
            len(keep) + count * 2**look,
            strategy=options.strategy,
            genres=() if options.genre is None else (options.genre,),
            years=YearRange(options.first, options.last),
            exclude=[*exclude, *too_long],
            only=only,
            keep=kept,
            weights=weights,
            rewatch=options.rewatches or (only is not None and _is_from_list(options)),
        )
        new = drawn[len(keep) :]
        too_long |= await _longer(services, [film.item_id for film in new], options.max_minutes)
        if not any(film.item_id in too_long for film in new[:count]):
            break
    return [film for film in new if film.item_id not in too_long][:count]


async def _suiting(
    services: Services,
    tastes: Tastes,
    options: NightOptions,
    items: Sequence[ItemId],
    drawn: Sequence[GroupRecommendation],
) -> list[ItemId]:
    """Return those of these films that suit everybody as well as the drawn ones must."""
    if not items or {film.item_id for film in drawn}.intersection(items):
        return []
    films = await services.recommender.recommend_for_group(
        tastes.profiles, len(items), keep=items, rewatch=options.rewatches
    )
    least = min(map(_suits_worst, drawn), default=0.0)
    bar = next((bar for bar in _LEAST_FITS if least >= bar), _LEAST_FITS[-1])
    return [film.item_id for film in films if _suits_worst(film) >= bar]


async def _best_first(
    services: Services,
    tastes: Tastes,
    options: NightOptions,
    films: Sequence[GroupRecommendation],
    keep: Sequence[ItemId],
    weights: Sequence[float],
) -> list[GroupRecommendation]:
    """Return films in the order in which they would be drawn if there were no others."""
    ranked = await services.recommender.recommend_for_group(
        tastes.profiles,
        len(keep) + len(films),
        strategy=options.strategy,
        only={film.item_id for film in films},
        keep=keep,
        weights=weights,
        # They have been drawn, so whether they may come up is settled.
        rewatch=True,
    )
    places = {film.item_id: place for place, film in enumerate(ranked)}
    return sorted(films, key=lambda film: places.get(film.item_id, len(ranked)))


def _pool(item: ItemId, pools: Sequence[Collection[ItemId]]) -> int:
    """Return the place of the first pool that has a film; after all of them if none has."""
    return next((place for place, pool in enumerate(pools) if item in pool), len(pools))


def _suits_worst(film: GroupRecommendation) -> float:
    """Return the fit of whoever a film suits worst, of those whose taste is known."""
    return min((fit for fit in film.fits if fit is not None), default=1.0)


def _may_come_back(services: Services, item: ItemId, tastes: Tastes, options: NightOptions) -> bool:
    catalog = services.recommender.catalog
    if item not in catalog or item in tastes.unwanted:
        return False
    movie = catalog[item]
    known = any(item in profile for profile in tastes.profiles)
    disliked = any(item in profile.dislikes for profile in tastes.profiles)
    return _passes(movie, options) and (not known or (options.rewatches and not disliked))


def _passes(movie: Movie, options: NightOptions) -> bool:
    """Return whether a film is of the genre and the years that were asked for."""
    years = YearRange(options.first, options.last)
    return movie.year in years and (options.genre is None or options.genre in movie.genres)


async def _longer(services: Services, items: Sequence[ItemId], most: int | None) -> set[ItemId]:
    """Return the films that are known to be longer than they may be."""
    if most is None:
        return set()
    catalog = services.catalog
    looks = await services.facts.facts([catalog[item] for item in items])
    return {
        item
        for item, facts in looks.items()
        if facts.runtime_minutes is not None and facts.runtime_minutes > most
    }


async def _proposed(
    services: Services, film: GroupRecommendation, tastes: Tastes, lost: Collection[ItemId]
) -> NightFilm:
    """Return a film as it goes on the list: what others read of it tells nobody who knows it."""
    fits = dict(zip(tastes.members, film.fits, strict=True))
    members = zip(tastes.members, tastes.profiles, strict=True)
    if knowing := [member for member, profile in members if film.item_id in profile]:
        from_others = await fits_of(services, tastes, film.item_id)
        fits |= {member: from_others[member] for member in knowing}
    return NightFilm(NEW, film.item_id, carried=film.item_id in lost, fits=fits)


def _unwelcome(chosen: Sequence[ItemId], options: NightOptions) -> Sequence[ItemId]:
    """Return the films that members chose on other nights, said or not how they were."""
    return () if options.rewatches else chosen


def _credits(night: Night) -> dict[int, float]:
    return {member.member_id: member.credit for member in night.members}
