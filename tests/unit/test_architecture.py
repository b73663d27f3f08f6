"""Who may know whom; docs/architecture.md draws it."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
RECSYS = sorted((ROOT / "recsys").rglob("*.py"))
BOT = sorted((ROOT / "bot").rglob("*.py"))

OPEN_TO_THE_BOT = {
    "types",
    "disk",
    "errors",
    "fits",
    "habits",
    "environment",
    "index.address",
    "locks",
    "signals",
    "catalog",
    "movies",
    "model.built",
    "model.lists",
    "model.recommender",
    "reasons",
    "search.text",
    "turns",
}
"""What the bot may know of recsys: what it asks, what it is told, and how that is said."""
INSIDERS = ("bot/app.py", "bot/models/", "bot/demo/")
"""Those that build and open what the others get."""
WITH_SQL = ("bot/storage/", "bot/nights/store.py")
SQL = re.compile(
    r"\s*(?:SELECT|INSERT|UPDATE|DELETE|REPLACE|PRAGMA|CREATE|DROP|ALTER|BEGIN|WITH \w+ AS)\s"
)


def nodes(modules, *, outside) -> Iterator[tuple[str, ast.AST]]:
    """Yield every node of the modules that don't lie ``outside``, with where it stands."""
    for module in modules:
        name = module.relative_to(ROOT).as_posix()
        if not name.startswith(outside):
            for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
                yield f"{name}:{getattr(node, 'lineno', 0)}", node


def imported(node):
    """Return what a node imports, as dotted names."""
    match node:
        case ast.Import():
            return {alias.name for alias in node.names}
        case ast.ImportFrom(module="recsys"):
            return {f"recsys.{alias.name}" for alias in node.names}
        case ast.ImportFrom():
            return {node.module or ""}
    return set()


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


def test_the_environment_is_read_in_one_place():
    assert [
        place
        for place, node in nodes(RECSYS + BOT, outside="recsys/environment.py")
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    ] == []


def test_nothing_but_the_table_of_errors_catches_everything():
    assert [
        place
        for place, node in nodes(RECSYS + BOT, outside="bot/errors.py")
        if isinstance(node, ast.ExceptHandler)
        and (
            node.type is None
            or {"Exception", "BaseException"} & set(re.findall(r"\w+", ast.unparse(node.type)))
        )
    ] == []


def test_sql_stands_in_storage_and_in_the_nights_store_and_nowhere_else():
    assert [
        place
        for place, node in nodes(BOT, outside=WITH_SQL)
        if "sqlite3" in imported(node)
        or (isinstance(node, ast.Constant) and SQL.match(str(node.value)))
    ] == []


def test_the_bot_knows_the_front_of_the_recommender_only():
    allowed = {f"recsys.{each}" for each in OPEN_TO_THE_BOT}
    assert [
        (place, name)
        for place, node in nodes(BOT, outside=INSIDERS)
        for name in imported(node)
        if name.split(".")[0] == "recsys" and name not in allowed
    ] == []
