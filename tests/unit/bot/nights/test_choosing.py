"""A command finds the night that is meant, or asks."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.errors import MemberError
from bot.nights.choosing import choose, describe
from bot.nights.night import NightMember, NightOptions, Stage
from tests.unit.bot.nights.strategies import FITS, a_night

HERE, THERE = 3, 4
ANA, BEN, CLEO = 101, 102, 103
ANY = frozenset(Stage)


def night(number, stage=Stage.VOTING, channel=HERE, members=(ANA, BEN), organiser=ANA):
    return replace(
        a_night(FITS[:1]),
        id=number,
        stage=stage,
        channel_id=channel,
        organiser_id=organiser,
        members=tuple(map(NightMember, members)),
    )


def chosen(nights, stages=ANY, member=ANA, named=None):
    return choose(nights, stages, channel_id=HERE, member_id=member, named=named).id


def test_the_only_one_is_meant_wherever_it_is():
    assert chosen([night(1)]) == 1
    assert chosen([night(1, channel=THERE)]) == 1


def test_the_one_of_this_channel_goes_first():
    assert chosen([night(1), night(2, channel=THERE)]) == 1


def test_one_that_is_still_to_be_decided_goes_before_a_decided_one():
    assert chosen([night(1), night(2, Stage.DECIDED)]) == 1
    assert chosen([night(2, Stage.DECIDED)]) == 2


def test_ones_own_night_goes_before_others():
    mine, others = night(1, members=(ANA,)), night(2, members=(BEN,), organiser=BEN)
    assert chosen([mine, others], member=ANA) == 1
    assert chosen([mine, others], member=BEN) == 2


def test_one_that_is_named_is_meant_if_it_can_be():
    nights = [night(1), night(2), night(3, Stage.DECIDED, channel=THERE)]
    assert chosen(nights, named=3) == 3
    with pytest.raises(MemberError, match="The vote is over"):
        chosen(nights, {Stage.VOTING}, named=3)


def test_of_several_none_is_guessed():
    with pytest.raises(MemberError, match="`night`") as several:
        chosen([night(number) for number in range(1, 9)], member=CLEO)
    assert "8: voting, 2 in" in str(several.value)
    assert "1: voting" not in str(several.value)


def test_without_any_that_is_said():
    with pytest.raises(MemberError, match="movienight start"):
        chosen([])


def test_before_the_films_are_chosen_it_says_who_chooses_them():
    with pytest.raises(MemberError, match="Suggest films"):
        chosen([night(1, Stage.GATHERING)], stages={Stage.VOTING})


def test_every_stage_has_a_name():
    assert {describe(night(1, stage)) for stage in Stage} == {
        "1: joining, 2 in",
        "1: voting, 2 in",
        "1: run-off, 2 in",
        "1: decided, 2 in",
        "1: watched, 2 in",
        "1: cancelled, 2 in",
    }


def test_a_night_with_a_time_is_told_by_its_day():
    starts_at = datetime(2026, 11, 27, 20, tzinfo=UTC)
    dated = replace(night(7), options=NightOptions(starts_at=starts_at))
    assert describe(dated).startswith("7: Fri 27 Nov, ")
