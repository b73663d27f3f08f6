from bot.storage import Storage
from bot.storage.guild_settings import GuildSetting


async def test_a_server_that_chose_nothing_has_the_defaults(storage: Storage):
    expected = GuildSetting(
        time_zone="UTC", anybody_suggests=False, hidden_votes=True, rewatches=False
    )
    assert await storage.guild_settings.get(20) == expected


async def test_each_server_keeps_its_newest_choices(storage: Storage):
    first = GuildSetting("Europe/Berlin", anybody_suggests=True)
    newest = GuildSetting("Asia/Tokyo", hidden_votes=False, rewatches=True)
    await storage.guild_settings.set(20, first)
    await storage.guild_settings.set(21, first)
    await storage.guild_settings.set(20, newest)
    assert await storage.guild_settings.get(20) == newest
    assert await storage.guild_settings.get(21) == first
