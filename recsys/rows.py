"""Some rows of a compressed sparse matrix: found and read."""

from typing import TypeVar

import numpy as np
import numpy.typing as npt

from recsys.arrays import Bools, Int64s

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
