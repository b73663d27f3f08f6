"""From what is typed to a profile: titles and ids, asked about where they are not clear."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from rich.prompt import IntPrompt

from recsys.cli.console import err, note, show_table
from recsys.errors import AmbiguousTitle, InvalidProfile
from recsys.types import ItemId, NeighbourFilter, Profile, Signal

if TYPE_CHECKING:
    from recsys.catalog import Catalog

_CHOICES = 10


def add_taste_options(parser: ArgumentParser) -> None:
    """Offer ``--like``, ``--dislike`` and ``--seen``."""
    for option, help_ in (
        ("--like", "a film that is liked, by title or movieId; may be repeated"),
        ("--dislike", "a film that is disliked"),
        ("--seen", "a film that is known and is not to come back"),
    ):
        parser.add_argument(option, action="append", default=[], metavar="FILM", help=help_)


def add_neighbour_options(parser: ArgumentParser) -> None:
    """Offer the filters of who may be a neighbour."""
    who = parser.add_argument_group("only neighbours who")
    who.add_argument("--age", type=int, metavar="CODE", help="are of this age group (ml-1m: 25)")
    who.add_argument("--gender", choices=["F", "M"], help="are of this gender")
    who.add_argument("--occupation", metavar="CODE", help="have this occupation (ml-1m: 0 to 20)")
    who.add_argument("--active-since", type=int, metavar="YEAR", help="rated in YEAR or later")


def neighbour_filter(args: Namespace) -> NeighbourFilter | None:
    """Return the filter that is asked for, if any."""
    wanted = NeighbourFilter(args.age, args.gender, args.occupation, args.active_since)
    return wanted or None


def profile_of(args: Namespace, catalog: "Catalog") -> Profile:
    """Return the profile of ``--like``, ``--dislike`` and ``--seen``."""
    return make_profile(
        catalog,
        {Signal.LIKE: args.like, Signal.DISLIKE: args.dislike, Signal.SEEN: args.seen},
    )


def note_profile(catalog: "Catalog", profile: Profile) -> None:
    """Say which films were understood; a number may have been meant as a title."""
    for verdict, word in (
        (Signal.LIKE, "Liked"),
        (Signal.DISLIKE, "Disliked"),
        (Signal.SEEN, "Seen"),
    ):
        films = [catalog[item].display for item, each in profile.items() if each is verdict]
        if films:
            note(f"{word}: {', '.join(films)}.")


def make_profile(catalog: "Catalog", said: Mapping[Signal, Iterable[str]]) -> Profile:
    """Return a profile of films that are named by title or id.

    Raises:
        UnknownTitle: no film is called so.
        AmbiguousTitle: several are, and nobody can be asked.
        InvalidProfile: two different verdicts on one film.
    """
    verdicts: dict[ItemId, Signal] = {}
    for verdict, films in said.items():
        for text in films:
            movie = find_film(catalog, text)
            before = verdicts.setdefault(movie, verdict)
            if before is not verdict:
                raise InvalidProfile(
                    f"{catalog[movie].display} can't be both {before.name.lower()} and "
                    f"{verdict.name.lower()}: say one of them."
                )
    return Profile(verdicts)


def find_film(catalog: "Catalog", text: str) -> ItemId:
    """Return the film that is meant; ask on a terminal where several may be.

    Raises:
        UnknownTitle: no film is called so.
        AmbiguousTitle: several are, and nobody can be asked.
    """
    try:
        return catalog.resolve(text).id
    except AmbiguousTitle as error:
        if sys.stdin.isatty() and sys.stdout.isatty():
            # Ctrl-D is no answer: then the films are listed, as where nobody can be asked.
            with suppress(EOFError):
                return _ask(catalog, text, error)
        listed = ", ".join(
            f"{catalog[ItemId(item)].display} = {item}" for item in error.candidates[:_CHOICES]
        )
        raise AmbiguousTitle(
            f"{text!r} fits several films, so give the year or the id: {listed}.",
            candidates=error.candidates,
        ) from None


def _ask(catalog: "Catalog", text: str, error: AmbiguousTitle) -> ItemId:
    candidates = [catalog[ItemId(item)] for item in error.candidates[:_CHOICES]]
    show_table(
        ["", f"Which {text!r}?", "Ratings"],
        [
            [str(number), movie.display, f"{movie.ratings:,}"]
            for number, movie in enumerate(candidates, start=1)
        ],
        numbers="ac",
    )
    numbers = [str(number) for number in range(1, len(candidates) + 1)]
    chosen = IntPrompt.ask("Number", choices=numbers, default=1, console=err)
    return candidates[chosen - 1].id
