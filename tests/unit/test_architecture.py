"""The arrows of DESIGN: who may know whom."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RECSYS = sorted((ROOT / "recsys").rglob("*.py"))
BOT = sorted((ROOT / "bot").rglob("*.py"))

MOST_LINES, MANY_LINES = 400, 250
OPEN_TO_THE_BOT = {
    "types",
    "errors",
    "catalog",
    "movies",
    "model.built",
    "model.recommender",
    "reasons",
    "search.text",
}
"""What the bot may know of recsys: what it asks, what it is told, and how that is said."""
INSIDERS = ("bot/app.py", "bot/first_start.py", "bot/demo/")
"""Those that build and open what the others get."""
SQL = re.compile(
    r"\s*(?:SELECT|INSERT|UPDATE|DELETE|REPLACE|PRAGMA|CREATE|DROP|ALTER|BEGIN|WITH \w+ AS)\s"
)


def name(module):
    return module.relative_to(ROOT).as_posix()


def tree(module):
    return ast.parse(module.read_text(encoding="utf-8"))


def imports(module):
    """Return what a module imports, as dotted names."""
    found = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "recsys":
            found |= {f"recsys.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module)
    return found


def of_bot(*, outside):
    return pytest.mark.parametrize(
        "module", [each for each in BOT if not name(each).startswith(outside)], ids=name
    )


def test_every_import_points_the_right_way():
    # In a process of its own: it silences every logger that it finds.
    linted = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as lint; lint()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert linted.returncode == 0, linted.stdout + linted.stderr
    assert "0 broken" in linted.stdout


@pytest.mark.parametrize(
    "module", [each for each in RECSYS + BOT if name(each) != "bot/config.py"], ids=name
)
def test_nothing_but_the_settings_reads_the_environment(module):
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Attribute):
            assert node.attr not in {"environ", "getenv"}


@pytest.mark.parametrize(
    "module", [each for each in RECSYS + BOT if name(each) != "bot/errors.py"], ids=name
)
def test_nothing_but_the_table_of_errors_catches_everything(module):
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else "everything"
            assert not {"everything", "Exception", "BaseException"} & set(
                re.findall(r"\w+", caught)
            )


@of_bot(outside="bot/storage/")
def test_sql_stands_in_storage_and_nowhere_else(module):
    assert "sqlite3" not in imports(module)
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            assert not SQL.match(node.value), node.value


@of_bot(outside=INSIDERS)
def test_the_bot_knows_the_front_of_the_recommender_only(module):
    of_recsys = {each for each in imports(module) if each and each.split(".")[0] == "recsys"}
    assert of_recsys <= {f"recsys.{each}" for each in OPEN_TO_THE_BOT}


def test_files_can_be_held_in_the_head():
    lines = {name(each): each.read_text(encoding="utf-8").count("\n") for each in RECSYS + BOT}
    assert {each: count for each, count in lines.items() if count > MOST_LINES} == {}
    long = [each for each, count in lines.items() if count > MANY_LINES]
    assert len(long) < len(lines) / 10
