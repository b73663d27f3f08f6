"""Long lists, a page at a time. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Page(Generic[_T]):
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


def page_at(items: Sequence[_T], number: int, size: int) -> Page[_T]:
    """Return page ``number``, from 0, of ``size`` items; the last one if there are fewer pages."""
    pages = max(1, -(-len(items) // size))
    number = min(max(number, 0), pages - 1)
    start = number * size
    return Page(tuple(items[start : start + size]), number, pages, len(items))
