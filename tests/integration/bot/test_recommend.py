"""``/recommend`` and its buttons, on a simulated Discord."""


async def test_a_newcomer_gets_well_loved_films_that_are_called_so(stage):
    result = await stage.ana.slash(stage.channel, "recommend")
    assert "I don't know your taste yet" in result.response.content
    assert len(result.response.embeds) == 3
    assert len(result.response.attachments) == 3
    assert "Sample data (invented ratings)" in result.response.embeds[-1].footer.text


async def test_a_verdict_changes_the_next_list(stage):
    first = await stage.ana.slash(stage.channel, "recommend", private=True)
    pressed = first.response.components[0]["components"][0]["custom_id"]
    await stage.ana.click(first.response, custom_id=pressed)
    second = await stage.ana.slash(stage.channel, "recommend", private=True)
    assert second.response.content.startswith("🍿 **For")
    assert first.response.embeds[0].title not in [each.title for each in second.response.embeds]
