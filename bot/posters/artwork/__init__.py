"""Posters drawn by the bot itself, one look a genre."""

from bot.posters.artwork.poster import alt_text, draw_placeholder
from bot.posters.artwork.studio import Artwork

__all__ = ["Artwork", "alt_text", "draw_placeholder"]
