import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.movies import ARTICLES, ParsedTitle, article_first, parse_title

TITLES = [
    ("Matrix, The (1999)", "The Matrix", 1999, ()),
    ("Seven (a.k.a. Se7en) (1995)", "Seven", 1995, ("Se7en",)),
    (
        "Asterix in America (a.k.a Asterix Conquers America) (1994)",
        "Asterix in America",
        1994,
        None,
    ),
    ("European Vacation (aka Holiday) (1985)", "European Vacation", 1985, ("Holiday",)),
    (
        "City of Lost Children, The (Cité des enfants perdus, La) (1995)",
        "The City of Lost Children",
        1995,
        ("La Cité des enfants perdus",),
    ),
    (
        "Good, the Bad and the Ugly, The (Buono, il brutto, il cattivo, Il) (1966)",
        "The Good, the Bad and the Ugly",
        1966,
        ("Il Buono, il brutto, il cattivo",),
    ),
    (
        "Léon: The Professional (a.k.a. The Professional) (Léon) (1994)",
        "Léon: The Professional",
        1994,
        ("The Professional", "Léon"),
    ),
    ("Dream of Light (a.k.a. Sun, The) (Sol, El) (1992)", "Dream of Light", 1992, None),
    ("Woman Is a Woman, A (femme est une femme, Une) (1961)", "A Woman Is a Woman", 1961, None),
]
ARTICLES_MOVED = [
    ("Misérables, Les", "Les Misérables"),
    ("Postino, Il", "Il Postino"),
    ("Vitelloni, I", "I Vitelloni"),
    ("Ladri di biciclette", "Ladri di biciclette"),
    ("Boot, Das", "Das Boot"),
    ("Avventura, L'", "L'Avventura"),
    ("Atalante, L’", "L’Atalante"),
    ("Orfanato, El", "El Orfanato"),
    ("Cronocrímenes, Los", "Los Cronocrímenes"),
    ("Ano em que Meus Pais Saíram de Férias, O", "O Ano em que Meus Pais Saíram de Férias"),
    ("Sjunde inseglet, Det", "Det Sjunde inseglet"),
    ("Grønne slagtere, De", "De Grønne slagtere"),
    ("Schaep met de vijf pooten, 't", "'t Schaep met de vijf pooten"),
    ("Lord of the Rings: The Two Towers, The", "The Lord of the Rings: The Two Towers"),
    ("I, Robot", "I, Robot"),
    ("Paris, Texas", "Paris, Texas"),
    ("Monsters, Inc.", "Monsters, Inc."),
    ("Crazy, Stupid, Love.", "Crazy, Stupid, Love."),
    (", The", ", The"),
]
YEARS = [
    ("2001: A Space Odyssey (1968)", "2001: A Space Odyssey", 1968),
    ("1984 (1984)", "1984", 1984),
    ("Blade Runner 2049 (2017)", "Blade Runner 2049", 2017),
    ("Nocturnal Animals", "Nocturnal Animals", None),
    ("Class of 1984", "Class of 1984", None),
    ("Assembly (2007)  ", "Assembly", 2007),
    ("Bicycle(1948)", "Bicycle", 1948),
    ("Civil War (1975-1979)", "Civil War", 1975),
    ("Death Note (2006–2007)", "Death Note", 2006),
    ("Modern Family (2009– )", "Modern Family", 2009),
    ("Modern Family (2009-)", "Modern Family", 2009),
    ("(1999)", "(1999)", None),
    ("", "", None),
]
BRACKETS_OF_THE_NAME = [
    "(500) Days of Summer",
    "Evangelion: 1.0 You Are (Not) Alone",
    "Birdman: Or (The Unexpected Virtue of Ignorance)",
    "Frontière(s)",
    "Hommage (et salut)",
    "Unfinished (business",
    "Finished twice)",
    "(All of it)",
]


@pytest.mark.parametrize(("raw", "title", "year", "aka"), TITLES)
def test_a_title_is_taken_apart(
    raw: str, title: str, year: int, aka: tuple[str, ...] | None
) -> None:
    parsed = parse_title(raw)
    assert (parsed.title, parsed.year) == (title, year)
    assert aka is None or parsed.aka == aka


def test_articles_of_other_names_move_too() -> None:
    assert parse_title("Dream of Light (a.k.a. Sun, The) (Sol, El) (1992)").aka == (
        "The Sun",
        "El Sol",
    )


@pytest.mark.parametrize(("written", "read"), ARTICLES_MOVED)
def test_an_article_moves_to_the_front(written: str, read: str) -> None:
    assert parse_title(f"{written} (1990)") == ParsedTitle(read, 1990, ())


@pytest.mark.parametrize(("raw", "title", "year"), YEARS)
def test_only_the_end_is_a_year(raw: str, title: str, year: int | None) -> None:
    assert parse_title(raw) == ParsedTitle(title, year, ())


@pytest.mark.parametrize("name", BRACKETS_OF_THE_NAME)
def test_brackets_of_the_name_stay(name: str) -> None:
    assert parse_title(f"{name} (2009)") == ParsedTitle(name, 2009, ())


def test_brackets_may_hold_brackets() -> None:
    assert parse_title("Wall (Die Wand (neu)) (2012)").aka == ("Die Wand (neu)",)


def test_another_name_equal_to_the_title_is_no_other_name() -> None:
    assert parse_title("Them (Them) (Ils) (Ils) (2006)").aka == ("Ils",)


@given(st.text() | st.text(alphabet="aT ,'’()19–-.é"))
def test_any_text_has_an_answer(raw: str) -> None:
    parsed = parse_title(raw)
    assert bool(parsed.title) == bool(raw.strip())
    assert parsed.title == parsed.title.strip()
    assert parsed.year is None or 0 <= parsed.year <= 9999
    assert all(name.strip() and name != parsed.title for name in parsed.aka)


_NAMES = st.text(alphabet="abcdé XYZ:!?", min_size=1, max_size=20).map(
    lambda text: " ".join(f"x{text}x".split())
)


@given(_NAMES, st.sampled_from(sorted(ARTICLES)), st.integers(1874, 2100))
def test_an_article_comes_back_from_behind_the_comma(name: str, article: str, year: int) -> None:
    whole = f"{article}{name}" if article.endswith("'") else f"{article} {name}"
    assert parse_title(f"{name}, {article} ({year})") == ParsedTitle(whole, year, ())
    assert article_first(whole) == whole


@given(st.lists(_NAMES, min_size=1, max_size=4, unique=True), st.integers(1874, 2100))
def test_every_name_is_kept_in_order(names: list[str], year: int) -> None:
    title, *aka = [f"{name}." for name in names]
    raw = " ".join([title, *(f"({name})" for name in aka), f"({year})"])
    assert parse_title(raw) == ParsedTitle(title, year, tuple(aka))
