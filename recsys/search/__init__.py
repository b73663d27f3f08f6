"""Title search for autocomplete: forgiving, ranked by likeness and fame, in memory."""

from recsys.search.engine import Hit, Match, TitleSearch
from recsys.search.two import TwoSearches

__all__ = ["Hit", "Match", "TitleSearch", "TwoSearches"]
