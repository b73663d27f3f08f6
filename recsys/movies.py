"""One film of the catalogue."""

from dataclasses import dataclass

from recsys.types import ImdbId, ItemId, TmdbId


@dataclass(frozen=True, slots=True)
class Movie:
    """A film, under its three ids.

    Attributes:
        id: MovieLens ``movieId``.
        title: the main name, article in front, without the year.
        year: of release, where it is known.
        genres: as MovieLens has them; empty where none are listed.
        aka: other names.
        imdb_id: ``tt`` and seven or eight digits.
        tmdb_id: id at The Movie Database.
        ratings: number of users who rated it.
    """

    id: ItemId
    title: str
    year: int | None = None
    genres: tuple[str, ...] = ()
    aka: tuple[str, ...] = ()
    imdb_id: ImdbId | None = None
    tmdb_id: TmdbId | None = None
    ratings: int = 0

    @property
    def display(self) -> str:
        """Return the title as people read it: "The Matrix (1999)"."""
        return self.title if self.year is None else f"{self.title} ({self.year})"

    @property
    def decade(self) -> int | None:
        """Return 1990 for 1990 … 1999."""
        return None if self.year is None else self.year // 10 * 10

    @property
    def imdb_url(self) -> str | None:
        """Return the address of the film's page at IMDb."""
        return None if self.imdb_id is None else f"https://www.imdb.com/title/{self.imdb_id}/"
