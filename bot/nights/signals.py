"""What parts of the bot tell each other about nights."""

from typing import Final

CHANGED: Final = "night_changed"
"""Dispatched on the client after a change that a night's message may not show yet."""
