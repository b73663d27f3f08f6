"""Reading OMDb's answers: each is facts about a film, "no such film" or an error.

::

    OmdbError
    ├── KeyRefused         the key is wrong, missing or not yet activated
    ├── QuotaExhausted     no more requests today; a new day begins at midnight UTC
    ├── OmdbUnavailable    no answer, or none that OMDb would give
    └── OmdbClosed         not even asked, because of one of these

No message has the key in it, or an address that has it.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from http import HTTPStatus
from typing import Any, Final, Self, TypeGuard
from urllib.parse import urlsplit

from bot.ui import limits
from recsys.movies import Movie, beyond_id, imdb_of
from recsys.types import ImdbId

_NOTHING: Final = ("", "N/A")
_NAME, _PLOT = 200, 1000
"""Most characters of a name and of a plot."""
_LONGEST_URL = 500
_LONGEST_FILM = 9_999
"""In minutes; the longest films on record run for days."""

_RUNTIME = re.compile(r"(?:([0-9]{1,3}) ?h)? ?(?:([0-9]{1,4}) ?min)?")
_RATING = re.compile(r"(?:10|[1-9])(?:\.[0-9])?")
_HOST = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_YEAR = re.compile(r"[0-9]{4}")

_BAD_KEY: Final = ("invalid api key", "no api key")
_LIMIT: Final = ("limit reached",)
_NO_FILM: Final = ("not found", "incorrect imdb id", "error getting data")
_TOO_MANY: Final = "too many results"
"""OMDb gives the last one for a well-formed id that it doesn't know."""


_EARLIEST: Final = 1870
"""Before this year there are no films."""
_MOST_GENRES: Final = 6


class OmdbError(Exception):
    """Base of what can go wrong with OMDb."""


class KeyRefused(OmdbError):
    """OMDb doesn't accept the key."""


class QuotaExhausted(OmdbError):
    """Today's requests are used up, by OMDb's count or by ours."""


class OmdbUnavailable(OmdbError):
    """OMDb can't be reached, has trouble, or something else answers in its place."""


class OmdbClosed(OmdbError):
    """OMDb isn't asked for a while."""


@dataclass(frozen=True, slots=True)
class FilmFacts:
    """A film as OMDb describes it; unknown facts are ``None``.

    Texts are one line of printable characters, cut to what a card can show. They come from
    strangers: escape their Markdown.

    Attributes:
        poster_url: address of a picture, http or https.
        runtime_minutes: positive.
        imdb_rating: 1.0 … 10.0.
        plot: one or two sentences.
        director: one or several names.
    """

    poster_url: str | None = None
    runtime_minutes: int | None = None
    imdb_rating: float | None = None
    plot: str | None = None
    director: str | None = None

    def to_json(self) -> str:
        """Return what is known as a JSON object."""
        return json.dumps({name: value for name, value in asdict(self).items() if value})

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return the facts that `to_json` wrote, in this version or another."""
        written: dict[str, Any] = json.loads(text)
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in written.items() if name in known})


@dataclass(frozen=True, slots=True)
class FoundFilm:
    """A film that OMDb found for us, under the id that its IMDb number makes."""

    movie: Movie
    facts: FilmFacts


def read_answer(status: int, body: bytes, *, year: int | None = None) -> FilmFacts | None:
    """Return what an answer says about a film; ``None``: OMDb has no such film.

    Args:
        status: of HTTP. OMDb answers 200 for a film that isn't there and 401 for two different
            reasons, so its words count for more.
        body: as it came.
        year: the film's, where it was asked for by title; OMDb's year may be one off, as release
            dates differ from land to land.

    Raises:
        KeyRefused: OMDb doesn't accept the key.
        QuotaExhausted: no more requests today.
        OmdbUnavailable: this is no answer of OMDb's to such a question.
    """
    answer, _ = _answer(status, body)
    return _facts(answer) if answer and _is_of(year, answer.get("Year")) else None


def read_film(status: int, body: bytes) -> FoundFilm | None:
    """Return the film that an answer describes; ``None``: OMDb has no such film, or it's a series.

    Errors as of `read_answer`.
    """
    answer, _ = _answer(status, body)
    return _found(answer)


def read_search(status: int, body: bytes) -> list[FoundFilm] | None:
    """Return the films that a search found, each once; ``None``: too many to tell them.

    Errors as of `read_answer`.
    """
    answer, complaint = _answer(status, body)
    if _TOO_MANY in complaint:
        return None
    listed = answer.get("Search")
    each = [_found(one) for one in listed if isinstance(one, dict)] if _is_list(listed) else []
    return list({film.movie.id: film for film in each if film is not None}.values())


def _is_list(value: object) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def _answer(status: int, body: bytes) -> tuple[Mapping[str, Any], str]:
    """Return what OMDb answers, and what it complains of; empty if it has no such film."""
    answer = _json_object(status, body)
    said = answer.get("Error")
    complaint = said.casefold() if isinstance(said, str) else ""
    if any(words in complaint for words in _BAD_KEY):
        raise KeyRefused("OMDb doesn't accept the key.")
    if any(words in complaint for words in _LIMIT):
        raise QuotaExhausted("OMDb answers no more requests today.")
    if status != HTTPStatus.OK:
        raise OmdbUnavailable(f"OMDb answered with status {status}.")
    if answer.get("Response") == "True":
        return answer, ""
    if any(words in complaint for words in (*_NO_FILM, _TOO_MANY)):
        return {}, complaint
    raise OmdbUnavailable("OMDb answered with something that is neither a film nor its absence.")


def _found(answer: Mapping[str, Any]) -> FoundFilm | None:
    title, imdb_id = _text(answer.get("Title"), _NAME), answer.get("imdbID")
    if title is None or not isinstance(imdb_id, str) or answer.get("Type") != "movie":
        return None
    try:
        item_id = beyond_id(ImdbId(imdb_id))
    except ValueError:
        return None
    year = _YEAR.match(said) if isinstance(said := answer.get("Year"), str) else None
    genres = (_text(answer.get("Genre"), _NAME) or "").split(", ")
    movie = Movie(
        item_id,
        limits.linkless(title),
        int(year[0]) if year and int(year[0]) >= _EARLIEST else None,
        tuple(genre for genre in genres if genre)[:_MOST_GENRES],
        imdb_id=imdb_of(item_id),
    )
    return FoundFilm(movie, _facts(answer))


def _json_object(status: int, body: bytes) -> Mapping[str, Any]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict):
        raise OmdbUnavailable(f"OMDb answered with status {status} and no JSON object.")
    return answer


def _is_of(year: int | None, theirs: object) -> bool:
    found = _YEAR.match(theirs) if year is not None and isinstance(theirs, str) else None
    return found is None or year is None or abs(int(found[0]) - year) <= 1


def _facts(answer: Mapping[str, Any]) -> FilmFacts:
    return FilmFacts(
        poster_url=_url(answer.get("Poster")),
        runtime_minutes=_minutes(answer.get("Runtime")),
        imdb_rating=_rating(answer.get("imdbRating")),
        plot=_text(answer.get("Plot"), _PLOT),
        director=_text(answer.get("Director"), _NAME),
    )


def _text(value: object, longest: int) -> str | None:
    """Return one line of printable characters: no control, surrogate or direction marks."""
    if not isinstance(value, str):
        return None
    line = " ".join("".join(c if c.isprintable() else " " for c in value).split())
    return None if line in _NOTHING else limits.clip(line, longest)


def _url(value: object) -> str | None:
    """Return an address that Discord can fetch a picture from."""
    if not isinstance(value, str) or len(value) > _LONGEST_URL or not value.isascii():
        return None
    if not value.isprintable() or any(c in value for c in ' "<>\\^`{|}'):
        return None
    try:
        parts = urlsplit(value)
        host, named = parts.hostname or "", parts.username
        _ = parts.port
    except ValueError:
        return None
    fits = parts.scheme in ("http", "https") and named is None and _HOST.fullmatch(host)
    return value if fits else None


def _minutes(value: object) -> int | None:
    found = _RUNTIME.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    minutes = 60 * int(found[1] or 0) + int(found[2] or 0)
    return minutes if 0 < minutes <= _LONGEST_FILM else None


def _rating(value: object) -> float | None:
    if not isinstance(value, str) or not _RATING.fullmatch(value):
        return None
    return rating if (rating := float(value)) <= 10 else None  # noqa: PLR2004 - out of ten
