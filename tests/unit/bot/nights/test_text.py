"""A night in words: what happens, who is in, what to do next, and what was watched."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nights.night import FilmSource, NightFilm, NightMember, NightOptions, Stage, Veto, Why
from bot.nights.outcome import RunOff, decide
from bot.nights.text import headline, history_text, welcome_text
from bot.ui import limits
from recsys.types import GroupStrategy, ItemId
from tests.unit.bot.nights.strategies import FITS, a_night, nights, run_offs, tied_nights

EVENING = datetime(2026, 2, 5, 20, tzinfo=UTC)
TITLES = {7: "Alien (1979)", 8: "Brazil (1985)", 9: "Clue (1985)"}
BOTH = frozenset({101, 102})


def text(night):
    titles = {film.id: f"Film {film.id}" for film in night.films} | TITLES
    return headline(night, titles)


def gathering(**options):
    return replace(a_night(()), stage=Stage.GATHERING, options=NightOptions(**options))


def decided(why, **changes):
    night = a_night(FITS[2:4] + FITS[2:3])
    return replace(night, stage=Stage.DECIDED, winner_id=7, why=why, **changes)


def test_an_announcement_says_when_who_and_what_to_do():
    said = text(gathering(starts_at=EVENING))
    assert said.splitlines() == [
        "## 🎟️ Movie night · <t:1770321600:F> (<t:1770321600:R>)",
        "Organised by <@101> · **2** in: <@101> <@102>",
        "Press **Join** to take part. Then the organiser can press **Suggest films**.",
    ]
    assert "anyone who joined can press" in text(gathering(anybody_suggests=True))


def test_an_announcement_names_the_filters_and_the_strategy():
    said = text(
        gathering(
            genre="Sci-Fi",
            first=1980,
            last=1999,
            max_minutes=120,
            strategy=GroupStrategy.NO_MISERY,
            rewatches=True,
        )
    )
    assert "Films: from the watchlists of everyone who joins, then from your tastes" in text(
        gathering(source=FilmSource.WATCHLISTS)
    )
    assert "Films: from the server's list, then from your tastes · Sci-Fi" in text(
        gathering(source=FilmSource.LIST, genre="Sci-Fi")
    )
    assert (
        "Films: Sci-Fi · from 1980 · up to 1999 · at most 120 min · "
        "nothing anyone would hate · rewatches allowed"
    ) in said
    assert "Films: the best for most" in text(gathering(strategy=GroupStrategy.AVERAGE))


def test_who_is_invited_is_named_until_the_films_are_there():
    invited = replace(gathering(), invited=(104, 103))
    assert "Invited: <@104> <@103>" in text(invited).splitlines()
    assert "Invited" not in text(replace(a_night(FITS[:1]), invited=(104,)))


def test_a_vote_says_for_how_many_the_films_were_chosen():
    members = tuple(NightMember(who, late=who == 104) for who in (101, 102, 103, 104))
    night = replace(a_night(FITS[1:2]), members=members)
    assert "Chosen for 3." in text(night)
    for source, said in (
        (FilmSource.WATCHLISTS, "Chosen for 3, from their watchlists first."),
        (FilmSource.LIST, "Chosen for 3, from the server's list first (📋)."),
    ):
        assert said in text(replace(night, options=NightOptions(source=source)))
    assert "Chosen for" not in text(replace(night, members=members[3:]))


def test_who_joined_hears_what_their_taste_does_and_who_sees_it():
    hidden = welcome_text(NightMember(101))
    tonight = welcome_text(NightMember(101, shows_fits=True))
    visible = welcome_text(NightMember(101, shows_taste=True))
    assert all("Your taste helps choose the films" in said for said in (hidden, tonight, visible))
    assert "only your ballot" in hidden
    assert "Tonight everyone sees" in tonight
    assert "in this server, so everyone sees" in visible


def test_who_joins_a_night_from_watchlists_hears_what_becomes_of_theirs():
    said = welcome_text(NightMember(101), FilmSource.WATCHLISTS)
    assert "from the watchlists of everyone who joined, yours too" in said
    assert "press **Leave**" in said
    late = welcome_text(NightMember(101), FilmSource.WATCHLISTS, late=True)
    assert "yours counts only once films are swapped" in late
    assert "before the films are drawn" not in late
    for source in (FilmSource.TASTE, FilmSource.LIST):
        for joined_late in (False, True):
            assert "watchlist" not in welcome_text(NightMember(101), source, late=joined_late)


def test_an_organiser_who_had_their_data_deleted_is_nobody():
    assert "Organised" not in text(replace(gathering(), organiser_id=0))
    assert "<@0>" not in text(replace(gathering(), organiser_id=0, stage=Stage.CANCELLED))
    assert "nobody" in text(replace(gathering(), members=()))


def test_a_vote_says_how_when_it_ends_and_who_is_done():
    night = replace(
        a_night(FITS[:2]),
        vote_ends_at=EVENING,
        members=(NightMember(101, done=True), NightMember(102)),
        approvals={7: BOTH},
    )
    said = text(night)
    assert "**My ballot**" in said
    assert "<t:1770321600:R>" in said
    assert "1 of 2 done" in said
    assert "Alien" not in said


def test_open_votes_are_counted_and_name_nobody():
    night = replace(
        a_night(FITS[:2]), options=NightOptions(hidden_votes=False), approvals={8: BOTH}
    )
    assert text(night).endswith("So far: Alien (1979) **0** · Brazil (1985) **2**")


def test_a_run_off_names_its_films_and_counts_anew():
    night = replace(
        a_night(FITS[:3]),
        stage=Stage.RUNOFF,
        options=NightOptions(hidden_votes=False),
        approvals={7: BOTH, 9: BOTH},
        runoff={7: frozenset(), 9: frozenset({101})},
    )
    said = text(night)
    assert "**It's a tie!**" in said
    assert said.endswith("So far: Alien (1979) **0** · Clue (1985) **1**")


@pytest.mark.parametrize(
    ("why", "changes", "said"),
    [
        (Why.APPROVALS, {"approvals": {7: BOTH}}, "2 votes."),
        (
            Why.RUNOFF,
            {"approvals": {7: {101}, 8: {102}}, "runoff": {8: {101}, 7: BOTH}},
            "1 vote. The vote was tied; it won the run-off 2 : 1.",
        ),
        (
            Why.FAIREST,
            {"approvals": {7: {101}, 8: {102}}},
            "no time for a run-off, so the film higher on the list won",
        ),
        (
            Why.FAIREST,
            {"approvals": {7: {101}, 8: {102}}, "runoff": {7: frozenset(), 8: frozenset()}},
            "the run-off were tied, so the film higher on the list won",
        ),
        (Why.NO_VOTES, {}, "0 votes. Nobody voted, so I picked the first on the list"),
        (
            Why.NO_VOTES,
            {"approvals": {8: {101}}, "vetoes": {102: Veto(8)}},
            "the first of the others won",
        ),
        (
            Why.ALL_VETOED,
            {"vetoes": {101: Veto(7), 102: Veto(8), 103: Veto(9)}},
            "Every film got a veto",
        ),
    ],
)
def test_a_decision_says_why(why, changes, said):
    (line,) = (line for line in text(decided(why, **changes)).splitlines() if "🏆" in line)
    assert line.startswith("🏆 **Alien (1979)** — ")
    assert said in line


def test_a_decision_says_what_came_second():
    night = decided(Why.APPROVALS, approvals={7: BOTH, 8: {101}, 9: BOTH}, vetoes={101: Veto(9)})
    assert "Second: **Brazil (1985)**, 1 vote." in text(night)
    assert "Second" not in text(decided(Why.APPROVALS, approvals={7: BOTH}))


def test_all_that_came_second_are_named():
    night = decided(Why.APPROVALS, approvals={7: BOTH, 8: {101}, 9: {102}})
    assert "Second: **Brazil (1985)** and **Clue (1985)**, 1 vote each." in text(night)


def test_vetoes_are_told_with_their_reasons_without_names_and_without_mark_up():
    night = decided(
        Why.APPROVALS,
        approvals={7: BOTH},
        vetoes={
            101: Veto(8, "**seen** it with <@102> @everyone\n# twice"),
            102: Veto(8),
            103: Veto(9, "too long, see https://evil.example"),
        },
    )
    (line,) = (line for line in text(night).splitlines() if "🚫" in line)
    assert line.startswith("🚫 Vetoed: Brazil (1985) ×2 (“")
    assert line.endswith(" · Clue (1985) (“too long, see …”)")
    assert "**" not in line
    assert "<@" not in line.replace("\\<@", "")
    assert "@everyone" not in line
    assert not re.search(r"\b10[123]\b", line.replace("<@102", ""))


def test_who_lost_out_is_counted_and_what_it_means_is_told():
    night = decided(Why.APPROVALS, approvals={7: {101}, 8: {102}})
    (line,) = (line for line in text(night).splitlines() if "⚖️" in line)
    assert re.findall(r"One|\d+%", line) == ["One", "25%", "50%"]
    assert "⚖️" not in text(decided(Why.APPROVALS, approvals={7: BOTH}))
    assert "⚖️" not in text(decided(Why.NO_VOTES))


def test_after_the_film_the_verdicts_are_counted():
    night = replace(
        decided(Why.APPROVALS, approvals={7: BOTH}),
        stage=Stage.WATCHED,
        liked={101: True, 102: False},
    )
    assert text(night).endswith("🎬 Watched. 👍 1 · 👎 1")


def test_a_cancelled_night_says_so_and_nothing_else():
    night = replace(a_night(FITS[:1]), stage=Stage.CANCELLED)
    assert text(night) == "🎟️ ~~Movie night~~ cancelled. Organised by <@101>"


@given(nights(members=1) | tied_nights() | run_offs(), st.booleans(), st.booleans())
def test_hidden_votes_never_show_before_the_end(night, hidden, done):
    options = replace(night.options, hidden_votes=hidden)
    members = tuple(replace(member, done=done) for member in night.members)
    night = replace(night, options=options, members=members)
    untouched = replace(
        night, approvals={}, vetoes={}, runoff=dict.fromkeys(night.runoff, frozenset())
    )
    if hidden:
        assert text(night) == text(untouched)
    assert text(replace(night, vetoes={})) == text(night)


@given(nights(members=1) | run_offs())
def test_every_decision_can_be_told(night):
    outcome = decide(night, may_run_off=False)
    assert not isinstance(outcome, RunOff)
    said = text(replace(night, stage=Stage.DECIDED, winner_id=outcome.film_id, why=outcome.why))
    assert "🏆" in said


@pytest.mark.parametrize("stage", [*Stage])
def test_the_largest_night_fits_with_all_that_matters(stage):
    members = tuple(NightMember(10**18 + number) for number in range(25))
    ids = [member.member_id for member in members]
    films = tuple(NightFilm(number, ItemId(number)) for number in range(1, 11))
    night = replace(
        a_night(()),
        stage=stage,
        organiser_id=ids[0],
        members=members,
        invited=tuple(2 * each for each in ids[1:]),
        films=films,
        options=NightOptions(starts_at=EVENING, hidden_votes=False, genre="Sci-Fi", first=1900),
        vote_ends_at=EVENING,
        approvals={film.id: frozenset(ids[:20]) for film in films},
        runoff={film.id: frozenset(ids) for film in films} if stage is Stage.RUNOFF else {},
        vetoes={each: Veto(at % 9 + 2, "_" * 150) for at, each in enumerate(ids)},
        winner_id=1,
        why=Why.APPROVALS,
        liked=dict.fromkeys(ids, True),
    )
    said = headline(night, dict.fromkeys(range(1, 11), "\\*" * 50))
    assert len(said) <= limits.CONTENT
    assert "… and" not in said
    last = {
        Stage.GATHERING: "**Suggest films**.",
        Stage.VOTING: "… **20**",
        Stage.RUNOFF: "… **25**",
        Stage.WATCHED: "👍 25 · 👎 0",
    }
    assert said.endswith(last.get(stage, ""))
    if stage is Stage.DECIDED:
        assert re.search(r"🚫 Vetoed: .+ · \d more$", said, re.MULTILINE)


NOON = datetime(2026, 2, 5, 12, tzinfo=UTC)
NIGHT = NOON + timedelta(hours=8)


def stamped(moment):
    return f"<t:{int(moment.timestamp())}:D>"


def test_a_night_has_its_day_its_film_and_how_it_was_liked():
    night = replace(a_night(FITS[:1]), liked={101: True, 102: False}, watched_at=NOON)
    assert history_text([night], {1: "Alien"}, 1) == f"{stamped(NOON)} · **Alien** · 👍 1 👎 1 of 2"


def test_the_day_is_that_of_the_film_not_of_the_announcement():
    night = replace(a_night(FITS[:1]), options=NightOptions(starts_at=NOON), watched_at=NIGHT)
    assert history_text([night], {}, 1).startswith(f"{stamped(NOON)} · **a film**")
    sooner = replace(night, options=NightOptions(starts_at=NIGHT), watched_at=NOON)
    assert history_text([sooner], {}, 1).startswith(stamped(NOON))


def test_nothing_to_show_is_said():
    assert "`/movienight start`" in history_text([], {}, 1)
    assert "`/movienight start`" not in history_text([], {}, 2)


def test_ten_nights_with_long_titles_fit():
    nights = [replace(a_night(FITS[:1]), id=number) for number in range(10)]
    text = history_text(nights, dict.fromkeys(range(10), "\\*" * 50), 1)
    assert len(text) <= limits.EMBED_DESCRIPTION
    assert len(text.splitlines()) == 10
