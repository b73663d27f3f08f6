import re
from contextlib import suppress
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys.datasets import ratings_text
from recsys.datasets.ratings_text import Layout, parse_ratings
from recsys.errors import MalformedData
from recsys.types import MAX_ID

_LAYOUTS = (
    Layout(","),
    Layout("::"),
    Layout("::", whole_stars=True),
    Layout("\t", whole_stars=True),
    Layout(",", ("rating", "movieId", "note", "userId")),
)
_FIELDS = (
    *("1", "1", "30", "0.5", "4", "4.5", "0", "11", "3.7", " 2", "2 ", "+3", "-1", "1_0", "1e0"),
    *("5.0", "5.5", "4.50", "4.05", "4.", ".5", "129", "1" * 18, "1" * 19, "007", "1,5", "4:5"),
    *("1.0", "", "nan", "inf", "TRUE", '"1"', '"', '"2', "1\0", "1\r", "٣", "2147483648"),
)
_Row = tuple[int, int, int, int]
_rows = st.lists(
    st.tuples(
        st.integers(1, MAX_ID),
        st.integers(1, MAX_ID),
        st.integers(1, 10),
        st.integers(0, 2**32 - 1),
    ),
    min_size=1,
    max_size=30,
)


def _parsed(data: bytes, layout: Layout) -> list[_Row]:
    found: list[_Row] = []
    for chunk in parse_ratings(BytesIO(data), "ratings", layout):
        assert chunk.first_line == len(found) + 1
        assert chunk.half_stars.dtype == np.uint8
        found += zip(
            chunk.user_ids.tolist(),
            chunk.item_ids.tolist(),
            chunk.half_stars.tolist(),
            chunk.timestamps.tolist(),
            strict=True,
        )
    return found


def _line(row: _Row, layout: Layout) -> str:
    user, item, half_stars, time = row
    values = {
        "userId": user,
        "movieId": item,
        "rating": half_stars // 2 if layout.whole_stars else half_stars / 2,
        "timestamp": time,
        "note": "fine",
    }
    return layout.separator.join(str(values[name]) for name in layout.columns)


@given(
    rows=_rows,
    layout=st.sampled_from(_LAYOUTS),
    end=st.sampled_from(["\n", "\r\n"]),
    tail=st.sampled_from(["", "\n", "\n\n\r\n"]),
    block_bytes=st.integers(1, 200),
)
def test_what_is_written_is_read_in_blocks_of_any_size(
    rows: list[_Row], layout: Layout, end: str, tail: str, block_bytes: int
) -> None:
    if layout.whole_stars:
        rows = [(user, item, 2 + half // 3 * 2, time) for user, item, half, time in rows]
    if "timestamp" not in layout.columns:
        rows = [(user, item, half, 0) for user, item, half, _ in rows]
    data = (end.join(_line(row, layout) for row in rows) + tail).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ratings_text, "_BLOCK_BYTES", block_bytes)
        assert _parsed(data, layout) == rows


def _defined(line: str, layout: Layout) -> _Row | None:
    """Return what a line says, field by field; ``None`` if it is wrong."""
    fields = [""]
    for part in re.split(f'({layout.separator}|")', line.removesuffix("\r")):
        quoted = layout.separator == "," and fields[-1].count('"') % 2
        if part == layout.separator and not quoted:
            fields.append("")
        else:
            fields[-1] += part
    if layout.separator == ",":
        fields = [re.sub(r'(?s)^"(.*)"$', r"\1", field) for field in fields]
    if len(fields) != len(layout.columns):
        return None
    field = {"timestamp": "0"} | dict(zip(layout.columns, fields, strict=True))
    whole = [field[name] for name in ("userId", "movieId", "timestamp")]
    if not all(re.fullmatch(r"[0-9]{1,18}", each) for each in whole):
        return None
    scale = r"[1-5](\.0+)?" if layout.whole_stars else r"0\.50*|[1-4](\.[05]0*)?|5(\.0+)?"
    if not re.fullmatch(scale, field["rating"]):
        return None
    user, item, time = map(int, whole)
    fits = 1 <= user <= MAX_ID and 1 <= item <= MAX_ID and time < 2**32
    return (user, item, int(2 * float(field["rating"])), time) if fits else None


@settings(max_examples=500)
@given(
    layout=st.sampled_from(_LAYOUTS),
    fields=st.lists(
        st.lists(st.sampled_from(_FIELDS), min_size=4, max_size=4)
        | st.lists(st.sampled_from(_FIELDS), min_size=1, max_size=6),
        min_size=1,
        max_size=3,
    ),
)
def test_every_line_is_read_by_the_definition_and_the_first_wrong_one_named(
    layout: Layout, fields: list[list[str]]
) -> None:
    lines = [layout.separator.join(line) for line in fields]
    expected = [_defined(line, layout) for line in lines]
    data = "".join(f"{line}\n" for line in [*lines, _line((1, 1, 2, 0), layout)]).encode()
    if None in expected:
        with pytest.raises(MalformedData) as caught:
            _parsed(data, layout)
        assert caught.value.line == expected.index(None) + 1
    else:
        assert _parsed(data, layout)[:-1] == expected


@given(data=st.binary(max_size=200), layout=st.sampled_from(_LAYOUTS))
def test_any_bytes_are_read_or_refused(data: bytes, layout: Layout) -> None:
    with suppress(MalformedData):
        _parsed(data, layout)


@pytest.mark.parametrize("wrong", [1, 2, 499, 500, 501, 999, 1000])
def test_the_wrong_line_is_found_in_any_block(wrong: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ratings_text, "_BLOCK_BYTES", 4096)
    lines = [f"{row},10,4.0,964982703" for row in range(1, 1001)]
    lines[wrong - 1] = "7,10,6.0,964982703"
    with pytest.raises(MalformedData) as caught:
        _parsed("\n".join(lines).encode(), Layout(","))
    assert caught.value.line == wrong


def test_quoted_fields_with_commas_in_other_columns_are_read() -> None:
    layout = Layout(",", ("userId", "movieId", "rating", "note"))
    data = b'1,10,4.5,"dull, long"\n"2","30","3","a ""classic"""\n'
    assert _parsed(data, layout) == [(1, 10, 9, 0), (2, 30, 6, 0)]
