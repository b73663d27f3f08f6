"""Avatars: a member's initial on their colour, and a ticket for the bot."""

import io
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

TICKET: Final = Path(__file__).with_name("ticket.png")
"""Drawn by `lab.avatar`."""
_SIZE: Final = 128


def initial(name: str, colour: str) -> bytes:
    """Draw the first letter of a name, white on its colour, as PNG."""
    image = Image.new("RGB", (_SIZE, _SIZE), colour)
    pen = ImageDraw.Draw(image)
    middle = (_SIZE / 2, _SIZE / 2)
    pen.text(middle, name[0], fill="white", font=ImageFont.load_default(72), anchor="mm")
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()
