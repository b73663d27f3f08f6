import re

import pytest

from recsys.reasons import explain, unnamed
from recsys.types import Evidence, EvidenceSource, ItemId

TITLES = {ItemId(1): "Alien", ItemId(2): "Heat", ItemId(3): "Fargo"}


@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        (
            Evidence(EvidenceSource.NEIGHBOURS, 100, 40, 34, 4.42, (ItemId(1), ItemId(2))),
            ["34", "100", "MovieLens viewers", "4.4★", "Alien and Heat"],
        ),
        (
            Evidence(EvidenceSource.NEIGHBOURS, 7, 3, 2, 4.0, ()),
            ["2", "7", "MovieLens viewers", "4.0★"],
        ),
        (
            Evidence(
                EvidenceSource.ITEM_WEIGHTS, 100, 1, 1, 5.0, (), tuple(ItemId(i) for i in (3, 1, 2))
            ),
            ["Fargo and Alien", "1", "100", "MovieLens viewers", "5.0★"],
        ),
        (
            Evidence(EvidenceSource.POPULARITY, 0, 3210, 2500, 4.25),
            ["2,500", "3,210", "MovieLens viewers", "4★", "4.2★"],
        ),
    ],
)
def test_the_reason_counts_names_and_calls_people_what_they_are(evidence, said):
    sentence = explain(evidence, TITLES.__getitem__, "MovieLens viewers")
    titles = "|".join(TITLES.values())
    pieces = rf"[\d,.]*\d★?|MovieLens viewers|(?:{titles})(?: and (?:{titles}))?"
    assert re.findall(pieces, sentence) == said


@pytest.mark.parametrize("source", EvidenceSource)
def test_unnamed_evidence_names_no_film(source):
    evidence = Evidence(source, 100, 80, 60, 4.1, shared_likes=(ItemId(1),), because=(ItemId(2),))
    said = explain(unnamed(evidence), lambda _: "A TITLE", "MovieLens viewers")
    assert "A TITLE" not in said
    assert "60" in said
