"""A copy of everything about a member: complete, readable, the same each time, and harmless."""

import csv
import io
import json
from datetime import UTC, datetime
from random import Random
from zipfile import ZipFile

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.privacy.export import FILES, archive
from bot.storage.members import HELD
from bot.storage.types import Table, Verdict
from bot.ui.limits import UPLOAD
from recsys.catalog import Catalog
from recsys.movies import Movie
from recsys.types import ImdbId, ItemId

MEMBER = 0x1122334455667701
AT = datetime(2026, 11, 21, 19, 30, tzinfo=UTC)
RATED = 1_770_000_000
MATRIX = Movie(ItemId(2571), "The Matrix", 1999, ("Sci-Fi",), imdb_id=ImdbId("tt0133093"))
CATALOG = Catalog([MATRIX, Movie(ItemId(1), "=SUM(A1:A9)", 1995)])
NOTHING = {name: Table((), ()) for name in HELD}
VERDICTS = ("member_id", "item_id", "opinion", "source", "message_id", "rated_at")


def archived(**tables):
    with ZipFile(io.BytesIO(archive(NOTHING | tables, CATALOG, MEMBER, AT))) as files:
        return {name: files.read(name).decode("utf-8-sig") for name in files.namelist()}


def rows(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_there_is_a_file_for_every_table_that_holds_something_about_a_member():
    assert FILES.keys() == HELD.keys()
    names = [name for name, _ in FILES.values()]
    assert archived().keys() == {"README.txt", "matinee.json", *(f"{each}.csv" for each in names)}
    assert all(f"{name}.csv: {about}" in archived()["README.txt"] for name, about in FILES.values())


def test_a_verdict_reads_well_and_can_be_read_back():
    verdict = (MEMBER, 2571, "not_interested", "reaction", 2**62, RATED)
    files = archived(verdict=Table(VERDICTS, (verdict,)))
    (line,) = rows(files["verdicts.csv"])
    assert line == {
        "movieId": "2571",
        "imdbId": "tt0133093",
        "title": "The Matrix",
        "year": "1999",
        "verdict": "not_interested",
        "source": "reaction",
        "messageId": str(2**62),
        "ratedAt": "2026-02-02T02:40:00+00:00",
    }
    everything = json.loads(files["matinee.json"])
    assert (everything["format"], everything["version"]) == ("matinee", 2)
    assert everything["exportedAt"] == AT.isoformat()
    assert everything["memberId"] == str(MEMBER)
    (record,) = everything["verdicts"]
    assert record == line | {"movieId": 2571, "year": 1999}


def test_a_file_without_rows_says_what_it_would_hold():
    files = archived(watchlist=Table(("member_id", "item_id", "added_at"), ()))
    assert files["watchlist.csv"] == "movieId,imdbId,title,year,addedAt\r\n"


def test_films_that_the_catalogue_lacks_keep_their_id_or_their_title():
    watchlist = Table(("member_id", "item_id", "added_at"), ((MEMBER, 999, RATED),))
    typed = Table(("id", "item_id", "title", "added_by"), ((7, None, "Home video", MEMBER),))
    files = json.loads(archived(watchlist=watchlist, night_film=typed)["matinee.json"])
    assert files["watchlist"][0]["movieId"] == 999
    assert files["suggested"] == [
        {"id": 7, "movieId": None, "imdbId": None, "title": "Home video", "year": None}
    ]


def test_lists_show_titles_to_people_and_ids_to_programs():
    films = '[{"item_id": 2571, "reason": "Loved."}, {"item_id": 1}]'
    listing = Table(
        ("id", "member_id", "private", "options", "films"),
        ((3, MEMBER, 1, '{"count": 2, "genre": null}', films),),
    )
    files = archived(listing=listing)
    (line,) = rows(files["lists.csv"])
    assert (line["films"], line["options"]) == ("The Matrix (1999); =SUM(A1:A9) (1995)", "count: 2")
    assert line["private"] == "yes"
    (record,) = json.loads(files["matinee.json"])["lists"]
    assert (record["films"], record["private"]) == ([2571, 1], True)
    assert (record["reasons"], line["reasons"]) == (["Loved.", None], "Loved.")


def test_of_other_members_nights_it_says_only_that_they_are_others():
    nights = Table(("id", "organiser_id"), ((1, MEMBER), (2, MEMBER + 1)))
    files = archived(night=nights)
    assert [line["organised"] for line in rows(files["nights.csv"])] == ["yes", "no"]
    assert str(MEMBER + 1) not in "".join(files.values())


def test_the_same_data_gives_the_same_bytes():
    tables = NOTHING | {"verdict": Table(VERDICTS, ((MEMBER, 1, "like", "button", None, RATED),))}
    assert archive(tables, CATALOG, MEMBER, AT) == archive(tables, CATALOG, MEMBER, AT)


@settings(max_examples=50)
@given(st.sampled_from(["=", "+", "-", "@", "\t", "\r", "\n", ""]), st.text(max_size=20))
def test_what_members_typed_is_no_formula_in_a_spreadsheet(beginning, text):
    veto = Table(("night_id", "reason"), ((1, beginning + text),))
    files = archived(night_veto=veto)
    (line,) = rows(files["vetoes.csv"])
    assert not line["reason"].startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert line["reason"].removeprefix("'") == (beginning + text).removeprefix("'")
    assert json.loads(files["matinee.json"])["vetoes"][0]["reason"] == beginning + text


def test_a_title_is_no_formula_either():
    files = archived(watchlist=Table(("item_id", "added_at"), ((1, RATED),)))
    assert rows(files["watchlist.csv"])[0]["title"] == "'=SUM(A1:A9)"


def test_a_hundred_thousand_films_fit_into_a_message():
    """A twentieth of them takes less than a twentieth of the room."""
    random, films = Random(0), 5_000
    letters = "abcdefghijklmnopqrstuvwxyz "
    catalog = Catalog(
        Movie(
            ItemId(number),
            "".join(random.choices(letters, k=24)).title(),
            random.randrange(1900, 2026),
            imdb_id=ImdbId(f"tt{random.randrange(10**7):07}"),
        )
        for number in range(films)
    )
    verdicts = tuple(
        (MEMBER, number, random.choice(list(Verdict)).value, "button", None, RATED + 37 * number)
        for number in range(films)
    )
    tables = NOTHING | {"verdict": Table(VERDICTS, verdicts)}
    assert len(archive(tables, catalog, MEMBER, AT)) < UPLOAD * films / 100_000
