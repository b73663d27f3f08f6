import pytest

from recsys.reasons import explain, unnamed
from recsys.types import Evidence, EvidenceSource, ItemId

TITLES = {ItemId(1): "Alien", ItemId(2): "Heat", ItemId(3): "Fargo"}


@pytest.mark.parametrize(
    ("evidence", "sentence"),
    [
        (
            Evidence(EvidenceSource.NEIGHBOURS, 100, 40, 34, 4.42, (ItemId(1), ItemId(2))),
            (
                "34 of your 100 closest MovieLens viewers loved it (4.4★); "
                "they also loved Alien and Heat"
            ),
        ),
        (
            Evidence(EvidenceSource.NEIGHBOURS, 7, 3, 2, 4.0, ()),
            "2 of your 7 closest MovieLens viewers loved it (4.0★)",
        ),
        (
            Evidence(
                EvidenceSource.ITEM_WEIGHTS, 100, 1, 1, 5.0, (), tuple(ItemId(i) for i in (3, 1, 2))
            ),
            (
                "because you liked Fargo and Alien; "
                "1 of your 100 closest MovieLens viewers loved it (5.0★)"
            ),
        ),
        (
            Evidence(EvidenceSource.POPULARITY, 0, 3210, 2500, 4.25),
            "well loved: 2,500 of 3,210 MovieLens viewers who rated it gave 4★ or more (4.2★)",
        ),
    ],
)
def test_the_reason_is_one_sentence_of_counted_numbers(evidence, sentence):
    assert explain(evidence, TITLES.__getitem__, "MovieLens viewers") == sentence


def test_invented_viewers_are_called_so():
    evidence = Evidence(EvidenceSource.NEIGHBOURS, 100, 40, 34, 4.42, (ItemId(1),))
    said = explain(evidence, TITLES.__getitem__, "invented viewers")
    assert said.startswith("34 of your 100 closest invented viewers loved it")


@pytest.mark.parametrize("source", EvidenceSource)
def test_unnamed_evidence_names_no_film(source):
    evidence = Evidence(source, 100, 80, 60, 4.1, shared_likes=(ItemId(1),), because=(ItemId(2),))
    said = explain(unnamed(evidence), lambda _: "A TITLE", "MovieLens viewers")
    assert "A TITLE" not in said
    assert "60" in said
