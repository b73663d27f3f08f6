"""Files that are broken or meant to break something: a sentence, in bounded time and memory."""

import json
import struct
import tracemalloc
from contextlib import suppress
from zipfile import ZIP_BZIP2, ZIP_STORED

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.errors import MemberError
from bot.onboarding.imports.formats import MOST_ROWS, read
from bot.onboarding.imports.preview import Found, look_into
from bot.onboarding.imports.rows import Contents
from bot.onboarding.imports.unpack import MOST_BYTES, MOST_FILES, MOST_TEXT
from tests.unit.bot.imports.written import (
    CATALOG,
    DIARY,
    IMDB,
    LETTERBOXD,
    LIKES,
    MOVIELENS,
    RATINGS,
    TRAKT_RATINGS,
    as_json,
    zipped,
)

HEADER = RATINGS.splitlines()[0]
ROW = "2020-05-01,The Matrix,1999,https://boxd.it/2a1m,4.5\n"


def refused(data, name="export.csv"):
    """Return the sentence with which a file is refused."""
    with pytest.raises(MemberError) as told:
        read(data, name)
    return str(told.value)


def test_as_many_rows_as_nobody_has_seen_films():
    assert f"{MOST_ROWS:,}" in refused((HEADER + "\n" + ROW * 200_000).encode())
    half = HEADER + "\n" + ROW * (MOST_ROWS // 2 + 1)
    assert f"{MOST_ROWS:,}" in refused(zipped({"a.csv": half, "b.csv": half}))
    assert f"{MOST_ROWS:,}" in refused((HEADER + "\n" + "x,,,,\n" * 200_000).encode())


def test_a_zip_that_grows_without_end_is_left_in_time():
    bomb = zipped({"ratings.csv": HEADER + "\n" + "\0" * 2**20 * 64})
    assert len(bomb) < 2**17
    tracemalloc.start()
    try:
        assert "MiB" in refused(bomb)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 3 * MOST_TEXT


@pytest.mark.parametrize("cells", ["," * 2**24, '"\n",' * 2**22])
def test_a_record_that_does_not_end_is_left_in_time(cells):
    data = f"{HEADER}\n{cells}".encode()
    tracemalloc.start()
    try:
        assert "broken" in refused(data)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8 * len(data)


def test_many_files_that_are_small_alone_are_too_large_together():
    part = "x" * (MOST_TEXT // 4)
    assert "MiB" in refused(zipped({f"{number}.csv": part for number in range(5)}))


def test_a_zip_that_lies_about_its_size():
    data = bytearray(zipped({"ratings.csv": RATINGS}))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<I", 3)
    assert refused(bytes(data))


def test_more_files_than_any_export_has():
    assert f"{MOST_FILES:,}" in refused(zipped({f"{n}.txt": "" for n in range(MOST_FILES + 1)}))


def test_paths_that_lead_elsewhere_are_names_and_nothing_more(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = ["../../ratings.csv", "/etc/ratings.csv", "C:\\ratings.csv", "a/../../b.csv", "\u202e"]
    contents = read(zipped(dict.fromkeys(names, RATINGS)), "export.zip")
    assert len(contents.rows) == 5 * len(names)
    assert [*tmp_path.iterdir()] == []


def test_zips_in_zips_are_not_opened():
    inner = zipped({"ratings.csv": RATINGS})
    assert "recognise" in refused(zipped({"inner.zip": inner}))


def test_a_zip_with_a_password():
    data = bytearray(zipped({"ratings.csv": RATINGS}, ZIP_STORED))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert "password" in refused(bytes(data))


def test_a_zip_of_another_kind():
    assert "unpack" in refused(zipped({"ratings.csv": RATINGS}, ZIP_BZIP2))


def test_a_zip_that_is_cut_off_or_changed():
    data = zipped(LETTERBOXD)
    assert "damaged" in refused(data[:-30])
    changed = bytearray(zipped({"ratings.csv": RATINGS}, ZIP_STORED))
    changed[60] ^= 1
    assert "damaged" in refused(bytes(changed))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 1000,
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        b"\xff\xfe\x00",
        b"Hello, this is no export at all.",
        b"Name,Year\nThe Matrix,1999\n",
        b'{"some": "json"}',
        b"[]",
        b"[1, 2, 3]",
        b'[{"name": "x"}]',
        '{"format": "matinee"'.encode("utf-16-be"),
    ],
)
def test_what_is_no_export_is_told_so(data):
    assert "`/import`" in refused(data)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (HEADER + '\n2020-05-01,"The Matrix,1999,https://boxd.it/2a1m,4.5\n' + ROW, "quotation"),
        (HEADER + '\n2020-05-01,"The "Matrix"",1999,https://boxd.it/2a1m,4.5\n', "quotation"),
        (HEADER + f"\n2020-05-01,{'x' * 200_000},1999,,4.5\n", "quotation"),
        ("[" * 100_000, "broken"),
        ('{"format": "matinee", "version": 2,', "broken"),
        ('{"format": "matinee", "version": 99}', "version"),
        ('{"format": "matinee", "version": ' + "9" * 5000 + "}", "broken"),
        ("[" + "{}," * 500_000 + "{}]", f"{MOST_ROWS:,}"),
        ("[" + "1," * 1_600_000 + "1]", f"{MOST_ROWS:,}"),
    ],
)
def test_what_is_broken_is_told_so(text, why):
    assert why in refused(text.encode())


def test_values_of_the_wrong_kind_are_rows_that_make_no_sense():
    ours = {"format": "matinee", "version": 2, "verdicts": [1, {}, {"verdict": 7}, None]}
    contents = read(as_json(ours | {"watchlist": {"a": 1}}), "")
    assert (contents.rows, contents.unreadable) == ([], 4)
    odd = [TRAKT_RATINGS[0], 1, {}, {"movie": 3}, {"movie": {}, "rating": [1]}]
    assert read(as_json(odd), "").unreadable == 4


FILES = [
    RATINGS.encode(),
    DIARY.encode("utf-16"),
    IMDB.encode("utf-8-sig"),
    MOVIELENS.encode(),
    as_json(TRAKT_RATINGS),
    as_json({"format": "matinee", "version": 2, "verdicts": [{"movieId": 1, "verdict": "like"}]}),
    zipped(LETTERBOXD),
    zipped({"likes/films.csv": LIKES}, ZIP_STORED),
]


@st.composite
def mangled(draw):
    """Return a file of a service with some bytes removed, changed or repeated."""
    data = bytearray(draw(st.sampled_from(FILES)))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, max(len(data) - 1, 0)))
        end = start + draw(st.integers(0, 40))
        data[start:end] = draw(
            st.binary(max_size=8) | st.just(bytes(data[start:end]) * 3) | st.just(b'"')
        )
    return bytes(data)


@settings(max_examples=300, deadline=None)
@given(data=mangled() | st.binary(max_size=300), name=st.text(max_size=30))
@example(data=b"PK\x03\x04", name="x")
@example(data=b"PK\x05\x06" + b"\0" * 18, name="x")
def test_whatever_the_bytes_are_the_answer_is_films_or_a_sentence(data, name):
    with suppress(MemberError):
        _, found, _ = look_into(data, name, CATALOG)
        assert Found.from_json(json.loads(json.dumps(found.to_json()))) == found


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.lists(st.text(max_size=12), min_size=0, max_size=8).map(",".join), max_size=8).map(
        "\n".join
    ),
    st.sampled_from([each.splitlines()[0] for each in (RATINGS, DIARY, LIKES, IMDB, MOVIELENS)]),
)
def test_whatever_stands_in_the_cells_the_answer_is_rows_or_a_sentence(body, header):
    try:
        contents = read(f"{header}\n{body}".encode("utf-8", "replace"), "films.csv")
    except MemberError:
        return
    assert isinstance(contents, Contents)
    assert all(row.half_stars is None or 1 <= row.half_stars <= 10 for row in contents.rows)


def test_a_file_at_the_limit_can_hold_as_many_rows():
    assert len(ROW) * MOST_ROWS < MOST_BYTES
