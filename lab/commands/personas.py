"""``personas``: what people whose taste is plain get, to be judged by eye."""

import asyncio
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np

from lab.evaluation.methods import open_fold
from recsys.catalog import Catalog
from recsys.cli.commands import Commands
from recsys.cli.console import BarsProgress, note, show_table
from recsys.cli.places import add_dataset_options, source_of
from recsys.datasets.collect import collect
from recsys.datasets.types import Dataset
from recsys.errors import UnknownTitle
from recsys.model.ranking import top
from recsys.model.recommender import Recommender
from recsys.types import ItemId, Profile, Recommendation, Signal, Taste

_FILMS: Final = 8
_SHORT: Final = 3
_TODAY: Final = timedelta(hours=1)
PERSONAS: Final = (
    (
        "Amelie (2001)",
        "Spirited Away (2001)",
        "Eternal Sunshine of the Spotless Mind (2004)",
        "Lost in Translation (2003)",
    ),
    ("The Matrix (1999)", "Blade Runner (1982)", "Alien (1979)"),
    ("The Notebook (2004)", "Titanic (1997)", "Love Actually (2003)"),
    ("Die Hard (1988)", "Heat (1995)", "Predator (1987)"),
    ("Shrek (2001)", "Toy Story (1995)", "Finding Nemo (2003)"),
    ("Psycho (1960)", "Vertigo (1958)", "Rear Window (1954)"),
    ("Pulp Fiction (1994)", "Fight Club (1999)", "Seven (1995)"),
    ("Superbad (2007)", "The Hangover (2009)", "Anchorman: The Legend of Ron Burgundy (2004)"),
    (
        "The Lord of the Rings: The Fellowship of the Ring (2001)",
        "Harry Potter and the Sorcerer's Stone (2001)",
    ),
    ("Schindler's List (1993)", "The Pianist (2002)"),
)
"""What each of ten people likes."""


@dataclass(frozen=True, slots=True)
class Row:
    """One list of a persona."""

    name: str
    films: tuple[ItemId, ...]


def add(commands: Commands) -> None:
    """Offer the command."""
    parser = commands.add_parser(
        "personas", help="print lists for ten plain tastes, before and after they are made"
    )
    add_dataset_options(parser)
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Print a table a persona."""
    source, progress = source_of(args), BarsProgress()
    with progress.stage("Reading ratings", source.size_hint) as advance:
        dataset = collect(source, advance)
    asyncio.run(_show(dataset))
    return 0


async def _show(dataset: Dataset) -> None:
    async with open_fold(dataset) as fold:
        recommender = await fold.recommender()
        for titles in PERSONAS:
            try:
                likes = [recommender.catalog.resolve(title) for title in titles]
            except UnknownTitle as error:
                note(f"Left out: {error}")
                continue
            rows = await lists_of(recommender, Profile({film.id: Signal.LIKE for film in likes}))
            show_table(
                [" / ".join(film.title for film in likes), "Films, with the number of ratings"],
                [[row.name, _films(recommender.catalog, row.films)] for row in rows],
            )


async def lists_of(recommender: Recommender, profile: Profile) -> list[Row]:
    """Return the films in the model's order, each taste's list, and two lists in a row."""
    scored = await recommender.score(profile)
    order = top(np.where(scored.total > 0, scored.total, -np.inf), _FILMS)
    item_ids = recommender.model.ratings.item_ids
    rows = [Row("before: the model's order", tuple(map(ItemId, item_ids[order].tolist())))]
    for taste in Taste:
        found = await recommender.recommend(profile, _FILMS, taste=taste)
        rows.append(Row(f"after: {taste}", _items(found)))
    first = await recommender.recommend(profile, _SHORT)
    shown: dict[int, timedelta] = {film.item_id: _TODAY for film in first}
    second = await recommender.recommend(profile, _SHORT, shown=shown)
    rows.append(Row("after: the first three, and three more", _items(first) + _items(second)))
    return rows


def _items(films: Sequence[Recommendation]) -> tuple[ItemId, ...]:
    return tuple(film.item_id for film in films)


def _films(catalog: Catalog, films: tuple[ItemId, ...]) -> str:
    return "; ".join(f"{catalog[item].title} {catalog[item].ratings:,}" for item in films)
