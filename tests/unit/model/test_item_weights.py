"""The blocked fit against the closed form written out densely."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys.model import item_weights
from recsys.model.item_weights import choose_features, fit, like_dimension, weights_query
from recsys.types import Profile, Verdict
from tests.worlds import random_ratings, ratings_of, two_camps


def dense_reference(ratings):
    """Return {(movie id, dimension): weight}, by the formulas of the docstring."""
    features = choose_features(ratings)
    ids = ratings.item_ids
    stars = np.zeros((ratings.n_users, ratings.n_items))
    for row in range(ratings.n_users):
        columns, half_stars = ratings.row(row)
        stars[row, columns] = half_stars / 2
    likes, dislikes = stars >= 4, (stars > 0) & (stars <= 2.5)
    pi = np.minimum(0.7, 3 / np.maximum((likes | dislikes).sum(1), 1))
    phi = np.hstack([likes[:, features.liked], dislikes[:, features.disliked]]).astype(float)
    target = np.select(
        [stars >= 4.5, stars >= 4, stars >= 3, stars > 0], [1, 0.8, 0.1, -0.75], 0.0
    )[:, features.liked]
    gram = np.einsum("u,uf,ug->fg", pi**2, phi, phi)
    diagonal = pi @ phi
    np.fill_diagonal(gram, diagonal)
    size = 1 + phi.shape[1]
    full = np.zeros((size, size))
    full[1:, 1:], full[0, 1:], full[1:, 0] = gram, diagonal, diagonal
    full[0, 0] = ratings.n_users
    cross = np.vstack([target.sum(0), np.einsum("u,uf,ui->fi", pi, phi, target)])
    ridge = [0.01] + [0.3] * len(features.liked) + [1.0] * len(features.disliked)
    inverse = np.linalg.inv(full + np.diag(ridge))
    plain = inverse @ cross
    dimensions = features.dimensions(ids)
    weights = {}
    for at, column in enumerate(features.liked):
        own = [f for f, d in enumerate(dimensions) if d in (2 * ids[column], 2 * ids[column] + 1)]
        w = plain[:, at] - inverse[:, own] @ np.linalg.solve(
            inverse[np.ix_(own, own)], plain[own, at]
        )
        for f, dimension in enumerate(dimensions):
            if f not in own:
                weights[int(ids[column]), int(dimension)] = w[f]
    return weights


def as_dict(fitted):
    return {
        (item, int(dimension)): float(weight)
        for item, vector in fitted.vectors()
        for dimension, weight in zip(vector.indices, vector.values, strict=True)
    }


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 10_000))
def test_the_fit_is_the_closed_form(seed):
    ratings = random_ratings(seed, users=30, items=12)
    fitted, expected = as_dict(fit(ratings)), dense_reference(ratings)
    assert fitted.keys() <= expected.keys()
    for key, weight in expected.items():
        assert fitted.get(key, 0.0) == pytest.approx(weight, rel=1e-3, abs=1e-4)


def test_many_blocks_of_users_are_one_fit(monkeypatch):
    ratings = random_ratings(5, users=30)
    whole = as_dict(fit(ratings))
    monkeypatch.setattr(item_weights, "_USERS_A_BLOCK", 7)
    blocked = as_dict(fit(ratings))
    assert blocked.keys() == whole.keys()
    assert list(blocked.values()) == pytest.approx(list(whole.values()), rel=1e-3, abs=1e-5)


def test_no_film_speaks_for_itself():
    for item, vector in fit(random_ratings(2)).vectors():
        assert not {2 * item, 2 * item + 1} & set(vector.indices.tolist())


def test_camps_speak_for_their_own_films():
    fitted = as_dict(fit(ratings_of(two_camps())))
    same = [fitted.get((1, 2 * other), 0.0) for other in range(2, 11)]
    across = [fitted.get((1, 2 * other), 0.0) for other in range(11, 21)]
    assert min(same) > max(across)


def test_only_the_strongest_weights_and_the_bias_are_kept(monkeypatch):
    monkeypatch.setattr(item_weights, "KEPT_WEIGHTS", 3)
    for _, vector in fit(random_ratings(2)).vectors():
        assert len(vector.indices) <= 4
        assert vector.indices[0] == item_weights.BIAS_DIMENSION


def test_a_large_release_is_cut_to_its_most_liked_movies_and_a_seeded_sample():
    ratings = random_ratings(2)
    cut = fit(ratings, max_movies=5, max_users=20, seed=1)
    assert len(cut.item_ids) == 5
    assert cut.users == 20
    likes = np.bincount(ratings.columns[ratings.half_stars >= 8], minlength=ratings.n_items)
    kept = likes[np.searchsorted(ratings.item_ids, cut.item_ids)]
    assert kept.min() >= np.sort(likes)[-5]
    assert as_dict(fit(ratings, max_movies=5, max_users=20, seed=1)) == as_dict(cut)
    assert as_dict(fit(ratings, max_movies=5, max_users=20, seed=2)) != as_dict(cut)


def test_the_query_names_the_bias_and_each_signal():
    query = weights_query(Profile({7: 1, 3: -1, 5: 0}))
    assert query.indices.tolist() == [0, 7, 14]
    assert set(query.values.tolist()) == {1.0}
    assert like_dimension(7) == 14
    assert like_dimension(7, Verdict.DISLIKE) == 15
