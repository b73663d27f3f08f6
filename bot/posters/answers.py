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
from typing import Any, Final, Self
from urllib.parse import urlsplit

from bot.ui import limits

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
"""OMDb gives the last one for a well-formed id that it doesn't know."""


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
        return _facts(answer) if _is_of(year, answer.get("Year")) else None
    if any(words in complaint for words in _NO_FILM):
        return None
    raise OmdbUnavailable("OMDb answered with something that is neither a film nor its absence.")


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
