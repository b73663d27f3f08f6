import re

import pytest

from recsys.reasons import explain, unnamed
from recsys.types import Contribution, Evidence, EvidenceSource, ItemId

TITLES = {ItemId(1): "Alien", ItemId(2): "Heat", ItemId(3): "Fargo"}


@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        (
            Evidence(EvidenceSource.NEIGHBOURS, 100, 40, 34, 4.42, (ItemId(1), ItemId(2))),
            ["Alien and Heat", "34", "100", "4.4★"],
        ),
        (Evidence(EvidenceSource.NEIGHBOURS, 7, 3, 2, 4.0), ["2", "7", "4.0★"]),
        (
            Evidence(EvidenceSource.ITEM_WEIGHTS, 100, 1, 1, 5.0, (ItemId(3),)),
            ["Fargo", "1", "100", "5.0★"],
        ),
        (Evidence(EvidenceSource.ITEM_WEIGHTS, 100, 0, 0, None, (ItemId(3),)), ["Fargo"]),
        (Evidence(EvidenceSource.ITEM_WEIGHTS, 100, 0, 0, None), []),
        (
            Evidence(EvidenceSource.POPULARITY, 0, 3210, 2500, 4.25),
            ["2,500", "3,210", "4★", "4.2★"],
        ),
    ],
)
def test_the_reason_counts_and_names(evidence, said):
    sentence = explain(evidence, TITLES.__getitem__)
    titles = "|".join(TITLES.values())
    pieces = rf"[\d,.]*\d★?|(?:{titles})(?: and (?:{titles}))?"
    assert re.findall(pieces, sentence) == said


@pytest.mark.parametrize("source", EvidenceSource)
def test_unnamed_evidence_names_no_film(source):
    item = ItemId(1)
    evidence = Evidence(source, 100, 80, 60, 4.1, (item,), (Contribution(item, 0.5),))
    bare = unnamed(evidence)
    assert "A TITLE" not in explain(bare, lambda _: "A TITLE")
    assert "60" in explain(bare, lambda _: "A TITLE")
    assert str(ItemId(1)) not in re.findall(r"item_id=(\d+)", repr(bare))


@pytest.mark.parametrize(("raters", "of"), [(1, "100"), (2, "2"), (33, "33"), (34, "100")])
def test_a_film_that_few_know_is_counted_among_those_who_do(raters, of):
    evidence = Evidence(EvidenceSource.NEIGHBOURS, 100, raters, 1, 4.2)
    assert re.findall(r"[\d.]+", explain(evidence, str)) == ["1", of, "4.2"]
