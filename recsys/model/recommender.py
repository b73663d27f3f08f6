"""The recommender: asks the index, scores from the memory map, explains."""

import asyncio
import math
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, Self, TypeVar

import numpy as np

from recsys.arrays import Bools, Floats
from recsys.errors import IndexFault, UsageError
from recsys.model import group
from recsys.model.built import Model
from recsys.model.filters import ItemFacts
from recsys.model.ranking import top
from recsys.model.scoring import Scored, Scorer
from recsys.model.user_knn import BOLD, NEIGHBOURS, SAFE, Caution
from recsys.model.viewers import Viewer, meet
from recsys.turns import Turns
from recsys.types import (
    Evidence,
    GroupRecommendation,
    GroupStrategy,
    ItemId,
    Method,
    Neighbour,
    NeighbourFilter,
    NeighbourIndex,
    Profile,
    Recommendation,
    Signal,
    Taste,
    YearRange,
)
from recsys.vectors import taste_query

_ANY_YEAR = YearRange()
_NOBODY = Profile()
_P = ParamSpec("_P")
_T = TypeVar("_T")
_Option = TypeVar("_Option", Taste, Method, GroupStrategy)


class Recommender:
    """Films for a member or a group, from one built model and its index.

    Opened by `recsys.open_recommender`; close it, or use it in ``async with``. All methods may be
    called concurrently. The engine is asked without blocking and the scoring runs in a worker
    thread, so the event loop stays free; each `recsys.turns.ASKER` is served in turn. Every method
    raises an `IndexFault` when the engine can't answer and a `UsageError` when the request makes no
    sense.

    Attributes:
        model: the built model, for reading only.
        catalog: its films.
        meta: what it says about itself.
    """

    def __init__(self, model: Model, index: NeighbourIndex) -> None:
        self.model, self.catalog, self.meta = model, model.catalog, model.meta
        self._index = index
        self._scorer = Scorer(model)
        self._facts = ItemFacts(model.catalog, model.ratings)
        # One thread: more of them would take the interpreter from the event loop, not share work.
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="scoring")
        # Two, so that the thread finds the next piece of work when it has done one.
        self._turns = Turns(2)
        self._closed = False

    @property
    def engine(self) -> str:
        """Which engine answers: ``"edge"`` or ``"server"``."""
        return self._index.meta.engine

    async def recommend(
        self,
        profile: Profile,
        n: int = 10,
        *,
        taste: Taste = Taste.BALANCED,
        genres: Collection[str] = (),
        years: YearRange = _ANY_YEAR,
        exclude: Collection[int] = (),
        neighbour_filter: NeighbourFilter | None = None,
        method: Method = Method.HYBRID,
        safe: bool = False,
    ) -> list[Recommendation]:
        """Return up to ``n`` films that the member should like, best first.

        No film of the profile comes back. A profile without likes and dislikes gets the films that
        most users love. Ties go to the smaller movie id. Fewer
        than ``n`` come back where the filters leave fewer.

        Args:
            profile: the member's verdicts.
            n: how many films, at least 1.
            taste: how much a film's fame counts.
            genres: films of any of these genres; all when empty.
            years: years of release.
            exclude: further movie ids to leave out, e.g. those shown already.
            neighbour_filter: which users may be neighbours; it does not narrow the item weights,
                which answer alone where nobody passes.
            method: the hybrid of neighbours and item weights, or the neighbours alone.
            safe: prefer films that hardly anybody with this taste disliked.
        """
        _check_count(n)
        allowed = self._allowed(genres, years, [*profile, *exclude])
        neighbours = await self._neighbours(profile, NEIGHBOURS, neighbour_filter, _caution(safe))
        score = self._scoring(profile, taste, method, safe=safe)
        return await self._work(lambda: self._top(score(neighbours), profile, allowed, n))

    async def popular(
        self,
        n: int = 10,
        *,
        taste: Taste = Taste.BALANCED,
        genres: Collection[str] = (),
        years: YearRange = _ANY_YEAR,
        exclude: Collection[int] = (),
    ) -> list[Recommendation]:
        """Return up to ``n`` films that most users love; the engine is not asked.

        This works while the engine can't answer; options as in `recommend`.
        """
        _check_count(n)
        allowed = self._allowed(genres, years, exclude)
        popular = partial(self._scorer.popular, _one_of(Taste, taste))
        return await self._work(lambda: self._top(popular(), _NOBODY, allowed, n))

    async def evidence(self, profile: Profile, item_id: ItemId) -> Evidence:
        """Return what speaks for one film, recommended or not.

        The member's own verdict on the film doesn't count.

        Raises:
            UnknownTitle: the film is not in the catalogue.
        """
        self.catalog[item_id]
        others = Profile({item: said for item, said in profile.items() if item != item_id})
        scored = await self.score(others)
        (column,) = self.model.ratings.columns_of([item_id]).tolist()
        (evidence,) = await self._work(self._scorer.explain, scored, others, [column])
        return evidence

    async def score(
        self,
        profile: Profile,
        *,
        taste: Taste = Taste.BALANCED,
        neighbour_filter: NeighbourFilter | None = None,
        method: Method = Method.HYBRID,
        safe: bool = False,
    ) -> Scored:
        """Return the scores of all items, before anything is filtered; see `recommend`."""
        score = self._scoring(profile, taste, method, safe=safe)
        neighbours = await self._neighbours(profile, NEIGHBOURS, neighbour_filter, _caution(safe))
        return await self._work(score, neighbours)

    async def similar_users(
        self, profile: Profile, k: int = NEIGHBOURS, where: NeighbourFilter | None = None
    ) -> list[Neighbour]:
        """Return up to ``k`` MovieLens users with the same taste, most similar first.

        Args:
            profile: the member's verdicts; without likes and dislikes nobody is similar.
            k: how many, at least 1.
            where: which users may be neighbours.
        """
        _check_count(k)
        return await self._neighbours(profile, k, where, BOLD)

    async def viewers(self, neighbours: Sequence[Neighbour], profile: Profile) -> list[Viewer]:
        """Return what these neighbours have in common with the member."""
        return await self._work(meet, self.model.ratings, neighbours, profile)

    async def recommend_for_group(
        self,
        profiles: Sequence[Profile],
        n: int = 5,
        *,
        strategy: GroupStrategy = GroupStrategy.FAIR,
        taste: Taste = Taste.BALANCED,
        genres: Collection[str] = (),
        years: YearRange = _ANY_YEAR,
        exclude: Collection[int] = (),
        keep: Sequence[ItemId] = (),
        weights: Sequence[float] | None = None,
        rewatch: bool = False,
        safe: bool = False,
    ) -> list[GroupRecommendation]:
        """Return up to ``n`` films for several members, with each film's fit to each of them.

        Films of anybody's profile are out. With ``rewatch`` only those that somebody dislikes are,
        and a film that a member likes suits that member best. Members without
        likes and dislikes are neutral: they don't weigh, and their fit is ``None``.

        Args:
            profiles: one a member, at least one.
            n: how many films, at least 1, those that are kept included.
            strategy: `fair` takes films one by one and serves first whoever got least so far;
                `average` takes the largest mean; `no-misery` too, but leaves out films
                that anybody ranks low.
            taste: how much a film's fame counts.
            genres: films of any of these genres; all when empty.
            years: years of release.
            exclude: further movie ids to leave out.
            keep: films that are on the list already, even if members know them: they come
                first, and what is added makes up for those they don't suit.
            weights: how much each member counts, one a profile, all above 0; alike when ``None``.
            rewatch: whether films that members like or have seen may come again.
            safe: prefer films that hardly anybody with these tastes disliked.
        """
        _check_count(n)
        if not profiles:
            raise UsageError("A group needs at least one member.")
        counts = [1.0] * len(profiles) if weights is None else list(weights)
        if len(counts) != len(profiles) or not all(0 < count < math.inf for count in counts):
            raise UsageError("Every member needs one weight, above 0.")
        if unknown := [item for item in keep if item not in self.catalog]:
            raise UsageError(f"No film has the movieId {unknown[0]}: it can't be kept.")
        if rewatch:
            known = [item for profile in profiles for item in profile.dislikes]
            profiles = [_without_seen(profile) for profile in profiles]
        else:
            known = [item for profile in profiles for item in profile]
        allowed = self._allowed(genres, years, [*known, *exclude])
        choose = partial(
            self._choose,
            strategy=_one_of(GroupStrategy, strategy),
            keep=keep,
            counts=[c for c, profile in zip(counts, profiles, strict=True) if profile.signals],
        )
        voting = list(filter(_votes, profiles)) or [_NOBODY]
        shares = await asyncio.gather(
            *(self._shares(profile, taste, safe=safe) for profile in voting)
        )
        return await self._work(choose, shares, profiles, allowed, n)

    async def health(self) -> None:
        """Return when the engine can answer; raise the `IndexFault` that says why it can't."""
        await self._index.health()

    async def close(self) -> None:
        """Release the engine; a second call does nothing."""
        self._closed = True
        try:
            await self._index.close()
        finally:
            self._worker.shutdown(wait=False)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def _work(self, call: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        async with self._turns:
            if self._closed:
                raise IndexFault("The recommender is closed: open it again before asking.")
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._worker, partial(call, *args, **kwargs))

    def _allowed(
        self, genres: Collection[str], years: YearRange, exclude: Collection[int]
    ) -> Bools:
        if isinstance(genres, str):
            raise UsageError(f"Genres are a list of names: write [{genres!r}].")
        return self._facts.allowed(genres=genres, years=years, exclude=exclude)

    def _scoring(
        self, profile: Profile, taste: Taste, method: Method, *, safe: bool
    ) -> Callable[[Sequence[Neighbour]], Scored]:
        """Return what scores all items once the neighbours are known; meant for the worker."""
        return partial(
            self._scorer.score,
            profile,
            taste=_one_of(Taste, taste),
            method=_one_of(Method, method),
            caution=_caution(safe),
        )

    async def _shares(self, profile: Profile, taste: Taste, *, safe: bool) -> Floats:
        """Return (items,) a member's scores as shares of the best."""
        score = self._scoring(profile, taste, Method.HYBRID, safe=safe)
        neighbours = await self._neighbours(profile, NEIGHBOURS, None, _caution(safe))
        return await self._work(lambda: by_best(score(neighbours).total))

    async def _neighbours(
        self, profile: Profile, k: int, where: NeighbourFilter | None, caution: Caution
    ) -> list[Neighbour]:
        query = taste_query(profile, caution.dislike)
        return await self._index.similar_users(query, k, where) if query else []

    def _top(
        self, scored: Scored, profile: Profile, allowed: Bools, n: int
    ) -> list[Recommendation]:
        candidates = np.flatnonzero(allowed & (scored.total > 0))
        best = candidates[top(scored.total[candidates], n)].tolist()
        evidence = self._scorer.explain(scored, profile, best)
        return [
            Recommendation(self._item_id(column), float(scored.total[column]), why)
            for column, why in zip(best, evidence, strict=True)
        ]

    def _choose(
        self,
        shares: Sequence[Floats],
        profiles: Sequence[Profile],
        allowed: Bools,
        n: int,
        *,
        strategy: GroupStrategy,
        keep: Sequence[ItemId],
        counts: Sequence[float],
    ) -> list[GroupRecommendation]:
        scores = np.stack(shares)
        for own, profile in zip(scores, filter(_votes, profiles), strict=False):
            own[self.model.ratings.columns_of(profile.likes)] = 1.0
        columns = np.searchsorted(self.model.ratings.item_ids, list(dict.fromkeys(keep))).tolist()
        weights = np.array(counts) if counts else None
        voting = iter(scores)
        fits = [next(voting) if profile.signals else None for profile in profiles]
        return [
            GroupRecommendation(
                item_id=self._item_id(column),
                score=score,
                fits=tuple(None if own is None else _fit(own[column]) for own in fits),
            )
            for column, score in group.choose(
                scores, allowed, n, strategy, keep=columns, weights=weights
            )
        ]

    def _item_id(self, column: int) -> ItemId:
        return ItemId(int(self.model.ratings.item_ids[column]))


def by_best(total: Floats) -> Floats:
    """Return a member's scores as shares of the best; negative where the member is warned."""
    highest = total.max(initial=0.0)
    shares: Floats = total / highest if highest > 0 else total
    return shares


def _caution(safe: bool) -> Caution:  # noqa: FBT001 - it is all that it is about
    return SAFE if safe else BOLD


def _votes(profile: Profile) -> bool:
    return profile.signals > 0


def _without_seen(profile: Profile) -> Profile:
    return Profile({item: said for item, said in profile.items() if said is not Signal.SEEN})


def _fit(share: float) -> float:
    return float(min(max(share, 0.0), 1.0))


def _one_of(kind: type[_Option], value: str) -> _Option:
    """Return an option given by its name.

    Raises:
        UsageError: there is no such option.
    """
    try:
        return kind(value)
    except ValueError:
        known = ", ".join(kind)
        raise UsageError(
            f"{value!r} isn't a {kind.__name__.lower()}: choose one of {known}."
        ) from None


def _check_count(n: int) -> None:
    if n < 1:
        raise UsageError(f"{n} results make no list: ask for at least 1.")
