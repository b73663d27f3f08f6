"""What the documents say of the command line and of make is what there is, and the reverse."""

import re
import subprocess
import sys
from pathlib import Path

from recsys.cli.entry import main, parser

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
RECOMMENDER = (ROOT / "docs" / "recommender.md").read_text(encoding="utf-8")
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
COMMON = {"-h", "--help", "--data"}
MODEL = {"--model", "--qdrant-url", "--qdrant-key-file"}
NEIGHBOURS = {"--age", "--gender", "--occupation", "--active-since"}


def commands():
    return parser()._subparsers._group_actions[0].choices


def options(command):
    """Return the option names that the table lists: the long one where there are two."""
    return {action.option_strings[-1] for action in command._actions if action.option_strings}


def test_the_table_lists_every_command_with_its_own_options():
    rows = re.findall(r"^\| `([a-z]+)[^`]*` \| [^|]+ \| ([^|]*)\|$", RECOMMENDER, re.MULTILINE)
    assert [name for name, _ in rows] == list(commands())
    for name, listed in rows:
        own = set(re.findall(r"`(-[\w-]+)`", listed))
        expected = options(commands()[name]) - COMMON
        shared = MODEL | (NEIGHBOURS if name in {"recommend", "viewers"} else set())
        assert own >= expected - shared, name
        assert own <= expected, name


def test_the_shared_options_are_explained():
    for option in MODEL - {"--qdrant-key-file"} | NEIGHBOURS | {"--data"}:
        assert option in RECOMMENDER


def test_every_make_target_that_is_named_exists():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):.*##", makefile, re.MULTILINE))
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        named = set(re.findall(r"(?:^\$ |`)make ([a-z-]+)", text, re.MULTILINE))
        assert named <= targets, document


def test_every_file_that_is_linked_or_named_exists():
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        links = re.findall(r"\]\((?!http|#)([^)#]+)", text) + re.findall(r'src="([^"]+)"', text)
        for name in links:
            assert (document.parent / name).exists(), (document, name)
        for name in re.findall(r"`((?:bot|docs|lab|recsys|tests)/[\w./-]*)`", text):
            assert (ROOT / name).exists(), (document, name)


def test_the_example_in_python_runs_as_it_stands(tmp_path):
    code = re.search(r"```python\n(.*?)```", RECOMMENDER, re.DOTALL)
    assert code
    assert main(["build", "--dataset", "sample", "--data", str(tmp_path / "data")]) == 0
    done = subprocess.run(
        [sys.executable, "-c", code[1]], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 10


def test_every_test_that_a_document_names_exists():
    sources = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py")
    )
    for document in DOCUMENTS:
        for name in re.findall(r"`(test_\w+)`", document.read_text(encoding="utf-8")):
            assert f"def {name}(" in sources, (document, name)
