"""Make the pictures of the README: what people see in the demo, cut out of its page.

``python -m lab.screenshots`` from the project's folder. The same bot gives the same pictures:
times are left out, since they would age, but for that of the movie night.
"""

import io
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from PIL import Image
from playwright.sync_api import FloatRect, Locator, Page, expect

from lab.browser import CHROMIUM, ROOT, Visitor, button, chromium, reaction, running_demo, visit
from recsys.errors import RecsysError

PICTURES = ROOT / "docs" / "pictures"
_VIEWPORT = (1000, 1500)
"""Tall enough for the longest message."""
_SCALE = 2
_COLOURS = 256
_MOMENT = 2500
"""Milliseconds that a moment of an evening is shown."""
_MARGIN = 8
"""Pixels of the page around the picture."""
_UNWANTED = """
    .message-time, .message-context-actions { display: none !important }
    .channel-message { background: none !important }
    #channel-composer { opacity: 0 }
    .message-content { max-width: 33rem }
"""


class ChromiumMissing(RecsysError):
    """There is no browser to take pictures with."""

    exit_code = 69


@dataclass(frozen=True, slots=True)
class Shot:
    """What a picture shows.

    Attributes:
        message: from its top,
        end: down to this part of it.
    """

    message: Locator
    end: Locator


def recommendations(visitor: Visitor) -> Shot:
    """A film for Ana, with the reason, and the others of the list."""
    films = visitor.command("recommend")
    return Shot(films, button(films, "More like this"))


def card(visitor: Visitor) -> Shot:
    """A film for everybody, with what four members say."""
    visitor.become("Dev")
    visitor.command("movie", title="The Princess Bride")
    for name, emoji in (("Chiara", "👍"), ("Noor", "👀"), ("Ben", "👎"), ("Ana", "👍")):
        visitor.become(name)
        reaction(visitor.messages.last, emoji).click()
        visitor.settle()
    shown = visitor.messages.last
    return Shot(shown, shown.locator(".message-reactions"))


def why(visitor: Visitor) -> Shot:
    """The reasons for a film, for one pair of eyes."""
    visitor.become("Chiara")
    films = visitor.command("recommend")
    button(films, "❓").first.click()
    visitor.settle()
    reasons = visitor.messages.last
    return Shot(reasons, reasons.locator(".embed-card"))


def profile(visitor: Visitor) -> Shot:
    """What a member's verdicts say of their taste."""
    visitor.become("Ben")
    answer = visitor.command("profile show")
    return Shot(answer, answer.locator(".embed-card").first)


def evening(visitor: Visitor) -> Iterator[tuple[str, Shot]]:
    """A movie night from its ticket to its film, moment by moment, each with a name."""
    visitor.become("Ana")
    visitor.type_command("movienight start")
    visitor.fill("when", "friday 20:00")
    night = visitor.send()
    ticket = night.locator(".attachment-image")
    yield "night-ticket", Shot(night, ticket)
    for name in ("Ben", "Chiara"):
        visitor.become(name)
        _press(visitor, night, "Join")
    visitor.become("Ana")
    yield "night-joined", Shot(night, ticket)
    _press(visitor, night, "Suggest films")
    yield "night-vote", Shot(night, button(night, "Cancel"))
    ballot = _ballot(visitor, night)
    yield "night-ballot-empty", Shot(ballot, button(ballot, "I'm done"))
    visitor.pick(ballot, 2)
    yield "night-ballot", Shot(ballot, button(ballot, "I'm done"))
    visitor.become("Ben")
    visitor.pick(_ballot(visitor, night), 1)
    visitor.become("Ana")
    _press(visitor, night, "End the vote")
    _press(visitor, visitor.messages.last, "End it")
    yield "night-winner", Shot(night, button(night, "Make an event"))


def _ballot(visitor: Visitor, night: Locator) -> Locator:
    _press(visitor, night, "My ballot")
    return visitor.messages.last


def _press(visitor: Visitor, message: Locator, label: str) -> None:
    button(message, label).click()
    visitor.settle()


SCENES: Mapping[str, Callable[[Visitor], Shot]] = MappingProxyType(
    {
        "recommend": recommendations,
        "movie": card,
        "why": why,
        "profile": profile,
    }
)


PICTURED = frozenset({"night-ticket", "night-vote", "night-ballot", "night-winner"})
"""The moments of an evening that are pictures of their own, besides the moving one."""


def photograph(page: Page, shot: Shot) -> Image.Image:
    """Cut a message out of the page, as wide as its embeds."""
    page.mouse.move(0, 0)
    shot.message.scroll_into_view_if_needed()
    expect(shot.message).to_be_in_viewport(ratio=0.9)
    message, end = _box(shot.message), _box(shot.end)
    avatar = _box(shot.message.locator(".message-avatar"))
    shown = shot.message.locator(".embed-card, .message-content, .component-button").all()
    right = max(box["x"] + box["width"] for box in map(_box, [*shown, shot.end]))
    area: FloatRect = {
        "x": avatar["x"] - _MARGIN,
        "y": message["y"],
        "width": right - avatar["x"] + 2 * _MARGIN,
        "height": end["y"] + end["height"] - message["y"] + _MARGIN,
    }
    return Image.open(io.BytesIO(page.screenshot(clip=area))).convert("RGB")


def _box(part: Locator) -> FloatRect:
    box = part.bounding_box()
    assert box is not None
    return box


def take_all() -> Iterator[Path]:
    """Write every picture, and yield each file.

    Raises:
        ChromiumMissing: there is no browser to take them with.
    """
    if CHROMIUM is None:
        raise ChromiumMissing("Chromium takes the pictures, and it isn't here: install it.")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        data = Path(folder)
        with (
            running_demo(data, data / "log") as demo,
            visit(browser, demo.url, viewport=_VIEWPORT, scale=_SCALE) as visitor,
        ):
            visitor.page.add_style_tag(content=_UNWANTED)
            for name, scene in SCENES.items():
                yield _save(name, photograph(visitor.page, scene(visitor)))
            moments = []
            for name, shot in evening(visitor):
                moments.append(photograph(visitor.page, shot))
                if name in PICTURED:
                    yield _save(name, moments[-1])
            yield _save_strip(moments)


def _save(name: str, picture: Image.Image) -> Path:
    file = PICTURES / f"{name}.png"
    _few_colours(picture).save(file, optimize=True)
    return file


def _save_strip(moments: Sequence[Image.Image]) -> Path:
    """Save moments as a moving picture, each in the upper left, in the page's size."""
    file = PICTURES / "night.gif"
    small = [moment.reduce(_SCALE) for moment in moments]
    size = (max(each.width for each in small), max(each.height for each in small))
    frames = []
    for moment in small:
        frame = Image.new("RGB", size, moment.getpixel((0, 0)))
        frame.paste(moment)
        frames.append(_few_colours(frame))
    first, *others = frames
    first.save(file, save_all=True, append_images=others, duration=_MOMENT, loop=0, optimize=True)
    return file


def _few_colours(picture: Image.Image) -> Image.Image:
    return picture.quantize(_COLOURS, Image.Quantize.MEDIANCUT, kmeans=4, dither=Image.Dither.NONE)
