"""The questions: profiles of users of the release, and texts as people type them."""

import numpy as np

from recsys.model.built import Model
from recsys.model.item_weights import DISLIKE_TO, LIKE_FROM
from recsys.types import Profile

SIGNALS = (10, 50, 200)


def profiles(model: Model, signals: int, n: int, seed: int = 0) -> list[Profile]:
    """Return ``n`` profiles of that many signals, drawn from users who gave at least as many."""
    random = np.random.default_rng([seed, signals])
    long_enough = np.flatnonzero(model.ratings.row_lengths() > 2 * signals)
    found: list[Profile] = []
    while len(found) < n:
        columns, half_stars = model.ratings.row(int(random.choice(long_enough)))
        known = (half_stars >= LIKE_FROM) | (half_stars <= DISLIKE_TO)
        if known.sum() < signals:
            continue
        at = random.choice(np.flatnonzero(known), signals, replace=False)
        verdicts = np.where(half_stars[at] >= LIKE_FROM, 1, -1)
        items = model.ratings.item_ids[columns[at]]
        found.append(Profile(dict(zip(items.tolist(), verdicts.tolist(), strict=True))))
    return found


def typed(model: Model, n: int, seed: int = 0) -> list[str]:
    """Return ``n`` texts as people type them: beginnings, single words, with typing errors."""
    random = np.random.default_rng(seed)
    movies = list(model.catalog)
    texts = []
    for at in random.choice(len(movies), n):
        title = movies[at].title
        match int(random.integers(4)):
            case 0:
                texts.append(title[: max(2, len(title) // 2)])
            case 1:
                texts.append(" ".join(reversed(title.split())))
            case 2:
                gap = int(random.integers(len(title)))
                texts.append(title[:gap] + title[gap + 1 :])
            case _:
                texts.append(f"{title} {movies[at].year or ''}")
    return texts
