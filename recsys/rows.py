"""Some rows of a compressed sparse matrix: found, read, added up."""

from typing import TypeVar

import numpy as np
import numpy.typing as npt
from scipy import sparse

from recsys.arrays import Bools, Floats, Int32s, Int64s, Singles

_Scalar = TypeVar("_Scalar", bound=np.generic)


def places(ascending: Int64s, wanted: Int64s) -> tuple[Int64s, Bools]:
    """Return where the wanted values would stand among ascending ones, and which of them do."""
    at = np.searchsorted(ascending, wanted)
    known = at < len(ascending)
    known[known] = ascending[at[known]] == wanted[known]
    return at, known


def spans(values: npt.NDArray[_Scalar], starts: Int64s, ends: Int64s) -> npt.NDArray[_Scalar]:
    """Return ``values[start:end]`` of several spans, one after the other."""
    pieces = [values[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    return np.concatenate(pieces) if pieces else values[:0]


def add_up(
    columns: Int32s, values: Singles | Floats, lengths: Int64s, factors: Floats, size: int
) -> Floats:
    """Return (size,) the sum of sparse rows, each times a factor.

    Args:
        columns: (numbers,) the column of each number, of one row after the other.
        values: (numbers,) the numbers.
        lengths: (rows,) how many numbers each row has.
        factors: (rows,) what each row is multiplied by.
        size: how many columns there are.
    """
    bounds = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    rows = sparse.csc_array((values, columns, bounds), shape=(size, len(lengths)))
    return np.asarray(rows @ factors)
