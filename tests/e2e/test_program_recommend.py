"""Films, buttons and verdicts with the real program, a sudden end of it included."""

import io
from functools import partial

from PIL import Image

from lab.loopback.interactions import DEFERRED
from lab.loopback.world import Fault


def differs(message, embeds):
    return message.embeds != embeds


def buttons(message, emoji):
    return [b for row in message.buttons for b in row if b.emoji == emoji]


async def test_films_come_with_pictures_and_buttons_that_work(stage):
    await stage.start()
    discord = stage.discord
    ana, ben = discord.world.add_user("Ana"), discord.world.add_user("Ben")

    answer = await discord.slash("recommend", ana, count=2)
    assert answer.callback == DEFERRED
    films = answer.shown
    assert not films.ephemeral
    assert len(films.embeds) == 1
    assert [len(row) for row in films.buttons] == [5, 4]
    assert len(films.attachments) == 1
    for picture in films.attachments:
        Image.open(io.BytesIO(picture.content)).verify()
    assert all(picture.description for picture in films.attachments)

    said = (await discord.press(films, buttons(films, "👍")[0], ben)).shown
    assert said.ephemeral
    before = films.embeds
    for emoji in ("👍", "▶️"):
        await discord.press(films, buttons(films, emoji)[0], ana)
        await discord.until(partial(differs, films, before), "the next film")
        before = films.embeds
    assert [len(stage.verdicts(person)) for person in (ana, ben)] == [1, 1]
    hidden = await discord.slash("recommend", ana, private=True)
    assert hidden.shown.ephemeral

    offered = await discord.complete("rate", ben, "movie", movie="matr")
    assert any("Matrix" in choice["name"] for choice in offered)
    rated = await discord.slash("rate", ben, movie=offered[0]["value"], verdict="dislike")
    assert "Matrix" in rated.shown.text
    assert sorted(stage.verdicts(ben).values()) == ["dislike", "like"]


async def test_an_acknowledgement_whose_answer_was_lost_ends_in_films_all_the_same(stage):
    await stage.start()
    discord = stage.discord
    ana = discord.world.add_user("Ana")

    discord.world.faults.append(Fault("POST", "/interactions/", 502, served=True))
    films = (await discord.slash("recommend", ana, count=2)).shown
    told = [r.status for r in discord.world.requests if r.path.endswith("/callback")]
    assert told == [502, 400]
    assert len(films.embeds) == 1

    discord.world.faults.append(Fault("POST", "/interactions/", 502, served=True))
    await discord.press(films, buttons(films, "👍")[0], ana)
    assert list(stage.verdicts(ana).values()) == ["like"]


async def test_a_killed_program_has_kept_what_it_acknowledged_and_serves_old_buttons(stage):
    program = await stage.start()
    discord = stage.discord
    members = [discord.world.add_user(f"Member {number}") for number in range(20)]
    films = (await discord.slash("recommend", members[0], count=4)).shown
    pressed = buttons(films, "👍")[0]
    presses = {member: await discord.begin_press(films, pressed, member) for member in members}
    await discord.until(lambda: presses[members[4]].answered, "fifth acknowledgement")
    await program.kill()
    acknowledged = [member for member, press in presses.items() if press.answered]

    await stage.start()
    assert [list(stage.verdicts(m).values()) for m in acknowledged] == [["like"]] * len(
        acknowledged
    )
    ana = next(member for member in acknowledged if member is not members[0])
    said = presses[ana].shown
    await discord.press(said, buttons(said, "↩️")[0], ana)
    assert stage.verdicts(ana) == {}
    await discord.press(films, pressed, ana)
    assert list(stage.verdicts(ana).values()) == ["like"]
    before = films.embeds
    await discord.press(films, buttons(films, "▶️")[0], members[0])
    assert films.embeds != before
