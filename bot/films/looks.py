"""What films look like in a message: OMDb's poster where there is one, else one of our own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.posters import FilmFacts
from bot.services import Services
from bot.ui.message import Picture
from recsys.model.recommender import Recommender
from recsys.movies import Movie
from recsys.types import ItemId


@dataclass(frozen=True, slots=True)
class Viewers:
    """The MovieLens users who rated a film: how many, and their mean of 0.5 … 5 stars."""

    count: int
    mean_stars: float


@dataclass(frozen=True, slots=True)
class FilmLook:
    """A film's looks.

    Attributes:
        facts: what OMDb knows; ``None`` when that isn't at hand.
        picture: a poster of our own to attach, where OMDb has none.
        viewers: what MovieLens knows; ``None`` of a film that nobody rated, or whose ratings are
            invented.
    """

    facts: FilmFacts | None = None
    picture: Picture | None = None
    viewers: Viewers | None = None

    @property
    def url(self) -> str | None:
        """The image for an embed."""
        if self.picture is not None:
            return self.picture.url
        return self.facts.poster_url if self.facts else None


async def looks_of(
    services: Services, movies: Sequence[Movie], *, ahead: Sequence[Movie] = ()
) -> Mapping[ItemId, FilmLook]:
    """Return the looks of the films of one message, no two posters of ours alike.

    Waits for OMDb as long as a reply may take, and never fails because a poster is missing. OMDb
    is asked about the films ``ahead`` too, which are shown next; nobody waits for those.
    """
    return await dressed(services, movies, await services.facts.facts(movies, ahead=ahead))


async def dressed(
    services: Services, movies: Sequence[Movie], facts: Mapping[ItemId, FilmFacts]
) -> Mapping[ItemId, FilmLook]:
    """Return the looks of films whose facts are at hand, as far as there are any."""
    bare = [movie for movie in movies if FilmLook(facts.get(movie.id)).url is None]
    posters = await services.artwork.posters(bare)
    pictures = {
        movie.id: Picture(f"poster-{movie.id}.jpg", poster.data, poster.description)
        for movie, poster in zip(bare, posters, strict=True)
    }
    return {
        movie.id: FilmLook(
            facts.get(movie.id), pictures.get(movie.id), _viewers(services.recommender, movie)
        )
        for movie in movies
    }


def _viewers(recommender: Recommender, movie: Movie) -> Viewers | None:
    columns = recommender.model.ratings.columns_of([movie.id])
    if recommender.meta.invented or not len(columns) or not movie.ratings:
        return None
    return Viewers(movie.ratings, float(recommender.model.reception.mean_stars[columns[0]]))


def pictures_of(looks: Mapping[ItemId, FilmLook]) -> list[Picture]:
    """Return what has to be attached to a message with these looks."""
    return [look.picture for look in looks.values() if look.picture is not None]
