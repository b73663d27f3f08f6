"""``recommend``: films for one person."""

from argparse import Namespace
from dataclasses import asdict
from typing import TYPE_CHECKING

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
    if args.method in _TUTORIALS and (args.why or args.safe or args.taste != Taste.BALANCED):
        raise UsageError(
            f"The method {args.method} has no reasons, tastes or caution: "
            f"leave out --why, --taste and --safe."
        )
    catalog = recommender.catalog
    profile = profile_of(args, catalog)
    note_profile(catalog, profile)
    films = await _films(args, recommender, profile)
    filtered = args.method not in _TUTORIALS and neighbour_filter(args)
    if filtered and not any(evidence and evidence.neighbours for *_, evidence in films):
        note("No neighbour passes your filter, so these come from the item weights alone.")
    if args.json:
        show_json([_as_json(catalog, *film, why=args.why) for film in films])
        return 0
    if not profile.signals:
        note("These are films most people love: for your own taste, name some with --like.")
    if not films:
        note(NO_FILM_LEFT)
        return 0
    _show(catalog, films, recommender.meta.viewers, why=args.why)
    return 0


_Film = tuple[ItemId, float, Evidence | None]


async def _films(args: Namespace, recommender: "Recommender", profile: Profile) -> list[_Film]:
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
        return [(item, score, None) for item, score in ranked]
    found = await recommender.recommend(
        profile,
        args.n,
        method=Method(args.method),
        neighbour_filter=neighbour_filter(args),
        **narrowed(args),
    )
    return [(film.item_id, film.score, film.evidence) for film in found]


def _as_json(
    catalog: "Catalog", item: ItemId, score: float, evidence: Evidence | None, *, why: bool
) -> dict[str, object]:
    film = film_facts(catalog[item]) | {"score": score}
    return film | {"evidence": asdict(evidence)} if why and evidence else film


def _show(catalog: "Catalog", films: list[_Film], viewers: str, *, why: bool) -> None:
    columns = ["", "Film", "Genres", "Score"] + ["Why"] * why
    rows = []
    for rank, (item, score, evidence) in enumerate(films, start=1):
        movie = catalog[item]
        row = [str(rank), movie.display, ", ".join(movie.genres), f"{score:.4f}"]
        if why and evidence:
            row.append(explain(evidence, lambda liked: catalog[liked].title, viewers))
        rows.append(row)
    show_table(columns, rows, numbers="ad")
