"""``bench``: how fast and how small, beside what others need."""

from argparse import Namespace
from pathlib import Path
from tempfile import TemporaryDirectory

from recsys.bench.report import SPEED_COLUMNS, cost_rows, speed_rows, target_rows
from recsys.bench.run import SCALES, Outcome, as_json, run
from recsys.cli.commands import Commands, add_json_option
from recsys.cli.console import BarsProgress, note, out, show_json, show_table

_PROMISED_AT = "33m"


def add(commands: Commands) -> None:
    """Offer the command."""
    parser = commands.add_parser("bench", help="measure speed and memory on generated releases")
    parser.add_argument(
        "--scale",
        action="append",
        choices=SCALES,
        help="millions of ratings; may be repeated (default: both)",
    )
    add_json_option(parser)
    parser.set_defaults(run=measure)


def measure(args: Namespace) -> int:
    """Measure, and print tables or JSON."""
    scales = [SCALES[name] for name in args.scale or SCALES]
    need = max(scale.disk for scale in scales)
    note(f"Generated (invented) ratings; needs {need:.1f} GB of disk for a while.")
    outcomes = []
    for scale in scales:
        with TemporaryDirectory(prefix="matinee-bench-") as folder:
            outcomes.append(run(scale, Path(folder), BarsProgress()))
        if not args.json:
            _show(outcomes[-1])
    if args.json:
        show_json([as_json(outcome) for outcome in outcomes])
    return 0


def _show(outcome: Outcome) -> None:
    scale = outcome.scale
    out.print(f"\n{scale.ratings:,} ratings, {scale.users:,} users, {scale.items:,} films")
    show_table(SPEED_COLUMNS, speed_rows(outcome), numbers="abcdefgh")
    show_table(["Cost", ""], cost_rows(outcome))
    if scale.name == _PROMISED_AT:
        show_table(["Promised", "", "Measured", ""], target_rows(outcome), numbers="bc")
