"""Films for the members who joined: fair, unseen, and not too long."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.illustrations import Illustrator
from bot.nights.types import NightOptions, ProposedFilm
from bot.storage import Storage
from bot.storage.types import Opinion
from recsys.model.recommender import Recommender
from recsys.movies import Movie
from recsys.types import GroupRecommendation, ItemId, Profile, YearRange

LENGTH: Final = 5
"""Films on a shortlist."""
CARRIED: Final = 1
"""Films of the last night that come back at most."""
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

    @property
    def known(self) -> frozenset[ItemId]:
        """Films that somebody has an opinion of."""
        return frozenset(item for profile in self.profiles for item in profile)

    @property
    def without_taste(self) -> frozenset[int]:
        """Members who have said nothing that tells their taste."""
        pairs = zip(self.members, self.profiles, strict=True)
        return frozenset(member for member, profile in pairs if not profile.signals)


class Shortlister:
    """Draws films for a group, and says how well any film fits its members."""

    def __init__(
        self, *, recommender: Recommender, storage: Storage, illustrator: Illustrator
    ) -> None:
        self._recommender = recommender
        self._storage = storage
        self._illustrator = illustrator

    async def tastes(self, members: Sequence[int]) -> Tastes:
        """Return what the members have said so far."""
        opinions = [await self._storage.verdicts.opinions(member) for member in members]
        return Tastes(
            members=tuple(members),
            profiles=tuple(
                Profile({item: said.verdict for item, said in own.items()}) for own in opinions
            ),
            unwanted=frozenset(
                item
                for own in opinions
                for item, said in own.items()
                if said is Opinion.NOT_INTERESTED
            ),
        )

    async def draw(
        self,
        tastes: Tastes,
        options: NightOptions,
        *,
        keep: Sequence[ItemId] = (),
        shown: Collection[ItemId] = (),
        carried: Sequence[ItemId] = (),
        credits_of: Mapping[int, float] | None = None,
        count: int = LENGTH,
    ) -> list[ProposedFilm]:
        """Return new films for a shortlist, best first.

        Args:
            tastes: of the members.
            options: filters and strategy.
            keep: films of the catalogue that stay on the list; the new ones make up for whom they
                don't suit.
            shown: films that were on the list already and went.
            carried: films that lost last time; they come first if they still fit the rules.
            credits_of: how much more a member counts, by member.
            count: how many new films.

        Raises:
            IndexFault: the engine can't answer.
            UsageError: a filter can't be meant.
        """
        back = [item for item in carried if self._may_come_back(item, tastes, options)]
        back = [item for item in back if item not in {*keep, *shown}][:CARRIED]
        too_long: set[ItemId] = set()
        for look in range(_LOOKS):
            kept = [*keep, *(item for item in back if item not in too_long)]
            drawn = await self._recommender.recommend_for_group(
                tastes.profiles,
                # More than are needed only tell which films are too long: the first ones are the
                # same, however many are drawn.
                len(keep) + count * 2**look,
                strategy=options.strategy,
                genres=() if options.genre is None else (options.genre,),
                years=YearRange(options.first, options.last),
                exclude=[*shown, *tastes.unwanted, *too_long],
                keep=kept,
                weights=[1 + (credits_of or {}).get(member, 0.0) for member in tastes.members],
                rewatch=options.rewatches,
            )
            new = drawn[len(keep) :]
            too_long |= await self._longer([film.item_id for film in new], options.max_minutes)
            if not any(film.item_id in too_long for film in new[:count]):
                break
        short = [film for film in new if film.item_id not in too_long]
        return [_proposed(film, tastes, back) for film in short[:count]]

    async def fits_of(self, tastes: Tastes, item_id: ItemId) -> dict[int, float | None]:
        """Return how well one film fits each member."""
        (film, *_) = await self._recommender.recommend_for_group(
            tastes.profiles, 1, keep=[item_id], rewatch=True
        )
        return dict(zip(tastes.members, film.fits, strict=True))

    def _may_come_back(self, item: ItemId, tastes: Tastes, options: NightOptions) -> bool:
        catalog = self._recommender.catalog
        if item not in catalog or item in tastes.unwanted:
            return False
        movie = catalog[item]
        known = any(item in profile for profile in tastes.profiles)
        disliked = any(item in profile.dislikes for profile in tastes.profiles)
        return (
            (options.genre is None or options.genre in movie.genres)
            and movie.year in YearRange(options.first, options.last)
            and (not known or (options.rewatches and not disliked))
        )

    async def _longer(self, items: Sequence[ItemId], most: int | None) -> set[ItemId]:
        """Return the films that are known to be longer than they may be."""
        if most is None:
            return set()
        movies: list[Movie] = [self._recommender.catalog[item] for item in items]
        looks = await self._illustrator.facts(movies)
        return {
            item
            for item, facts in looks.items()
            if facts.runtime_minutes is not None and facts.runtime_minutes > most
        }


def _proposed(
    film: GroupRecommendation, tastes: Tastes, carried: Collection[ItemId]
) -> ProposedFilm:
    return ProposedFilm(
        item_id=film.item_id,
        carried=film.item_id in carried,
        fits=dict(zip(tastes.members, film.fits, strict=True)),
    )
