from bot.storage import Storage


async def test_members_are_hidden_until_they_say_so(storage: Storage):
    assert await storage.visibility.is_visible(20, 7) is False
    assert await storage.visibility.visible_members(20) == set()


async def test_a_member_is_visible_in_one_server_only(storage: Storage):
    await storage.visibility.set(20, 7, visible=True)
    await storage.visibility.set(20, 7, visible=True)
    await storage.visibility.set(20, 8, visible=True)
    assert await storage.visibility.is_visible(20, 7) is True
    assert await storage.visibility.is_visible(21, 7) is False
    assert await storage.visibility.visible_members(20) == {7, 8}
    await storage.visibility.set(20, 7, visible=False)
    await storage.visibility.set(20, 7, visible=False)
    assert await storage.visibility.visible_members(20) == {8}
