"""Who wins, and who counts more next time. Pure: it follows from the stored votes alone.

docs/movie-night.md says the same for organisers.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.nights.night import Night, NightFilm, Why

CREDIT_STEP = 0.25
"""How much more a member counts after a night whose winner they did not approve of …"""
MOST_CREDIT = 0.5
"""… and the most it can come to."""


@dataclass(frozen=True, slots=True)
class Winner:
    """The vote is over."""

    film_id: int
    why: Why


@dataclass(frozen=True, slots=True)
class RunOff:
    """The vote is tied between these films."""

    film_ids: frozenset[int]


def decide(night: Night, *, may_run_off: bool) -> Winner | RunOff:
    """Return the winner, or the films that are tied.

    1. Films without a veto; if all have one, those with the fewest.
    2. Of these, those with the most approvals.
    3. A tie of films that are approved of and have no veto goes to a run-off, once, if there is
       time for one.
    4. Any other tie, and one in the run-off, goes to the film that stands first: drawn films in
       the order of the draw, which is the fair one, then those that members named.

    What suits whom doesn't decide: from a winner that follows from votes and list alone, nobody
    can tell what a member likes.

    Args:
        night: with at least one film.
        may_run_off: whether there is time; never after a run-off.
    """
    if night.runoff:
        tied = _most((film for film in night.films if film.id in night.runoff), night.runoff)
        return Winner(_first(tied).id, Why.RUNOFF if len(tied) == 1 else Why.FAIREST)
    vetoes = count_vetoes(night)
    fewest = min(vetoes[film.id] for film in night.films)
    standing = [film for film in night.films if vetoes[film.id] == fewest]
    tied = _most(standing, night.approvals)
    if fewest:
        return Winner(_first(tied).id, Why.ALL_VETOED)
    if not any(night.approvals.get(film.id) for film in standing):
        return Winner(_first(standing).id, Why.NO_VOTES)
    if len(tied) == 1:
        return Winner(tied[0].id, Why.APPROVALS)
    if may_run_off:
        return RunOff(frozenset(film.id for film in tied))
    return Winner(_first(tied).id, Why.FAIREST)


def count_vetoes(night: Night) -> Counter[int]:
    """Return how many vetoes each film has that has any."""
    return Counter(veto.film_id for veto in night.vetoes.values())


def credits_after(night: Night) -> dict[int, float]:
    """Return how much more each voter counts in the next night of this server, 0 … 0.5.

    Members who approved of the winner, in the first vote or in the run-off, start again at 0;
    those who only approved of others get a step more. Without any approval it stays as it is.
    """
    winner_id = night.winner_id or 0
    voters = frozenset[int]().union(*night.approvals.values(), *night.runoff.values())
    pleased = night.approvals.get(winner_id, frozenset()) | night.runoff.get(winner_id, frozenset())
    return {
        member.member_id: 0.0
        if member.member_id in pleased
        else min(member.credit + CREDIT_STEP, MOST_CREDIT)
        for member in night.members
        if member.member_id in voters
    }


def unbacked(night: Night) -> list[NightFilm]:
    """Return the films that a new draw replaces: nobody approves of them, nobody named them."""
    return [
        film for film in night.films if not night.approvals.get(film.id) and film.added_by is None
    ]


def runners_up(night: Night) -> list[NightFilm]:
    """Return the films that lost with approvals and without a veto, best first."""
    vetoes = count_vetoes(night)
    lost = (
        film
        for film in night.films
        if film.id != night.winner_id and night.approvals.get(film.id) and film.id not in vetoes
    )
    return sorted(lost, key=lambda film: _votes(night, film), reverse=True)


def seconds(night: Night) -> list[NightFilm]:
    """Return the best of the `runners_up`; several if they are level."""
    lost = runners_up(night)
    return [film for film in lost if _votes(night, film) == _votes(night, lost[0])]


def _votes(night: Night, film: NightFilm) -> tuple[int, int]:
    """Return a film's votes in the run-off and in the first vote, as films are ranked."""
    return len(night.runoff.get(film.id, ())), len(night.approvals[film.id])


def _first(films: Iterable[NightFilm]) -> NightFilm:
    """Return the first of these films; those that members named come last."""
    return min(films, key=lambda film: film.added_by is not None)


def _most(films: Iterable[NightFilm], approvals: Mapping[int, frozenset[int]]) -> list[NightFilm]:
    every = list(films)
    highest = max(len(approvals.get(film.id, ())) for film in every)
    return [film for film in every if len(approvals.get(film.id, ())) == highest]
