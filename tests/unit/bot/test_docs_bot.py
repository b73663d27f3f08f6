"""The hosting guide, `.env.example` and the privacy policy tell the truth about the bot."""

import re
from pathlib import Path

from bot.config import Settings
from bot.storage import Storage
from tests.unit.bot.storage.test_members import OF_A_MEMBER

ROOT = Path(__file__).parents[3]
HOSTING = (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
POLICY = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
FOR_TESTS = {"MATINEE_REALDATA", "MATINEE_ML1M", "QDRANT_TEST_URL", "MATINEE_PATIENCE"}


def read_by_the_bot():
    source = (ROOT / "bot" / "config.py").read_text(encoding="utf-8")
    return set(re.findall(r'\bread\("([A-Z_0-9]+)"', source))


def in_the_example():
    """Return every variable with its value, ``""`` where it has no default."""
    return dict(re.findall(r"^#?([A-Z_0-9]+)=(.*)$", EXAMPLE, re.MULTILINE))


def in_the_hosting_guide():
    row = re.compile(r"^\| `([A-Z_0-9]+)` \| [^|]+ \| (?:`([^`]*)` )?\|$", re.MULTILINE)
    return dict(row.findall(HOSTING))


def test_every_setting_is_explained_in_both_places_and_nothing_else_is():
    assert set(in_the_example()) == read_by_the_bot() | FOR_TESTS
    assert set(in_the_hosting_guide()) == read_by_the_bot()
    for name in in_the_example():
        assert re.search(rf"^# .+\n(#?[A-Z_0-9]+=.*\n)*#?{name}=", EXAMPLE, re.MULTILINE), name


def test_the_defaults_that_are_shown_are_the_defaults(tmp_path):
    shown = {name: value for name, value in in_the_example().items() if name not in FOR_TESTS}
    assert shown == in_the_hosting_guide()
    assert Settings.from_env(shown, tmp_path / "none") == Settings()
    for name, value in shown.items():
        assert bool(value) == bool(re.search(rf"^#{name}=", EXAMPLE, re.MULTILINE)), name


async def test_the_policy_names_every_column_of_every_table_about_members(tmp_path):
    storage = await Storage.open(tmp_path / "matinee.sqlite3")
    try:
        tables = await storage.database.read(columns_by_table)
    finally:
        await storage.close()
    about_members = {table: names for table, names in tables.items() if names & OF_A_MEMBER}
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \|", POLICY, re.MULTILINE)
    told = {table: set(re.findall(r"`(\w+)`", text)) for table, text in rows}
    missing = [row_of(table, names) for table, names in about_members.items() if table not in told]
    assert not missing, "docs/privacy.md: add, with words of your own\n" + "\n".join(missing)
    assert told == about_members


def row_of(table, columns):
    return f"| `{table}` | {', '.join(f'`{name}`' for name in sorted(columns))} | why | how long |"


def columns_by_table(connection):
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {
        table: {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
        for (table,) in names
    }
