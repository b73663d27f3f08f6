"""What a program like the bot needs of a recommender, and nothing more.

`recsys.model.recommender.Recommender` and `recsys.catalog.Catalog` are these; a program that is
written against the ports doesn't know how films are found.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Protocol

from recsys.movies import Movie
from recsys.types import (
    Evidence,
    GroupRecommendation,
    GroupStrategy,
    ItemId,
    Profile,
    Recommendation,
    Taste,
    YearRange,
)

ANY_YEAR = YearRange()


class FilmCatalog(Protocol):
    """The films of a model, by id and by title; everything answers from memory."""

    def __getitem__(self, item_id: int, /) -> Movie:
        """Return a film; raise `UnknownTitle` when there is none of this id."""
        ...

    def __contains__(self, item_id: object, /) -> bool: ...

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Movie]: ...

    @property
    def genres(self) -> tuple[str, ...]:
        """All genres, sorted."""
        ...

    def search(self, text: str, limit: int = 25) -> list[Movie]:
        """Return the films that fit what was typed, best first; blank text gives popular ones."""
        ...

    def resolve(self, text: str) -> Movie:
        """Return the one film that is meant.

        Raises:
            AmbiguousTitle: several films fit; it carries them.
            UnknownTitle: none does; it carries suggestions.
        """
        ...


class ModelFacts(Protocol):
    """What a model says about itself."""

    @property
    def dataset(self) -> str:
        """Name of the release."""
        ...

    @property
    def invented(self) -> bool:
        """Whether the ratings are made up (the sample)."""
        ...

    @property
    def licence(self) -> str:
        """What has to be shown about the data."""
        ...

    @property
    def engine(self) -> str:
        """``"edge"`` or ``"server"``."""
        ...

    @property
    def users(self) -> int:
        """Users in the index."""
        ...

    @property
    def movies(self) -> int:
        """Films of the catalogue."""
        ...

    @property
    def ratings(self) -> int:
        """Ratings that it was made from."""
        ...

    @property
    def viewers(self) -> str:
        """What its users have to be called."""
        ...


class MovieRecommender(Protocol):
    """Films for members and groups; see `recsys.model.recommender.Recommender`.

    Whatever asks the engine raises an `IndexFault` when it can't answer.
    """

    @property
    def catalog(self) -> FilmCatalog:
        """The films."""
        ...

    @property
    def meta(self) -> ModelFacts:
        """What the model says about itself."""
        ...

    async def recommend(
        self,
        profile: Profile,
        n: int = 10,
        *,
        taste: Taste = Taste.BALANCED,
        genres: Collection[str] = (),
        years: YearRange = ANY_YEAR,
        exclude: Collection[int] = (),
    ) -> list[Recommendation]:
        """Return up to ``n`` films that the member should like, best first."""
        ...

    async def popular(
        self,
        n: int = 10,
        *,
        taste: Taste = Taste.BALANCED,
        genres: Collection[str] = (),
        years: YearRange = ANY_YEAR,
        exclude: Collection[int] = (),
    ) -> list[Recommendation]:
        """Return up to ``n`` films that most users love, without asking the engine."""
        ...

    async def evidence(self, profile: Profile, item_id: ItemId) -> Evidence:
        """Return what speaks for one film for this member."""
        ...

    async def recommend_for_group(
        self,
        profiles: Sequence[Profile],
        n: int = 5,
        *,
        strategy: GroupStrategy = GroupStrategy.FAIR,
        taste: Taste = Taste.BALANCED,
        genres: Collection[str] = (),
        years: YearRange = ANY_YEAR,
        exclude: Collection[int] = (),
        keep: Sequence[ItemId] = (),
        weights: Sequence[float] | None = None,
        rewatch: bool = False,
    ) -> list[GroupRecommendation]:
        """Return up to ``n`` films for several members, with each film's fit to each of them."""
        ...

    async def health(self) -> None:
        """Return when the engine can answer; raise the `IndexFault` that says why it can't."""
        ...

    async def close(self) -> None:
        """Release the engine; a second call does nothing."""
        ...
