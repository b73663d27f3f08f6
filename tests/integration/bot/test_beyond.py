"""Films that the data set lacks, looked up on a loopback OMDb, on a simulated Discord."""

import json

import pytest

from bot.models.beyond import Catalogs
from bot.nights.shortlist import LENGTH
from bot.storage.types import Verdict
from recsys.catalog import Catalog
from recsys.movies import Movie, beyond_id
from tests import loopback_omdb
from tests.integration.bot.night import titles, voting
from tests.integration.bot.pressing import ids, press
from tests.integration.bot.test_omdb_in_discord import with_key
from tests.loopback_omdb import Answer, film

NOLAN = beyond_id("tt15398776")
OPPENHEIMER = film("tt15398776", "Oppenheimer", 2023, Genre="Biography, Drama", Runtime="180 min")
SEQUEL = film("tt1160419", "Dune", 2021, Genre="Adventure", Poster="N/A")


@pytest.fixture
async def omdb(stage):
    """The bot of the stage with a key, and the OMDb that it asks."""
    async with loopback_omdb.loopback_omdb() as server, with_key(stage, server.url):
        server.know(OPPENHEIMER, SEQUEL, film("tt0000042", "Oppenheimer", 1980))
        server.know(film("tt0000043", "Oppenheimer", 1981, Type="series"))
        yield server


async def looked_up(stage, title="Oppenheimer", command="rate", **options):
    options = options or {"verdict": "like"}
    name = "title" if command == "movie" else "movie"
    result = await stage.ana.slash(stage.channel, command, **{name: title}, **options)
    return result.response


async def picked(stage, command, beginning="choose", **options):
    name = "title" if command in {"movie", "movienight suggest"} else "movie"
    asked = await stage.ana.slash(stage.channel, command, **{name: "Oppenheimer"}, **options)
    assert asked.ephemeral
    (wanted,) = [each for each in ids(asked.response) if each.endswith(f":{NOLAN}")]
    assert wanted.startswith(beginning)
    return await stage.ana.click(asked.response, custom_id=wanted)


async def test_candidates_have_their_year_and_a_picture_and_no_series_is_among_them(stage, omdb):
    asked = await looked_up(stage)
    assert [each.title for each in asked.embeds] == ["Oppenheimer (2023)", "Oppenheimer (1980)"]
    assert asked.embeds[0].thumbnail.url == OPPENHEIMER["Poster"]
    assert [each for each in omdb.asked if "s" in each] == [{"s": "Oppenheimer", "type": "movie"}]
    await looked_up(stage, "  oppenheimer ")
    assert len([each for each in omdb.asked if "s" in each]) == 1, "what was found is remembered"


@pytest.mark.usefixtures("omdb")
async def test_a_film_without_a_poster_gets_one_of_ours(stage):
    asked = await looked_up(stage, "Dune 2021")
    assert [each.title for each in asked.embeds] == ["Dune (2021)"]
    assert asked.embeds[0].thumbnail.url.startswith("attachment://")
    assert len(asked.attachments) == 1


@pytest.mark.usefixtures("omdb")
async def test_a_picked_film_is_rated_listed_shown_and_found_from_then_on(stage):
    storage = stage.services.storage
    done = await picked(stage, "rate", verdict="like")
    assert "**Oppenheimer (2023)**" in done.response.content
    assert await storage.verdicts.of(stage.ana.id) == {NOLAN: Verdict.LIKE}
    offered = await stage.ben.autocomplete(stage.channel, "movie", "title", "oppenh")
    assert [each["value"] for each in offered] == [f"id:{NOLAN}"]
    await stage.ana.slash(stage.channel, "watchlist add", movie="Oppenheimer")
    await stage.ana.slash(stage.channel, "list add", movie="Oppenheimer")
    assert await storage.watchlists.items(stage.ana.id) == [NOLAN]
    shown = await stage.ben.slash(stage.channel, "movie", title="oppenheimer")
    assert shown.response.embeds[0].image.url == OPPENHEIMER["Poster"]
    assert "Biography" in shown.response.embeds[0].description
    assert "3 h 00 min" in shown.response.embeds[0].description
    for command in ("profile show", "profile films", "watchlist show", "watchlist pick"):
        assert (await stage.ana.slash(stage.channel, command)).response is not None


async def test_typing_never_asks_omdb(stage, omdb):
    await stage.ana.autocomplete(stage.channel, "rate", "movie", "oppenheimer")
    assert omdb.asked == []


async def test_a_looked_up_card_is_posted_and_goes_on_without_omdb(stage, omdb):
    done = await picked(stage, "movie")
    omdb.always = loopback_omdb.LIMIT
    omdb.asked.clear()
    await stage.restart()
    again = await stage.ben.slash(stage.channel, "movie", title="Oppenheimer")
    assert again.response.embeds[0].title == "Oppenheimer (2023)"
    assert again.response.embeds[0].image.url == OPPENHEIMER["Poster"]
    assert omdb.asked == []
    why = await press(stage.ben, again.response, "why")
    assert "don't have **Oppenheimer (2023)** yet" in why.response.content
    like = await press(stage.ben, again.response, "similar")
    assert "don't have **Oppenheimer (2023)** yet" in like.response.content
    assert done is not None


@pytest.mark.usefixtures("omdb")
async def test_recommendations_go_on_for_those_who_like_only_such_films(stage):
    await picked(stage, "rate", verdict="like")
    result = await stage.ana.slash(stage.channel, "recommend")
    assert "To start with" in result.response.content


@pytest.mark.usefixtures("omdb")
async def test_a_film_named_for_a_night_is_one_that_can_be_rated(stage):
    message = await voting(stage, stage.ben)
    added = await picked(stage, "movienight suggest", "add")
    assert "Oppenheimer (2023)" in added.response.content
    (film_id,) = await stage.services.storage.database.rows(
        "SELECT title FROM night_film WHERE item_id = ?", NOLAN
    )
    assert film_id == (None,)
    assert message is not None


@pytest.mark.usefixtures("omdb")
async def test_a_night_draws_it_from_the_servers_list(stage):
    await picked(stage, "list add")
    message = await voting(stage, stage.ben, films="list")
    assert titles(message)[0] == "Oppenheimer (2023)"
    assert len(titles(message)) == LENGTH


@pytest.mark.usefixtures("omdb")
async def test_a_title_is_added_as_it_is_only_where_no_film_has_that_name(stage):
    await voting(stage, stage.ben)
    asked = await stage.ana.slash(stage.channel, "movienight suggest", title="oppenheimer 2023")
    assert {each.split(":")[0] for each in ids(asked.response)} == {"add"}
    asked = await stage.ana.slash(stage.channel, "movienight suggest", title="Our holiday")
    assert ids(asked.response)[-1].endswith(":Our holiday")


async def test_a_title_that_has_namesakes_can_be_looked_up_too(stage, omdb):
    omdb.know(film("tt7000001", "Beauty and the Beast", 2031))
    unclear = await looked_up(stage, "star wars episode")
    asked = await press(stage.ana, unclear, "look-up")
    assert "I couldn't find another “star wars episode”" in asked.response.content
    assert omdb.asked[-1]["s"] == "star wars episode"


async def test_too_many_results_ask_for_the_very_title(stage, omdb):
    omdb.too_common.add("oppenheimer")
    asked = await looked_up(stage)
    assert [each.title for each in asked.embeds] == ["Oppenheimer (2023)"]


@pytest.mark.usefixtures("omdb")
async def test_an_imdb_link_is_a_title_too(stage):
    asked = await looked_up(stage, "https://www.imdb.com/title/tt15398776/?ref_=x")
    assert [each.title for each in asked.embeds] == ["Oppenheimer (2023)"]
    asked = await looked_up(stage, "tt0133093")
    assert ids(asked)[0].endswith(":2571")


@pytest.mark.parametrize("trouble", [*loopback_omdb.TROUBLES, "quota"])
async def test_trouble_with_omdb_is_a_sentence(stage, omdb, trouble):
    omdb.always = (loopback_omdb.TROUBLES | {"quota": loopback_omdb.LIMIT})[trouble]
    asked = await looked_up(stage)
    assert asked.embeds == []
    assert "can't right now" in asked.content


async def test_what_nobody_has_is_said_to_be_nowhere(stage, omdb):
    asked = await looked_up(stage, "qqqqqqqq")
    assert asked.content == (
        "I couldn't find “qqqqqqqq”. OMDb doesn't have it, either. Try fewer words, or pick from "
        "the list while you type."
    )
    omdb.asked.clear()
    await looked_up(stage, "id:1099999999")
    assert omdb.asked == [], "nobody's title"


HOSTILE = [
    {"Search": "Oppenheimer", "Response": "True"},
    {"Search": [1, None, "x", []], "Response": "True"},
    {"Search": [{"Title": 3, "imdbID": "tt15398776", "Type": "movie"}], "Response": "True"},
    {"Search": [{"Title": "A", "imdbID": "../../x", "Type": "movie"}], "Response": "True"},
    {"Search": [{"Title": "A", "imdbID": "tt99999999999", "Type": "movie"}], "Response": "True"},
    {"Search": [{"Title": "A", "imdbID": "tt0000000", "Type": "movie"}], "Response": "True"},
    {"Response": "True"},
]


@pytest.mark.parametrize("answer", HOSTILE)
async def test_hostile_answers_are_no_films(stage, omdb, answer):
    omdb.answers.append(Answer(body=json.dumps(answer)))
    asked = await looked_up(stage)
    assert asked.embeds == []
    assert "I couldn't find" in asked.content


async def test_what_omdb_says_is_made_harmless(stage, omdb):
    title = "**Big** [here](https://evil.example) @everyone \u202e" + "x" * 500
    listed = {"Title": title, "imdbID": "tt15398776", "Type": "movie", "Year": "9999–"}
    omdb.answers.append(Answer(body=json.dumps({"Search": [listed] * 40, "Response": "True"})))
    asked = await looked_up(stage)
    (embed,) = asked.embeds
    assert "evil.example" not in embed.title
    assert "\u202e" not in embed.title


async def test_a_film_that_is_gone_when_it_is_picked_is_a_sentence(stage, omdb):
    asked = await looked_up(stage)
    omdb.always = loopback_omdb.HTML_503
    done = await stage.ana.click(asked, custom_id=f"choose:like:{NOLAN}")
    assert "couldn't get that film" in done.response.content
    assert await stage.services.storage.verdicts.of(stage.ana.id) == {}


async def test_without_a_key_the_answer_says_how_far_the_films_go(stage):
    asked = await looked_up(stage)
    assert "The films I know go up to 2017." in asked.content


@pytest.mark.usefixtures("omdb")
async def test_a_newer_data_set_that_has_the_film_counts_its_verdicts(stage):
    await picked(stage, "rate", verdict="like")
    storage = stage.services.storage
    newer = Movie(299999, "Oppenheimer", 2023, imdb_id="tt15398776", ratings=5)
    catalogs = Catalogs(storage.beyond)
    for _ in range(2):
        await catalogs.begin(Catalog([*stage.services.recommender.catalog, newer]))
        assert await storage.verdicts.of(stage.ana.id) == {299999: Verdict.LIKE}
    wider = catalogs.over(Catalog([newer]))
    assert wider[NOLAN] is newer, "old buttons still find it"
    assert wider.search("oppen") == [newer]


IMDB_FILE = (
    "Const,Your Rating,Date Rated,Title,Title Type,Year\n"
    "tt15398776,10,2024-01-02,BUY GOLD https://evil.example/x,Movie,2023\n"
    "tt0133093,9,2024-01-02,The Matrix,Movie,1999\n"
)


async def imported(stage):
    result = await stage.ana.slash(
        stage.channel, "import", file=("ratings.csv", IMDB_FILE.encode())
    )
    assert "**1** of them not in my data yet: saved now, counted once it is" in (
        result.response.embeds[0].description
    )
    await press(stage.ana, result.response, "import:write:")
    rated = await stage.services.storage.verdicts.of(stage.ana.id)
    assert rated == {NOLAN: Verdict.LIKE, 2571: Verdict.LIKE}


async def test_an_imported_film_is_called_as_the_file_does_and_offered_to_nobody(stage):
    await imported(stage)
    (beyond,) = await stage.services.storage.beyond.all()
    assert (beyond.movie.title, beyond.confirmed) == ("BUY GOLD …", False)
    assert await stage.ben.autocomplete(stage.channel, "movie", "title", "buy gold") == []


@pytest.mark.usefixtures("omdb")
async def test_an_imported_film_is_described_by_omdb_where_there_is_a_key(stage):
    await imported(stage)
    (beyond,) = await stage.services.storage.beyond.all()
    assert (beyond.movie.display, beyond.confirmed) == ("Oppenheimer (2023)", True)


async def test_about_says_how_far_the_films_go_and_what_becomes_of_others(stage):
    told = (await stage.ana.slash(stage.channel, "about")).response.embeds[0].fields[0].value
    assert "Films up to 2017; for others, whoever runs me needs a key of OMDb." in told


@pytest.mark.usefixtures("omdb")
async def test_with_a_key_about_says_that_others_are_looked_up(stage):
    told = (await stage.ana.slash(stage.channel, "about")).response.embeds[0].fields[0].value
    assert "Films up to 2017; others are looked up on OMDb." in told


@pytest.mark.usefixtures("omdb")
async def test_a_favourite_that_the_catalogue_lacks_is_looked_up(stage):
    card = (await stage.ana.slash(stage.channel, "start")).response
    form = await press(stage.ana, card, "favourites")
    names = [row["components"][0]["custom_id"] for row in form.modal["components"]]
    typed = dict(zip(names, ("Oppenheimer (2023)", "Alien", "", ""), strict=True))
    asked = await stage.ana.submit_modal(form, typed)
    await stage.ana.click(asked.response, custom_id=f"say:l:0:{NOLAN}")
    assert await stage.services.storage.verdicts.of(stage.ana.id) == {NOLAN: Verdict.LIKE}
