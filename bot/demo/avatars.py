"""Avatars: a member's initial on their colour, and a ticket for the bot."""

import io

from PIL import Image, ImageDraw, ImageFont

_SIZE = 128
_BOT = "#24222f"
_GOLD = "#f2b544"


def initial(name: str, colour: str) -> bytes:
    """Draw the first letter of a name, white on its colour, as PNG."""
    image = Image.new("RGB", (_SIZE, _SIZE), colour)
    pen = ImageDraw.Draw(image)
    middle = (_SIZE / 2, _SIZE / 2)
    pen.text(middle, name[0], fill="white", font=ImageFont.load_default(72), anchor="mm")
    return _png(image)


def ticket() -> bytes:
    """Draw the bot's picture, a cinema ticket, as PNG."""
    image = Image.new("RGB", (_SIZE, _SIZE), _BOT)
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((20, 40, 108, 88), radius=6, fill=_GOLD)
    for x in (20, 108):
        pen.ellipse((x - 9, 55, x + 9, 73), fill=_BOT)
    for y in range(46, 86, 8):
        pen.line((80, y, 80, y + 3), fill=_BOT, width=2)
    pen.polygon(_star((51, 64), 16), fill=_BOT)
    return _png(image.rotate(12, resample=Image.Resampling.BICUBIC, fillcolor=_BOT))


def _star(centre: tuple[float, float], radius: float) -> list[tuple[float, float]]:
    tips = ((0, -1), (0.95, -0.31), (0.59, 0.81), (-0.59, 0.81), (-0.95, -0.31))
    dents = ((0.22, -0.31), (0.36, 0.12), (0, 0.38), (-0.36, 0.12), (-0.22, -0.31))
    corners = (corner for pair in zip(tips, dents, strict=True) for corner in pair)
    return [(centre[0] + radius * x, centre[1] + radius * y) for x, y in corners]


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()
