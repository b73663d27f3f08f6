"""When two spellings are the same: case, accents, punctuation, articles, numerals."""

import re
import unicodedata

_NOISE = "the a an le la les l d un une el los il lo der das and"

MAX_TEXT = 120
"""Characters of a query that are read; nobody types a longer title."""

NOISE = frozenset(_NOISE.split())
"""Words that a query may have or lack. Not those that mean something in English, like "die"."""

_SPELLED = str.maketrans(
    {
        **dict.fromkeys("&+", " and "),
        **dict.fromkeys("'’‘`´ʻ", ""),  # noqa: RUF001 - apostrophes as people type them
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ı": "i",  # noqa: RUF001 - a Turkish letter
    }
)
_ELISION = re.compile(r"\b(l|d|un|dell|nell|all)['’](?=\w\w)")
_WORD = re.compile(r"[^\W_]+")

_ROMAN = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx"
_ENGLISH = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
_NUMERALS = [
    (str(number), roman, english)
    for number, (roman, english) in enumerate(
        zip(_ROMAN.split(), _ENGLISH.split(), strict=True), start=1
    )
]
_SPELLINGS = {spelling: numerals for numerals in _NUMERALS for spelling in numerals}


def fold(text: str) -> str:
    """Return the text without case, accents and apostrophes; "&" and "+" become "and"."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.replace("½", " 1/2"))
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = text.casefold()
    if "'" in text or "’" in text:
        text = _ELISION.sub(r"\1 ", text)
    return text.translate(_SPELLED)


def words(text: str) -> list[str]:
    """Return the words of a text, folded: "WALL·E" has two, "Ocean's 11" has two."""
    return _WORD.findall(fold(text))


def compounds(text: str) -> list[str]:
    """Return the words that punctuation divides, as one: "Spider-Man 2" has "spiderman"."""
    if text.replace(" ", "").isalnum():
        return []  # most names, and quickly seen
    parts = (_WORD.findall(chunk) for chunk in fold(text).split())
    return ["".join(part) for part in parts if len(part) > 1]


def initials(title_words: list[str]) -> str:
    """Return "lotrtfotr" for a title that starts with "Lord of the Rings"."""
    return "".join(word[0] for word in without_article(title_words))


def same_number(word: str) -> tuple[str, ...]:
    """Return the other spellings of a number up to twenty: "ii" and "two" for "2"."""
    return tuple(other for other in _SPELLINGS.get(word, ()) if other != word)


def without_article(title_words: list[str]) -> list[str]:
    """Return the words without a leading article, unless nothing else is there."""
    return title_words[1:] if len(title_words) > 1 and title_words[0] in NOISE else title_words


def begins_with(name: str, typed: str) -> bool:
    """Return whether a name begins with the words typed and goes on; its article may be missing."""
    wanted, whole = words(typed), words(name)
    forms = (whole, without_article(whole))
    return any(form[: len(wanted)] == wanted != form for form in forms)


def name_keys(title_words: list[str]) -> list[str]:
    """Return the keys under which a whole name is found, written as one word, literal form first.

    Spaces don't count ("walle", "star wars" and "starwars"), nor do a leading article and the
    spelling of numbers (unless the number is the whole name: "One" is not "I").
    """
    forms = [title_words, without_article(title_words)]
    forms += [[_digits(word) for word in form] for form in forms if len(form) > 1]
    return list(dict.fromkeys("".join(form) for form in forms))


def _digits(word: str) -> str:
    return _SPELLINGS.get(word, (word,))[0]
