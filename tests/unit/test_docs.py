"""What the README says of the command line and of make is what there is, and the reverse."""

import re
import subprocess
import sys
from pathlib import Path

from recsys.cli.entry import main, parser

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMON = {"-h", "--help", "--data"}
MODEL = {"--model", "--qdrant-url", "--qdrant-key-file"}
NEIGHBOURS = {"--age", "--gender", "--occupation", "--active-since"}


def commands():
    return parser()._subparsers._group_actions[0].choices


def options(command):
    """Return the option names that the table lists: the long one where there are two."""
    return {action.option_strings[-1] for action in command._actions if action.option_strings}


def test_the_table_lists_every_command_with_its_own_options():
    rows = re.findall(r"^\| `([a-z]+)[^`]*` \| [^|]+ \| ([^|]*)\|$", README, re.MULTILINE)
    assert [name for name, _ in rows] == list(commands())
    for name, listed in rows:
        own = set(re.findall(r"`(-[\w-]+)`", listed))
        expected = options(commands()[name]) - COMMON
        shared = MODEL | (NEIGHBOURS if name in {"recommend", "similar"} else set())
        assert own >= expected - shared, name
        assert own <= expected, name


def test_the_shared_options_are_explained():
    for option in MODEL - {"--qdrant-key-file"} | NEIGHBOURS | {"--data"}:
        assert option in README


def test_every_make_target_is_named_and_every_named_one_exists():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):.*##", makefile, re.MULTILINE))
    named = set(re.findall(r"(?:^\$ |`)make ([a-z-]+)", README, re.MULTILINE))
    assert named <= targets
    listed = README.split("lists the rest: ")[1].split(".\n")[0]
    assert named | set(re.findall(r"`([a-z-]+)`", listed)) == targets


def test_every_local_file_that_is_named_exists():
    for name in re.findall(r"`((?:docs|recsys|tests)/[\w./-]*)`", README):
        assert (ROOT / name).exists(), name


def test_the_example_in_python_runs_as_it_stands(tmp_path):
    code = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert code
    assert main(["build", "--dataset", "sample", "--data", str(tmp_path / "data")]) == 0
    done = subprocess.run(
        [sys.executable, "-c", code[1]], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 10
