"""Group strategies on simulated groups of held-out users."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from lab.evaluation import metrics
from lab.evaluation.methods import open_fold
from lab.evaluation.splits import FOLDS, HeldOut, Part, hold_out, split_users, too_few
from recsys.arrays import Bools, Floats, Int64s, Singles
from recsys.datasets.types import Dataset
from recsys.model import group
from recsys.model.group_lists import by_best
from recsys.model.ranking import top
from recsys.model.recommender import Recommender
from recsys.model.tutorials import Tutorial, TutorialMethod
from recsys.progress import Progress, Silent
from recsys.types import GroupStrategy, ItemId, Profile, Signal

GROUPS = 2000
_SMALLEST, _LARGEST = 2, 8
SIGNALS = 10
_LIST_LENGTH = 10
_SHORTLIST, _UNFIT = 5, 0.25


@dataclass(frozen=True, slots=True)
class GroupResult:
    """What came out for one strategy.

    Attributes:
        strategy: its name.
        groups: how many groups were simulated.
        mean: NDCG@10 of the group's list for a member, mean over all members.
        worst: NDCG@10 of the worst served member, mean over the groups.
        nothing: share of the members for whom the list holds no target.
        unfit: share of the groups with a film among the first five whose fit to somebody is below
            0.25.
    """

    strategy: str
    groups: int
    mean: float
    worst: float
    nothing: float
    unfit: float


_Chooser = Callable[[Sequence["_Member"], Bools], Awaitable[Int64s]]


@dataclass(frozen=True, slots=True, eq=False)
class _Member:
    """A held-out user with the shares that the recommender gives to all items."""

    user: HeldOut
    shares: Floats
    fits: Singles


async def evaluate_groups(
    dataset: Dataset,
    *,
    seed: int = 0,
    groups: int = GROUPS,
    signals: int = SIGNALS,
    folds: int = FOLDS,
    progress: Progress | None = None,
) -> list[GroupResult]:
    """Measure every strategy on the same groups of 2 to 8 held-out users.

    Half of the groups are random, half are made of users with similar taste. Every member shows
    some random signals; films in anybody's profile are out; each member's other likes are the
    member's targets.

    Args:
        dataset: the release.
        seed: of folds, profiles and groups.
        groups: how many in all.
        signals: likes and dislikes that each member shows.
        folds: into how many parts the users are split.
        progress: told of each fold.

    Raises:
        UsageError: too few users have signals enough.
    """
    progress = progress or Silent()
    collected: dict[str, list[list[float]]] = {}
    unfit: dict[str, list[bool]] = {}
    for number, fold in enumerate(split_users(dataset.ratings.n_users, seed, folds)):
        train = replace(dataset, ratings=dataset.ratings.select_users(fold.indexed(Part.TEST)))
        users = list(hold_out(dataset.ratings, fold.test, signals, seed))
        if len(users) < _LARGEST:
            raise too_few(dataset, signals)
        with progress.stage(f"Fold {number + 1}", groups // folds) as advance:
            async with open_fold(train) as opened:
                recommender = await opened.recommender()
                notebook = await opened.tutorial(TutorialMethod.NOTEBOOK)
                members = [await _member(recommender, user) for user in users]
                choosers = _choosers(recommender, notebook)
                random = np.random.default_rng([seed, number])
                for at in range(groups // folds):
                    chosen = _form(random, members, similar=at % 2 == 1)
                    allowed = _allowed(chosen)
                    for name, choose in choosers.items():
                        listed = await choose(chosen, allowed)
                        collected.setdefault(name, []).append(
                            [_ndcg(member, listed) for member in chosen]
                        )
                        unfit.setdefault(name, []).append(_unfit(chosen, listed))
                    advance(1)
    return [_result(name, lists, unfit[name]) for name, lists in collected.items()]


async def _member(recommender: Recommender, user: HeldOut) -> _Member:
    scored = await recommender.score(user.profile)
    shares = by_best(scored.total, scored.total.max(initial=0.0))
    return _Member(user, shares, recommender.fits(scored))


def _form(
    random: np.random.Generator, members: Sequence[_Member], *, similar: bool
) -> list[_Member]:
    size = min(int(random.integers(_SMALLEST, _LARGEST + 1)), len(members))
    if not similar:
        return [members[at] for at in random.choice(len(members), size, replace=False)]
    first = members[int(random.integers(len(members)))]
    likeness = np.array([_likeness(first.shares, other.shares) for other in members])
    return [members[at] for at in np.argsort(-likeness, kind="stable")[:size]]


def _likeness(a: Floats, b: Floats) -> float:
    lengths = float(np.linalg.norm(a)) * float(np.linalg.norm(b))
    return float(a @ b) / max(lengths, 1e-12)


def _allowed(members: Sequence[_Member]) -> Bools:
    allowed = np.ones(len(members[0].shares), dtype=bool)
    for member in members:
        allowed[member.user.shown] = False
    return allowed


def _choosers(recommender: Recommender, notebook: Tutorial) -> dict[str, _Chooser]:
    """Return every strategy by name: the baselines first, then ours."""

    async def tutorial_sum(members: Sequence[_Member], allowed: Bools) -> Int64s:
        scores = await notebook.scores(pooled(members))
        return top(np.where(allowed, scores, -np.inf), _LIST_LENGTH)

    async def one_query(members: Sequence[_Member], allowed: Bools) -> Int64s:
        scored = await recommender.score(pooled(members))
        return top(np.where(allowed, scored.total, -np.inf), _LIST_LENGTH)

    async def least_misery(members: Sequence[_Member], allowed: Bools) -> Int64s:
        worst = np.min([member.shares for member in members], axis=0)
        return top(np.where(allowed, worst, -np.inf), _LIST_LENGTH)

    series = recommender.model.series.numbers

    def ours(strategy: GroupStrategy) -> _Chooser:
        async def choose(members: Sequence[_Member], allowed: Bools) -> Int64s:
            shares = np.stack([member.shares for member in members])
            worst = np.min([member.fits for member in members], axis=0)
            kind = [worst >= least for least in group.LEAST_FITS]
            chosen = group.choose(shares, allowed, _LIST_LENGTH, strategy, series=series, kind=kind)
            return np.array([column for column, _ in chosen], dtype=np.int64)

        return choose

    return {
        "tutorial: one pooled vector": tutorial_sum,
        "one pooled query": one_query,
        "least misery": least_misery,
        **{str(strategy): ours(strategy) for strategy in reversed(GroupStrategy)},
    }


def pooled(members: Sequence[_Member]) -> Profile:
    """Return one profile for all: the sign of the sum of their signals on each film."""
    sums: dict[ItemId, int] = {}
    for member in members:
        for item, signal in member.user.profile.items():
            sums[item] = sums.get(item, 0) + signal
    return Profile({item: Signal(int(np.sign(total))) for item, total in sums.items()})


def _ndcg(member: _Member, listed: Int64s) -> float:
    hits = np.zeros(_LIST_LENGTH, dtype=bool)
    hits[: len(listed)] = np.isin(listed, member.user.likes)
    return metrics.ndcg(hits, len(member.user.likes))


def _unfit(members: Sequence[_Member], listed: Int64s) -> bool:
    return any((member.fits[listed[:_SHORTLIST]] < _UNFIT).any() for member in members)


def _result(name: str, groups: Sequence[Sequence[float]], unfit: Sequence[bool]) -> GroupResult:
    everybody = np.concatenate([np.asarray(group) for group in groups])
    return GroupResult(
        strategy=name,
        groups=len(groups),
        mean=float(everybody.mean()),
        worst=float(np.mean([min(group) for group in groups])),
        nothing=float((everybody == 0).mean()),
        unfit=float(np.mean(unfit)),
    )
