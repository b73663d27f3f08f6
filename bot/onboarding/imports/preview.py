"""What an import would do, before it does: pure, from what a file has and what is stored."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any, Final, TypeAlias

from bot.onboarding.imports.films import Film, gather
from bot.onboarding.imports.formats import read
from bot.onboarding.imports.rows import Means
from bot.onboarding.imports.scale import Scale, own_scale
from bot.storage.clock import from_unix
from bot.storage.imports import Incoming, Standing
from bot.storage.types import JSON, Verdict
from bot.ui import limits
from recsys.catalog import Catalog
from recsys.movies import Movie, imdb_of

_Object: TypeAlias = dict[str, JSON]

_UNSAID: Final = asdict(Film(""))


@dataclass(frozen=True, slots=True)
class Found:
    """What a file has.

    Attributes:
        films: each once.
        series: rows about series, episodes and games.
        unreadable: rows that make no sense.
    """

    films: tuple[Film, ...]
    series: int = 0
    unreadable: int = 0

    @property
    def half_stars(self) -> list[int]:
        """All ratings."""
        return [film.half_stars for film in self.films if film.half_stars is not None]

    @property
    def is_unnamed(self) -> bool:
        """Whether films are on a list of which nobody has said yet what it is."""
        return any(film.listed for film in self.films)

    def to_json(self) -> _Object:
        """Return it as plain values; what isn't said of a film is left out."""
        said: list[JSON] = [
            {key: value for key, value in asdict(film).items() if value != _UNSAID[key]}
            for film in self.films
        ]
        return {"films": said, "series": self.series, "unreadable": self.unreadable}

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> "Found":
        """Return what `to_json` wrote."""
        films: list[Film] = []
        for said in found["films"]:
            film = Film(**said)
            verdict = None if film.verdict is None else Verdict(film.verdict)
            films.append(replace(film, verdict=verdict))
        return cls(tuple(films), found["series"], found["unreadable"])


@dataclass(frozen=True, slots=True)
class Choices:
    """What the member sets in the preview.

    Attributes:
        like_from: as of `Scale`.
        dislike_to: as of `Scale`.
        unsure: whether films come along that may not be the ones meant.
        listed: what the list is that doesn't say so.
    """

    like_from: int
    dislike_to: int
    unsure: bool = True
    listed: Means | None = None

    @property
    def scale(self) -> Scale:
        """Which ratings mean what."""
        return Scale(self.like_from, self.dislike_to)

    def scaled(self, scale: Scale) -> "Choices":
        """Return them with another scale."""
        return replace(self, like_from=scale.like_from, dislike_to=scale.dislike_to)

    def to_json(self) -> _Object:
        """Return them as plain values."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @classmethod
    def from_json(cls, choices: Mapping[str, Any]) -> "Choices":
        """Return what `to_json` wrote."""
        read = cls(**choices)
        return replace(read, listed=None if read.listed is None else Means(read.listed))


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do.

    Attributes:
        sure: how many films of the catalogue are meant beyond doubt.
        beyond: how many of them have no ratings yet, and are known by their IMDb ids alone.
        unsure: films that may not be the ones meant.
        unknown: films that the catalogue lacks.
        verdicts: films by the verdict that they would have.
        new: how many of those have none so far.
        replaced: how many of those have another one.
        same: how many films and wishes are there already, or give way to a rating that is.
        wanted: films for the watchlist.
        newly_wanted: how many of those aren't on it.
    """

    sure: int
    beyond: int
    unsure: tuple[Film, ...]
    unknown: tuple[Film, ...]
    verdicts: Mapping[Verdict, int]
    new: int
    replaced: int
    same: int
    wanted: int
    newly_wanted: int

    @property
    def changes(self) -> bool:
        """Whether it would change anything."""
        return bool(self.new or self.replaced or self.newly_wanted)


def look_into(data: bytes, filename: str, catalog: Catalog) -> tuple[str, Found, Choices]:
    """Return whose file it is, what it has, and the choices to begin with.

    Raises:
        MemberError: as of `bot.onboarding.imports.formats.read`.
    """
    contents = read(data, filename)
    found = Found(tuple(gather(contents.rows, catalog)), contents.series, contents.unreadable)
    scale = own_scale(found.half_stars)
    return contents.service, found, Choices(scale.like_from, scale.dislike_to)


def incoming(found: Found, choices: Choices) -> list[Incoming]:
    """Return what is to be written, film by film."""
    return [
        each
        for each in (_incoming(film, choices) for film in found.films)
        if each is not None and (each.verdict is not None or each.wanted)
    ]


def beyond(found: Found) -> list[Movie]:
    """Return the films that the catalogue lacks, as the file calls them."""
    return [
        Movie(film.item_id, _harmless(film.title), film.year, imdb_id=imdb_of(film.item_id))
        for film in found.films
        if film.is_beyond and film.item_id is not None
    ]


def _harmless(title: str) -> str:
    """Return a title of a file as it may stand before others: one short line, no links."""
    line = "".join(each if each.isprintable() else " " for each in limits.linkless(title))
    return limits.clip(" ".join(line.split()), limits.CHOICE_NAME) or "A film"


def preview(found: Found, choices: Choices, standing: Standing) -> Preview:
    """Return what would become of it for a member about whom that is stored."""
    films = incoming(found, choices)
    verdicts = dict.fromkeys(Verdict, 0)
    new = replaced = 0
    for each in films:
        stands = standing.verdicts.get(each.item_id)
        if each.verdict is not None:
            verdicts[each.verdict] += 1
        if each.rates(stands):
            new, replaced = new + (stands is None), replaced + (stands is not None)
    rated = sum(verdicts.values())
    wanted = [each.item_id for each in films if each.wanted]
    newly_wanted = sum(item not in standing.wanted for item in wanted)
    known = [film for film in found.films if film.item_id is not None]
    return Preview(
        sure=sum(film.sure for film in known),
        beyond=sum(film.is_beyond for film in known),
        unsure=tuple(film for film in known if not film.sure),
        unknown=tuple(film for film in found.films if film.item_id is None),
        verdicts=verdicts,
        new=new,
        replaced=replaced,
        same=rated - new - replaced + len(wanted) - newly_wanted,
        wanted=len(wanted),
        newly_wanted=newly_wanted,
    )


def verdict_of(film: Film, choices: Choices) -> Verdict | None:
    """Return what a film's row says in the end.

    A heart is a 👍, unless the stars are a 👎. Watched without either is 👀.
    """
    if film.verdict is not None:
        return film.verdict
    stars = None if film.half_stars is None else choices.scale.verdict(film.half_stars)
    liked = film.liked or (film.listed and choices.listed is Means.LIKED)
    if liked and stars is not Verdict.DISLIKE:
        return Verdict.LIKE
    watched = film.watched or (film.listed and choices.listed is Means.WATCHED)
    return stars or (Verdict.SEEN if watched else None)


def _incoming(film: Film, choices: Choices) -> Incoming | None:
    if film.item_id is None or not (film.sure or choices.unsure):
        return None
    verdict = verdict_of(film, choices)
    wanted = film.wanted or (film.listed and choices.listed is Means.WANTED)
    # That it was watched is no opinion, and takes none away.
    mild = verdict is Verdict.SEEN and film.verdict is None and film.half_stars is None
    at = film.wanted_at if film.listed and film.at is None else film.at
    return Incoming(film.item_id, verdict, _moment(at), mild, wanted, _moment(film.wanted_at))


def _moment(at: int | None) -> datetime | None:
    return None if at is None else from_unix(at)
