"""OMDb's answers, read: whatever comes, it is facts, "no such film" or one of our errors."""

import json
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit

from bot.posters.errors import KeyRefused, OmdbUnavailable, QuotaExhausted
from bot.posters.types import FilmFacts
from recsys.types import ImdbId

_NOTHING: Final = ("", "N/A")
_NAME, _SENTENCE, _PLOT = 200, 300, 1000
"""Most characters of a name, a sentence and a plot."""
_MOST_IN_A_LIST = 8
_LONGEST_URL = 500
_LONGEST_FILM = 9_999
"""In minutes; the longest films on record run for days."""

_IMDB_ID = re.compile(r"tt[0-9]{7,8}")
_RUNTIME = re.compile(r"(?:([0-9]{1,3}) ?h)? ?(?:([0-9]{1,4}) ?min)?")
_VOTES = re.compile(r"[0-9]{1,3}(?:,?[0-9]{3}){0,3}")
_RATING = re.compile(r"(?:10|[1-9])(?:\.[0-9])?")
_HOST = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_YEAR = re.compile(r"[0-9]{4}")

_BAD_KEY: Final = ("invalid api key", "no api key")
_LIMIT: Final = ("limit reached",)
_NO_FILM: Final = ("not found", "incorrect imdb id", "error getting data")
"""OMDb says the last of an id that is well made and that it has nothing of."""


def read_answer(status: int, body: bytes, *, year: int | None = None) -> FilmFacts | None:
    """Return what an answer says of a film; ``None``: OMDb has no such film.

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
        imdb_id=_imdb_id(answer.get("imdbID")),
        poster_url=_url(answer.get("Poster")),
        runtime_minutes=_minutes(answer.get("Runtime")),
        imdb_rating=_rating(answer.get("imdbRating")),
        imdb_votes=_votes(answer.get("imdbVotes")),
        plot=_text(answer.get("Plot"), _PLOT),
        director=_text(answer.get("Director"), _NAME),
        actors=_list(answer.get("Actors")),
        rated=_text(answer.get("Rated"), _NAME),
        languages=_list(answer.get("Language")),
        countries=_list(answer.get("Country")),
        awards=_text(answer.get("Awards"), _SENTENCE),
    )


def _text(value: object, longest: int) -> str | None:
    """Return one line of printable characters: no control, surrogate or direction marks."""
    if not isinstance(value, str):
        return None
    line = " ".join("".join(c if c.isprintable() else " " for c in value).split())
    if line in _NOTHING:
        return None
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def _list(value: object) -> tuple[str, ...]:
    if not isinstance(value, str):
        return ()
    names = (_text(part, _NAME) for part in value.split(","))
    return tuple(dict.fromkeys(name for name in names if name))[:_MOST_IN_A_LIST]


def _imdb_id(value: object) -> ImdbId | None:
    return ImdbId(value) if isinstance(value, str) and _IMDB_ID.fullmatch(value) else None


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


def _votes(value: object) -> int | None:
    return (
        int(value.replace(",", "")) if isinstance(value, str) and _VOTES.fullmatch(value) else None
    )
