"""Titles in type: they fit, they lose nothing, and they are in letters that the font has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.posters.lettering import ems, fit, legible

SIZES = tuple(range(84, 17, -2))
WORDS = st.lists(st.text("abcdefgmwil", min_size=1, max_size=30), min_size=1, max_size=25)


def even(text: str) -> float:
    """A typewriter's letters, half as wide as high."""
    return len(text) / 2


@given(WORDS, st.integers(80, 400), st.integers(40, 200))
def test_lines_fit_and_lose_nothing_but_what_an_ellipsis_stands_for(words, width, height):
    text = " ".join(words)
    setting = fit(text, width=width, height=height, sizes=SIZES, leading=1.1, measure=even)
    assert setting.size in SIZES
    assert all(even(line) * setting.size <= width for line in setting.lines)
    assert len(setting.lines) * 1.1 * setting.size <= height
    told = "".join(setting.lines).replace(" ", "")
    if told.endswith("…"):
        assert text.replace(" ", "").startswith(told[:-1])
        assert setting.size == SIZES[-1]
    else:
        assert told == text.replace(" ", "")


@given(WORDS)
def test_words_are_broken_only_where_no_size_would_hold_them(words):
    setting = fit(" ".join(words), width=344, height=132, sizes=SIZES, leading=1.06)
    if setting.size > SIZES[-1]:
        assert " ".join(setting.lines).split() == words


def test_short_titles_are_large_and_long_ones_small():
    def size(text: str) -> int:
        return fit(text, width=344, height=132, sizes=SIZES, leading=1.06).size

    assert size("Jaws") == 84
    assert (
        size("Jaws") > size("The Silence of the Lambs") > size("A " + "very " * 30 + "long title")
    )


def test_lines_are_of_like_length():
    setting = fit("aaa bbb ccc ddd", width=14, height=2, sizes=(1,), leading=1, measure=len)
    assert setting.lines == ("aaa bbb", "ccc ddd")


def test_no_text_is_no_lines():
    assert fit("", width=10, height=10, sizes=(5,), leading=1).lines == ()


def test_letters_are_wider_in_a_wide_word():
    assert 0 < ems("iii") < ems("mmm")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Amélie", "Amélie"),
        ("Cafe\u0301", "Café"),
        ("Сталкер", "Сталкер"),
        ("8½", "8½"),
        ("Đường về", "Đuòng vê"),
        ("ﬁlm Ⅳ", "film IV"),
        ("Up\u200b  and\naway", "Up and away"),
        ("Eins 千", "Eins"),
    ],
)
def test_a_name_is_shown_in_letters_that_the_font_has(name, shown):
    assert legible([name]) == shown


def test_a_name_that_would_lose_too_much_gives_way_to_the_next():
    assert legible(["千と千尋の神隠し", "Spirited Away"]) == "Spirited Away"
    assert legible(["千と千尋の神隠し", "Ελευθερία"]) is None
    assert legible([]) is None
    assert legible(["", "  "]) is None
