"""``evaluate``: how good the recommendations are, and better than what."""

import asyncio
from argparse import ArgumentTypeError, Namespace
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TypeVar

from lab.evaluation.felt import FeltResult, evaluate_felt
from lab.evaluation.groups import GroupResult, evaluate_groups
from lab.evaluation.methods import DEFAULT_METHODS, HYBRID, METHODS
from lab.evaluation.onboarding import CARDS, DeckResult, evaluate_onboarding
from lab.evaluation.protocol import DRAWS, MethodResult, evaluate
from lab.evaluation.splits import PROFILE_SIZES, Part
from recsys.cli.commands import Commands, add_json_option, count
from recsys.cli.console import BarsProgress, note, show_json, show_table
from recsys.cli.places import add_dataset_options, source_of
from recsys.datasets.collect import collect
from recsys.errors import UsageError


def add(commands: Commands) -> None:
    """Offer the command."""
    parser = commands.add_parser("evaluate", help="measure the quality on held-out users")
    add_dataset_options(parser)
    parser.add_argument(
        "--methods",
        type=_methods,
        default=DEFAULT_METHODS,
        metavar="A,B",
        help=f"out of {', '.join(METHODS)}",
    )
    kinds = parser.add_mutually_exclusive_group()
    kinds.add_argument("--groups", action="store_true", help="measure group strategies instead")
    kinds.add_argument(
        "--felt", action="store_true", help="measure only how the lists of a default run feel"
    )
    kinds.add_argument(
        "--onboarding", action="store_true", help="measure the deck of /start instead"
    )
    parser.add_argument(
        "--part",
        choices=[part.value for part in Part],
        default=Part.TEST.value,
        help="whose profiles: tune on validation, report on test (default)",
    )
    parser.add_argument("--seed", type=_seed, default=0, help="of folds and profiles (default: 0)")
    parser.add_argument(
        "--draws",
        type=count,
        default=DRAWS,
        metavar="N",
        help=f"how often each user is asked, with another profile (default: {DRAWS})",
    )
    add_json_option(parser)
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Measure and print a table."""
    asked = (args.methods, args.part, args.draws)
    if args.groups and asked != (DEFAULT_METHODS, Part.TEST, DRAWS):
        raise UsageError("Groups are always measured in one way: leave out other options.")
    source, progress = source_of(args), BarsProgress()
    with progress.stage("Reading ratings", source.size_hint) as advance:
        dataset = collect(source, advance)
    note(
        f"Data set {dataset.name}{' (invented ratings)' * dataset.invented}: "
        f"{len(dataset.ratings):,} ratings by {dataset.ratings.n_users:,} users."
    )
    if args.groups:
        groups = asyncio.run(evaluate_groups(dataset, seed=args.seed, progress=progress))
        _show(groups, _show_groups, as_json=args.json)
        return 0
    part = Part(args.part)
    if args.onboarding:
        decks = asyncio.run(
            evaluate_onboarding(
                dataset, part=part, seed=args.seed, draws=args.draws, progress=progress
            )
        )
        _show(decks, _show_decks, as_json=args.json)
        return 0
    results, felt = [], None
    if not args.felt:
        results = asyncio.run(
            evaluate(
                dataset,
                args.methods,
                part=part,
                seed=args.seed,
                draws=args.draws,
                progress=progress,
            )
        )
    if args.felt or HYBRID in args.methods:
        felt = asyncio.run(evaluate_felt(dataset, part=part, seed=args.seed, progress=progress))
    if args.json:
        methods = [asdict(result) for result in results]
        show_json({"methods": methods, "felt": felt and asdict(felt)})
        return 0
    if results:
        _show_methods(results)
    if felt:
        _show_felt(felt)
    return 0


_Result = TypeVar("_Result", GroupResult, DeckResult)


def _show(
    results: Sequence[_Result], table: Callable[[Sequence[_Result]], None], *, as_json: bool
) -> None:
    if as_json:
        show_json([asdict(result) for result in results])
    else:
        table(results)


def _seed(text: str) -> int:
    if not text.isdecimal():
        raise ArgumentTypeError(f"{text!r} isn't a whole number from 0 up")
    return int(text)


def _methods(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    unknown = [name for name in names if name not in METHODS]
    if unknown or not names:
        raise ArgumentTypeError(f"{text!r}: choose out of {', '.join(METHODS)}")
    return names


def _show_methods(results: Sequence[MethodResult]) -> None:
    sizes = [f"{size:.0%}" if size < 1 else str(size) for size in PROFILE_SIZES]
    show_table(
        ["NDCG@10", *sizes, "Mean", "Gain", "95 % interval"],
        [
            [
                result.method,
                *(f"{value:.4f}" for value in result.ndcg),
                f"{result.mean:.4f}",
                "-" if result.gain is None else f"{result.gain:+.1%}",
                "-"
                if result.interval is None
                else f"{result.interval[0]:+.1%} … {result.interval[1]:+.1%}",
            ]
            for result in results
        ],
        numbers="bcdefghi",
    )
    show_table(
        ["Mean over sizes", "Recall@20", "Hit rate", "Coverage", "Novelty", "Dislikes", "AUC"],
        [
            [
                result.method,
                f"{result.recall:.4f}",
                f"{result.hit_rate:.3f}",
                f"{result.coverage:.3f}",
                f"{result.novelty:.2f}",
                f"{result.dislikes:.3f}",
                f"{result.auc:.3f}",
            ]
            for result in results
        ],
        numbers="bcdefg",
    )
    users = " / ".join(str(count) for count in results[0].users)
    note(f"Held-out users for each profile size: {users}.")


def _show_felt(result: FeltResult) -> None:
    lists = [
        "NDCG@10",
        "Seen",
        "4★ of seen",
        "Slots alike",
        "Top 100",
        "Rank",
        "Repeats",
        "Coverage",
    ]
    show_table(
        ["Lists as shown", *lists],
        [
            [
                each.name,
                f"{each.ndcg:.4f}",
                f"{each.seen:.3f}",
                f"{each.liked:.3f}",
                f"{each.short_liked:.3f}",
                f"{each.famous:.3f}",
                f"{each.rank:.0f}",
                f"{each.repeats:.3f}",
                f"{each.coverage:.3f}",
            ]
            for each in result.lists
        ],
        numbers="bcdefghi",
    )
    show_table(
        ["Films in common", "Jaccard"],
        [[pair, f"{share:.3f}"] for pair, share in result.common.items()],
        numbers="b",
    )
    week = ["Films of 21", "Liked ones", "Seen", "4★ of seen", "Top 100"]
    show_table(
        ["A week that remembers", *week],
        [
            [
                each.name,
                f"{each.different:.1f}",
                f"{each.hits:.2f}",
                f"{each.seen:.3f}",
                f"{each.liked:.3f}",
                f"{each.famous:.3f}",
            ]
            for each in result.weeks
        ],
        numbers="bcdef",
    )
    note(f"{result.users} held-out users with {result.signals} signals each.")


def _show_decks(results: Sequence[DeckResult]) -> None:
    measures = ("NDCG@10", "Gain", "95 % interval", "Known")
    columns = [f"{what}, {cards} shown" for cards in CARDS for what in measures]
    show_table(
        ["Films shown", *columns],
        [
            [
                result.deck,
                *(
                    cell
                    for at in range(len(CARDS))
                    for cell in (
                        f"{result.ndcg[at]:.4f}",
                        f"{result.gain[at]:+.1%}",
                        "{:+.1%} … {:+.1%}".format(*result.intervals[at]),
                        f"{result.answered[at]:.2f}",
                    )
                ),
            ]
            for result in results
        ],
        numbers="bcdefghi",
    )
    note(f"{results[0].users} simulated members; gains are over the most popular films.")


def _show_groups(results: Sequence[GroupResult]) -> None:
    show_table(
        ["Strategy", "NDCG@10", "Worst member", "Left with nothing", "Unfit for somebody"],
        [
            [
                result.strategy,
                f"{result.mean:.4f}",
                f"{result.worst:.4f}",
                f"{result.nothing:.1%}",
                f"{result.unfit:.1%}",
            ]
            for result in results
        ],
        numbers="bcde",
    )
    note(f"{results[0].groups:,} simulated groups of 2 to 8 members.")
