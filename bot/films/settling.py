"""What keeps changing is left alone until it has been quiet for a while, or for long enough."""

from collections.abc import Hashable, Iterable
from typing import Final, Generic, TypeVar

MOST_ROUNDS: Final = 5
"""So many rounds something waits at most, however often it changes."""

_Thing = TypeVar("_Thing", bound=Hashable)


class Settling(Generic[_Thing]):
    """Counts in rounds, not in seconds: whoever calls `round` has the clock."""

    def __init__(self) -> None:
        self._waited: dict[_Thing, int] = {}

    def __bool__(self) -> bool:
        """Whether anything waits."""
        return bool(self._waited)

    def round(self, changed: Iterable[_Thing]) -> list[_Thing]:
        """Return what has settled, after a round in which these changed: it waits no longer."""
        fresh = set(changed)
        waited = {each: rounds + 1 for each, rounds in self._waited.items()}
        settled = [
            each for each, rounds in waited.items() if each not in fresh or rounds >= MOST_ROUNDS
        ]
        self._waited = dict.fromkeys(fresh, 0) | waited
        for each in settled:
            del self._waited[each]
        return settled
