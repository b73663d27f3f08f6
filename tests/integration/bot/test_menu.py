"""The menu *Rate this film* on messages of the bot and of others."""

from bot.storage.types import Verdict

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
    pressed = await stage.ben.click(response, custom_id=f"say:d:0:{MATRIX}")
    assert "you dislike **The Matrix (1999)**" in pressed.response.content
    verdict = await stage.services.storage.verdicts.get(stage.ben.id, MATRIX)
    assert verdict is Verdict.DISLIKE


async def test_a_list_asks_which_film_is_meant(stage):
    films = (await stage.ana.slash(stage.channel, "recommend")).response
    response = await open_menu(stage, films)
    (menu,) = response.components[0]["components"]
    assert [f"{n} · {each['label']}" for n, each in enumerate(menu["options"], 1)] == [
        embed.title for embed in films.embeds
    ]
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
