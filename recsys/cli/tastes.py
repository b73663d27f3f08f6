"""From what is typed to a profile: titles and ids, with a question where they aren't clear."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from rich.prompt import IntPrompt

from recsys.cli.commands import add_count_option
from recsys.cli.console import err, note, show_table
from recsys.cli.places import add_model_options
from recsys.errors import AmbiguousTitle, InvalidProfile
from recsys.types import ItemId, NeighbourFilter, Profile, Signal

if TYPE_CHECKING:
    from recsys.catalog import Catalog

_CHOICES = 10


def add_person_options(parser: ArgumentParser) -> None:
    """Offer what a question about one person takes: taste, number of results, neighbours, model."""
    for option, help_ in (
        ("--like", "a film you like, by title or movieId; may be repeated"),
        ("--dislike", "a film you dislike"),
        ("--seen", "a film you know and don't want to get"),
    ):
        parser.add_argument(option, action="append", default=[], metavar="FILM", help=help_)
    add_count_option(parser, 10)
    who = parser.add_argument_group("only neighbours who")
    who.add_argument("--age", type=int, metavar="CODE", help="are of this age group (ml-1m: 25)")
    who.add_argument("--gender", choices=["F", "M"], help="are of this gender")
    who.add_argument("--occupation", metavar="CODE", help="have this occupation (ml-1m: 0 to 20)")
    who.add_argument("--active-since", type=int, metavar="YEAR", help="rated in YEAR or later")
    add_model_options(parser)


def neighbour_filter(args: Namespace) -> NeighbourFilter | None:
    """Return the filter asked for, if any."""
    wanted = NeighbourFilter(args.age, args.gender, args.occupation, args.active_since)
    return wanted or None


def profile_of(args: Namespace, catalog: "Catalog") -> Profile:
    """Return the profile of ``--like``, ``--dislike`` and ``--seen``."""
    return make_profile(
        catalog,
        {Signal.LIKE: args.like, Signal.DISLIKE: args.dislike, Signal.SEEN: args.seen},
    )


def note_profile(catalog: "Catalog", profile: Profile) -> None:
    """Say which films were understood: a number may have been meant as a title."""
    for signal, word in (
        (Signal.LIKE, "Liked"),
        (Signal.DISLIKE, "Disliked"),
        (Signal.SEEN, "Seen"),
    ):
        films = [catalog[item].display for item, each in profile.items() if each is signal]
        if films:
            note(f"{word}: {', '.join(films)}.")


def make_profile(catalog: "Catalog", said: Mapping[Signal, Iterable[str]]) -> Profile:
    """Return a profile of films named by title or id.

    Raises:
        UnknownTitle: no film is called that.
        AmbiguousTitle: several are, and nobody can be asked.
        InvalidProfile: one film with two signals.
    """
    signals: dict[ItemId, Signal] = {}
    for signal, films in said.items():
        for text in films:
            movie = find_film(catalog, text)
            before = signals.setdefault(movie, signal)
            if before is not signal:
                raise InvalidProfile(
                    f"{catalog[movie].display} can't be both {before.name.lower()} and "
                    f"{signal.name.lower()}: choose one."
                )
    return Profile(signals)


def find_film(catalog: "Catalog", text: str) -> ItemId:
    """Return the film meant; on a terminal, ask which of several.

    Raises:
        UnknownTitle: no film is called that.
        AmbiguousTitle: several are, and nobody can be asked.
    """
    try:
        return catalog.resolve(text).id
    except AmbiguousTitle as error:
        if sys.stdin.isatty() and sys.stdout.isatty():
            # Ctrl-D is no answer: the films are listed, as where nobody can be asked.
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
