"""What films look like in a message: OMDb's poster where there is one, else drawn artwork."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.posters import Artwork, FilmFacts, FilmFactsService, alt_text
from bot.ui.message import Picture
from recsys.movies import Movie
from recsys.types import ItemId


@dataclass(frozen=True, slots=True)
class Illustration:
    """A film's looks.

    Attributes:
        facts: what OMDb knows; ``None`` when that isn't at hand.
        picture: drawn artwork to attach, where there is no poster.
    """

    facts: FilmFacts | None = None
    picture: Picture | None = None

    @property
    def url(self) -> str | None:
        """The image for an embed."""
        if self.picture is not None:
            return self.picture.url
        return self.facts.poster_url if self.facts else None


class Illustrator:
    """Finds facts and posters within a time budget and draws what is missing."""

    def __init__(self, *, facts: FilmFactsService, artwork: Artwork) -> None:
        self._facts = facts
        self._artwork = artwork

    async def illustrate(self, movies: Sequence[Movie]) -> Mapping[ItemId, Illustration]:
        """Return every film's looks; never fails for want of a poster."""
        facts = await self._facts.facts(movies)
        looks = await asyncio.gather(*(self._look(movie, facts.get(movie.id)) for movie in movies))
        return dict(zip((movie.id for movie in movies), looks, strict=True))

    async def facts(self, movies: Sequence[Movie]) -> Mapping[ItemId, FilmFacts]:
        """Return what OMDb knows of the films, as far as that is at hand in time."""
        return await self._facts.facts(movies)

    async def _look(self, movie: Movie, facts: FilmFacts | None) -> Illustration:
        if facts is not None and facts.poster_url is not None:
            return Illustration(facts)
        drawn = await self._artwork.placeholder(movie)
        return Illustration(facts, Picture(f"poster-{movie.id}.png", drawn, alt_text(movie)))
