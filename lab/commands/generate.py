"""``generate``: invented releases as files."""

from argparse import Namespace
from pathlib import Path

from lab.generators.release import GeneratedSource
from lab.generators.sample import SampleSource
from lab.generators.write import write_csv, write_zip
from recsys.cli.commands import Commands, count
from recsys.cli.console import note
from recsys.datasets.source import SAMPLE_FILE


def add(commands: Commands) -> None:
    """Offer the command."""
    parser = commands.add_parser("generate", help="write an invented release")
    kinds = parser.add_subparsers(required=True, metavar="WHAT")
    sample = kinds.add_parser("sample", help="the sample that Matinee ships")
    sample.add_argument(
        "--out", type=Path, default=SAMPLE_FILE, metavar="ZIP", help="default: where it is shipped"
    )
    sample.set_defaults(run=write_sample)
    release = kinds.add_parser("release", help="one of any size, in the shape of MovieLens")
    release.add_argument("--out", type=Path, required=True, metavar="DIR", help="where to")
    for option, default in (("--users", 6_040), ("--films", 3_700), ("--ratings", 1_000_000)):
        release.add_argument(
            option, type=count, default=default, metavar="N", help=f"default: {default:,}"
        )
    release.set_defaults(run=write_release)


def write_sample(args: Namespace) -> int:
    """Write the sample's zip."""
    write_zip(SampleSource(), args.out)
    note(f"{args.out}: {args.out.stat().st_size // 1024} KB")
    return 0


def write_release(args: Namespace) -> int:
    """Write a release as a folder."""
    write_csv(GeneratedSource(args.users, args.films, args.ratings), args.out)
    return 0
