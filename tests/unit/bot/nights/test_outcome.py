"""The winner follows from the stored votes, as the rules say."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nights import outcome
from bot.nights.night import NightMember, Stage, Veto, Why
from bot.nights.outcome import RunOff, Winner
from tests.unit.bot.nights import reference
from tests.unit.bot.nights.strategies import FITS, a_night, most, nights, run_offs, tied_nights


def all_votes(night):
    some = [frozenset(who) for who in ((), (101,), (102,), (101, 102))]
    for who in product(some, repeat=len(night.films)):
        yield {film.id: each for film, each in zip(night.films, who, strict=True)}


def all_vetoes(night):
    choices = [None, *(Veto(film.id) for film in night.films)]
    for one, other in product(choices, repeat=2):
        yield {id_: veto for id_, veto in ((101, one), (102, other)) if veto is not None}


@given(nights() | tied_nights(), st.booleans())
def test_the_outcome_is_what_the_rules_say(night, may_run_off):
    expected = reference.outcome(night, may_run_off=may_run_off)
    assert outcome.decide(night, may_run_off=may_run_off) == expected


@pytest.mark.parametrize("fits", [FITS[:2], FITS[2:4], FITS[:3], FITS[3:], FITS[4:1:-1]])
def test_the_outcome_is_what_the_rules_say_for_all_votes_of_two_members(fits):
    night = a_night(fits)
    seen = set()
    for approvals, vetoes, may_run_off in product(
        all_votes(night), all_vetoes(night), (False, True)
    ):
        voted = replace(night, approvals=approvals, vetoes=vetoes)
        decision = outcome.decide(voted, may_run_off=may_run_off)
        assert decision == reference.outcome(voted, may_run_off=may_run_off)
        seen.add(getattr(decision, "why", RunOff))
    all_can_be_vetoed = len(fits) == 2
    assert (Why.ALL_VETOED in seen) == all_can_be_vetoed
    assert seen >= {Why.APPROVALS, Why.NO_VOTES, Why.FAIREST, RunOff}


@pytest.mark.parametrize("fits", [FITS[:3], FITS[3:], FITS[4:1:-1]])
def test_the_outcome_of_a_run_off_is_what_the_rules_say_for_all_votes_of_two_members(fits):
    night = replace(a_night(fits), stage=Stage.RUNOFF)
    ids = [film.id for film in night.films]
    for tied, votes in product((ids[:2], ids[1:], ids), all_votes(night)):
        runoff = {film_id: votes[film_id] for film_id in tied}
        voted = replace(night, runoff=runoff, approvals=dict.fromkeys(tied, frozenset({101})))
        decision = outcome.decide(voted, may_run_off=True)
        assert isinstance(decision, Winner)
        assert decision.film_id in tied
        assert decision == reference.outcome(voted, may_run_off=False)


@given(run_offs(), st.booleans())
def test_a_run_off_ends_with_a_winner_of_its_films_by_its_votes(night, may_run_off):
    decision = outcome.decide(night, may_run_off=may_run_off)
    assert isinstance(decision, Winner)
    assert decision.film_id in night.runoff
    assert decision == reference.outcome(night, may_run_off=may_run_off)


@given(nights(), st.booleans())
def test_no_vetoed_film_goes_on_unless_all_are_vetoed_which_is_said(night, may_run_off):
    decision = outcome.decide(night, may_run_off=may_run_off)
    vetoed = {veto.film_id for veto in night.vetoes.values()}
    if vetoed >= {film.id for film in night.films}:
        assert decision.why is Why.ALL_VETOED
    elif isinstance(decision, RunOff):
        assert not decision.film_ids & vetoed
    else:
        assert decision.film_id not in vetoed
        assert decision.why is not Why.ALL_VETOED


@given(tied_nights())
def test_a_run_off_is_between_all_films_with_the_most_approvals_and_no_veto(night):
    decision = outcome.decide(night, may_run_off=True)
    assert isinstance(decision, RunOff)
    vetoed = {veto.film_id for veto in night.vetoes.values()}
    assert decision.film_ids == {
        film_id
        for film_id, approving in night.approvals.items()
        if len(approving) == most(night) and film_id not in vetoed
    }
    assert outcome.decide(night, may_run_off=False).film_id in decision.film_ids


@settings(max_examples=40)
@given(nights(members=1), st.data())
def test_one_more_approval_of_the_winner_changes_nothing(night, data):
    winner_id = outcome.decide(night, may_run_off=False).film_id
    fan = data.draw(st.sampled_from(night.member_ids))
    approving = night.approvals.get(winner_id, frozenset()) | {fan}
    supported = replace(night, approvals={**night.approvals, winner_id: approving})
    assert outcome.decide(supported, may_run_off=False).film_id == winner_id


@settings(max_examples=40)
@given(nights(), st.booleans(), st.data())
def test_who_votes_does_not_matter_only_how_many(night, may_run_off, data):
    names = dict(zip(night.member_ids, data.draw(st.permutations(night.member_ids)), strict=True))
    swapped = replace(
        night,
        approvals={
            film_id: frozenset(names[member_id] for member_id in approving)
            for film_id, approving in night.approvals.items()
        },
        vetoes={names[member_id]: veto for member_id, veto in night.vetoes.items()},
    )
    assert outcome.decide(swapped, may_run_off=may_run_off) == outcome.decide(
        night, may_run_off=may_run_off
    )


@given(nights() | run_offs())
def test_who_lost_out_counts_more_next_time_and_who_won_no_more(night):
    winner = outcome.decide(night, may_run_off=False)
    decided = replace(night, winner_id=winner.film_id)
    assert outcome.credits_after(decided) == reference.new_credits(night, winner.film_id)


@settings(max_examples=40)
@given(st.lists(nights() | run_offs(), min_size=1, max_size=4))
def test_credit_stays_between_nothing_and_a_half_however_many_nights_are_lost(evenings):
    kept = {}
    for night in evenings:
        winner = outcome.decide(night, may_run_off=False)
        had = tuple(NightMember(m, credit=kept.get(m, 0.0)) for m in night.member_ids)
        kept |= outcome.credits_after(replace(night, members=had, winner_id=winner.film_id))
        assert all(0 <= credit <= outcome.MOST_CREDIT for credit in kept.values())


@settings(max_examples=40)
@given(nights())
def test_a_new_draw_takes_only_films_that_nobody_approves_of_or_named(night):
    going = outcome.unbacked(night)
    for film in night.films:
        stays = film.added_by is not None or bool(night.approvals.get(film.id))
        assert (film not in going) == stays


@settings(max_examples=40)
@given(nights())
def test_runners_up_had_approvals_and_no_veto_and_come_best_first(night):
    night = replace(night, winner_id=outcome.decide(night, may_run_off=False).film_id)
    every = outcome.runners_up(night)
    vetoed = {veto.film_id for veto in night.vetoes.values()}
    for film in night.films:
        lost_well = bool(night.approvals.get(film.id)) and film.id not in vetoed
        assert (film in every) == (lost_well and film.id != night.winner_id)
    counts = [len(night.approvals[film.id]) for film in every]
    assert counts == sorted(counts, reverse=True)


def test_a_film_that_nearly_won_the_run_off_comes_back_first():
    films = tuple(replace(film, id=number) for number, film in enumerate(a_night(FITS[:3]).films))
    both = frozenset({101, 102})
    night = replace(
        a_night(()),
        films=films,
        approvals=dict.fromkeys(range(3), both),
        runoff={0: frozenset(), 1: both, 2: frozenset({101})},
        winner_id=1,
    )
    assert [film.id for film in outcome.runners_up(night)] == [2, 0]


@settings(max_examples=40)
@given(nights(), st.booleans())
def test_the_order_of_equal_films_decides_last(night, may_run_off):
    drawn = tuple(replace(film, added_by=None) for film in night.films)
    night = replace(night, films=drawn, approvals={}, vetoes={})
    decision = outcome.decide(night, may_run_off=may_run_off)
    assert decision == Winner(night.films[0].id, Why.NO_VOTES)
    named = (replace(night.films[0], added_by=101), *night.films[1:])
    decision = outcome.decide(replace(night, films=named), may_run_off=may_run_off)
    assert decision == Winner(named[min(1, len(named) - 1)].id, Why.NO_VOTES)


@given(nights() | tied_nights() | run_offs(), st.booleans())
def test_what_suits_whom_decides_nothing(night, may_run_off):
    unknown = replace(night, films=tuple(replace(film, fits={}) for film in night.films))
    assert outcome.decide(unknown, may_run_off=may_run_off) == outcome.decide(
        night, may_run_off=may_run_off
    )


@settings(max_examples=40)
@given(nights())
def test_vetoes_are_counted_by_film(night):
    counts = outcome.count_vetoes(night)
    assert sum(counts.values()) == len(night.vetoes)
    assert all(
        count == list(night.vetoes.values()).count(Veto(film_id))
        for film_id, count in counts.items()
    )
