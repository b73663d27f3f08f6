"""The evaluation protocol: held-out users, random short profiles, find the other likes again.

Five folds over users; nobody who is asked is in the index. A profile is n random signals (a like
is 4 stars or more, a dislike 2.5 or less) with at least one like; the targets are all other likes,
at least 3; the list is the top 10 without the profile's films. Chance has a large say in which
signals a short profile holds, so every user is asked several times, with profiles drawn anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from lab.evaluation import metrics
from lab.evaluation.methods import BASELINE, KEEPS_SEEN, METHODS, Scores, open_fold
from lab.evaluation.splits import (
    FOLDS,
    PROFILE_SIZES,
    HeldOut,
    Part,
    hold_out,
    split_users,
    too_few,
)
from recsys.arrays import Floats
from recsys.datasets.types import Dataset
from recsys.model.ranking import top
from recsys.model.user_knn import fame
from recsys.progress import Progress, Silent

LIST_LENGTH = 10
DRAWS = 3
_RECALL_LENGTH = 20


@dataclass(frozen=True, slots=True)
class Measured:
    """One list for one held-out user.

    Attributes:
        ndcg: NDCG@10.
        recall: Recall@20.
        hit: whether the top 10 hold a target.
        dislikes: held-out dislikes in the top 10.
        auc: held-out likes against held-out dislikes; ``None`` where either is missing.
        novelty: mean of −log₂(n_i/N) over the top 10, in bits.
        listed: columns of the top 10.
    """

    ndcg: float
    recall: float
    hit: bool
    dislikes: int
    auc: float | None
    novelty: float
    listed: frozenset[int]


@dataclass(frozen=True, slots=True)
class MethodResult:
    """What came out for one method.

    Attributes:
        method: its name.
        users: held-out users for each profile size.
        ndcg: mean NDCG@10 for each profile size.
        mean: mean of those.
        recall: mean Recall@20 over the profile sizes, as all that follows.
        hit_rate: share of lists with at least one target.
        coverage: share of the films that some list of a fold recommends, mean over the folds.
        novelty: mean surprise of the listed films, in bits.
        dislikes: held-out dislikes a list.
        auc: how often a held-out like scores above a held-out dislike.
        gain: relative gain of ``mean`` over the baseline; ``None`` where that didn't run.
        interval: 95 % interval of the gain.
    """

    method: str
    users: tuple[int, ...]
    ndcg: tuple[float, ...]
    mean: float
    recall: float
    hit_rate: float
    coverage: float
    novelty: float
    dislikes: float
    auc: float
    gain: float | None = None
    interval: tuple[float, float] | None = None


async def evaluate(
    dataset: Dataset,
    methods: Sequence[str],
    *,
    part: Part = Part.TEST,
    seed: int = 0,
    draws: int = DRAWS,
    sizes: Sequence[float] = PROFILE_SIZES,
    folds: int = FOLDS,
    progress: Progress | None = None,
) -> list[MethodResult]:
    """Measure the methods on the same held-out users.

    Args:
        dataset: the release.
        methods: names out of `METHODS`.
        part: test users, or the validation users on whom things are tuned.
        seed: of folds and profiles.
        draws: how often each user is asked.
        sizes: signals in a profile, or a share of them when below 1.
        folds: into how many parts the users are split.
        progress: told of each fold and method.

    Raises:
        UsageError: nobody has signals enough for one of the sizes.
    """
    progress = progress or Silent()
    split = split_users(dataset.ratings.n_users, seed, folds)
    asked_of = [
        [
            [
                user
                for draw in range(draws)
                for user in hold_out(dataset.ratings, fold.asked(part), size, seed, draw)
            ]
            for size in sizes
        ]
        for fold in split
    ]
    for column, size in enumerate(sizes):
        if not any(asked[column] for asked in asked_of):
            raise too_few(dataset, size)
    collected: dict[str, list[_FoldResult]] = {name: [] for name in methods}
    for number, (fold, asked) in enumerate(zip(split, asked_of, strict=True), start=1):
        train = replace(dataset, ratings=dataset.ratings.select_users(fold.indexed(part)))
        async with open_fold(train) as opened:
            for name in methods:
                with progress.stage(f"Fold {number}: {name}", sum(map(len, asked))) as advance:
                    method = await METHODS[name](opened)
                    judge = _Judge(train, keeps_seen=name in KEEPS_SEEN)
                    measured = []
                    for users in asked:
                        measured.append([await judge.measure(method, user) for user in users])
                        advance(len(users))
                collected[name].append(_FoldResult(asked, measured, judge.rated))
    results = {name: _summary(name, parts) for name, parts in collected.items()}
    return [_with_gain(results[name], collected, results) for name in methods]


class _Judge:
    """Measures lists of one fold."""

    def __init__(self, train: Dataset, *, keeps_seen: bool) -> None:
        self._surprise: Floats = -np.log2(fame(train.ratings))
        self._keeps_seen = keeps_seen
        self.rated = int((np.bincount(train.ratings.columns) > 0).sum())

    async def measure(self, method: Scores, user: HeldOut) -> Measured:
        scores = await method.scores(user.profile)
        opinion = np.nan_to_num(scores, neginf=0.0)
        if not self._keeps_seen:
            scores[user.shown] = -np.inf
        listed = top(scores, _RECALL_LENGTH)
        hits = np.zeros(_RECALL_LENGTH, dtype=bool)
        hits[: len(listed)] = np.isin(listed, user.likes)
        first = listed[:LIST_LENGTH]
        return Measured(
            ndcg=metrics.ndcg(hits[:LIST_LENGTH], len(user.likes)),
            recall=metrics.recall(hits, len(user.likes)),
            hit=bool(hits[:LIST_LENGTH].any()),
            dislikes=int(np.isin(first, user.dislikes).sum()),
            auc=metrics.auc(opinion[user.likes], opinion[user.dislikes]),
            novelty=float(self._surprise[first].mean()) if len(first) else 0.0,
            listed=frozenset(first.tolist()),
        )


@dataclass(frozen=True, slots=True)
class _FoldResult:
    """Lists of one method in one fold, by profile size."""

    asked: list[list[HeldOut]]
    measured: list[list[Measured]]
    rated: int

    def coverage(self) -> float:
        return float(
            np.mean([len(frozenset().union(*(m.listed for m in lists))) for lists in self.measured])
            / self.rated
        )


def _summary(name: str, folds: Sequence[_FoldResult]) -> MethodResult:
    by_size = [
        [m for fold in folds for m in fold.measured[column]]
        for column in range(len(folds[0].measured))
    ]
    ndcg = tuple(float(np.mean([m.ndcg for m in lists])) for lists in by_size)

    def mean(value: str) -> float:
        columns = [[getattr(m, value) for m in lists] for lists in by_size]
        known = [[v for v in column if v is not None] for column in columns]
        return float(np.mean([np.mean(column) for column in known if column] or [0.0]))

    return MethodResult(
        method=name,
        users=tuple(
            sum(len({user.row for user in fold.asked[column]}) for fold in folds)
            for column in range(len(by_size))
        ),
        ndcg=ndcg,
        mean=float(np.mean(ndcg)),
        recall=mean("recall"),
        hit_rate=mean("hit"),
        coverage=float(np.mean([fold.coverage() for fold in folds])),
        novelty=mean("novelty"),
        dislikes=mean("dislikes"),
        auc=mean("auc"),
    )


def _with_gain(
    result: MethodResult,
    collected: dict[str, list[_FoldResult]],
    results: dict[str, MethodResult],
) -> MethodResult:
    if BASELINE not in results:
        return result
    if not results[BASELINE].mean:
        return result
    gain = result.mean / results[BASELINE].mean - 1
    interval = metrics.bootstrap_gain(
        _by_user(collected[result.method]), _by_user(collected[BASELINE])
    )
    return replace(result, gain=gain, interval=interval)


def _by_user(folds: Sequence[_FoldResult]) -> Floats:
    """Return (users, profile sizes) mean NDCG@10, NaN where a user had too few signals."""
    rows = sorted({user.row for fold in folds for users in fold.asked for user in users})
    position = {row: at for at, row in enumerate(rows)}
    sums, counts = np.zeros((2, len(rows), len(folds[0].asked)))
    for fold in folds:
        for column, (users, lists) in enumerate(zip(fold.asked, fold.measured, strict=True)):
            for user, measured in zip(users, lists, strict=True):
                sums[position[user.row], column] += measured.ndcg
                counts[position[user.row], column] += 1
    with np.errstate(invalid="ignore"):
        means: Floats = sums / counts
    return means
