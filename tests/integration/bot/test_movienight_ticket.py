"""The drawn ticket of an announcement."""

from tests.integration.bot.night import does, only_night, setting, started


def edits_of_attachments(stage):
    edits = [each.json for each in stage.env.http_requests if each.method == "PATCH"]
    return [edit for edit in edits if "attachments" in (edit or {})]


async def test_the_announcement_is_there_with_its_ticket_in_the_servers_time(stage):
    await setting(stage, time_zone="Asia/Tokyo")
    message = await started(stage, when="2026-11-28 20:00", genre="sci fi")
    (ticket,) = message.attachments
    night = await only_night(stage)
    assert ticket.filename == f"ticket-{night.id}.png"
    assert ticket.description.startswith("Ticket no. 1 for a movie night of Film club: ")
    assert "20:00 Tokyo time. Sci-Fi." in ticket.description
    assert message.embeds == []


async def test_joining_and_leaving_upload_no_ticket_again(stage):
    message = await started(stage)
    before, uploads = message.attachments[0].id, len(edits_of_attachments(stage))
    for actor in (stage.ben, stage.cleo):
        await does(actor, message, "join")
    await does(stage.cleo, message, "leave")
    assert "**2** in" in message.content
    assert [each.id for each in message.attachments] == [before]
    assert len(edits_of_attachments(stage)) == uploads == 1


async def test_the_films_take_the_place_of_the_ticket(stage):
    message = await started(stage, stage.ben)
    await does(stage.ana, message, "suggest")
    assert len(message.embeds) == 5
    assert not any("ticket" in each.filename for each in message.attachments)
