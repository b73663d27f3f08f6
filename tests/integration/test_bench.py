"""The benchmark itself, on a release small enough for a test."""

import json
from dataclasses import replace

import pytest

from recsys.bench import run as bench
from recsys.bench.measure import BenchFailed, memory, run_program, spread
from recsys.bench.report import SPEED_COLUMNS, cost_rows, speed_rows, target_rows
from recsys.bench.run import SCALES, as_json
from recsys.progress import Silent

TINY = replace(
    SCALES["1m"], users=900, items=1500, ratings=250_000, queries=3, tutorial_queries=2, disk=0.01
)


def test_one_run_measures_everything_it_reports(tmp_path):
    outcome = bench.run(TINY, tmp_path, Silent())
    assert outcome.build_seconds > 0
    assert outcome.build_peak > 50
    for row in speed_rows(outcome):
        assert len(row) == len(SPEED_COLUMNS)
    assert {cost for cost, _ in cost_rows(outcome)} >= {"build", "open", "title search"}
    assert {verdict for *_, verdict in target_rows(outcome)} <= {"kept", "MISSED"}
    assert json.loads(json.dumps(as_json(outcome)))["scale"]["users"] == 900


def test_too_little_disk_is_said_before_anything_is_written(tmp_path):
    with pytest.raises(BenchFailed, match="free some"):
        bench.run(replace(TINY, disk=1e9), tmp_path, Silent())
    assert not list(tmp_path.iterdir())


def test_a_program_that_fails_is_no_measurement():
    with pytest.raises(BenchFailed, match="code 66"):
        run_program("recsys", "info", "--model", "/no/model")


def test_spread_and_memory():
    assert spread([0.001, 0.002, 0.003]).p50 == pytest.approx(2)
    assert spread([0.001, 0.002, 0.003]).longest == pytest.approx(3)
    used = memory()
    assert used is None or used.own > 1
