"""What features tell each other: events dispatched on the client, heard by cogs as ``on_…``."""

from typing import Final

NIGHT_CHANGED: Final = "night_changed"
"""After a change that a movie night's message may not show yet."""

MEMBER_ERASED: Final = "member_erased"
"""Just before everything about a member, whose id it brings, is deleted."""
