"""Nights in the middle of a vote, small enough that ties and vetoes meet often."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import strategies as st

from bot.nights.night import Night, NightFilm, NightMember, NightOptions, Stage, Veto
from recsys.types import ItemId

FIRST_FILM = 7
MEMBERS = range(101, 106)
FITS = (
    {},
    {101: None, 102: None},
    {101: 0.5, 102: 0.5},
    {101: 0.5, 102: 0.75},
    {101: 0.25, 102: 1.0, 103: None},
    {101: 0.0},
)
credits_before = st.sampled_from((0.0, 0.25, 0.5))


def a_night(fits):
    """Two members vote, on a film for each of these fits."""
    return Night(
        id=1,
        guild_id=2,
        channel_id=3,
        message_id=4,
        organiser_id=101,
        stage=Stage.VOTING,
        options=NightOptions(),
        created_at=datetime(2026, 2, 3, tzinfo=UTC),
        members=(NightMember(101), NightMember(102)),
        films=tuple(
            NightFilm(FIRST_FILM + place, ItemId(place), fits=fit) for place, fit in enumerate(fits)
        ),
    )


@st.composite
def nights(draw, films=1, members=0):
    """A night before its first vote is closed, with so many films and members at least."""
    night = a_night(draw(st.lists(st.sampled_from(FITS), min_size=films, max_size=5)))
    ids = [film.id for film in night.films]
    joined = MEMBERS[: draw(st.integers(members, len(MEMBERS)))]
    named = st.sampled_from((None, 101))
    vetoed = st.none() | st.sampled_from(ids)
    return replace(
        night,
        members=tuple(NightMember(id_, credit=draw(credits_before)) for id_ in joined),
        films=tuple(replace(film, added_by=draw(named)) for film in night.films),
        approvals=draw(votes(ids, joined)),
        vetoes={id_: Veto(film_id) for id_ in joined if (film_id := draw(vetoed)) is not None},
    )


def votes(film_ids, joined):
    """Approvals by film; films that nobody approves of may be left out."""
    return st.fixed_dictionaries({}, optional={film_id: some_of(joined) for film_id in film_ids})


def some_of(joined):
    return st.integers(0, 2 ** len(joined) - 1).map(
        lambda bits: frozenset(id_ for place, id_ in enumerate(joined) if bits >> place & 1)
    )


@st.composite
def tied_nights(draw):
    """A night whose first films, two or more, are tied."""
    night = draw(nights(films=2, members=1))
    tied = range(FIRST_FILM, FIRST_FILM + draw(st.integers(2, len(night.films))))
    most = draw(st.integers(1, len(night.members)))
    of_that_size = st.permutations(night.member_ids).map(lambda ids: frozenset(ids[:most]))
    fewer = {
        film_id: frozenset(sorted(who)[: most - 1]) for film_id, who in night.approvals.items()
    }
    return replace(
        night,
        approvals=fewer | {film_id: draw(of_that_size) for film_id in tied},
        vetoes={id_: veto for id_, veto in night.vetoes.items() if veto.film_id not in tied},
    )


@st.composite
def run_offs(draw):
    """The run-off of such a night."""
    night = draw(tied_nights())
    tied = [film.id for film in night.films if len(night.approvals.get(film.id, ())) == most(night)]
    counted = dict.fromkeys(tied, frozenset()) | draw(votes(tied, night.member_ids))
    return replace(night, stage=Stage.RUNOFF, runoff=counted)


def most(night):
    return max(len(approving) for approving in night.approvals.values())
