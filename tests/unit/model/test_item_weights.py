"""The blocked fit against the closed form written out densely."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys.model import pease
from recsys.model.item_weights import dimensions_of, signal_dimensions
from recsys.model.pease import choose_features, fit
from recsys.types import Profile
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
    dimensions = features.dimensions
    phi = np.stack(
        [
            (dislikes if dimension % 2 else likes)[:, ids == dimension // 2].ravel()
            for dimension in dimensions[1:]
        ],
        axis=1,
    ).astype(float)
    target = np.select(
        [stars >= 4.5, stars >= 4, stars >= 3, stars > 0], [1, 0.8, 0.1, -0.75], 0.0
    )[:, features.targets]
    gram = np.einsum("u,uf,ug->fg", pi**2, phi, phi)
    diagonal = pi @ phi
    np.fill_diagonal(gram, diagonal)
    size = 1 + phi.shape[1]
    full = np.zeros((size, size))
    full[1:, 1:], full[0, 1:], full[1:, 0] = gram, diagonal, diagonal
    full[0, 0] = ratings.n_users
    cross = np.vstack([target.sum(0), np.einsum("u,uf,ui->fi", pi, phi, target)])
    ridge = [0.01, *np.where(dimensions[1:] % 2, 1.0, 0.3)]
    inverse = np.linalg.inv(full + np.diag(ridge))
    plain = inverse @ cross
    weights = {}
    for at, column in enumerate(features.targets):
        own = [f for f, d in enumerate(dimensions) if d in (2 * ids[column], 2 * ids[column] + 1)]
        w = plain[:, at] - inverse[:, own] @ np.linalg.solve(
            inverse[np.ix_(own, own)], plain[own, at]
        )
        for f, dimension in enumerate(dimensions):
            if f not in own:
                weights[int(ids[column]), int(dimension)] = w[f]
    return weights


def dense(fitted):
    """Return (F, L) the weights, the rows in the order of the dimensions."""
    matrix = np.zeros((len(fitted.dimensions), len(fitted.item_ids)))
    for row in range(len(matrix)):
        span = slice(*fitted.indptr[row : row + 2])
        matrix[row, fitted.movies[span]] = fitted.values[span]
    return matrix


def as_dict(fitted):
    matrix = dense(fitted)
    return {
        (int(fitted.item_ids[movie]), int(fitted.dimensions[row])): float(matrix[row, movie])
        for row, movie in zip(*np.nonzero(matrix), strict=True)
    }


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 10_000))
def test_the_fit_is_the_closed_form(seed):
    ratings = random_ratings(seed, users=30, items=12)
    fitted, expected = as_dict(fit(ratings)), dense_reference(ratings)
    assert fitted.keys() <= expected.keys()
    for key, weight in expected.items():
        assert fitted.get(key, 0.0) == pytest.approx(weight, rel=1e-3, abs=1e-4)


@pytest.mark.parametrize(
    "setting",
    [{"_DENSE_FROM": 0}, {"_DENSE_FROM": 1}, {"_DENSE_FROM": 0.5}],
    ids=["dense", "sparse", "both"],
)
def test_however_the_pairs_are_counted_it_is_one_fit(monkeypatch, setting):
    ratings = random_ratings(5, users=30)
    whole = as_dict(fit(ratings))
    for name, value in {**setting, "_USERS_A_BLOCK": 7, "_FEATURES_A_BLOCK": 4}.items():
        monkeypatch.setattr(pease, name, value)
    counted = as_dict(fit(ratings))
    assert counted.keys() == whole.keys()
    assert list(counted.values()) == pytest.approx(list(whole.values()), rel=1e-3, abs=1e-5)


def test_no_film_speaks_for_itself():
    assert not [key for key in as_dict(fit(random_ratings(2))) if key[0] == key[1] // 2]


def test_camps_speak_for_their_own_films():
    fitted = as_dict(fit(ratings_of(two_camps())))
    same = [fitted.get((1, 2 * other), 0.0) for other in range(2, 11)]
    across = [fitted.get((1, 2 * other), 0.0) for other in range(11, 21)]
    assert min(same) > max(across)


def test_only_the_strongest_weights_and_the_bias_are_kept(monkeypatch):
    whole = dense(fit(random_ratings(2)))
    monkeypatch.setattr(pease, "KEPT_WEIGHTS", 3)
    few = dense(fit(random_ratings(2)))
    assert (few[0] == whole[0]).all()
    assert (np.count_nonzero(few[1:], axis=0) == 3).all()


def test_a_large_release_is_cut_to_its_most_liked_movies_and_a_seeded_sample():
    ratings = random_ratings(2)
    cut = fit(ratings, max_movies=5, max_users=20, seed=1)
    assert len(cut.item_ids) == 5
    likes = np.bincount(ratings.columns[ratings.half_stars >= 8], minlength=ratings.n_items)
    kept = likes[np.searchsorted(ratings.item_ids, cut.item_ids)]
    assert kept.min() >= np.sort(likes)[-5]
    assert as_dict(fit(ratings, max_movies=5, max_users=20, seed=1)) == as_dict(cut)
    assert as_dict(fit(ratings, max_movies=5, max_users=20, seed=2)) != as_dict(cut)


PROFILES = st.dictionaries(st.integers(1, 40), st.sampled_from([1, 0, -1]), max_size=12)


@settings(deadline=None)
@given(PROFILES.map(Profile))
def test_scores_are_the_profile_times_the_dense_matrix(profile):
    fitted = fit(random_ratings(3))
    known = dict.fromkeys(dimensions_of(profile).tolist(), 1.0)
    query = np.array([known.get(dimension, 0.0) for dimension in fitted.dimensions.tolist()])
    assert fitted.scores(profile).tolist() == pytest.approx(
        (query @ dense(fitted)).tolist(), rel=1e-5, abs=1e-6
    )


def test_what_each_signal_adds_is_its_weight():
    fitted = fit(random_ratings(3))
    weights = as_dict(fitted)
    dimensions, items = np.array([4, 5, 6, 8, 199]), np.array([99, 1, 2])
    assert fitted.added_by(dimensions, items).tolist() == [
        [weights.get((item, dimension), 0.0) for item in items.tolist()]
        for dimension in dimensions.tolist()
    ]


def test_a_profile_names_the_bias_and_each_signal():
    assert dimensions_of(Profile({7: 1, 3: -1, 5: 0})).tolist() == [0, 14, 7]
    assert signal_dimensions(np.array([7, 3]), np.array([True, False])).tolist() == [14, 7]
