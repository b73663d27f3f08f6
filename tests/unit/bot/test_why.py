"""Why a film: what is said of it, and the picture."""

from io import BytesIO

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.films.why import Why, describe_why, doubts, draw_why, has_picture, why_of
from bot.ui import limits
from recsys.types import Contribution, Evidence, EvidenceSource, ItemId

STARS = (0, 1, 0, 2, 1, 4, 6, 14, 9, 12)
shares = st.floats(0.01, 1)
named = st.tuples(st.text(max_size=80), shares)
whys = st.builds(
    Why,
    speaking=st.lists(named, max_size=5).map(tuple),
    against=st.lists(named, max_size=2).map(tuple),
    stars=st.just(()) | st.tuples(*[st.integers(1, 1000)] * 10),
    neighbours=st.just(100),
    mean_stars=st.none() | st.floats(0.5, 5),
)


def evidence(amounts=(), stars=(), mean=None):
    return Evidence(
        EvidenceSource.NEIGHBOURS,
        100,
        sum(stars),
        sum(stars[7:]),
        mean,
        contributions=tuple(Contribution(ItemId(n), a) for n, a in enumerate(amounts, 1)),
        stars=stars,
    )


def test_films_speak_by_their_share_of_the_loudest_and_those_against_it_come_loudest_first():
    why = why_of(evidence((0.4, 0.1, 0.01, 0.0, -0.1, -0.2)), str)
    assert why.speaking == (("1", 1.0), ("2", 0.25))
    assert why.against == (("6", 0.5), ("5", 0.25))


def test_what_speaks_against_a_film_is_said():
    why = why_of(evidence((0.4, -0.2), STARS, 4.2), lambda item: f"Film {item}")
    ours, cold = doubts(why)
    assert "**Film 2**" in ours
    assert cold.startswith("4 of the 49 ")
    (few,) = doubts(why_of(evidence((0.4,), (0,) * 9 + (3,), 5.0), str))
    assert "Only 3 of the 100" in few
    assert len(doubts(why_of(evidence((0.4,), (0,) * 9 + (30,), 5.0), str))) == 1


def test_nothing_to_draw_is_no_picture():
    assert not has_picture(why_of(evidence(), str))
    assert not has_picture(why_of(evidence(stars=(0,) * 10), str))
    assert has_picture(why_of(evidence(stars=STARS, mean=4.2), str))


@given(whys.filter(has_picture))
@settings(max_examples=10, deadline=None)
def test_anything_can_be_drawn_and_told(why):
    assert Image.open(BytesIO(draw_why(why))).width == 1040
    assert len(describe_why(why)) <= limits.ALT_TEXT


def test_viewers_who_thought_it_was_just_fine_speak_against_a_film():
    lukewarm = (0, 0, 0, 0, 0, 6, 5, 9, 2, 2)
    (fine,) = doubts(why_of(evidence((0.4,), lukewarm, 3.7), str))
    assert fine.startswith("11 of the 24 ")
    few = (0, 0, 0, 0, 0, 3, 2, 9, 5, 5)
    assert doubts(why_of(evidence((0.4,), few, 4.1), str)) == ["Nothing that I know of."]
