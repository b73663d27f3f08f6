"""Films as embeds, whatever is known of them and whatever it says."""

import re
from types import SimpleNamespace

import discord
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.films import card as cards
from bot.films.looks import FilmLook, Viewers
from bot.films.why import why_embed, why_of
from bot.posters import FilmFacts
from bot.storage.types import Tally
from bot.ui import limits
from bot.ui.message import Picture
from recsys.movies import Movie
from recsys.types import Contribution, Evidence, EvidenceSource, ImdbId, ItemId

ALIEN = Movie(
    ItemId(1214), "Alien", 1979, ("Horror", "Sci-Fi"), imdb_id=ImdbId("tt0078748"), ratings=12_345
)
FACTS = FilmFacts(
    poster_url="https://posters.example/alien.jpg",
    runtime_minutes=117,
    imdb_rating=8.5,
    plot="A crew wakes.",
    director="Ridley Scott",
)
META = SimpleNamespace(invented=False)
PICTURE = Picture("poster-1.png", b"", "A poster")

texts = st.text(min_size=1, max_size=2_000)
movies = st.builds(
    Movie,
    id=st.just(ItemId(1)),
    title=texts,
    year=st.none() | st.integers(1870, 2100),
    genres=st.lists(st.text(max_size=20), max_size=8).map(tuple),
    aka=st.lists(texts, max_size=3).map(tuple),
    ratings=st.integers(0, 10**6),
)
looks = st.builds(
    FilmLook,
    facts=st.none()
    | st.builds(
        FilmFacts,
        runtime_minutes=st.none() | st.integers(1, 10_000),
        imdb_rating=st.none() | st.floats(1, 10),
        plot=st.none() | texts,
        director=st.none() | texts,
    ),
    picture=st.sampled_from([None, PICTURE]),
)
items = st.lists(st.just(ItemId(1)), max_size=30).map(tuple)
evidences = st.builds(
    Evidence,
    source=st.sampled_from(EvidenceSource),
    neighbours=st.integers(0, 100),
    raters=st.integers(0, 100),
    likers=st.integers(0, 100),
    mean_stars=st.none() | st.floats(0.5, 5),
    because=items,
    contributions=st.lists(
        st.builds(Contribution, st.just(ItemId(1)), st.floats(-1, 1)), max_size=30
    ).map(tuple),
    stars=st.just(()) | st.tuples(*[st.integers(0, 100)] * 10),
)


def fields(embed):
    return [field.value for field in embed.fields]


def within_the_limits(embed):
    assert len(embed.title or "") <= limits.EMBED_TITLE
    assert len(embed.description or "") <= limits.EMBED_DESCRIPTION
    assert len(embed.fields) <= 25
    for field in embed.fields:
        assert 1 <= len(field.name) <= 256
        assert 1 <= len(field.value) <= limits.FIELD_VALUE
    assert len(embed) <= limits.ALL_EMBEDS


@settings(max_examples=60, deadline=None)
@given(movies, looks, evidences)
def test_every_embed_of_any_film_fits(movie, look, evidence):
    why = cards.reason(evidence, lambda _item: movie.display)
    told = why_of(evidence, lambda _item: movie.display)
    for embed in (
        cards.film_embed(movie, look, number=4),
        cards.page_embed(movie, look, why, discovery=True),
        cards.public_card(movie, look, Tally(1, 2, 3, hidden=4)),
        why_embed(movie, evidence, told, None, META),
        why_embed(movie, evidence, told, PICTURE, META),
    ):
        within_the_limits(embed)


def test_a_page_has_its_link_what_is_known_why_and_a_large_poster():
    look = FilmLook(FACTS, viewers=Viewers(12345, 4.05))
    embed = cards.page_embed(ALIEN, look, "💬 Because.", discovery=True)
    assert embed.title == "Alien (1979)"
    assert embed.url == "https://www.imdb.com/title/tt0078748/"
    known, why = embed.description.split("\n\n")
    assert known.splitlines() == [
        "Horror · Sci-Fi · 1 h 57 min",
        "★ 4.0 from 12,345 viewers on MovieLens · 8.5 on IMDb",
        cards.links_line(ALIEN),
    ]
    assert why == "🔎 **A discovery**\n💬 Because."
    assert embed.thumbnail.url is None
    assert embed.image.url == FACTS.poster_url


def test_only_the_film_that_is_shown_is_bold_among_the_titles():
    assert (
        cards.titles_line(["Alien", "M*A*S*H", "Heat"], 1)
        == "Alien\N{NO-BREAK SPACE}· **M\\*A\\*S\\*H**\N{NO-BREAK SPACE}· Heat"
    )


def test_a_film_of_which_nothing_is_known_is_only_a_title():
    embed = cards.film_embed(Movie(ItemId(1), "Solaris"), cards.PLAIN_LOOK)
    assert embed.to_dict() | {"color": 0, "flags": 0, "type": ""} == {
        "title": "Solaris",
        "color": 0,
        "flags": 0,
        "type": "",
    }


def test_a_card_has_a_large_picture_plot_director_reception_links_and_verdicts():
    embed = cards.public_card(ALIEN, FilmLook(FACTS, viewers=Viewers(12_345, 4.04)), Tally(3, 0, 1))
    assert embed.image.url == FACTS.poster_url
    assert embed.thumbnail.url is None
    assert embed.description.endswith("\n\nA crew wakes.")
    assert "★ 4.0 from 12,345 viewers on MovieLens" in embed.description
    director, verdicts = fields(embed)
    assert director == "Ridley Scott"
    assert re.findall(r"\((\S+)\)", embed.description) == [
        "https://www.imdb.com/title/tt0078748/",
        "https://letterboxd.com/imdb/tt0078748/",
        "https://www.youtube.com/results?search_query=Alien+1979+trailer",
        "https://www.justwatch.com/us/search?q=Alien",
    ]
    assert verdicts == "👍 3 · 👎 0 · 👀 1"


def test_links_can_be_pressed_whatever_a_film_is_called():
    links = cards.links_line(Movie(ItemId(1), "[REC] (x) & 100% *é*", 2007))
    assert re.fullmatch(r"\[Trailer\]\([^()\s]+\) · \[JustWatch\]\([^()\s]+\)", links)


def test_a_card_outside_a_server_says_nothing_of_one():
    assert cards.public_card(ALIEN, FilmLook(), None).fields == []


def test_a_line_about_the_server_changes_and_the_rest_of_a_card_stays():
    card = cards.public_card(ALIEN, FilmLook(FACTS, viewers=Viewers(12_345, 4.04)), Tally(3, 0, 1))
    before = card.to_dict()
    again = cards.say_here(card, "new")
    assert fields(again) == [*fields(card)[:-1], "new"]
    assert card.to_dict() == before
    assert cards.say_here(cards.film_embed(ALIEN, FilmLook()), "new") == cards.film_embed(
        ALIEN, FilmLook()
    )


def test_drawn_artwork_goes_before_no_poster():
    assert FilmLook(FilmFacts(), PICTURE).url == "attachment://poster-1.png"
    assert FilmLook(FilmFacts()).url is None


def test_foreign_text_is_shown_as_it_is():
    facts = FilmFacts(plot="**Bold** [x](http://e.example)", director="@everyone")
    embed = cards.movie_card(
        Movie(ItemId(1), "*batteries* [REC]", genres=("_a_",), aka=("||b||",)),
        FilmLook(facts),
    )
    assert embed.title == "\\*batteries\\* \\[REC\\]"
    genres, _, *plot = embed.description.splitlines()
    assert genres == "\\_a\\_"
    assert plot == ["", "\\*\\*Bold\\*\\* \\[x\\](http\\://e.example)"]
    assert fields(embed) == ["@\u200beveryone", "\\|\\|b\\|\\|"]


@pytest.mark.parametrize(
    ("tally", "said"),
    [
        (Tally(1, 0, 0), "👍 1 · 👎 0 · 👀 0"),
        (Tally(0, 0, 2, hidden=2), "👍 0 · 👎 0 · 👀 2"),
        (
            Tally(1, 0, 0, hidden=3),
            "👍 1 · 👎 0 · 👀 0, and 3 more who keep theirs to themselves",
        ),
        (
            Tally(0, 0, 0, hidden=3),
            "None of them yet, but 3 others reacted and keep theirs to themselves.",
        ),
    ],
)
def test_a_server_is_told_counts_and_nothing_else(tally, said):
    assert cards.said_here(tally) == said


def test_few_hidden_members_are_none():
    assert {cards.said_here(Tally(0, 0, 0, hidden=n)) for n in range(3)} == {
        cards.said_here(Tally(0, 0, 0))
    }


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(7, "7 min"), (59, "59 min"), (60, "1 h 00 min"), (136, "2 h 16 min"), (600, "10 h 00 min")],
)
def test_running_times_are_said_as_people_say_them(minutes, said):
    assert cards.duration(minutes) == said


def test_a_reason_is_a_sentence_with_titles_in_bold():
    evidence = Evidence(
        source=EvidenceSource.NEIGHBOURS,
        neighbours=100,
        raters=40,
        likers=31,
        mean_stars=4.4,
        because=(ALIEN.id,),
    )
    said = cards.reason(evidence, lambda _item: "Face*Off")
    for piece in ("31", "100", "4.4★", "**Face\\*Off**"):
        assert piece in said


def test_a_card_says_whose_answers_it_counts_and_which_reaction():
    card = cards.public_card(Movie(ItemId(1), "A"), FilmLook(), Tally(1, 0, 0))
    *_, counted = card.fields
    assert counted.name == "Those who show their taste here"
    assert "your last one counts" in card.footer.text
    assert cards.public_card(Movie(ItemId(1), "A"), FilmLook(), None).footer.text is None


@pytest.mark.parametrize("name", ["In this server", "Those who show their taste here"])
def test_a_card_of_an_earlier_version_says_whose_answers_it_counts_once_it_changes(name):
    card = discord.Embed().add_field(name=name, value="before", inline=False)
    (field,) = cards.say_here(card, "now").fields
    assert (field.name, field.value) == ("Those who show their taste here", "now")
