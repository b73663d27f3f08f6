"""What stands in a log of work that takes long."""

from itertools import count

from recsys.cli.console import Lines


def test_a_stage_says_every_ten_seconds_how_far_it_is(capsys):
    lines = Lines("Uploading", 33_000, clock=count().__next__)
    for _ in range(33):
        lines.advance(1_000)
    assert capsys.readouterr().err.splitlines() == [
        "Uploading: 10,000 of 33,000",
        "Uploading: 20,000 of 33,000",
        "Uploading: 30,000 of 33,000",
    ]
