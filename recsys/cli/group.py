"""``group``: films for several people."""

from argparse import Namespace
from dataclasses import dataclass
from typing import TYPE_CHECKING

from recsys.cli.commands import Commands, add_count_option
from recsys.cli.console import note, show_json, show_table
from recsys.cli.films import NO_FILM_LEFT, add_filter_options, film_facts, narrowed
from recsys.cli.places import add_model_options, with_model
from recsys.cli.tastes import make_profile
from recsys.errors import UsageError
from recsys.fits import fit_bars, fit_word
from recsys.types import GroupStrategy, Profile, Signal

_MEMBER_HELP = (
    "a member's films as 'Ana = Alien; Heat; -Titanic': an optional name, films by title or "
    "movieId, a minus before each disliked one; repeat for each member"
)

if TYPE_CHECKING:
    from recsys.catalog import Catalog
    from recsys.model.recommender import Recommender


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the group."""

    name: str
    profile: Profile


def add(commands: Commands) -> None:
    """Offer the command."""
    parser = commands.add_parser("group", help="find films for several people")
    parser.add_argument(
        "--member", action="append", required=True, metavar="FILMS", help=_MEMBER_HELP
    )
    add_count_option(parser, 5)
    parser.add_argument(
        "--strategy",
        choices=[strategy.value for strategy in GroupStrategy],
        default=GroupStrategy.FAIR.value,
        help="how members' tastes become one list (default: fair)",
    )
    add_filter_options(parser)
    add_model_options(parser)
    parser.set_defaults(run=with_model(run))


async def run(args: Namespace, recommender: "Recommender") -> int:
    """Print the films and how well each fits each member."""
    catalog = recommender.catalog
    members = [
        parse_member(catalog, text, number) for number, text in enumerate(args.member, start=1)
    ]
    names = [member.name for member in members]
    if len(set(names)) < len(names):
        raise UsageError("Two members have the same name: give them different ones.")
    for member in members:
        if not member.profile.signals:
            note(f"{member.name} hasn't rated anything yet and counts as neutral.")
    films = await recommender.recommend_for_group(
        [member.profile for member in members],
        args.n,
        strategy=GroupStrategy(args.strategy),
        **narrowed(args),
    )
    if args.json:
        show_json(
            [
                film_facts(catalog[film.item_id])
                | {
                    "score": film.score,
                    "fits": [
                        {"member": name, "fit": fit}
                        for name, fit in zip(names, film.fits, strict=True)
                    ],
                }
                for film in films
            ]
        )
        return 0
    if not films:
        note(NO_FILM_LEFT)
        return 0
    show_table(
        ["", "Film", *names],
        [
            [str(rank), catalog[film.item_id].display, *map(_fit, film.fits)]
            for rank, film in enumerate(films, start=1)
        ],
    )
    return 0


def parse_member(catalog: "Catalog", text: str, number: int) -> Member:
    """Return the member that ``name = film; film; -film`` describes.

    Raises:
        UnknownTitle, AmbiguousTitle, InvalidProfile: as for a single person.
    """
    name, equals, films = text.partition("=")
    if not equals:
        name, films = f"Member {number}", text
    named = [film.strip() for film in films.split(";") if film.strip()]
    likes = [film for film in named if not film.startswith("-")]
    dislikes = [film[1:].strip() for film in named if film.startswith("-")]
    profile = make_profile(catalog, {Signal.LIKE: likes, Signal.DISLIKE: dislikes})
    return Member(name.strip() or f"Member {number}", profile)


def _fit(fit: float | None) -> str:
    return "neutral" if fit is None else f"{'█' * fit_bars(fit):░<5} {fit_word(fit)}"
