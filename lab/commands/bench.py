"""``bench``: how fast and how small, beside what others need."""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from lab.bench.measure import BenchFailed
from lab.bench.report import PROMISED_AT, SPEED_COLUMNS, as_json, cost_rows, speed_rows, target_rows
from lab.bench.run import SCALES, Outcome, Scale, run
from recsys.cli.commands import Commands, add_json_option
from recsys.cli.console import BarsProgress, note, out, show_json, show_table


def add(commands: Commands) -> None:
    """Offer the command."""
    parser = commands.add_parser("bench", help="measure speed and memory on generated releases")
    parser.add_argument(
        "--scale",
        action="append",
        choices=SCALES,
        help="millions of ratings; may be repeated (default: both)",
    )
    parser.add_argument(
        "--keep",
        type=Path,
        metavar="DIR",
        help="keep the releases and models there (default: a temporary folder)",
    )
    add_json_option(parser)
    parser.set_defaults(run=measure)


def measure(args: Namespace) -> int:
    """Measure, and print tables or JSON."""
    scales = [SCALES[name] for name in args.scale or SCALES]
    note(
        f"Generated (invented) ratings; needs {max(scale.disk for scale in scales):.1f} GB of disk "
        f"and {max(scale.memory for scale in scales):.1f} GB of memory for a while."
    )
    outcomes = []
    for scale in scales:
        with _place(scale, args.keep) as folder:
            outcomes.append(run(scale, folder, BarsProgress()))
        if not args.json:
            _show(outcomes[-1])
    if args.json:
        show_json([as_json(outcome) for outcome in outcomes])
    return 0


@contextmanager
def _place(scale: Scale, keep: Path | None) -> Iterator[Path]:
    if keep is None:
        with TemporaryDirectory(prefix="matinee-bench-") as temporary:
            yield Path(temporary)
    else:
        folder = keep / scale.name
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BenchFailed(
                f"{folder} can't be made ({error.strerror}): name another folder with --keep."
            ) from error
        yield folder


def _show(outcome: Outcome) -> None:
    scale = outcome.scale
    out.print(f"\n{scale.ratings:,} ratings, {scale.users:,} users, {scale.items:,} films")
    show_table(SPEED_COLUMNS, speed_rows(outcome), numbers="abcdefghi")
    show_table(["Cost", ""], cost_rows(outcome))
    if scale.name == PROMISED_AT:
        show_table(["Promised", "", "Measured", ""], target_rows(outcome), numbers="bc")
