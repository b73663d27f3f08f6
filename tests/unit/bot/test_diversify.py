"""Well-loved films that are unlike each other."""

from hypothesis import given
from hypothesis import strategies as st

from bot.films.diversify import diversify
from recsys.types import Evidence, EvidenceSource, ItemId, Recommendation

GENRES = {1: ("Fantasy",), 2: ("Fantasy",), 3: ("Fantasy",), 4: ("Crime",), 5: ("Comedy", "Crime")}


def film(item, score):
    evidence = Evidence(EvidenceSource.POPULARITY, 0, 10, 9, 4.5)
    return Recommendation(ItemId(item), score, evidence)


def ids(films):
    return [each.item_id for each in films]


def test_a_saga_leaves_room_for_others():
    films = [film(1, 1.0), film(2, 0.98), film(3, 0.96), film(4, 0.7), film(5, 0.6)]
    assert ids(diversify(films, GENRES.__getitem__, 3)) == [1, 4, 2]


def test_a_film_that_is_loved_far_more_comes_all_the_same():
    films = [film(1, 1.0), film(2, 0.98), film(4, 0.2)]
    assert ids(diversify(films, GENRES.__getitem__, 2)) == [1, 2]


@given(
    st.lists(
        st.tuples(st.integers(1, 5), st.floats(0.01, 1)), max_size=5, unique_by=lambda p: p[0]
    ),
    st.integers(0, 7),
)
def test_it_takes_of_what_there_is_and_begins_with_the_best(pairs, count):
    films = sorted((film(*pair) for pair in pairs), key=lambda each: -each.score)
    taken = diversify(films, GENRES.__getitem__, count)
    assert len(taken) == min(count, len(films))
    assert len(set(ids(taken))) == len(taken)
    assert taken[:1] == films[: min(count, 1)]


def likeness(some, others):
    return len({*some} & {*others}) / len({*some} | {*others})


@given(
    st.lists(st.tuples(st.sampled_from([*GENRES]), st.floats(0.01, 1)), max_size=5).map(dict),
    st.integers(0, 7),
)
def test_each_is_the_best_for_how_new_it_is_beside_those_taken(scores, count):
    films = sorted((film(*pair) for pair in scores.items()), key=lambda each: -each.score)
    taken = diversify(films, GENRES.__getitem__, count)
    for place, chosen in enumerate(taken):
        before = taken[:place]

        def worth(each, before=before):
            own = GENRES[each.item_id]
            alike = max((likeness(own, GENRES[other.item_id]) for other in before), default=0.0)
            return each.score / films[0].score - 0.5 * alike

        assert worth(chosen) == max(worth(each) for each in films if each not in before)
