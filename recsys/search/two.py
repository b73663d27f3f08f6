"""Two searches as one, so that a few films can be added to many without preparing those again."""

from collections.abc import Container
from dataclasses import dataclass

from recsys.search.engine import Hit, Match, TitleSearch
from recsys.types import ImdbId


@dataclass(frozen=True, slots=True)
class TwoSearches:
    """A search over a catalogue, and one over films that nobody there has rated.

    Attributes:
        first: ranks by fame, too; its order stays.
        second: each of its films comes before those of the first that fit less well.
        known: films that the first has, too.
    """

    first: "TitleSearch | TwoSearches"
    second: "TitleSearch | TwoSearches"
    known: Container[ImdbId]

    def search(self, text: str, limit: int = 25) -> list[Hit]:
        """Return the films that fit, best first, as of `TitleSearch.search`."""
        hits = self.first.search(text, limit)
        for hit in self.second.search(text, limit):
            if hit.match is not Match.ANY and hit.movie.imdb_id not in self.known:
                hits.insert(_place(hits, hit), hit)
        return hits[: max(limit, 0)]


def _place(hits: list[Hit], hit: Hit) -> int:
    worse = (place for place, each in enumerate(hits) if each.match < hit.match)
    return next(worse, len(hits))
