"""What is known of a film beyond the catalogue."""

import json
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from recsys.types import ImdbId


@dataclass(frozen=True, slots=True)
class FilmFacts:
    """A film as OMDb describes it; what it doesn't know is ``None`` or empty.

    Texts are one line of printable characters, cut to what a card can show. They come from
    strangers: escape their Markdown.

    Attributes:
        imdb_id: of the film that OMDb means.
        poster_url: address of a picture, http or https.
        runtime_minutes: positive.
        imdb_rating: 1.0 … 10.0.
        imdb_votes: how many gave that rating.
        plot: one or two sentences.
        director: one or several names.
        actors: the leading ones.
        rated: the audience it is for, as in "PG-13".
        languages: spoken in it, the main one first.
        countries: where it was made.
        awards: a sentence.
    """

    imdb_id: ImdbId | None = None
    poster_url: str | None = None
    runtime_minutes: int | None = None
    imdb_rating: float | None = None
    imdb_votes: int | None = None
    plot: str | None = None
    director: str | None = None
    actors: tuple[str, ...] = ()
    rated: str | None = None
    languages: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    awards: str | None = None

    def to_json(self) -> str:
        """Return what is known as a JSON object."""
        return json.dumps({name: value for name, value in asdict(self).items() if value})

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return the facts that `to_json` wrote, in this version or another."""
        written: dict[str, Any] = json.loads(text)
        known = {field.name for field in fields(cls)}
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in written.items()
            if name in known
        }
        return cls(**values)
