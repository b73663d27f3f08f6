"""What the bot stores, in one SQLite file: ids and verdicts, never names or messages.

::

    storage = await Storage.open(Path("data/matinee.db"))
    await storage.verdicts.rate(member_id, item_id, Verdict.LIKE, Source.COMMAND)
    profile = await storage.verdicts.profile(member_id)
    await storage.close()

The only texts by members are titles and veto reasons typed for a movie night.
"""

from bot.storage.errors import StorageError
from bot.storage.storage import Storage
from bot.storage.types import Source, Verdict

__all__ = ["Source", "Storage", "StorageError", "Verdict"]
