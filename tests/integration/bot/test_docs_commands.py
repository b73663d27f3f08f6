"""The commands that README and the privacy policy name are those of the real bot's tree."""

import re
from pathlib import Path

from bot.about.help import entries

ROOT = Path(__file__).parents[3]
README = (ROOT / "README.md").read_text(encoding="utf-8")
IN_DISCORD = README.split("\n## In Discord\n")[1].split("\n## ")[0]
POLICY = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")


def row_of(entry):
    """Return the row that README has to have, with the description that Discord shows."""
    name = f"*{entry.title}*" if entry.is_menu else f"`{entry.title}`"
    options = "".join(f"`{option.name}` " for option in entry.options)
    return f"| {name} | {entry.description} | {options}|"


def named(row):
    """Return what of a row has to be true: the command and its options."""
    first, *_, last = row.strip("| ").split(" | ") if row.count(" | ") > 1 else (row, "")
    return first.strip("| `*"), tuple(re.findall(r"`([\w-]+)`", last))


async def test_the_readme_has_a_row_for_every_command_and_no_other(stage):
    expected = {named(row): row for row in map(row_of, entries(stage.env.bot.tree))}
    rows = re.findall(r"^\| (?:`/|\*).*\|$", IN_DISCORD, re.MULTILINE)
    written = {named(row): row for row in rows}
    missing = [row for what, row in expected.items() if what not in written]
    wrong = [row for what, row in written.items() if what not in expected]
    assert not missing, "README.md, In Discord: add (with words of your own)\n" + "\n".join(missing)
    assert not wrong, "README.md, In Discord: remove\n" + "\n".join(wrong)


async def test_every_command_that_is_named_in_a_text_exists(stage):
    known = {entry.title for entry in entries(stage.env.bot.tree)}
    groups = {title.split()[0] for title in known}
    for name in re.findall(r"`(/[a-z]+(?: [a-z]+)?)`", IN_DISCORD + POLICY):
        assert name in known | groups, name
