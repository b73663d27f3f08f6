"""What members and the host are told when a part fails, and that the bot goes on."""

import re

from bot.errors import tell
from bot.films.lists import headline
from bot.films.request import Request
from bot.storage.errors import DatabaseClosed
from bot.storage.types import Kind, Source, Verdict
from recsys.errors import IndexUnavailable
from tests.integration.bot.pressing import press

MATRIX = 2571
REFERENCE = re.compile(r".+ `([0-9a-f]{6})`")


async def like_something(stage):
    for item in (1, 6377, MATRIX):
        await stage.services.storage.verdicts.rate(stage.ana.id, item, Verdict.LIKE, Source.COMMAND)


def first_button(response):
    return response.components[0]["components"][0]["custom_id"]


async def test_without_the_engine_well_loved_films_stand_in_and_say_so(stage, caplog):
    await like_something(stage)
    stage.index.away = True
    result = await stage.ana.slash(stage.channel, "recommend")
    assert result.response.content.startswith(headline(stage.ana.id, Request(), Kind.STANDBY))
    assert len(result.response.embeds) == 1
    assert "Qdrant can't be reached" in caplog.text
    assert "Traceback" not in caplog.text


async def test_without_the_engine_a_stand_in_keeps_to_filters_and_leaves_out_what_is_known(stage):
    await like_something(stage)
    stage.index.away = True
    shown = {"The Matrix (1999)"}
    response = (await stage.ana.slash(stage.channel, "recommend", genre="Sci-Fi", count=1)).response
    for number in range(1, 4):
        (embed,) = response.embeds
        assert embed.title not in shown
        shown.add(embed.title)
        await press(stage.ana, response, f"page:1:next:{number}")
        assert response.content.startswith(
            headline(stage.ana.id, Request(genre="Sci-Fi"), Kind.STANDBY)
        )


async def test_without_the_engine_verdicts_are_kept_and_later_it_recovers_by_itself(stage):
    stage.index.away = True
    response = (await stage.ana.slash(stage.channel, "recommend")).response
    await stage.ana.click(response, custom_id=first_button(response))
    await stage.ana.slash(stage.channel, "rate", movie="id:2571", verdict="like")
    assert len(await stage.services.storage.verdicts.of(stage.ana.id)) == 2
    stage.index.away = False
    for _ in range(5):
        await press(stage.ana, response, "page:1:next:")
    assert response.content.startswith(headline(stage.ana.id, Request(), Kind.PERSONAL))
    again = (await stage.ana.slash(stage.channel, "recommend")).response
    assert again.content.startswith(headline(stage.ana.id, Request(), Kind.PERSONAL))


async def test_without_the_engine_why_says_so_to_the_presser_alone(stage):
    card = (await stage.ana.slash(stage.channel, "movie", title="id:2571")).response
    await stage.services.storage.verdicts.rate(stage.ben.id, 1, Verdict.LIKE, Source.COMMAND)
    stage.index.away = True
    result = await stage.ben.click(card, custom_id=f"why:0:{MATRIX}")
    (told,) = result.followups
    assert told.ephemeral
    assert told.content == tell(IndexUnavailable("away")).sentence


async def test_when_nothing_can_be_kept_the_member_hears_that_nothing_was(stage, caplog):
    response = (await stage.ana.slash(stage.channel, "recommend")).response
    await stage.services.storage.close()
    said = tell(DatabaseClosed("closed")).sentence
    rated = await stage.ana.slash(stage.channel, "rate", movie="id:2571", verdict="like")
    assert rated.response.content == said
    assert rated.response.ephemeral
    pressed = await stage.ben.click(response, custom_id=first_button(response))
    assert pressed.response.content == said
    asked = await stage.ana.slash(stage.channel, "recommend")
    assert asked.response is None
    assert [each.content for each in asked.followups] == [said]
    assert asked.followups[0].ephemeral
    assert [each.id for each in stage.channel.history(viewer=stage.cleo)] == [response.id]
    assert "/rate: The database is closed" in caplog.text
    assert "Traceback" not in caplog.text


async def test_a_reaction_that_cannot_be_kept_stands_in_the_log(stage, caplog):
    card = (await stage.ana.slash(stage.channel, "movie", title="id:2571")).response
    await stage.services.storage.close()
    await stage.ben.react(card, "👍")
    assert "on_raw_reaction_add: The database is closed" in caplog.text


async def test_what_nobody_expected_has_a_reference_that_stands_beside_the_trace(stage, caplog):
    stage.services.recommender._worker.shutdown()
    result = await stage.ana.slash(stage.channel, "recommend")
    assert result.response is None
    (told,) = result.followups
    assert told.ephemeral
    (reference,) = REFERENCE.fullmatch(told.content).groups()
    (record,) = [each for each in caplog.records if reference in each.getMessage()]
    assert record.levelname == "ERROR"
    assert "/recommend" in record.getMessage()
    assert "cannot schedule new futures after shutdown" in caplog.text
    assert "CommandInvokeError" not in caplog.text
    assert stage.channel.history(viewer=stage.ben) == []
    stage.env._errors.clear()
    await stage.ana.slash(stage.channel, "rate", movie="id:2571", verdict="like")
    assert len(await stage.services.storage.verdicts.of(stage.ana.id)) == 1


async def test_the_same_holds_for_a_button(stage, caplog):
    response = (await stage.ana.slash(stage.channel, "recommend")).response
    await stage.services.storage.database.write(
        lambda con: con.execute("UPDATE listing SET options = 'no JSON'")
    )
    result = await press(stage.ana, response, "page:1:next:")
    assert result.response.ephemeral
    (reference,) = REFERENCE.fullmatch(result.response.content).groups()
    assert f"Unexpected, reference {reference}, in interaction button page:1" in caplog.text
    assert "malformed JSON" in caplog.text
    assert len(response.embeds) == 1


async def test_what_a_member_typed_stays_out_of_the_log(stage, caplog):
    verdicts = stage.services.storage.verdicts
    for movie in stage.services.recommender.catalog.search("the", 25):
        await verdicts.rate(stage.ana.id, movie.id, Verdict.LIKE, Source.COMMAND)
    shown = await stage.ana.slash(stage.channel, "profile films", search="the")
    await stage.services.storage.close()
    await stage.ana.click(shown.response, custom_id="turn:verdicts:next:1:the")
    assert "button turn:verdicts: The database is closed" in caplog.text
    assert ":the" not in caplog.text


async def test_an_interaction_that_expired_is_no_error_of_ours(stage, caplog):
    stage.env.inject_error("POST", "/interactions/*/*/callback", status=404, code=10062, times=None)
    await stage.ana.slash(stage.channel, "recommend")
    assert "/recommend: 404 Not Found (error code: 10062)" in caplog.text
    assert "Could not answer /recommend" in caplog.text
    assert "Traceback" not in caplog.text
    assert [each for each in caplog.records if each.levelname == "ERROR"] == []


async def test_where_the_bot_may_not_answer_the_member_hears_what_it_needs(stage, caplog):
    stage.env.inject_error(
        "PATCH", "/webhooks/*/*/messages/@original", status=403, code=50013, times=1
    )
    result = await stage.ana.slash(stage.channel, "recommend")
    (told,) = result.followups
    assert told.ephemeral
    assert "Embed Links, Attach Files" in told.content
    assert "/recommend: 403 Forbidden" in caplog.text
    assert "Traceback" not in caplog.text


async def test_a_button_of_a_message_that_is_gone_is_no_error_of_ours(stage, caplog):
    response = (await stage.ana.slash(stage.channel, "recommend")).response
    stage.env.inject_error(
        "PATCH", "/webhooks/*/*/messages/@original", status=404, code=10008, times=1
    )
    result = await press(stage.ana, response, "page:1:next:")
    (told,) = result.followups
    assert told.ephemeral
    assert told.content
    assert "Traceback" not in caplog.text
    assert len(response.embeds) == 1
