"""The words that people read change on purpose only, and are reviewed as words."""

import ast
from difflib import unified_diff

import pytest

from tests.golden import GOLDEN, rendered, sentences


def test_what_people_read_is_what_the_golden_file_says():
    agreed = GOLDEN.read_text(encoding="utf-8").splitlines()
    changed = unified_diff(agreed, rendered().splitlines(), "agreed", "now", n=1, lineterm="")
    difference = "\n".join(changed)
    assert not difference, f"`python -m tests.golden` writes down what changed:\n{difference}"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('"""What it is."""', []),
        ('log.info("Made it: %s", it)', []),
        ('db.execute("SELECT id FROM night WHERE id = ?")', []),
        ('of["Some Key"]', []),
        ('"night:join"', []),
        ('say("You are in.")', ["You are in."]),
        ('say(f"Noted: {bold(movie)} at {count:,}.")', ["Noted: {bold(movie)} at {count}."]),
        ('Button(label="join")', ["join"]),
        ('Button(emoji="join")', []),
        ('Button(label="on" if here else "off")', ["on", "off"]),
        ('@describe(film="title")\ndef see(): "Not shown."', ["title"]),
        ('@tree.command()\ndef see():\n "Shown to\\nall.\\n\\nNot this."', ["Shown to\nall."]),
    ],
)
def test_what_counts_as_read(source, found):
    assert sentences(ast.parse(source)) == found
