"""The recommender: asks the index, scores from the memory map, explains."""

import asyncio
import math
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta
from functools import cached_property, partial
from types import MappingProxyType
from typing import ParamSpec, Self, TypeVar

import numpy as np

from recsys.arrays import Bools, Floats, Singles
from recsys.errors import IndexFault, UsageError
from recsys.model import similar
from recsys.model.built import Model
from recsys.model.deck import Deck
from recsys.model.filters import ItemFacts
from recsys.model.genres import GenreSets
from recsys.model.group_lists import GroupLists, GroupOrder, Member
from recsys.model.judged import Judged, judge
from recsys.model.lists import ListMaker, Order, Pick
from recsys.model.ranking import top
from recsys.model.recipes import LIKE_ONE, Weigher
from recsys.model.scoring import Scored, Scorer
from recsys.model.series import Sequels
from recsys.model.suiting import Suiting
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
    SimilarFilm,
    Taste,
    YearRange,
)
from recsys.vectors import taste_query

_ANY_YEAR = YearRange()
_NOBODY = Profile()
_NEVER: Mapping[int, timedelta] = MappingProxyType({})
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

    def __init__(self, model: Model, index: NeighbourIndex, held: ExitStack | None = None) -> None:
        """Serve a model; `close` closes the index, and then what is ``held`` for them."""
        self.model, self.catalog, self.meta = model, model.catalog, model.meta
        self._index = index
        self._held = held or ExitStack()
        self._scorer = Scorer(model)
        genres, sequels = GenreSets(model.catalog), Sequels(model.series)
        self._weigher = weigher = Weigher(model, genres)
        self._suiting = Suiting(weigher, model.reception.raters)
        self._lists = ListMaker(model, weigher, sequels)
        self._group_lists = GroupLists(model, weigher, sequels, self._suiting)
        self._facts = ItemFacts(model.catalog, genres)
        # One thread: more of them would take the interpreter from the event loop, not share work.
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="scoring")
        # Two, so that the thread finds the next piece of work when it has done one.
        self._turns = Turns(2)
        self._closed = False

    @property
    def engine(self) -> str:
        """Which engine answers: ``"edge"`` or ``"server"``."""
        return self._index.meta.engine

    def known(self, profile: Profile) -> Profile:
        """Return a profile without the films that the catalogue lacks, which say nothing here."""
        if all(item in self.catalog for item in profile):
            return profile
        return Profile({item: said for item, said in profile.items() if item in self.catalog})

    async def recommend(
        self,
        profile: Profile,
        n: int = 10,
        *,
        taste: Taste = Taste.BALANCED,
        genres: Collection[str] = (),
        years: YearRange = _ANY_YEAR,
        exclude: Collection[int] = (),
        shown: Mapping[int, timedelta] = _NEVER,
        less_fame: float = 0.0,
        neighbour_filter: NeighbourFilter | None = None,
        method: Method = Method.HYBRID,
        safe: bool = False,
    ) -> list[Recommendation]:
        """Return up to ``n`` films that the member should like, in the order to show them.

        No film of the profile comes back, no two films of one series, and no sequel before an
        earlier part that the member should like, too. Hidden gems are films that at most one
        user in ten has rated, crowd-pleasers are all others; a balanced list is two safe films and
        a discovery, over and over. Where filters leave too few such films, those bounds give way.
        A profile without likes and dislikes gets crowd-pleasers in place of a balanced list. Fewer
        than ``n`` come back where the filters leave fewer.

        Args:
            profile: the member's verdicts.
            n: how many films, at least 1.
            taste: how much a film's fame counts.
            genres: films of any of these genres; all when empty.
            years: years of release.
            exclude: further movie ids to leave out.
            shown: how long ago films were last shown to this member, by movie id. Those of the
                last 24 hours are left out, others fade back in within days.
            less_fame: how much more fame counts against films: `recsys.model.lists.less_fame`.
            neighbour_filter: which users may be neighbours; it does not narrow the item weights,
                which answer alone where nobody passes.
            method: the hybrid of neighbours and item weights, or the neighbours alone.
            safe: prefer films that hardly anybody with this taste disliked.
        """
        order = Order(_checked(n), _one_of(Taste, taste), shown, less_fame)
        filtered = self._filtered(genres, years)
        judged = self._judged(profile)
        score = self._scoring(judged, method, safe=safe)
        neighbours = await self._neighbours(profile, NEIGHBOURS, neighbour_filter, _caution(safe))
        return await self._work(
            lambda: self._list(score(neighbours), judged, filtered, exclude, order)
        )

    async def popular(
        self,
        n: int = 10,
        *,
        taste: Taste = Taste.BALANCED,
        genres: Collection[str] = (),
        years: YearRange = _ANY_YEAR,
        exclude: Collection[int] = (),
        shown: Mapping[int, timedelta] = _NEVER,
    ) -> list[Recommendation]:
        """Return up to ``n`` films that most users love; the engine is not asked.

        This works while the engine can't answer; options as in `recommend`.
        """
        order = Order(_checked(n), _one_of(Taste, taste), shown)
        filtered, nobody = self._filtered(genres, years), self._judged(_NOBODY)
        return await self._work(
            lambda: self._list(self._scorer.popular(), nobody, filtered, exclude, order)
        )

    async def rank(
        self, profile: Profile, items: Collection[int], n: int = 10
    ) -> list[Recommendation]:
        """Return the ``n`` of these films that suit the member best, the best first.

        Nothing that makes a list varied counts here: no taste, no series. Films of the profile are
        left out, and those that nothing speaks for. Without likes and dislikes the engine is not
        asked, and the films are those that most users love.
        """
        scored = await self.score(profile)
        return await self._work(self._rank, scored, self._judged(profile), items, _checked(n))

    async def similar(
        self, item_id: ItemId, n: int = 10, *, exclude: Collection[int] = ()
    ) -> list[SimilarFilm]:
        """Return up to ``n`` films like this one, most alike first; one of each series.

        They are liked by the same users and of the same genres. Where hardly anybody likes the
        film, they are what somebody would get who likes nothing else.

        Args:
            item_id: the film.
            n: how many, at least 1.
            exclude: movie ids to leave out, such as those that the member knows.

        Raises:
            UnknownTitle: the film is not in the catalogue.
        """
        _checked(n)
        self.catalog[item_id]
        (column,) = self.model.ratings.columns_of([item_id]).tolist()
        alone = self._judged(Profile({item_id: Signal.LIKE}))
        scores = None
        if self.model.reception.likers[column] < similar.LEAST_LIKERS:
            scores = (await self.score(alone.profile)).total
        return await self._work(self._similar, column, alone, scores, exclude, n)

    def series(self, item_id: ItemId) -> tuple[ItemId, ...]:
        """Return the films of a film's series, itself included, oldest first.

        Raises:
            UnknownTitle: the film is not in the catalogue.
        """
        self.catalog[item_id]
        (column,) = self.model.ratings.columns_of([item_id]).tolist()
        parts = [self._item_id(part) for part in self.model.series.parts(column).tolist()]
        return tuple(sorted(parts, key=lambda part: (self.catalog[part].year or 0, part)))

    async def evidence(self, profile: Profile, item_id: ItemId) -> Evidence:
        """Return what speaks for one film and against it, recommended or not.

        The member's own verdict on the film doesn't count.

        Raises:
            UnknownTitle: the film is not in the catalogue.
        """
        self.catalog[item_id]
        others = Profile({item: said for item, said in profile.items() if item != item_id})
        scored = await self.score(others)
        (column,) = self.model.ratings.columns_of([item_id]).tolist()
        (evidence,) = await self._work(self._scorer.explain, scored, self._judged(others), [column])
        return evidence

    async def score(
        self,
        profile: Profile,
        *,
        neighbour_filter: NeighbourFilter | None = None,
        method: Method = Method.HYBRID,
        safe: bool = False,
    ) -> Scored:
        """Return the scores of all items, which lists are made of; see `recommend`."""
        judged = self._judged(profile)
        score = self._scoring(judged, method, safe=safe)
        neighbours = await self._neighbours(profile, NEIGHBOURS, neighbour_filter, _caution(safe))
        return await self._work(score, neighbours)

    def picks(
        self,
        scored: Scored,
        profile: Profile,
        order: Order,
        *,
        filtered: Bools | None = None,
        exclude: Collection[int] = (),
    ) -> list[Pick]:
        """Return the columns of a list made of these scores; see `recommend`."""
        passing = self._filtered((), _ANY_YEAR) if filtered is None else filtered
        return self._lists.make(scored.total, self._judged(profile), passing, exclude, order)

    def fits(self, scored: Scored) -> Singles:
        """Return (items,) how well films suit the member of these scores; see `recsys.fits`."""
        return self._suiting.of(scored.total).fits(np.arange(len(scored.total)))

    async def ask_next(self, profile: Profile, skipped: Collection[int] = ()) -> ItemId | None:
        """Return the film to ask a member about next; ``None`` where nothing is left to ask.

        It is likely to be known, and the answer tells much of a taste: see `recsys.model.deck`.

        Args:
            profile: the member's verdicts.
            skipped: movie ids of films that the member doesn't know.
        """
        return await self._work(lambda: self._deck.next(profile, skipped))

    async def similar_users(
        self, profile: Profile, k: int = NEIGHBOURS, where: NeighbourFilter | None = None
    ) -> list[Neighbour]:
        """Return up to ``k`` MovieLens users with the same taste, most similar first.

        Args:
            profile: the member's verdicts; without likes and dislikes nobody is similar.
            k: how many, at least 1.
            where: which users may be neighbours.
        """
        return await self._neighbours(profile, _checked(k), where, BOLD)

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
        only: Collection[int] | None = None,
        keep: Sequence[ItemId] = (),
        weights: Sequence[float] | None = None,
        rewatch: bool = False,
        safe: bool = False,
    ) -> list[GroupRecommendation]:
        """Return up to ``n`` films for several members, with each film's fit to each of them.

        Films of anybody's profile are out, and no two films are of one series. With ``rewatch``
        only those that somebody dislikes are, and a film that a member likes suits that member
        best. Members without likes and dislikes are neutral: they don't weigh, and their fit is
        ``None``.

        Args:
            profiles: one a member, at least one.
            n: how many films, at least 1, those that are kept included.
            strategy: `fair` takes films one by one and serves first whoever got least so far, and
                only films that suit everybody halfway, while there are any;
                `average` takes the largest mean; `no-misery` too, but leaves out films
                that anybody ranks low.
            taste: how much a film's fame counts.
            genres: films of any of these genres; all when empty.
            years: years of release.
            exclude: further movie ids to leave out.
            only: movie ids of which alone new films are chosen, such as a list of wishes; all when
                ``None``. Those that suit nobody come last, and no film waits for an earlier part
                that isn't among them.
            keep: films that are on the list already, even if members know them: they come
                first, and what is added makes up for those they don't suit.
            weights: how much each member counts, one a profile, all above 0; alike when ``None``.
            rewatch: whether films that members like or have seen may come again.
            safe: prefer films that hardly anybody with these tastes disliked.
        """
        _checked(n)
        profiles = [self.known(profile) for profile in profiles]
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
        filtered = self._filtered(genres, years)
        order = GroupOrder(
            n=n,
            strategy=_one_of(GroupStrategy, strategy),
            taste=_one_of(Taste, taste),
            out=[*known, *exclude],
            only=only,
            keep=keep,
            weights=_weights(counts, profiles),
        )
        voting = list(filter(_votes, profiles)) or [_NOBODY]
        caution = _caution(safe)
        # All are asked for before anybody is scored: an embedded engine and the scoring would keep
        # taking the interpreter from each other.
        neighbours = await asyncio.gather(
            *(self._neighbours(profile, NEIGHBOURS, None, caution) for profile in voting)
        )
        members = await self._work(self._members, voting, neighbours, caution)
        return await self._work(self._shortlist, members, profiles, filtered, order)

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
            self._held.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    @cached_property
    def _deck(self) -> Deck:
        """Made by the worker when the first member asks for it."""
        return Deck(self.model)

    async def _work(self, call: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        async with self._turns:
            if self._closed:
                raise IndexFault("The recommender is closed: open it again before asking.")
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._worker, partial(call, *args, **kwargs))

    def _judged(self, profile: Profile) -> Judged:
        return judge(self.model.ratings, self.known(profile))

    def _filtered(self, genres: Collection[str], years: YearRange) -> Bools:
        if isinstance(genres, str):
            raise UsageError(f"Genres are a list of names: write [{genres!r}].")
        return self._facts.passing(genres=genres, years=years)

    def _scoring(
        self, judged: Judged, method: Method, *, safe: bool
    ) -> Callable[[Sequence[Neighbour]], Scored]:
        """Return what scores all items once the neighbours are known; meant for the worker."""
        return partial(
            self._scorer.score,
            judged,
            method=_one_of(Method, method),
            caution=_caution(safe),
        )

    async def _neighbours(
        self, profile: Profile, k: int, where: NeighbourFilter | None, caution: Caution
    ) -> list[Neighbour]:
        query = taste_query(self.known(profile), caution.dislike)
        return await self._index.similar_users(query, k, where) if query else []

    def _list(
        self,
        scored: Scored,
        judged: Judged,
        filtered: Bools,
        exclude: Collection[int],
        order: Order,
    ) -> list[Recommendation]:
        picks = self._lists.make(scored.total, judged, filtered, exclude, order)
        evidence = self._scorer.explain(scored, judged, [pick.column for pick in picks])
        return [
            Recommendation(self._item_id(pick.column), pick.score, why, pick.discovery)
            for pick, why in zip(picks, evidence, strict=True)
        ]

    def _rank(
        self, scored: Scored, judged: Judged, items: Collection[int], n: int
    ) -> list[Recommendation]:
        columns = self.model.ratings.columns_of(items)
        columns = columns[scored.total[columns] > 0]
        best = columns[top(scored.total[columns], n)].tolist()
        evidence = self._scorer.explain(scored, judged, best)
        return [
            Recommendation(self._item_id(column), float(scored.total[column]), why)
            for column, why in zip(best, evidence, strict=True)
        ]

    def _similar(
        self,
        column: int,
        alone: Judged,
        scores: Floats | None,
        exclude: Collection[int],
        n: int,
    ) -> list[SimilarFilm]:
        ratings, likers = self.model.ratings, self.model.reception.likers
        rows = similar.likers_of(ratings, column)
        both = similar.co_likes(ratings, rows)
        if scores is None:
            genres = self._weigher.genres
            alike = genres.likeness(genres.of[column], genres.of)
            scores = similar.likeness(both, likers, column, len(rows), alike)
        else:
            everything = np.arange(len(scores))
            scores = self._weigher.weigh(
                LIKE_ONE, scores, everything, self._weigher.alike(alone.likes)
            )
        return [
            SimilarFilm(self._item_id(pick.column), pick.score, len(rows), int(both[pick.column]))
            for pick in self._lists.best(scores, exclude, n)
        ]

    def _members(
        self, voting: Sequence[Profile], neighbours: Sequence[Sequence[Neighbour]], caution: Caution
    ) -> list[Member]:
        members = []
        for profile, near in zip(voting, neighbours, strict=True):
            judged = self._judged(profile)
            scored = self._scorer.score(judged, near, method=Method.HYBRID, caution=caution)
            members.append(Member(judged, self._suiting.of(scored.total)))
        return members

    def _shortlist(
        self,
        members: Sequence[Member],
        profiles: Sequence[Profile],
        filtered: Bools,
        order: GroupOrder,
    ) -> list[GroupRecommendation]:
        judged = {item for profile in profiles for item in profile}
        columns = self.model.ratings.columns_of(judged)
        found = []
        for column, score, fits in self._group_lists.make(members, columns, filtered, order):
            fit_of = iter(fits)
            own = tuple(next(fit_of) if _votes(profile) else None for profile in profiles)
            found.append(GroupRecommendation(self._item_id(column), score, own))
        return found

    def _item_id(self, column: int) -> ItemId:
        return ItemId(int(self.model.ratings.item_ids[column]))


def _caution(safe: bool) -> Caution:  # noqa: FBT001 - it is all that it is about
    return SAFE if safe else BOLD


def _votes(profile: Profile) -> bool:
    return profile.signals > 0


def _weights(counts: Sequence[float], profiles: Sequence[Profile]) -> Floats | None:
    """Return (voting,) how much each member with a taste counts; ``None`` if there's none."""
    told = [count for count, profile in zip(counts, profiles, strict=True) if _votes(profile)]
    return np.array(told) if told else None


def _without_seen(profile: Profile) -> Profile:
    return Profile({item: said for item, said in profile.items() if said is not Signal.SEEN})


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


def _checked(n: int) -> int:
    if n < 1:
        raise UsageError(f"{n} results make no list: ask for at least 1.")
    return n
