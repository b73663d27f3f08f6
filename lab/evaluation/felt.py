"""How lists feel: what NDCG doesn't see, as it rewards films that people have watched.

The lists are those that members are shown. A held-out user shows some random signals; what else
the user rated tells which listed films had been *seen*, and the stars of those whether they were
good: in MovieLens a film that was not watched can be no hit.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

import numpy as np

from lab.evaluation import metrics
from lab.evaluation.methods import open_fold
from lab.evaluation.splits import FOLDS, HeldOut, Part, hold_out, split_users, too_few
from recsys.arrays import Bytes, Int64s
from recsys.datasets.types import Dataset
from recsys.model.item_weights import LIKE_FROM
from recsys.model.lists import Order, less_fame
from recsys.model.ranking import top
from recsys.model.recommender import Recommender
from recsys.model.scoring import Scored
from recsys.progress import Progress, Silent
from recsys.types import Profile, Signal, Taste

SIGNALS = 10
MODEL = "model's order"
"""The scores alone, before they are made into lists."""

_LONG, _SHORT = 10, 3
_FAMOUS = 100
_DAYS = 7
_RECENT = 20
_DAY = timedelta(days=1)
_BY_NAME = {str(taste): taste for taste in Taste}
_PAIRS = (
    (Taste.CROWD_PLEASERS, Taste.HIDDEN_GEMS),
    (Taste.CROWD_PLEASERS, Taste.BALANCED),
    (Taste.BALANCED, Taste.HIDDEN_GEMS),
)


class Memory(StrEnum):
    """What a week's lists go by."""

    NOTHING = "nothing"
    SHOWN = "what was shown"
    SEEN = "and 👀"
    TAUGHT = "and less fame for much 👀"


@dataclass(frozen=True, slots=True)
class ListResult:
    """What came out for lists of one kind.

    Attributes:
        name: the taste, or `MODEL`.
        ndcg: NDCG@10 of a list of ten, as all that follows but ``short_liked``.
        seen: share of the films that the user had rated.
        liked: share of those, all users' together, that got 4 stars or more (p4).
        short_liked: the same of a list of three, mean over its places.
        famous: share of the films that are among the 100 most rated.
        rank: median rank by fame, 0 for the most rated.
        repeats: share of the lists with two films of a series.
        coverage: share of all films that some list holds, mean over the folds.
    """

    name: str
    ndcg: float
    seen: float
    liked: float
    short_liked: float
    famous: float
    rank: float
    repeats: float
    coverage: float


@dataclass(frozen=True, slots=True)
class Week:
    """A balanced list of three a day for a week.

    Attributes:
        name: what is remembered from day to day.
        different: how many different films of 21.
        hits: how many different films that the user likes.
        seen: share of the films from the second day on that the user had rated.
        liked: share of those that got 4 stars or more.
        famous: share of those lists' films that are among the 100 most rated.
    """

    name: str
    different: float
    hits: float
    seen: float
    liked: float
    famous: float


@dataclass(frozen=True, slots=True)
class FeltResult:
    """What came out.

    Attributes:
        signals: likes and dislikes that each user shows.
        users: how many were asked.
        lists: by kind.
        common: for two tastes, the films that their lists of ten have in common (mean Jaccard).
        weeks: by what is remembered; of all users, and of those who had seen most of the first
            list.
    """

    signals: int
    users: int
    lists: tuple[ListResult, ...]
    common: dict[str, float]
    weeks: tuple[Week, ...]


async def evaluate_felt(
    dataset: Dataset,
    *,
    part: Part = Part.TEST,
    seed: int = 0,
    signals: int = SIGNALS,
    folds: int = FOLDS,
    progress: Progress | None = None,
) -> FeltResult:
    """Measure lists as they are shown, on held-out users.

    Args:
        dataset: the release.
        part: test users, or the validation users on whom things are tuned.
        seed: of folds and profiles.
        signals: in a profile.
        folds: into how many parts the users are split.
        progress: told of each fold.

    Raises:
        UsageError: too few users have signals enough.
    """
    progress = progress or Silent()
    lists: dict[str, list[_Listed]] = {name: [] for name in (MODEL, *_BY_NAME)}
    weeks: dict[Memory, list[_Lived]] = {memory: [] for memory in Memory}
    covered: dict[str, list[float]] = {name: [] for name in lists}
    common: dict[str, list[float]] = {f"{a} and {b}": [] for a, b in _PAIRS}
    split = split_users(dataset.ratings.n_users, seed, folds)
    asked_of = [list(hold_out(dataset.ratings, fold.asked(part), signals, seed)) for fold in split]
    if not any(asked_of):
        raise too_few(dataset, signals)
    for number, (fold, asked) in enumerate(zip(split, asked_of, strict=True), start=1):
        train = replace(dataset, ratings=dataset.ratings.select_users(fold.indexed(part)))
        with progress.stage(f"Fold {number}: lists", len(asked)) as advance:
            async with open_fold(train) as opened:
                recommender = await opened.recommender()
                fame = _Fame(recommender)
                before = {name: len(each) for name, each in lists.items()}
                for user in asked:
                    judge = _Judge(recommender, user, dataset, fame)
                    scored = await recommender.score(user.profile)
                    for name, each in judge.lists(scored).items():
                        lists[name].append(each)
                    for a, b in _PAIRS:
                        common[f"{a} and {b}"].append(
                            _jaccard(lists[a][-1].long, lists[b][-1].long)
                        )
                    for memory, week in judge.weeks(scored).items():
                        weeks[memory].append(week)
                    advance(1)
                for name, all_lists in lists.items():
                    new = all_lists[before[name] :]
                    films = {column for listed in new for column in listed.long.tolist()}
                    covered[name].append(len(films) / max(int((fame.raters > 0).sum()), 1))
    return FeltResult(
        signals=signals,
        users=sum(map(len, asked_of)),
        lists=tuple(_result(name, each, covered[name]) for name, each in lists.items()),
        common={pair: float(np.mean(values)) for pair, values in common.items()},
        weeks=tuple(
            summary
            for some, choose in (("", _anybody), (", who had seen most", _seen_most))
            for summary in _summaries(weeks, some, choose)
        ),
    )


class _Fame:
    """Raters and ranks by fame of one fold."""

    def __init__(self, recommender: Recommender) -> None:
        self.raters = recommender.model.reception.raters
        self.rank = np.empty(len(self.raters), dtype=np.int64)
        self.rank[np.argsort(-self.raters, kind="stable")] = np.arange(len(self.raters))
        self.series = recommender.model.series.numbers


@dataclass(frozen=True, slots=True, eq=False)
class _Listed:
    """One user's list of ten and list of three."""

    long: Int64s
    ndcg: float
    stars: Bytes
    short_stars: Bytes
    ranks: Int64s
    repeats: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Lived:
    """One user's week: the lists of all days, and what the user thinks of the films."""

    days: list[Int64s]
    stars: list[Bytes]
    ranks: Int64s


class _Judge:
    """Asks and measures for one held-out user."""

    def __init__(
        self, recommender: Recommender, user: HeldOut, dataset: Dataset, fame: _Fame
    ) -> None:
        self._recommender, self._user, self._fame = recommender, user, fame
        columns, half_stars = dataset.ratings.row(user.row)
        self._stars = np.zeros(dataset.ratings.n_items, dtype=np.uint8)
        self._stars[columns] = half_stars
        self._item_ids = dataset.ratings.item_ids

    def lists(self, scored: Scored) -> dict[str, _Listed]:
        found = {
            MODEL: self._listed(lambda n: top(np.where(scored.total > 0, scored.total, -np.inf), n))
        }
        for name, taste in _BY_NAME.items():

            def made(n: int, taste: Taste = taste) -> Int64s:
                return self._made(scored, self._user.profile, Order(n, taste))

            found[name] = self._listed(made)
        return found

    def weeks(self, scored: Scored) -> dict[Memory, _Lived]:
        return {memory: self._week(scored, memory) for memory in Memory}

    def _week(self, scored: Scored, memory: Memory) -> _Lived:
        """Ask for three films a day; a film that the user had rated is answered with 👀."""
        profile, answers, days = self._user.profile, list[bool](), list[Int64s]()
        shown: dict[int, int] = {}
        for day in range(_DAYS):
            recent = answers[-_RECENT:]
            order = Order(
                n=_SHORT,
                shown={item: _DAY * (day - last) for item, last in shown.items()},
                less_fame=less_fame(sum(recent), len(recent)) if memory is Memory.TAUGHT else 0.0,
            )
            columns = self._made(scored, profile, order)
            days.append(columns)
            if memory is Memory.NOTHING:
                continue
            items = self._item_ids[columns].tolist()
            shown |= dict.fromkeys(items, day)
            had_seen = self._stars[columns] > 0
            answers += had_seen.tolist()
            if memory in (Memory.SEEN, Memory.TAUGHT):
                seen = self._item_ids[columns[had_seen]].tolist()
                profile = Profile({**dict.fromkeys(seen, Signal.SEEN), **profile})
        ranks = self._fame.rank[np.concatenate(days[1:])]
        return _Lived(days, [self._stars[columns] for columns in days], ranks)

    def _made(self, scored: Scored, profile: Profile, order: Order) -> Int64s:
        picks = self._recommender.picks(scored, profile, order)
        return np.array([pick.column for pick in picks], dtype=np.int64)

    def _listed(self, make: Callable[[int], Int64s]) -> _Listed:
        long, short = make(_LONG), make(_SHORT)
        hits = np.zeros(_LONG, dtype=bool)
        hits[: len(long)] = np.isin(long, self._user.likes)
        series = self._fame.series[long]
        series = series[series >= 0]
        short_stars = np.zeros(_SHORT, dtype=np.uint8)
        short_stars[: len(short)] = self._stars[short]
        return _Listed(
            long=long,
            ndcg=metrics.ndcg(hits, len(self._user.likes)),
            stars=self._stars[long],
            short_stars=short_stars,
            ranks=self._fame.rank[long],
            repeats=len(np.unique(series)) < len(series),
        )


def _result(name: str, lists: Sequence[_Listed], coverage: Sequence[float]) -> ListResult:
    stars = np.concatenate([each.stars for each in lists])
    ranks = np.concatenate([each.ranks for each in lists])
    places = np.stack([each.short_stars for each in lists]).T
    return ListResult(
        name=name,
        ndcg=float(np.mean([each.ndcg for each in lists])),
        seen=float((stars > 0).mean()),
        liked=_liked(stars),
        short_liked=float(np.mean([_liked(place) for place in places])),
        famous=float((ranks < _FAMOUS).mean()),
        rank=float(np.median(ranks)),
        repeats=float(np.mean([each.repeats for each in lists])),
        coverage=float(np.mean(coverage)),
    )


def _summaries(
    weeks: dict[Memory, list[_Lived]], some: str, choose: Callable[[_Lived], bool]
) -> list[Week]:
    """Return what came of the weeks of some users, chosen by their first day, alike in all."""
    return [
        _summary(f"{name}{some}", chosen)
        for name, lived in weeks.items()
        if (chosen := [week for week in lived if choose(week)])
    ]


def _summary(name: str, weeks: Sequence[_Lived]) -> Week:
    later = np.concatenate([stars for week in weeks for stars in week.stars[1:]])
    ranks = np.concatenate([week.ranks for week in weeks])
    return Week(
        name=name,
        different=float(np.mean([len(np.unique(np.concatenate(week.days))) for week in weeks])),
        hits=float(np.mean([_hits(week) for week in weeks])),
        seen=float((later > 0).mean()),
        liked=_liked(later),
        famous=float((ranks < _FAMOUS).mean()),
    )


def _hits(week: _Lived) -> int:
    columns, stars = np.concatenate(week.days), np.concatenate(week.stars)
    return len(np.unique(columns[stars >= LIKE_FROM]))


def _anybody(_: _Lived) -> bool:
    return True


def _seen_most(week: _Lived) -> bool:
    return int((week.stars[0] > 0).sum()) > len(week.stars[0]) / 2


def _liked(stars: Bytes) -> float:
    """Return the share of the rated films that got 4 stars or more; 0 where none was rated."""
    rated = stars[stars > 0]
    return float((rated >= LIKE_FROM).mean()) if len(rated) else 0.0


def _jaccard(some: Int64s, others: Int64s) -> float:
    either = len(np.union1d(some, others))
    return len(np.intersect1d(some, others)) / either if either else 0.0
