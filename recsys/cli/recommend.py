"""``recommend``: films for one person."""

from argparse import Namespace
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from recsys.cli.again import History, add_again_option, history_of
from recsys.cli.commands import Commands
from recsys.cli.console import note, show_json, show_table
from recsys.cli.films import NO_FILM_LEFT, add_filter_options, film_facts, narrowed
from recsys.cli.places import with_model
from recsys.cli.tastes import add_person_options, neighbour_filter, note_profile, profile_of
from recsys.errors import UsageError
from recsys.reasons import explain
from recsys.types import Evidence, ItemId, Method, Profile, Taste

if TYPE_CHECKING:
    from recsys.catalog import Catalog
    from recsys.model.recommender import Recommender

_TUTORIALS = ("notebook", "tutorial")


def add(commands: Commands) -> None:
    """Offer the command."""
    parser = commands.add_parser("recommend", help="find films for one person")
    add_person_options(parser)
    add_filter_options(parser)
    add_again_option(parser)
    parser.add_argument("--why", action="store_true", help="give the reason for each film")
    parser.add_argument(
        "--method",
        choices=[*(method.value for method in Method), *_TUTORIALS],
        default=Method.HYBRID.value,
        help="hybrid (default), its neighbours alone, or one of the tutorials it is compared with",
    )
    parser.set_defaults(run=with_model(run))


async def run(args: Namespace, recommender: "Recommender") -> int:
    """Print the films."""
    plain = not (args.why or args.safe or args.again or args.taste != Taste.BALANCED)
    if args.method in _TUTORIALS and not plain:
        raise UsageError(
            f"The method {args.method} has no reasons, tastes, caution or memory: "
            f"leave out --why, --taste, --safe and --again."
        )
    history = history_of(args, datetime.now(UTC))
    catalog = recommender.catalog
    profile = profile_of(args, catalog)
    note_profile(catalog, profile)
    films = await _films(args, recommender, profile, history)
    history.add(film.item_id for film in films)
    filtered = args.method not in _TUTORIALS and neighbour_filter(args)
    if filtered and not any(film.evidence and film.evidence.neighbours for film in films):
        note("No neighbour passes your filter, so these come from the item weights alone.")
    if args.json:
        show_json([_as_json(catalog, film, why=args.why) for film in films])
        return 0
    if not profile.signals:
        note("These are films most people love: for your own taste, name some with --like.")
    if not films:
        note(NO_FILM_LEFT)
        return 0
    _show(catalog, films, why=args.why)
    return 0


@dataclass(frozen=True, slots=True)
class _Film:
    """A film of the answer; the tutorials have no evidence."""

    item_id: ItemId
    score: float
    evidence: Evidence | None = None
    discovery: bool = False


async def _films(
    args: Namespace, recommender: "Recommender", profile: Profile, history: History
) -> list[_Film]:
    if args.method in _TUTORIALS:
        from recsys.model.tutorials import TutorialMethod, recommend_as_tutorial

        ranked = await recommend_as_tutorial(
            recommender.model,
            profile,
            args.n,
            method=TutorialMethod(args.method),
            genres=args.genre,
            years=narrowed(args)["years"],
            where=neighbour_filter(args),
        )
        return [_Film(item, score) for item, score in ranked]
    found = await recommender.recommend(
        profile,
        args.n,
        method=Method(args.method),
        shown=history.shown,
        neighbour_filter=neighbour_filter(args),
        **narrowed(args),
    )
    return [_Film(film.item_id, film.score, film.evidence, film.discovery) for film in found]


def _as_json(catalog: "Catalog", film: _Film, *, why: bool) -> dict[str, object]:
    facts = film_facts(catalog[film.item_id])
    facts |= {"score": film.score, "discovery": film.discovery}
    return facts | {"evidence": asdict(film.evidence)} if why and film.evidence else facts


def _show(catalog: "Catalog", films: list[_Film], *, why: bool) -> None:
    columns = ["", "Film", "Genres", "Score"] + ["Why"] * why
    rows = []
    for rank, film in enumerate(films, start=1):
        movie = catalog[film.item_id]
        title = f"{movie.display} (a discovery)" if film.discovery else movie.display
        row = [str(rank), title, ", ".join(movie.genres), f"{film.score:.4f}"]
        if why and film.evidence:
            row.append(explain(film.evidence, lambda liked: catalog[liked].title))
        rows.append(row)
    show_table(columns, rows, numbers="ad")
