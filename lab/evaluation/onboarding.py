"""How soon a deck of films to rate leads to good recommendations.

A held-out user's ratings are split: from most of them the user answers 👍 👎 👀 and ⏭ to every
other film, and the likes among the rest are to be found again. The list is made of films that could
not be asked about, so a deck wins by what it learns, not by asking about the films that are hard
to find.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from lab.evaluation import metrics
from lab.evaluation.methods import open_fold
from lab.evaluation.protocol import DRAWS, LIST_LENGTH
from lab.evaluation.splits import FOLDS, LEAST_TARGETS, Part, split_users
from recsys.arrays import Floats, Int64s
from recsys.datasets.types import Dataset
from recsys.errors import UsageError
from recsys.model.item_weights import DISLIKE_TO, LIKE_FROM
from recsys.model.ranking import top
from recsys.model.recommender import Recommender
from recsys.progress import Progress, Silent
from recsys.ratings import Ratings
from recsys.types import ItemId, Profile, Signal

CARDS = (5, 10)
"""After so many films shown a list is made."""
POPULAR = "most popular"
_ANSWERS = 0.7
"""The share of a user's ratings that can be asked for."""
_FAMOUS = 200


@dataclass(frozen=True, slots=True)
class DeckResult:
    """What came out for one way to choose the films.

    Attributes:
        deck: its name.
        ndcg: mean NDCG@10 after `CARDS` films shown, as all that follows.
        answered: how many of those films the users knew.
        gain: relative gain of the NDCG over the most popular films.
        intervals: 95 % intervals of the gains.
        users: how many were asked, each several times.
    """

    deck: str
    ndcg: tuple[float, ...]
    answered: tuple[float, ...]
    gain: tuple[float, ...]
    intervals: tuple[tuple[float, float], ...]
    users: int


_Next = Callable[[Profile, Sequence[int]], Awaitable[ItemId | None]]
"""Chooses a film, given the verdicts and the films that weren't known."""


@dataclass(frozen=True, slots=True, eq=False)
class _Member:
    """A simulated member.

    Attributes:
        row: the user's row.
        answers: what the user says, by movie id; ⏭ to any other film.
        asked: columns of those films.
        likes: columns of the likes to be found again.
    """

    row: int
    answers: Mapping[ItemId, Signal]
    asked: Int64s
    likes: Int64s


async def evaluate_onboarding(
    dataset: Dataset,
    *,
    part: Part = Part.TEST,
    seed: int = 0,
    draws: int = DRAWS,
    folds: int = FOLDS,
    progress: Progress | None = None,
) -> list[DeckResult]:
    """Measure the deck, and films chosen without any thought, on the same simulated members.

    Args:
        dataset: the release.
        part: test users, or the validation users on whom the deck was tuned.
        seed: of folds and splits.
        draws: how often each user is asked, with the ratings split anew.
        folds: into how many parts the users are split.
        progress: told of each fold.

    Raises:
        UsageError: nobody has likes enough.
    """
    progress = progress or Silent()
    lived: dict[str, list[tuple[int, Floats]]] = {}
    for number, fold in enumerate(split_users(dataset.ratings.n_users, seed, folds), start=1):
        members = [
            member
            for draw in range(draws)
            for row in fold.asked(part).tolist()
            if (member := _member(dataset.ratings, row, [seed, draw])) is not None
        ]
        train = replace(dataset, ratings=dataset.ratings.select_users(fold.indexed(part)))
        async with open_fold(train) as opened:
            recommender = await opened.recommender()
            decks = _decks(recommender, seed)
            with progress.stage(f"Fold {number}: decks", len(decks) * len(members)) as advance:
                for name, choose in decks.items():
                    for member in members:
                        measured = await _deal(recommender, choose, member)
                        lived.setdefault(name, []).append((member.row, measured))
                        advance(1)
    if not any(lived.values()):
        raise UsageError(
            f"Too few users of {dataset.name} have {LEAST_TARGETS} likes to be found again: "
            f"evaluate on a larger data set."
        )
    return [_result(name, each, lived[POPULAR]) for name, each in lived.items()]


def _member(ratings: Ratings, row: int, seed: Sequence[int]) -> _Member | None:
    """Return a user as a member; ``None`` where too little is left to be found."""
    columns, half_stars = ratings.row(row)
    random = np.random.default_rng([*seed, int(ratings.user_ids[row])])
    order = random.permutation(len(columns))
    asked, kept = np.split(order, [round(_ANSWERS * len(order))])
    likes = columns[kept][half_stars[kept] >= LIKE_FROM]
    if len(likes) < LEAST_TARGETS:
        return None
    said = np.where(
        half_stars[asked] >= LIKE_FROM,
        Signal.LIKE,
        np.where(half_stars[asked] <= DISLIKE_TO, Signal.DISLIKE, Signal.SEEN),
    )
    items = ratings.item_ids[columns[asked]].tolist()
    return _Member(
        row=row,
        answers=dict(zip(items, map(Signal, said.tolist()), strict=True)),
        asked=columns[asked].astype(np.int64),
        likes=likes.astype(np.int64),
    )


def _decks(recommender: Recommender, seed: int) -> dict[str, _Next]:
    """Return the ways to choose films: ours, and those that it has to beat."""
    model = recommender.model
    by_fame = model.ratings.item_ids[np.argsort(-model.reception.raters, kind="stable")]
    random = np.random.default_rng(seed)

    def first_new(order: Iterable[int], profile: Profile, skipped: Sequence[int]) -> ItemId | None:
        items = (ItemId(int(by_fame[at])) for at in order)
        return next((item for item in items if item not in profile and item not in skipped), None)

    async def popular(profile: Profile, skipped: Sequence[int]) -> ItemId | None:
        return first_new(range(len(by_fame)), profile, skipped)

    def drawn(most: int) -> _Next:
        async def draw(profile: Profile, skipped: Sequence[int]) -> ItemId | None:
            return first_new(random.permutation(most), profile, skipped)

        return draw

    return {
        "random": drawn(len(by_fame)),
        f"random, of the {_FAMOUS} most rated": drawn(min(_FAMOUS, len(by_fame))),
        POPULAR: popular,
        "ours": recommender.ask_next,
    }


async def _deal(recommender: Recommender, choose: _Next, member: _Member) -> Floats:
    """Return (2, `CARDS`) the NDCG, and how many of the films shown were known, after each."""
    profile, skipped, measured = Profile(), list[int](), []
    for shown in range(1, max(CARDS) + 1):
        item = await choose(profile, skipped)
        if item is not None and item in member.answers:
            profile = Profile({**profile, item: member.answers[item]})
        elif item is not None:
            skipped.append(item)
        if shown in CARDS:
            measured.append((await _ndcg(recommender, profile, member), len(profile)))
    return np.array(measured, dtype=np.float64).T


async def _ndcg(recommender: Recommender, profile: Profile, member: _Member) -> float:
    scores = (await recommender.score(profile)).total.copy()
    scores[scores == 0] = -np.inf
    scores[member.asked] = -np.inf
    hits = np.zeros(LIST_LENGTH, dtype=bool)
    listed = top(scores, LIST_LENGTH)
    hits[: len(listed)] = np.isin(listed, member.likes)
    return metrics.ndcg(hits, len(member.likes))


def _result(
    name: str, lived: Sequence[tuple[int, Floats]], popular: Sequence[tuple[int, Floats]]
) -> DeckResult:
    ours, theirs = _by_user(lived), _by_user(popular)
    ndcg, answered = np.mean([measured for _, measured in lived], axis=0).tolist()
    base = np.mean([measured[0] for _, measured in popular], axis=0)
    each = range(len(CARDS))
    return DeckResult(
        deck=name,
        ndcg=tuple(ndcg),
        answered=tuple(answered),
        gain=tuple(float(ndcg[at] / base[at] - 1) if base[at] else 0.0 for at in each),
        intervals=tuple(
            metrics.bootstrap_gain(ours[:, at : at + 1], theirs[:, at : at + 1]) for at in each
        ),
        users=len(ours),
    )


def _by_user(lived: Sequence[tuple[int, Floats]]) -> Floats:
    """Return (users, `CARDS`) each user's mean NDCG."""
    rows = np.array([row for row, _ in lived])
    values = np.array([measured[0] for _, measured in lived])
    return np.stack([values[rows == row].mean(axis=0) for row in np.unique(rows)])
