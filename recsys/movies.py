"""One film, and the title that MovieLens writes for it taken apart.

A raw title puts the leading article behind a comma, other names in brackets and the year at the
end: ``City of Lost Children, The (Cité des enfants perdus, La) (1995)``.
"""

import re
from dataclasses import dataclass

from recsys.types import ImdbId, ItemId, TmdbId

_ARTICLES = {
    "English": "the a an da",
    "French": "le la les l' un une des de",
    "Italian": "il lo la i gli le l' un uno una un'",
    "Spanish": "el la los las lo un una unos unas",
    "Portuguese": "o a os as um uma",
    "German": "der die das den dem ein eine",
    "Dutch": "de het een 't",
    "Danish, Norwegian, Swedish": "den det de en et ett",
    "Hungarian": "az egy",
}
ARTICLES = frozenset(article for language in _ARTICLES.values() for article in language.split())
"""What may stand behind the last comma of a title, in lower case."""

BEYOND = 1_000_000_000
"""Ids from here on are made from IMDb numbers; no data set has any as large."""

_IMDB = re.compile(r"tt([0-9]{7,8})")
_YEAR = re.compile(r"\s*\(\s*([0-9]{4})\s*(?:[-\u2010-\u2014]\s*(?:[0-9]{4})?\s*)?\)$")
_AKA = re.compile(r"a\.?k\.?a\.?:?\s+", re.IGNORECASE)
_LEANS_ON_NEXT = re.compile(r"(?:\b(?:or|and|of)|[:,&])$", re.IGNORECASE)
_CONTINUES = re.compile(r"(?:or|and|et|und)\s")


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


def beyond_id(imdb_id: ImdbId) -> ItemId:
    """Return the id of a film that no data set has: `BEYOND` and its IMDb number.

    The same film has the same id everywhere; `imdb_of` goes back.

    Raises:
        ValueError: it is no IMDb id.
    """
    found = _IMDB.fullmatch(imdb_id)
    if found is None or not int(found[1]):
        raise ValueError(f"{imdb_id!r:.40} isn't an IMDb id: tt and seven or eight digits.")
    return ItemId(BEYOND + int(found[1]))


def imdb_of(item_id: int) -> ImdbId | None:
    """Return the IMDb id that an id was made from; ``None``: it is a data set's own."""
    number = item_id - BEYOND
    return ImdbId(f"tt{number:07}") if 0 < number < 10**8 else None


@dataclass(frozen=True, slots=True)
class ParsedTitle:
    """A raw title taken apart.

    Attributes:
        title: the main name, article in front.
        year: of release, the first of a range; ``None`` where there is none at the end.
        aka: other names in the order they stand, articles in front, none equal to ``title``.
    """

    title: str
    year: int | None
    aka: tuple[str, ...]


def parse_title(raw: str) -> ParsedTitle:
    """Take a MovieLens title apart; any string has an answer.

    Brackets are other names only behind the name: "(500) Days of Summer" and "You Are (Not) Alone"
    keep theirs, and so does "Birdman: Or (The Unexpected Virtue of Ignorance)", whose words before
    the bracket can't end a name.
    """
    text, year = _split_year(" ".join(raw.split()))
    text, brackets = _split_brackets(text)
    title = article_first(text)
    names = dict.fromkeys(article_first(_AKA.sub("", bracket, count=1)) for bracket in brackets)
    return ParsedTitle(title, year, tuple(name for name in names if name and name != title))


def article_first(name: str) -> str:
    """Return "The Matrix" for "Matrix, The", "L'Avventura" for "Avventura, L'"."""
    rest, comma, article = name.rpartition(", ")
    if not comma or not rest or article.replace("’", "'").casefold() not in ARTICLES:
        return name
    glued = article.endswith(("'", "’"))
    return f"{article}{rest}" if glued else f"{article} {rest}"


def _split_year(text: str) -> tuple[str, int | None]:
    found = _YEAR.search(text)
    if found is None or not found.start():
        return text, None
    return text[: found.start()], int(found[1])


def _split_brackets(text: str) -> tuple[str, list[str]]:
    """Return the name and the contents of the brackets behind it."""
    brackets: list[str] = []
    while (opening := _opening_of_last_bracket(text)) is not None:
        name, inside = text[: opening - 1], text[opening + 1 : -1].strip()
        if _LEANS_ON_NEXT.search(name) or _CONTINUES.match(inside):
            break
        text = name.rstrip()
        brackets.insert(0, inside)
    return text, brackets


def _opening_of_last_bracket(text: str) -> int | None:
    """Return where the bracket that ends the text opens, if a name and a space stand before it."""
    if not text.endswith(")"):
        return None
    depth = 0
    for position in range(len(text) - 1, 0, -1):
        depth += (text[position] == ")") - (text[position] == "(")
        if depth == 0:
            return position if text[position - 1] == " " and text[: position - 1].strip() else None
    return None
