"""What a member asks ``/recommend`` for."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from bot.errors import MemberError
from bot.storage.types import JSON
from recsys.types import Taste, YearRange

MOST = 10
DEFAULT_COUNT = 6
"""Twice two safe films and a discovery."""
FIRST_FILM, LAST_YEAR = 1870, 2100
"""Years outside of these are typing errors."""
_TASTES = frozenset(taste.value for taste in Taste)


@dataclass(frozen=True, slots=True)
class Request:
    """The options of a recommendation; saved with the list, which goes on with them.

    Attributes:
        count: how many films, 1 … `MOST`.
        genre: one of the catalogue's genres.
        first: earliest year of release.
        last: latest year of release.
        taste: how adventurous.
    """

    count: int = DEFAULT_COUNT
    genre: str | None = None
    first: int | None = None
    last: int | None = None
    taste: Taste = Taste.BALANCED

    @property
    def genres(self) -> tuple[str, ...]:
        """The genre as a filter."""
        return () if self.genre is None else (self.genre,)

    @property
    def years(self) -> YearRange:
        """The years as a filter."""
        return YearRange(self.first, self.last)

    def describe(self) -> str:
        """Return what is asked for in words, empty without any filter."""
        parts = [self.genre or "", _years(self.first, self.last)]
        if self.taste is not Taste.BALANCED:
            parts.append(self.taste.replace("-", " "))
        return " · ".join(part for part in parts if part)

    def relaxed(self) -> dict[str, "Request"]:
        """Return what could be left out, each with the request without it."""
        easier: dict[str, Request] = {}
        if self.genre is not None:
            easier[f"the genre {self.genre}"] = replace(self, genre=None)
        if self.first is not None:
            easier[f"the start year {self.first}"] = replace(self, first=None)
        if self.last is not None:
            easier[f"the end year {self.last}"] = replace(self, last=None)
        return easier

    def bare(self) -> "Request":
        """Return the request without any filter."""
        return replace(self, genre=None, first=None, last=None)

    def to_json(self) -> dict[str, JSON]:
        """Return plain values to store."""
        return {
            "count": self.count,
            "genre": self.genre,
            "first": self.first,
            "last": self.last,
            "taste": self.taste.value,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> Self:
        """Return what `to_json` stored; what is missing or odd gets its default."""
        count, taste, genre = (stored.get(key) for key in ("count", "taste", "genre"))
        return cls(
            count=count if isinstance(count, int) and 0 < count <= MOST else DEFAULT_COUNT,
            genre=genre if isinstance(genre, str) else None,
            first=_year(stored.get("first")),
            last=_year(stored.get("last")),
            taste=Taste(taste) if isinstance(taste, str) and taste in _TASTES else Taste.BALANCED,
        )


def _year(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _years(first: int | None, last: int | None) -> str:
    match first, last:
        case None, None:
            return ""
        case None, _:
            return f"until {last}"
        case _, None:
            return f"from {first}"
        case _:
            return str(first) if first == last else f"{first}–{last}"


def check_years(first: int | None, last: int | None) -> None:
    """Raise a `MemberError` if the first year is after the last."""
    if first is not None and last is not None and first > last:
        raise MemberError(f"Those years are the wrong way round: did you mean {last} to {first}?")
