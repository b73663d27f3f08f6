"""Every sentence of the program, collected from its source, so that a change of words is one diff.

`sentences.txt` is renewed by ``python -m tests.golden``; `tests/unit/test_sentences.py` compares.
"""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).with_name("sentences.txt")

HOSTS = (
    "bot/__main__.py",
    "bot/app.py",
    "bot/client.py",
    "bot/config.py",
    "bot/demo/",
    "bot/lock.py",
    "bot/logs.py",
    "bot/models/child.py",
    "bot/models/first.py",
    "bot/models/newer.py",
    "bot/models/opening.py",
    "bot/models/vectors.py",
    "bot/storage/",
)
"""What only the people who run the bot read."""
REASONS = "recsys/reasons.py"
"""The one file of the recommender whose words members read."""
TOLD = ("UnknownTitle", "AmbiguousTitle", "UsageError")
"""Its errors that a member reads as they are, wherever the bot can get one."""
NOT_ASKED = ("recsys/cli/", "recsys/evaluation/", "recsys/index/")

_SHOWN = {"label", "name", "title", "description", "placeholder", "text", "content", "help"}
"""Keywords whose value is read by people, even when it is one small word."""
_COMMANDS = ("command", "context_menu")
"""Decorators whose function's docstring Discord shows."""
_UNREAD = ("log", "logging", "re", "TypeVar", "ParamSpec")
"""What is given to these is for the log or for Python."""
_SQL = re.compile(r"\b(?:SELECT|INSERT|UPDATE|DELETE|PRAGMA|CREATE|WHERE)\b|= [?]")
_SENTENCE = re.compile(r"[^\W\d_]{2,}\S*\s+\S*[^\W\d_]|\b[A-Z][a-z]+", re.DOTALL)
"""Two words, or one that begins with a capital."""
_WORD = re.compile(r"[^\W\d_]")
_LONG = 40


def rendered() -> str:
    """Return what `sentences.txt` has to be."""
    bot, recsys = _modules("bot"), _modules("recsys")
    members = {name: sentences(tree) for name, tree in bot if not name.startswith(HOSTS)}
    members[REASONS] = sentences(dict(recsys)[REASONS])
    for name, tree in recsys:
        if not name.startswith(NOT_ASKED):
            errors = [call for call in ast.walk(tree) if _name(call) in TOLD]
            members.setdefault(name, [text for call in errors for text in sentences(call)])
    hosts = {name: sentences(tree) for name, tree in bot if name.startswith(HOSTS)}
    return (
        "Made by `python -m tests.golden`, never by hand.\n\n"
        f"# What members read\n\n{_listed(members)}# What hosts read\n\n{_listed(hosts)}"
    )


def sentences(tree: ast.AST) -> list[str]:
    """Return what people read of a module, in the order of its lines; placeholders in braces."""
    return [text for _, text in sorted(_found(tree), key=lambda found: found[0])]


def _found(node: ast.AST, *, shown: bool = False) -> Iterator[tuple[tuple[int, int], str]]:
    if _is_for_python(node):
        return
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and _is_text(node)):
        text = _text(node)
        if not _SQL.search(text) and (_WORD if shown else _SENTENCE).search(text):
            yield (node.lineno, node.col_offset), text
        return
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _is_command(node):
        summary = (ast.get_docstring(node) or "").split("\n\n")[0]
        yield (node.lineno, node.col_offset), summary
    types = (getattr(node, "annotation", None), getattr(node, "returns", None))
    for child in ast.iter_child_nodes(node):
        if child in types:
            continue
        if isinstance(child, ast.keyword):
            named = child.arg in _SHOWN or _name(node) == "describe"
            yield from _found(child.value, shown=named)
        else:
            yield from _found(child, shown=shown and isinstance(node, ast.IfExp))


def _is_for_python(node: ast.AST) -> bool:
    """Return whether all text below is a docstring, a key, an argument of the log or a type."""
    match node:
        case ast.Expr(value=ast.Constant()) | ast.Subscript(slice=ast.Constant()):
            return True
        case ast.Call(func=func):
            return _first_name(func) in _UNREAD
        case ast.Assign(targets=[ast.Name(id="__all__")]):
            return True
    return False


def _text(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=value):
            return str(value)
        case ast.JoinedStr(values=parts):
            return "".join(map(_text, parts))
        case ast.FormattedValue(value=value):
            return f"{{{_short(value)}}}"
    raise TypeError(node)


def _short(value: ast.expr) -> str:
    """Return a placeholder's source, shortened unless it has words of its own."""
    source = ast.unparse(value)
    if len(source) <= _LONG or any(map(_is_text, ast.walk(value))):
        return source
    return f"{_name(value) or type(value).__name__}(…)"


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _is_command(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(_name(each) in _COMMANDS for each in node.decorator_list)


def _name(node: ast.AST) -> str:
    """Return the last name of what is called or looked up."""
    match node:
        case ast.Call(func=func):
            return _name(func)
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def _first_name(node: ast.AST) -> str:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _modules(package: str) -> list[tuple[str, ast.Module]]:
    return [
        (file.relative_to(ROOT).as_posix(), ast.parse(file.read_text(encoding="utf-8")))
        for file in sorted((ROOT / package).rglob("*.py"))
    ]


def _listed(files: Mapping[str, Sequence[str]]) -> str:
    """Return the sentences under the names of their files, each on a line of its own."""
    blocks = [[f"## {name}", *texts, ""] for name, texts in files.items() if texts]
    return "".join(line.replace("\n", "\\n") + "\n" for block in blocks for line in block)
