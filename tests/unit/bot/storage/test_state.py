from bot.storage import Storage


async def test_the_program_remembers_texts_by_key(storage: Storage):
    assert await storage.state.get("commands") is None
    await storage.state.set("commands", "3f9a")
    await storage.state.set("commands", "77b0")
    assert await storage.state.get("commands") == "77b0"
