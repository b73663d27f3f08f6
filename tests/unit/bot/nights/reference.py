"""The rules of the vote once more, as one comparison of every film with every other."""

from collections.abc import Callable

from bot.nights.night import Night, NightFilm, Why
from bot.nights.outcome import RunOff, Winner


def outcome(  # noqa: PLR0911 - one line for each rule
    night: Night, *, may_run_off: bool
) -> Winner | RunOff:
    """Decide as the rules say, without looking at how the program does."""
    first = {film.id: set(night.approvals.get(film.id, ())) for film in night.films}
    against = {
        film.id: [v for v in night.vetoes.values() if v.film_id == film.id] for film in night.films
    }
    if night.runoff:
        ballot = [film for film in night.films if film.id in night.runoff]
        best = _undefeated(ballot, lambda film: (len(night.runoff[film.id]),))
        if len(best) == 1:
            return Winner(best[0].id, Why.RUNOFF)
        return Winner(_first(best), Why.FAIREST)
    best = _undefeated(night.films, lambda film: (-len(against[film.id]), len(first[film.id])))
    if all(against.values()):
        return Winner(_first(best), Why.ALL_VETOED)
    if not first[best[0].id]:
        return Winner(_first(best), Why.NO_VOTES)
    if len(best) == 1:
        return Winner(best[0].id, Why.APPROVALS)
    if may_run_off:
        return RunOff(frozenset(film.id for film in best))
    return Winner(_first(best), Why.FAIREST)


def new_credits(night: Night, winner_id: int) -> dict[int, float]:
    """Return the credit of every voter after a night."""
    result = {}
    for member in night.members:
        rounds = [night.approvals, night.runoff]
        wanted = {
            film for votes in rounds for film, who in votes.items() if member.member_id in who
        }
        if winner_id in wanted:
            result[member.member_id] = 0.0
        elif wanted:
            result[member.member_id] = 0.25 if member.credit < 0.25 else 0.5
    return result


def _undefeated(
    films: tuple[NightFilm, ...] | list[NightFilm], merit: Callable[[NightFilm], tuple[int, ...]]
) -> list[NightFilm]:
    return [film for film in films if not any(merit(other) > merit(film) for other in films)]


def _first(films: list[NightFilm]) -> int:
    drawn = [film for film in films if film.added_by is None]
    return (drawn or films)[0].id
