"""The picture of the bot in the demo."""

from typing import Final

from PIL import Image, ImageDraw

_SIZE: Final = 128
_BOT: Final = "#24222f"
_GOLD: Final = "#f2b544"


def ticket() -> Image.Image:
    """Draw a cinema ticket."""
    image = Image.new("RGB", (_SIZE, _SIZE), _BOT)
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((20, 40, 108, 88), radius=6, fill=_GOLD)
    for x in (20, 108):
        pen.ellipse((x - 9, 55, x + 9, 73), fill=_BOT)
    for y in range(46, 86, 8):
        pen.line((80, y, 80, y + 3), fill=_BOT, width=2)
    pen.polygon(_star((51, 64), 16), fill=_BOT)
    return image.rotate(12, resample=Image.Resampling.BICUBIC, fillcolor=_BOT)


def _star(centre: tuple[float, float], radius: float) -> list[tuple[float, float]]:
    tips = ((0, -1), (0.95, -0.31), (0.59, 0.81), (-0.59, 0.81), (-0.95, -0.31))
    dents = ((0.22, -0.31), (0.36, 0.12), (0, 0.38), (-0.36, 0.12), (-0.22, -0.31))
    corners = (corner for pair in zip(tips, dents, strict=True) for corner in pair)
    return [(centre[0] + radius * x, centre[1] + radius * y) for x, y in corners]
