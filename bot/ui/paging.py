"""Long lists, a page at a time. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Leaf(Generic[_T]):
    """One page of a list.

    Attributes:
        items: what stands on it; empty only when the whole list is.
        number: from 0.
        pages: how many there are, at least 1.
        total: length of the whole list.
    """

    items: tuple[_T, ...]
    number: int
    pages: int
    total: int

    @property
    def is_first(self) -> bool:
        """Whether nothing comes before it."""
        return self.number == 0

    @property
    def is_last(self) -> bool:
        """Whether nothing comes after it."""
        return self.number == self.pages - 1


def leaf(items: Sequence[_T], number: int, size: int) -> Leaf[_T]:
    """Return a page; the last one where the list has grown shorter than that meanwhile.

    Args:
        items: the whole list.
        number: which page, from 0.
        size: items on a page, at least 1.
    """
    pages = max(1, -(-len(items) // size))
    number = min(max(number, 0), pages - 1)
    start = number * size
    return Leaf(tuple(items[start : start + size]), number, pages, len(items))
