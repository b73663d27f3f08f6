"""The menu *Rate this film* on messages of the bot and of others."""

from bot.films.buttons import film_row
from bot.storage.types import Verdict
from bot.ui.control import view_of

MENU = "Rate this film"
MATRIX = 2571


async def open_menu(stage, message, actor=None):
    result = await (actor or stage.ben).context_menu(stage.channel, MENU, message)
    assert result.response.ephemeral
    return result.response


async def test_a_card_offers_the_buttons_of_its_film_to_whoever_asks(stage):
    card = (await stage.ana.slash(stage.channel, "movie", title="id:2571")).response
    await stage.restart()
    response = await open_menu(stage, card)
    assert response.embeds[0].title == "The Matrix (1999)"
    await stage.ben.click(response, custom_id=f"say:d:0:{MATRIX}")
    verdict = await stage.services.storage.verdicts.get(stage.ben.id, MATRIX)
    assert verdict is Verdict.DISLIKE
    await stage.restart()
    await stage.ben.click(response, custom_id=f"say:d:0:{MATRIX}")
    assert await stage.services.storage.verdicts.get(stage.ben.id, MATRIX) is None


async def test_a_list_offers_the_film_that_it_shows(stage):
    films = (await stage.ana.slash(stage.channel, "recommend")).response
    response = await open_menu(stage, films)
    assert response.embeds[0].title == films.embeds[0].title


async def test_a_list_of_an_earlier_version_asks_which_film_is_meant(stage):
    rows = [each for row, item in enumerate((MATRIX, 1)) for each in film_row(item, row=row)]
    target = stage.env.bot.get_partial_messageable(stage.channel.id)
    response = await open_menu(stage, await target.send("Two", view=view_of(*rows)))
    (menu,) = response.components[0]["components"]
    assert [each["value"] for each in menu["options"]] == [str(MATRIX), "1"]
    await stage.restart()
    picked = await stage.ben.select(response, [menu["options"][1]["value"]])
    shown = picked.response if picked.response.id != response.id else picked.followups[0]
    assert shown.ephemeral
    assert shown.embeds[0].title == menu["options"][1]["label"]


async def test_any_other_message_has_no_film(stage):
    message = await stage.ana.send(stage.channel, "Seen anything good?")
    response = await open_menu(stage, message)
    assert "no film on that message" in response.content
    assert "</rate:" in response.content
