"""Who may do what to a night, and what becomes of it."""

from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import MemberError, OutOfDate
from bot.nights import rules
from bot.nights.night import (
    MOST_FILMS,
    MOST_MEMBERS,
    NEW,
    NightFilm,
    NightOptions,
    Post,
    Sending,
    Stage,
    Timer,
    Why,
)
from bot.nights.rules import MOST_OF_GUILD, MOST_OF_ORGANISER, RUN_OFF, SOON, Actor
from bot.storage.types import Remind
from recsys.types import ItemId
from tests.unit.bot.nights import reference
from tests.unit.bot.nights.calls import Caller, announced
from tests.unit.bot.nights.gathered import gathered
from tests.unit.bot.nights.memory import Memory

ANA, BEN, CLEO, HOST, STRANGER = 101, 102, 103, 104, 999
NOW = datetime(2026, 2, 3, 20, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)
FILM = timedelta(minutes=165)
FIVE = [NightFilm(NEW, ItemId(n), fits={ANA: 1 / n, BEN: 0.5}) for n in range(1, 6)]
LATER = {
    Stage.GATHERING: {Stage.VOTING, Stage.CANCELLED},
    Stage.VOTING: {Stage.RUNOFF, Stage.DECIDED, Stage.CANCELLED},
    Stage.RUNOFF: {Stage.DECIDED, Stage.CANCELLED},
    Stage.DECIDED: {Stage.WATCHED, Stage.CANCELLED},
    Stage.WATCHED: set(),
    Stage.CANCELLED: set(),
}


def by(member_id):
    return Actor(member_id, manages=member_id == HOST)


class Evening:
    """A night that goes on by rules; what they return is the night from then on."""

    def __init__(self, *members, now=NOW, **options):
        self.memory = Memory(lambda: self.now)
        self.now = now
        announced = gathered(1, 2, ANA, NightOptions(**options), members or (BEN, CLEO), now)
        self.id = self.memory.create(announced).id

    @property
    def night(self):
        return self.memory.get(self.id)

    def apply(self, rule, *given, **options):
        return self.memory.change(self.id, lambda night: rule(night, *given, **options))


def voting(*members, films=FIVE, **options):
    evening = Evening(*members, **options)
    evening.apply(rules.suggest, by(ANA), films, evening.now)
    return evening


def tied(**options):
    evening = voting(**options)
    for film in evening.night.films[1:3]:
        evening.apply(rules.toggle_approval, film.id, by(BEN))
    evening.apply(rules.close, by(ANA), Stage.VOTING, evening.now)
    return evening


@pytest.mark.parametrize(
    ("starts_in", "vote_for", "ends_in"),
    [
        (None, 24 * HOUR, 24 * HOUR),
        (48 * HOUR, 24 * HOUR, 24 * HOUR),
        (3 * HOUR, 24 * HOUR, 3 * HOUR - RUN_OFF),
        (3 * HOUR, HOUR, HOUR),
        (RUN_OFF, HOUR, RUN_OFF),
        (timedelta(minutes=1), HOUR, RUN_OFF),
        (-HOUR, HOUR, RUN_OFF),
        (-HOUR, timedelta(minutes=5), timedelta(minutes=5)),
    ],
)
def test_a_vote_leaves_time_for_a_run_off_and_is_never_over_at_once(starts_in, vote_for, ends_in):
    starts_at = None if starts_in is None else NOW + starts_in
    night = voting(starts_at=starts_at, vote_seconds=int(vote_for.total_seconds())).night
    assert night.vote_ends_at == NOW + ends_in
    assert night.timers[Timer.VOTE_ENDS] == NOW + ends_in
    assert night.options.starts_at is None or night.vote_ends_at <= night.options.starts_at
    reminded = night.options.starts_at is not None and starts_in > SOON
    assert (Timer.SOON in night.timers) == reminded


def test_a_night_has_room_for_25():
    crowd = range(200, 200 + MOST_MEMBERS - 1)
    evening = Evening(*crowd)
    assert len(evening.night.members) == MOST_MEMBERS
    with pytest.raises(MemberError, match="full"):
        evening.apply(rules.join, by(STRANGER))
    evening.apply(rules.leave, by(200), NOW)
    assert evening.apply(rules.join, by(STRANGER)).member_ids == (ANA, *crowd[1:], STRANGER)
    with pytest.raises(MemberError, match="25"):
        rules.announce(1, 2, ANA, NightOptions(), range(200, 200 + MOST_MEMBERS), NOW)


def test_who_is_invited_is_in_once_they_join():
    night = rules.announce(1, 2, ANA, NightOptions(), [CLEO, BEN, ANA, BEN], NOW)
    assert (night.member_ids, night.invited) == ((ANA,), (CLEO, BEN))
    with pytest.raises(MemberError, match="takes two"):
        rules.suggest(night, by(ANA), FIVE, NOW)
    joined = rules.join(night, by(BEN))
    assert (joined.member_ids, joined.invited) == ((ANA, BEN), (CLEO,))
    assert rules.leave(joined, by(CLEO), NOW).invited == ()
    assert rules.drop(joined, by(ANA), {CLEO}).invited == ()
    with pytest.raises(MemberError, match="Join"):
        rules.leave(joined, by(STRANGER), NOW)


def test_joining_twice_is_joining_once():
    evening = Evening(BEN)
    assert rules.join(evening.night, by(BEN)) == evening.night
    evening.apply(rules.suggest, by(ANA), FIVE, NOW)
    assert rules.join(evening.night, by(BEN)) == evening.night
    evening.apply(rules.close, by(ANA), Stage.VOTING, NOW)
    with pytest.raises(MemberError, match="already in"):
        evening.apply(rules.join, by(BEN))


def test_who_comes_late_votes_and_counts_from_then_on():
    evening = voting(BEN)
    evening.apply(rules.set_done, by(BEN), Stage.VOTING, NOW, done=True)
    fits = {film.item_id: 0.9 for film in evening.night.films[:4]} | {ItemId(5): None}
    night = evening.apply(rules.join, by(CLEO), fits)
    assert night.member_ids == (ANA, BEN, CLEO)
    assert [film.fits[CLEO] for film in night.films] == [0.9, 0.9, 0.9, 0.9, None]
    assert night.drawn_for == (ANA, BEN)
    evening.apply(rules.toggle_approval, night.films[1].id, by(CLEO))
    night = evening.apply(rules.set_done, by(ANA), Stage.VOTING, NOW, done=True)
    assert night.stage is Stage.VOTING, "the latecomer isn't done yet"
    night = evening.apply(rules.set_done, by(CLEO), Stage.VOTING, NOW, done=True)
    assert night.winner == night.films[1]
    with pytest.raises(MemberError, match="too late to vote"):
        evening.apply(rules.join, by(STRANGER))


def test_a_run_off_can_be_joined_and_left():
    evening = tied()
    first, second = evening.night.on_ballot
    evening.apply(rules.join, by(STRANGER))
    evening.apply(rules.toggle_approval, second.id, by(STRANGER))
    night = evening.apply(rules.leave, by(BEN), NOW)
    assert night.runoff == {first.id: frozenset(), second.id: {STRANGER}}
    assert night.approvals == {}
    assert evening.apply(rules.close, by(ANA), Stage.RUNOFF, NOW).winner_id == second.id


def test_who_leaves_takes_their_votes_their_veto_and_their_fits_with_them():
    evening = voting()
    first, second, *_ = (film.id for film in evening.night.films)
    evening.apply(rules.toggle_approval, first, by(BEN))
    evening.apply(rules.toggle_approval, first, by(CLEO))
    evening.apply(rules.veto, second, by(BEN), "no")
    night = evening.apply(rules.leave, by(BEN), NOW)
    assert (night.approvals, night.vetoes) == ({first: {CLEO}}, {})
    assert not any(BEN in film.fits for film in night.films)
    assert night.drawn_for == (ANA, CLEO)
    night = evening.apply(rules.join, by(STRANGER))
    assert night.drawn_for == (ANA, CLEO)
    night = evening.apply(rules.invite, by(STRANGER), [104])
    assert night.invited == (104,)
    evening.apply(rules.leave, by(STRANGER), NOW)
    evening.apply(rules.set_done, by(CLEO), Stage.VOTING, NOW, done=True)
    night = evening.apply(rules.leave, by(ANA), NOW)
    assert (night.stage, night.winner_id) == (Stage.DECIDED, first), "all who stay are done"
    with pytest.raises(MemberError, match="can't leave now"):
        evening.apply(rules.leave, by(CLEO), NOW)


def test_a_night_that_all_have_left_can_be_joined_and_else_comes_to_nothing():
    evening = voting(BEN)
    evening.apply(rules.leave, by(BEN), NOW)
    night = evening.apply(rules.leave, by(ANA), NOW)
    assert (night.stage, night.members) == (Stage.VOTING, ())
    assert rules.join(night, by(CLEO)).stage is Stage.VOTING
    night = evening.apply(rules.ring, NOW + 24 * HOUR)
    assert (night.stage, night.pending) == (Stage.CANCELLED, ())


def test_the_organiser_who_left_still_runs_the_night():
    evening = voting()
    evening.apply(rules.leave, by(ANA), NOW)
    assert evening.apply(rules.close, by(ANA), Stage.VOTING, NOW).stage is Stage.DECIDED


def test_a_menu_tells_all_films_that_a_member_approves_of():
    evening = voting()
    first, second, third, *_ = (film.id for film in evening.night.films)
    evening.apply(rules.veto, second, by(BEN), None)
    evening.apply(rules.approve_only, {first, second}, by(BEN), Stage.VOTING)
    night = evening.apply(rules.approve_only, {second, third}, by(BEN), Stage.VOTING)
    assert (night.approvals, night.vetoes) == ({second: {BEN}, third: {BEN}}, {})
    assert evening.apply(rules.approve_only, (), by(BEN), Stage.VOTING).approvals == {}
    with pytest.raises(OutOfDate, match="the ballot"):
        evening.apply(rules.approve_only, {first, 999}, by(BEN), Stage.VOTING)
    with pytest.raises(OutOfDate, match="run-off"):
        tied().apply(rules.approve_only, {first}, by(BEN), Stage.VOTING)


def test_a_veto_is_taken_back_once():
    evening = voting()
    evening.apply(rules.veto, evening.night.films[0].id, by(BEN), None)
    night = evening.apply(rules.unveto, by(BEN), Stage.VOTING)
    assert night.vetoes == {}
    assert evening.apply(rules.unveto, by(BEN), Stage.VOTING) == night


def test_each_member_decides_whether_the_others_see_what_suits_them():
    evening = voting()
    assert evening.night.visible == frozenset()
    assert evening.apply(rules.show_fits, by(BEN), shown=True).visible == {BEN}
    assert evening.apply(rules.show_fits, by(CLEO), shown=True).visible == {BEN, CLEO}
    assert evening.apply(rules.show_fits, by(BEN), shown=False).visible == {CLEO}
    with pytest.raises(MemberError, match="haven't joined"):
        evening.apply(rules.show_fits, by(STRANGER), shown=True)


def test_nobody_starts_a_night_beside_many_undecided_ones():
    rules.check_room(MOST_OF_GUILD - 1, MOST_OF_ORGANISER - 1)
    with pytest.raises(MemberError, match="You have 3"):
        rules.check_room(MOST_OF_GUILD, MOST_OF_ORGANISER)
    with pytest.raises(MemberError, match="This server has 20"):
        rules.check_room(MOST_OF_GUILD, 0)


def test_the_organiser_and_who_manages_events_may_do_what_others_may_not():
    evening = Evening()
    for actor in (by(BEN), by(STRANGER)):
        with pytest.raises(MemberError, match=f"<@{ANA}>"):
            evening.apply(rules.suggest, actor, FIVE, NOW)
        with pytest.raises(MemberError, match=f"<@{ANA}>"):
            evening.apply(rules.cancel, actor)
    evening.apply(rules.suggest, by(HOST), FIVE, NOW)
    with pytest.raises(MemberError, match="swap"):
        evening.apply(rules.check_swap, by(BEN))
    with pytest.raises(MemberError, match="end the vote"):
        evening.apply(rules.close, by(BEN), Stage.VOTING, NOW)
    evening.apply(rules.close, by(HOST), Stage.VOTING, NOW)
    with pytest.raises(MemberError, match="watched"):
        evening.apply(rules.watched, by(STRANGER), NOW)
    evening.apply(rules.watched, by(BEN), NOW)
    with pytest.raises(MemberError, match="over"):
        evening.apply(rules.cancel, by(HOST))


def test_everybody_who_joined_may_ask_for_films_where_that_is_set():
    evening = Evening(anybody_suggests=True)
    with pytest.raises(MemberError, match="ask for"):
        evening.apply(rules.suggest, by(STRANGER), FIVE, NOW)
    assert evening.apply(rules.suggest, by(BEN), FIVE, NOW).stage is Stage.VOTING


def test_everything_has_its_time():
    evening = Evening()
    for rule, *how in (
        (rules.close, by(ANA), Stage.VOTING, NOW),
        (rules.add_film, by(BEN), NightFilm(NEW, None, "Odd Film")),
        (rules.check_swap, by(ANA)),
        (rules.check_ballot, by(ANA)),
        (rules.watched, by(ANA), NOW),
        (rules.plan_event, by(ANA), NOW),
        (rules.toggle_approval, 1, by(BEN)),
    ):
        with pytest.raises(MemberError):
            evening.apply(rule, *how)
    with pytest.raises(MemberError):
        evening.apply(rules.set_done, by(BEN), Stage.VOTING, NOW, done=True)
    with pytest.raises(MemberError):
        evening.apply(rules.rate, by(BEN), liked=True)
    evening.apply(rules.suggest, by(ANA), FIVE, NOW)
    for rule, *how in (
        (rules.suggest, by(ANA), FIVE, NOW),
        (rules.drop, by(ANA), {BEN}),
    ):
        with pytest.raises(MemberError):
            evening.apply(rule, *how)
    assert evening.night.stage is Stage.VOTING


def test_a_night_takes_two_and_a_film():
    evening = Evening(BEN)
    with pytest.raises(MemberError, match="filters"):
        evening.apply(rules.suggest, by(ANA), [], NOW)
    evening.apply(rules.drop, by(ANA), {BEN})
    with pytest.raises(MemberError, match="two"):
        evening.apply(rules.suggest, by(ANA), FIVE, NOW)


def test_who_lost_a_race_hears_what_is_true_by_then():
    """Each of two was allowed to when they looked."""
    evening = voting(*range(200, 210))
    for member in range(200, 205):
        evening.apply(rules.add_film, by(member), NightFilm(NEW, None, f"Film {member}"))
    with pytest.raises(MemberError, match="full"):
        evening.apply(rules.add_film, by(205), NightFilm(NEW, None, "One more"))
    going = {film.id for film in rules.check_swap(evening.night, by(ANA))}
    others = [NightFilm(NEW, ItemId(n)) for n in range(50, 60)]
    evening.apply(rules.swap, by(ANA), going, others)
    with pytest.raises(OutOfDate, match="swapped"):
        evening.apply(rules.swap, by(HOST), going, others)
    evening.apply(rules.close, by(ANA), Stage.VOTING, NOW)
    with pytest.raises(OutOfDate, match="no vote"):
        evening.apply(rules.close, by(HOST), Stage.VOTING, NOW)


def test_ten_films_are_the_most_and_a_veto_of_a_swapped_one_is_free_again():
    members = [*range(200, 220)]
    evening = voting(*members)
    dropped = evening.night.films[0]
    evening.apply(rules.veto, dropped.id, by(ANA), "no")
    for member in members[: MOST_FILMS - 5]:
        evening.apply(rules.add_film, by(member), NightFilm(NEW, None, f"Odd Film {member}"))
    going = {film.id for film in rules.check_swap(evening.night, by(ANA))}
    others = [NightFilm(NEW, ItemId(n)) for n in range(50, 60)]
    night = evening.apply(rules.swap, by(ANA), going, others)
    assert len(night.films) == MOST_FILMS
    assert (night.vetoes, night.dropped) == ({}, {1, 2, 3, 4, 5})
    with pytest.raises(OutOfDate, match="the ballot"):
        evening.apply(rules.toggle_approval, dropped.id, by(ANA))


def test_a_swap_leaves_what_somebody_backed_since_the_draw():
    evening = voting()
    going = {film.id for film in rules.check_swap(evening.night, by(ANA))}
    backed = evening.night.films[1]
    evening.apply(rules.toggle_approval, backed.id, by(BEN))
    evening.apply(rules.set_done, by(BEN), Stage.VOTING, NOW, done=True)
    others = [NightFilm(NEW, ItemId(n)) for n in (2, 50, 51)]
    night = evening.apply(rules.swap, by(ANA), going, others)
    assert [film.item_id for film in night.films] == [2, 4, 5, 50, 51]
    assert not any(member.done for member in night.members)


def test_a_swap_that_finds_nothing_to_swap_says_why():
    evening = voting()
    going = {film.id for film in rules.check_swap(evening.night, by(ANA))}
    with pytest.raises(MemberError, match="filters"):
        evening.apply(rules.swap, by(ANA), going, FIVE)
    for film in evening.night.films:
        evening.apply(rules.toggle_approval, film.id, by(BEN))
    with pytest.raises(MemberError, match="backs"):
        evening.apply(rules.swap, by(ANA), going, [NightFilm(NEW, ItemId(50))])


def test_each_member_names_one_film_that_is_not_there_yet():
    evening = voting()

    def add(member, film):
        return evening.apply(rules.add_film, by(member), film)

    with pytest.raises(MemberError, match="join"):
        add(STRANGER, NightFilm(NEW, ItemId(9)))
    with pytest.raises(MemberError, match="on the list"):
        add(ANA, NightFilm(NEW, ItemId(1)))
    assert add(ANA, NightFilm(NEW, None, "Über  uns ")).films[-1].added_by == ANA
    with pytest.raises(MemberError, match="added"):
        add(ANA, NightFilm(NEW, ItemId(9)))
    with pytest.raises(MemberError, match="on the list"):
        add(BEN, NightFilm(NEW, None, "über uns"))
    assert add(BEN, NightFilm(NEW, ItemId(9))).films[-1].item_id == 9


def test_fits_of_members_who_are_not_there_are_not_kept():
    films = [NightFilm(NEW, ItemId(1), fits={ANA: 0.5, BEN: None, STRANGER: 0.9})]
    (film,) = voting(films=films).night.films
    assert film.fits == {ANA: 0.5, BEN: None}


def test_one_veto_a_member_which_replaces_approval_and_the_reverse():
    evening = voting()
    first, second, *_ = (film.id for film in evening.night.films)
    evening.apply(rules.toggle_approval, first, by(ANA))
    evening.apply(rules.veto, first, by(ANA), "too long")
    night = evening.apply(rules.veto, second, by(ANA), None)
    assert night.approvals == {}
    assert {who: veto.film_id for who, veto in night.vetoes.items()} == {ANA: second}
    night = evening.apply(rules.toggle_approval, second, by(ANA))
    assert (night.approvals, night.vetoes) == ({second: {ANA}}, {})
    night = evening.apply(rules.veto, first, by(ANA), None)
    assert evening.apply(rules.veto, first, by(ANA), None) == night


def test_a_late_press_for_the_vote_does_not_touch_the_run_off():
    evening = tied()
    assert evening.night.stage is Stage.RUNOFF
    with pytest.raises(OutOfDate, match="run-off"):
        evening.apply(rules.close, by(ANA), Stage.VOTING, NOW)
    with pytest.raises(OutOfDate, match="run-off"):
        evening.apply(rules.set_done, by(ANA), Stage.VOTING, NOW, done=True)
    with pytest.raises(MemberError, match="no vetoes"):
        evening.apply(rules.veto, next(iter(evening.night.runoff)), by(ANA), None)
    with pytest.raises(OutOfDate, match="the ballot"):
        evening.apply(rules.toggle_approval, evening.night.films[0].id, by(ANA))
    assert not any(member.done for member in evening.night.members)


def test_saying_twice_that_one_is_done_is_saying_it_once():
    evening = voting(BEN)
    for done in (True, True, False, False):
        night = evening.apply(rules.set_done, by(BEN), Stage.VOTING, NOW, done=done)
        assert [member.done for member in night.members] == [False, done]


def test_the_vote_ends_with_the_last_ballot():
    evening = voting(BEN)
    evening.apply(rules.toggle_approval, evening.night.films[2].id, by(BEN))
    evening.apply(rules.set_done, by(BEN), Stage.VOTING, NOW, done=True)
    night = evening.apply(rules.set_done, by(ANA), Stage.VOTING, NOW, done=True)
    assert (night.stage, night.winner, night.why) == (Stage.DECIDED, night.films[2], Why.APPROVALS)


def test_a_run_off_needs_time_before_the_film():
    assert tied(starts_at=NOW + RUN_OFF).night.stage is Stage.RUNOFF
    night = tied(starts_at=NOW + RUN_OFF, now=NOW - timedelta(seconds=1)).night
    assert tied(starts_at=NOW + RUN_OFF).night.stage is Stage.RUNOFF
    evening = voting(starts_at=NOW + RUN_OFF)
    for film in evening.night.films[1:3]:
        evening.apply(rules.toggle_approval, film.id, by(BEN))
    night = evening.apply(rules.close, by(ANA), Stage.VOTING, NOW + timedelta(seconds=1))
    assert (night.stage, night.why) == (Stage.DECIDED, Why.FAIREST)
    assert night.winner_id == night.films[1].id


def test_a_film_whose_time_is_near_or_past_begins_when_the_vote_is_over():
    for starts_in in (-HOUR, timedelta(), RUN_OFF / 2):
        night = voting(starts_at=NOW + starts_in).night
        assert night.options.starts_at == night.vote_ends_at == NOW + RUN_OFF
    assert voting(starts_at=NOW + HOUR).night.options.starts_at == NOW + HOUR


def test_who_joined_is_told_what_the_organiser_wished():
    told = {}
    for remind in Remind:
        evening = voting(starts_at=NOW + HOUR, remind=remind)
        posts = [*evening.night.pending]
        for film in evening.night.films[1:3]:
            evening.apply(rules.toggle_approval, film.id, by(BEN))
        posts += evening.apply(rules.close, by(ANA), Stage.VOTING, NOW).pending
        posts += evening.apply(rules.close, by(ANA), Stage.RUNOFF, NOW).pending
        for ahead in (SOON, timedelta(), -FILM):
            posts += evening.apply(rules.ring, NOW + HOUR - ahead).pending
        told[remind] = posts
    assert told == {
        Remind.ALL: [*Post],
        Remind.START: [Post.REMINDER, Post.HOW_WAS_IT],
        Remind.NOTHING: [Post.HOW_WAS_IT],
    }


def test_what_is_no_news_any_more_is_not_sent():
    evening = voting(starts_at=NOW + HOUR)
    assert evening.night.pending == (Post.FILMS,)
    assert evening.apply(rules.ring, NOW + HOUR - SOON).pending == (Post.SOON,)
    assert evening.apply(rules.close, by(ANA), Stage.VOTING, NOW + HOUR).pending == (Post.WINNER,)
    evening.apply(rules.sent, Post.WINNER, 7)
    night = evening.apply(rules.ring, NOW + HOUR)
    assert (night.pending, night.posts[Post.WINNER].message_id) == ((Post.REMINDER,), 7)


def test_the_film_has_begun_when_its_time_came_or_none_was_set():
    evening = voting(starts_at=NOW + HOUR)
    night = evening.apply(rules.close, by(ANA), Stage.VOTING, NOW)
    assert not night.begun
    later = evening.apply(rules.ring, NOW + HOUR)
    assert later.begun
    assert later.version > night.version, "its message gets a button"
    evening = voting()
    assert evening.apply(rules.close, by(ANA), Stage.VOTING, NOW).begun


@pytest.mark.parametrize("late", [timedelta(), HOUR, 9 * HOUR])
def test_the_question_waits_for_the_end_of_the_film_also_when_it_was_chosen_late(late):
    starts_at = NOW + RUN_OFF
    evening = voting(starts_at=starts_at)
    night = evening.apply(rules.close, by(ANA), Stage.VOTING, starts_at + late)
    assert night.timers == {
        Timer.REMINDER: starts_at,
        Timer.HOW_WAS_IT: starts_at + late + FILM,
    }


def test_a_night_without_a_time_waits_for_nothing_once_it_is_decided():
    evening = voting()
    assert evening.apply(rules.close, by(ANA), Stage.VOTING, NOW).timers == {}


def test_what_came_due_while_nobody_looked_is_done_in_its_order():
    evening = voting(starts_at=NOW + 3 * HOUR)
    night = evening.apply(rules.ring, NOW + 9 * HOUR)
    assert (night.stage, night.pending) == (Stage.DECIDED, (Post.REMINDER,))
    assert night.timers == {Timer.HOW_WAS_IT: NOW + 9 * HOUR + FILM}
    night = evening.apply(rules.ring, NOW + 20 * HOUR)
    assert (night.stage, night.pending) == (Stage.WATCHED, (Post.HOW_WAS_IT,))
    assert night.timers == {Timer.HOW_WAS_IT: NOW + 44 * HOUR}
    night = evening.apply(rules.ring, NOW + 44 * HOUR)
    assert (night.stage, night.timers) == (Stage.WATCHED, {})


def test_a_timer_whose_vote_ended_otherwise_does_nothing():
    evening = voting()
    evening.apply(rules.cancel, by(ANA))
    left = replace(evening.night, timers={Timer.VOTE_ENDS: NOW})
    assert rules.ring(left, NOW) == evening.night


def test_before_its_time_only_who_runs_the_night_says_that_it_was_watched():
    evening = voting(starts_at=NOW + HOUR)
    evening.apply(rules.close, by(ANA), Stage.VOTING, NOW)
    with pytest.raises(MemberError, match="before"):
        evening.apply(rules.watched, by(BEN), NOW)
    evening.apply(rules.watched, by(ANA), NOW)
    with pytest.raises(MemberError, match="already"):
        evening.apply(rules.watched, by(BEN), NOW)


def test_a_post_is_sent_once_or_given_up():
    evening = voting()
    evening.apply(rules.close, by(ANA), Stage.VOTING, NOW)
    evening.apply(rules.watched, by(ANA), NOW)
    night = evening.apply(rules.attempt, Post.HOW_WAS_IT, NOW)
    assert night.posts[Post.HOW_WAS_IT].attempted_at == NOW
    night = evening.apply(rules.sent, Post.HOW_WAS_IT, 77)
    assert night.posts[Post.HOW_WAS_IT].message_id == 77
    for rule, *how in ((rules.attempt, NOW), (rules.sent, 78), (rules.give_up,)):
        assert evening.apply(rule, Post.HOW_WAS_IT, *how) == night
        assert evening.apply(rule, Post.REMINDER, *how) == night


def test_a_cancelled_night_posts_and_waits_for_nothing():
    evening = voting(starts_at=NOW + HOUR)
    evening.apply(rules.close, by(ANA), Stage.VOTING, NOW)
    evening.apply(rules.ring, NOW + HOUR)
    night = evening.apply(rules.cancel, by(ANA))
    assert (night.stage, night.pending, night.timers) == (Stage.CANCELLED, (), {})
    with pytest.raises(MemberError, match="cancelled"):
        evening.apply(rules.cancel, by(ANA))


def test_an_event_can_be_tried_until_it_is_made():
    evening = voting(starts_at=NOW + HOUR)
    evening.apply(rules.close, by(ANA), Stage.VOTING, NOW)
    with pytest.raises(MemberError, match="event"):
        evening.apply(rules.plan_event, by(BEN), NOW)
    with pytest.raises(MemberError, match="too late"):
        evening.apply(rules.plan_event, by(ANA), NOW + HOUR)
    for _ in range(2):
        assert evening.apply(rules.plan_event, by(ANA), NOW).event_tried
    assert evening.apply(rules.event_made, 55).event_id == 55
    with pytest.raises(MemberError, match="already made"):
        evening.apply(rules.plan_event, by(ANA), NOW)


def test_a_message_shows_the_newest_version_that_it_was_given():
    night = voting().night
    assert rules.show(rules.show(night, 2), 1).shown == 2
    assert rules.put_up(rules.show(night, 2), 5, 77).shown == 0


def test_who_is_late_for_the_ballot_or_has_none_hears_why():
    evening = voting()
    with pytest.raises(MemberError, match="Press \\*\\*Join"):
        rules.check_ballot(evening.night, by(STRANGER))
    rules.check_ballot(evening.night, by(BEN))


@given(st.integers(0, 2**32))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_whatever_happens_a_night_stays_in_order(seed):
    chance = Random(seed)
    now = NOW
    memory = Memory(lambda: now)
    night = memory.create(announced(chance, now))
    for _ in range(120):
        rule = Caller(chance, night, now).rule()
        before, as_it_was = night, deepcopy(night)
        try:
            night = memory.change(night.id, rule)
        except MemberError:
            assert memory.get(night.id) == as_it_was
        assert before == as_it_was, "a rule has changed what it was given"
        is_in_order(night)
        if night.stage is not before.stage:
            assert night.stage in LATER[before.stage]
            follows_from_the_votes(before, night, rule)
        assert rules.ring(rules.ring(night, now), now) == rules.ring(night, now)
        assert all(at > now for at in rules.ring(night, now).timers.values())
        now += timedelta(minutes=chance.choice((0, 0, 0, 1, 20)))


def is_in_order(night):
    ids, films = set(night.member_ids), {film.id for film in night.films}
    assert len(ids) == len(night.members) <= MOST_MEMBERS
    assert len(films) == len(night.films) <= MOST_FILMS
    assert len({film.item_id or film.title.casefold() for film in night.films}) == len(films)
    named = [film.added_by for film in night.films if film.added_by is not None]
    assert len(set(named)) == len(named)
    assert all(film.fits.keys() <= ids for film in night.films)
    for votes in (night.approvals, night.runoff):
        assert votes.keys() <= films
        assert all(who <= ids for who in votes.values())
    assert all(night.approvals.values())
    assert night.vetoes.keys() <= ids
    for member, veto in night.vetoes.items():
        assert veto.film_id in films
        assert member not in night.approvals.get(veto.film_id, ())
    assert night.liked.keys() <= ids
    assert all(night.liked[who] == (stars >= 3) for who, stars in night.stars.items())
    assert (night.winner is not None) == (night.decided_at is not None)
    waits = {
        Stage.VOTING: {Timer.VOTE_ENDS, Timer.SOON},
        Stage.RUNOFF: {Timer.RUNOFF_ENDS, Timer.SOON},
        Stage.DECIDED: {Timer.SOON, Timer.REMINDER, Timer.HOW_WAS_IT},
        Stage.WATCHED: {Timer.HOW_WAS_IT},
    }
    assert night.timers.keys() <= waits.get(night.stage, set())
    if night.stage in {Stage.VOTING, Stage.RUNOFF}:
        assert night.films
        assert not night.everybody_is_done
        ends = [at for timer, at in night.timers.items() if timer is not Timer.SOON]
        assert ends in ([night.vote_ends_at], [])
        starts_at = night.options.starts_at
        assert starts_at is None or night.vote_ends_at <= starts_at
    else:
        assert night.vote_ends_at is None
    if night.stage is Stage.CANCELLED:
        assert night.pending == ()
    for post, state in night.posts.items():
        sent = state.sending is Sending.SENT
        is_to_be_edited = post is Post.HOW_WAS_IT and state.sending is not Sending.SENT
        assert state.message_id is not None if sent else state.message_id is None or is_to_be_edited


def follows_from_the_votes(before, after, rule):
    """Hold a decision against the votes that were there."""
    if after.stage is Stage.RUNOFF:
        decision = reference.outcome(before, may_run_off=True)
        assert after.runoff == dict.fromkeys(decision.film_ids, frozenset())
    elif after.stage is Stage.DECIDED:
        decision = reference.outcome(before, may_run_off=False)
        assert (after.winner_id, after.why) == (decision.film_id, decision.why), rule


@pytest.mark.parametrize("stage", [Stage.CANCELLED, Stage.WATCHED])
@pytest.mark.parametrize("rule", [rules.join, rules.leave, rules.check_suggest, rules.cancel])
def test_a_night_that_is_over_is_refused_for_that_reason(stage, rule):
    rule = partial(rule, now=NOW) if rule is rules.leave else rule
    night = replace(Evening().night, stage=stage)
    said = "cancelled" if stage is Stage.CANCELLED else "over"
    with pytest.raises(MemberError, match=said):
        rule(night, by(ANA))


def test_a_cancelled_night_was_not_watched_for_that_reason():
    with pytest.raises(MemberError, match="cancelled"):
        rules.watched(replace(Evening().night, stage=Stage.CANCELLED), by(ANA), NOW)
