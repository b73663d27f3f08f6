"""The benchmark itself, on a release small enough for a test."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.__main__ import main
from lab.bench import run as bench
from lab.bench.measure import BenchFailed, memory, run_program, spread
from lab.bench.report import (
    PROMISED_AT,
    SPEED_COLUMNS,
    TARGETS,
    as_json,
    cost_rows,
    speed_rows,
    target_rows,
)
from lab.bench.run import SCALES
from recsys.progress import Silent
from tests.lab.endless import BARRIER

ROOT = Path(__file__).parents[2]

TINY = replace(
    SCALES["1m"], users=150, items=1500, ratings=30_000, queries=3, tutorial_queries=2, disk=0.01
)


def test_one_run_measures_everything_it_reports(tmp_path):
    outcome = bench.run(TINY, tmp_path, Silent())
    assert outcome.build_seconds > 0
    assert outcome.build_peak > 50
    for row in speed_rows(outcome):
        assert len(row) == len(SPEED_COLUMNS)
    assert {cost for cost, _ in cost_rows(outcome)} >= {
        *("build", "open", "switch of models", "title search")
    }
    assert {verdict for *_, verdict in target_rows(outcome)} <= {"kept", "MISSED"}
    facts = json.loads(json.dumps(as_json(outcome)))
    assert facts["scale"]["users"] == 150
    assert facts["targets"] == []
    promised = as_json(replace(outcome, scale=replace(TINY, name=PROMISED_AT)))["targets"]
    assert [each["what"] for each in promised] == [target.what for target in TARGETS]


def test_too_little_disk_is_said_before_anything_is_written(tmp_path):
    with pytest.raises(BenchFailed, match="free some"):
        bench.run(replace(TINY, disk=1e9), tmp_path, Silent())
    assert not list(tmp_path.iterdir())


def test_a_program_that_fails_is_no_measurement():
    with pytest.raises(BenchFailed, match="code 66"):
        run_program("recsys", "info", "--model", "/no/model")


@given(st.lists(st.floats(0, 100), min_size=1))
def test_a_spread_is_of_the_durations_themselves(seconds):
    found = spread(seconds)
    assert found.n == len(seconds)
    assert found.longest == pytest.approx(1000 * max(seconds))
    assert 1000 * min(seconds) <= found.p50 * (1 + 1e-9)
    assert found.p50 <= found.p95 * (1 + 1e-9) <= found.longest * (1 + 2e-9)
    assert found.p50 == pytest.approx(1000 * np.median(seconds))


def test_memory_is_told_or_not_known():
    used = memory()
    assert used is None or used.own > 1


def test_what_is_to_be_kept_needs_a_place(tmp_path, capsys):
    (tmp_path / "file").touch()
    assert main(["bench", "--scale", "1m", "--keep", str(tmp_path / "file")]) == 70
    assert "name another folder with --keep" in capsys.readouterr().err


BENCH_OF_A_PROGRAM_THAT_NEVER_ENDS = """
import sys
from lab.__main__ import main
from lab.bench import run
from lab.bench.measure import run_program
run.run_program = lambda _module, *arguments: run_program("tests.lab.endless", *arguments)
sys.exit(main(["bench", "--scale", "1m"]))
"""


def test_ctrl_c_ends_every_program_and_leaves_no_file(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", BENCH_OF_A_PROGRAM_THAT_NEVER_ENDS],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(tmp_path)},
        stderr=subprocess.PIPE,
        text=True,
    ) as bench:
        while bench.stderr.readline() != f"{BARRIER}\n":
            assert bench.poll() is None
        assert list(tmp_path.glob("*/release/half-written"))
        bench.send_signal(signal.SIGINT)
        # The pipe ends with the last program that could write into it.
        rest = bench.stderr.read()
    assert bench.returncode == 130
    assert rest.splitlines() == ["error: stopped."]
    assert not list(tmp_path.iterdir())
