"""What must be true of a model's arrays, whatever wrote them; cheap enough for every opening."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from recsys.arrays import Floats, Int64s, Singles
from recsys.model.built import Model
from recsys.model.evidence import Reception
from recsys.model.item_weights import ItemWeights
from recsys.model.series import NO_SERIES, Series
from recsys.ratings import Ratings
from recsys.types import MAX_ID

_MOST_HALF_STARS = 10


def violations(model: Model) -> Iterator[str]:
    """Yield what is wrong with a model's arrays, a few words each; their dtypes are right."""
    meta, ratings, weights = model.meta, model.ratings, model.weights
    sizes = (ratings.n_users, ratings.n_items, len(ratings), len(weights.item_ids))
    if sizes != (meta.users, meta.movies, meta.ratings, meta.weighted_movies):
        yield "its sizes aren't those of meta.json"
    if ratings.item_ids.tolist() != [movie.id for movie in model.catalog]:
        yield "its films aren't those of the catalogue"
    yield from _of_ratings(ratings)
    yield from _of_reception(model.reception, ratings.n_items)
    yield from _of_weights(weights, ratings.item_ids)
    yield from _of_series(model.series, ratings.n_items)


def _of_ratings(ratings: Ratings) -> Iterator[str]:
    if not (_are_ids(ratings.user_ids) and _are_ids(ratings.item_ids)):
        yield "ids aren't ascending"
    if not _are_rows(ratings.indptr, ratings.n_users, len(ratings)):
        yield "rows of ratings don't add up"
    if ratings.half_stars.shape != ratings.columns.shape:
        yield "a rating lacks its film or stars"
    if not _within(ratings.columns, 0, ratings.n_items - 1):
        yield "a rating is of no film"
    if not _within(ratings.half_stars, 1, _MOST_HALF_STARS):
        yield "a rating has no such stars"
    if ratings.last_year.shape != ratings.user_ids.shape or not _within(
        ratings.last_year, 0, MAX_ID
    ):
        yield "a user lacks a year"


def _of_reception(reception: Reception, items: int) -> Iterator[str]:
    counts = (reception.raters, reception.likers, reception.mean_stars)
    if any(count.shape != (items,) or not _within(count, 0, MAX_ID) for count in counts):
        yield "a film lacks its raters"


def _of_weights(weights: ItemWeights, item_ids: Int64s) -> Iterator[str]:
    if not (_are_ids(weights.item_ids) and np.isin(weights.item_ids, item_ids).all()):
        yield "weights are of no film"
    if not _ascending(weights.dimensions) or not _within(weights.dimensions, 0, 2 * MAX_ID + 1):
        yield "dimensions of weights aren't ascending"
    if not _are_rows(weights.indptr, len(weights.dimensions), len(weights.movies)):
        yield "rows of weights don't add up"
    if weights.values.shape != weights.movies.shape or not _are_finite(weights.values):
        yield "a weight is no number"
    if not _within(weights.movies, 0, len(weights.item_ids) - 1):
        yield "a weight is of no film"


def _of_series(series: Series, items: int) -> Iterator[str]:
    if series.numbers.shape != (items,) or not _within(series.numbers, NO_SERIES, items):
        yield "a film lacks the number of its series"
    if series.earlier.shape != series.later.shape or not (
        _within(series.earlier, 0, items - 1) and _within(series.later, 0, items - 1)
    ):
        yield "a part of a series is of no film"


def _are_rows(indptr: Int64s, rows: int, size: int) -> bool:
    """Return whether ``indptr`` cuts ``size`` values into so many rows."""
    return (
        indptr.shape == (rows + 1,)
        and int(indptr[0]) == 0
        and int(indptr[-1]) == size
        and bool((indptr[:-1] <= indptr[1:]).all())
    )


def _are_ids(values: Int64s) -> bool:
    return _ascending(values) and _within(values, 1, MAX_ID)


def _ascending(values: Int64s) -> bool:
    return values.ndim == 1 and bool((values[:-1] < values[1:]).all())


def _within(values: npt.NDArray[np.number], least: int, most: int) -> bool:
    """Return whether all values are in a range; NaN isn't."""
    return values.size == 0 or bool(least <= values.min() and values.max() <= most)


def _are_finite(values: Singles | Floats) -> bool:
    # NaN and the infinities show in the smallest or the largest, without an array in between.
    return values.size == 0 or bool(np.isfinite(values.min()) and np.isfinite(values.max()))
