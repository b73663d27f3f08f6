"""What films look like in a message: OMDb's poster where there is one, else drawn artwork."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import discord

from bot.posters import Artwork, FilmFacts, FilmFactsService
from recsys.movies import Movie
from recsys.types import ItemId


@dataclass(frozen=True, slots=True)
class Picture:
    """An image to attach: its file name, its bytes and what it shows in words."""

    filename: str
    data: bytes
    description: str

    @property
    def url(self) -> str:
        """How an embed of the same message refers to it."""
        return f"attachment://{self.filename}"

    def file(self) -> discord.File:
        """Return it as something to send; every sending needs its own."""
        return discord.File(
            io.BytesIO(self.data), filename=self.filename, description=self.description
        )


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
        looks = {movie.id: Illustration(facts.get(movie.id)) for movie in movies}
        bare = [movie for movie in dict.fromkeys(movies) if looks[movie.id].url is None]
        for movie, poster in zip(bare, await self._artwork.posters(bare), strict=True):
            picture = Picture(f"poster-{movie.id}.jpg", poster.data, poster.description)
            looks[movie.id] = Illustration(facts.get(movie.id), picture)
        return looks

    async def facts(self, movies: Sequence[Movie]) -> Mapping[ItemId, FilmFacts]:
        """Return what OMDb knows of the films, as far as that is at hand in time."""
        return await self._facts.facts(movies)
