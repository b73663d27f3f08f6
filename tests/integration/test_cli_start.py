"""What a command doesn't need is not imported: seen in the modules, not on a clock."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEAVY = ("httpx", "pandas", "qdrant_client", "qdrant_edge", "rapidfuzz", "scipy")
WITHOUT_A_MODEL = (
    ["--help"],
    ["--version"],
    ["datasets"],
    ["search", "--help"],
    ["recommend", "--help"],
    ["build", "--help"],
    ["download", "no-such-release"],
)


def loaded_after(code):
    """Return which of the heavy packages a fresh Python has loaded when some code has run."""
    look = f"print(json.dumps([name for name in {('numpy', *HEAVY)} if name in sys.modules]))"
    done = subprocess.run(
        [sys.executable, "-c", f"import json, sys\n{code}\n{look}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_the_package_alone_loads_nothing():
    assert loaded_after("import recsys") == set()


def test_its_names_are_there_when_they_are_asked_for():
    assert "scipy" in loaded_after("from recsys import Catalog, Profile, open_recommender")


def test_a_name_that_is_not_there_is_none():
    assert loaded_after("import recsys; assert not hasattr(recsys, 'nothing')") == set()


def test_commands_that_need_no_model_load_neither_engine_nor_mathematics():
    run = f"""
from contextlib import suppress
from recsys.cli import main
for argv in {WITHOUT_A_MODEL}:
    with suppress(SystemExit):
        main(argv)
"""
    assert loaded_after(run) <= {"numpy"}
