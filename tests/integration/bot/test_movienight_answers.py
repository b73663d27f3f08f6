"""How was it: thumbs and stars, the card with the result, and the ticket stubs."""

from bot.nights.night import Post, Sending
from bot.nights.store import night_store
from bot.storage.types import Verdict
from tests.integration.bot.night import decided, does, posts, told
from tests.integration.bot.pressing import ids

DAY = 24 * 3600


async def watched(stage, *joining, **options):
    """A night of Ana's that is over; return its message and the question."""
    message = await decided(stage, *joining, **options)
    await does(stage.ana, message, "watched")
    await stage.env.settle()
    (question,) = posts(stage, beginning="🎬 How was")
    return message, question


async def stars(actor, question, halves):
    (menu,) = [each for each in ids(question) if each.startswith("night:stars:")]
    return await actor.select(question, [str(halves)], custom_id=menu)


def now(stage, message):
    """Return a message as it stands."""
    (found,) = [each for each in stage.channel.history() if each.id == message.id]
    return found


async def the_night(stage):
    return await night_store(stage.services).get(1)


async def test_the_question_becomes_the_result_once_everybody_has_answered(stage):
    message, question = await watched(stage, stage.ben, stage.cleo)
    assert now(stage, question).attachments == []
    await does(stage.ana, question, "liked")
    await stars(stage.ben, question, 9)
    await stage.env.settle()
    assert now(stage, question).attachments == []
    before = len(stage.channel.history())
    said = told(await stars(stage.cleo, question, 4))
    assert said.startswith("★★ 👎 Saved: you dislike")
    await stage.env.settle()
    assert len(stage.channel.history()) == before
    title = message.embeds[0].title
    assert now(stage, question).content.startswith(f"🎬 **{title}**: 👍 2 · 👎 1 · ⭐ 3.2.")
    (card,) = now(stage, question).attachments
    assert card.description.startswith(f"Result of a movie night of Film club: {title}, ")
    assert "2 liked it, 1 didn't. 3.2 of 5 stars." in card.description
    (embed,) = now(stage, question).embeds
    members = (stage.ana, stage.ben, stage.cleo)
    assert embed.description == f"Who was there: {' '.join(f'<@{each.id}>' for each in members)}"


async def test_a_day_later_the_result_is_shown_with_the_answers_there_are(stage):
    _, question = await watched(stage, stage.ben, stage.cleo)
    await stars(stage.ben, question, 10)
    await stage.env.advance_time(DAY + 1)
    assert ": 👍 1 · 👎 0. " in now(stage, question).content
    assert "stars" not in now(stage, question).attachments[0].description
    first = now(stage, question).attachments[0].id
    await does(stage.ana, question, "disliked")
    await stage.env.settle()
    assert ": 👍 1 · 👎 1. " in now(stage, question).content
    assert now(stage, question).attachments[0].id != first


async def test_without_any_answer_there_is_no_result(stage):
    _, question = await watched(stage, stage.ben)
    await stage.env.advance_time(DAY + 1)
    assert now(stage, question).content.startswith("🎬 How was")
    assert now(stage, question).attachments == []
    assert (await the_night(stage)).pending == ()


async def test_stars_and_thumbs_never_contradict_each_other(stage):
    _, question = await watched(stage, stage.ben)
    film = (await the_night(stage)).winner.item_id
    for halves, verdict in ((6, Verdict.LIKE), (5, Verdict.DISLIKE), (10, Verdict.LIKE)):
        await stars(stage.ben, question, halves)
        assert (await stage.services.storage.verdicts.of(stage.ben.id))[film] is verdict
    await does(stage.ben, question, "liked")
    assert (await the_night(stage)).stars == {stage.ben.id: 5.0}
    await does(stage.ben, question, "disliked")
    assert (await the_night(stage)).stars == {}


async def test_who_did_not_join_gives_no_stars_and_has_no_stub(stage):
    _, question = await watched(stage, stage.ben)
    assert "You didn't join" in told(await stars(stage.cleo, question, 8))
    assert "You didn't join" in told(await does(stage.cleo, question, "stub"))
    assert (await the_night(stage)).stars == {}


async def test_each_who_joined_gets_a_stub_that_is_a_picture_for_them_alone(stage):
    _, question = await watched(stage, stage.ben)
    seats = set()
    for actor in (stage.ana, stage.ben):
        stub = (await does(actor, question, "stub")).response
        assert stub.ephemeral
        (picture,) = stub.attachments
        assert picture.filename == "stub-1.png"
        seats.add(picture.description.rpartition("row ")[2])
    assert seats == {"B, seat 1.", "B, seat 2."}


async def test_a_member_who_deletes_their_data_goes_from_the_result(stage):
    _, question = await watched(stage, stage.ben)
    for actor in (stage.ana, stage.ben):
        await stars(actor, question, 10)
    await stage.env.settle()
    assert f"<@{stage.ben.id}>" in now(stage, question).embeds[0].description
    result = await stage.ben.slash(stage.channel, "privacy delete")
    await stage.ben.click(result.response, custom_id=ids(result.response)[0])
    await stage.env.settle()
    assert f"<@{stage.ben.id}>" not in now(stage, question).embeds[0].description
    assert ": 👍 1 · 👎 0. " in now(stage, question).content


async def test_a_result_that_discord_refused_comes_after_a_restart(stage):
    _, question = await watched(stage, stage.ben)
    stage.env.inject_error("PATCH", f"/channels/*/messages/{question.id}", status=500, times=None)
    for actor in (stage.ana, stage.ben):
        await does(actor, question, "liked")
    assert (await the_night(stage)).pending == (Post.HOW_WAS_IT,)
    stage.env.backend.faults.clear()
    await stage.restart()
    await stage.env.settle()
    assert ": 👍 2 · 👎 0. " in now(stage, question).content
    assert (await the_night(stage)).pending == ()


async def test_a_question_that_was_deleted_becomes_no_result(stage):
    _, question = await watched(stage, stage.ben)
    await stage.env.bot.get_channel(stage.channel.id).get_partial_message(question.id).delete()
    message = (await the_night(stage)).message_id
    shown = next(each for each in stage.channel.history() if each.id == message)
    for actor in (stage.ana, stage.ben):
        await does(actor, shown, "liked")
    await stage.env.settle()
    assert (await the_night(stage)).posts[Post.HOW_WAS_IT].sending is Sending.GIVEN_UP
    assert "👍 2" in now(stage, shown).content
