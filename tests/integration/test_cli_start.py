"""What a command doesn't need is not imported: seen in the modules, not on a clock."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEAVY = ("httpx", "numpy", "qdrant_client", "qdrant_edge", "rapidfuzz", "scipy")
WITHOUT_A_MODEL = (
    ["--help"],
    ["--version"],
    ["search", "--help"],
    ["recommend", "--help"],
    ["build", "--help"],
    ["download", "no-such-release"],
)


def loaded_after(code):
    """Return which of the heavy packages a fresh Python has loaded when some code has run."""
    look = f"print(json.dumps([name for name in {HEAVY} if name in sys.modules]))"
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
    names = "Catalog, Profile, open_recommender"
    assert "rapidfuzz" in loaded_after(f"from recsys import {names}")


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
    assert loaded_after(run) == set()


def test_listing_the_data_sets_reads_no_more_than_their_names():
    run = "from recsys.cli import main; main(['datasets'])"
    assert loaded_after(run) <= {"numpy"}
