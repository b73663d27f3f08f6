"""``generate``: files that are made, not written: invented releases, and posters."""

from argparse import Namespace
from pathlib import Path

from bot.demo.avatars import TICKET
from lab.avatar import ticket
from lab.generators.release import GeneratedSource
from lab.generators.sample import SampleSource
from lab.generators.write import write_csv, write_zip
from lab.posters.write import write_looks
from recsys.cli.commands import Commands, count
from recsys.cli.console import note
from recsys.datasets.source import SAMPLE_FILE

LOOKS = Path(__file__).parents[2] / "bot" / "posters" / "looks"


def add(commands: Commands) -> None:
    """Offer the command."""
    parser = commands.add_parser("generate", help="make an invented release, or the posters")
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
    posters = kinds.add_parser("posters", help="the backgrounds of posters that the bot ships")
    posters.add_argument(
        "--out", type=Path, default=LOOKS, metavar="DIR", help="default: where they are shipped"
    )
    posters.set_defaults(run=write_posters)
    avatar = kinds.add_parser("avatar", help="the picture of the bot in the demo")
    avatar.add_argument(
        "--out", type=Path, default=TICKET, metavar="PNG", help="default: where it is shipped"
    )
    avatar.set_defaults(run=write_avatar)


def write_sample(args: Namespace) -> int:
    """Write the sample's zip."""
    write_zip(SampleSource(), args.out)
    note(f"{args.out}: {args.out.stat().st_size // 1024} KB")
    return 0


def write_avatar(args: Namespace) -> int:
    """Draw the bot's picture."""
    ticket().save(args.out, optimize=True)
    note(f"{args.out}: {args.out.stat().st_size:,} bytes")
    return 0


def write_posters(args: Namespace) -> int:
    """Draw every background, which takes some two minutes."""
    write_looks(args.out)
    note(f"{args.out}: {len(list(args.out.glob('*.webp')))} backgrounds")
    return 0


def write_release(args: Namespace) -> int:
    """Write a release as a folder."""
    write_csv(GeneratedSource(args.users, args.films, args.ratings), args.out)
    return 0
