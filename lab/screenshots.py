"""Make the pictures of the README: what people see in the demo, cut out of its page.

``python -m lab.screenshots`` from the project's folder. The same bot gives the same pictures:
times are left out, since they would age.
"""

import io
import tempfile
from collections.abc import Callable, Iterator, Mapping
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


def night_vote(visitor: Visitor) -> Shot:
    """Three members choose a film: the shortlist, and whom each film suits."""
    visitor.become("Ana")
    night = visitor.keep(visitor.command("movienight start"))
    for name in ("Ben", "Chiara"):
        visitor.become(name)
        button(night, "Join").click()
        visitor.settle()
    visitor.become("Ana")
    button(night, "Suggest films").click()
    visitor.settle()
    return Shot(night, button(night, "My ballot"))


def night_ballot(visitor: Visitor) -> Shot:
    """A member's own ballot, which nobody else sees."""
    night = visitor.kept()
    return _voted(visitor, night, 2)


def night_winner(visitor: Visitor) -> Shot:
    """What was decided, and why."""
    night = visitor.kept()
    visitor.become("Ben")
    _voted(visitor, night, 1)
    visitor.become("Ana")
    button(night, "End the vote").click()
    visitor.settle()
    button(visitor.messages.last, "End it").click()
    visitor.settle()
    return Shot(night, button(night, "Watched"))


def _voted(visitor: Visitor, night: Locator, count: int) -> Shot:
    """Choose the first films of a ballot."""
    button(night, "My ballot").click()
    visitor.settle()
    ballot = visitor.messages.last
    visitor.pick(ballot, count)
    return Shot(ballot, button(ballot, "I'm done"))


SCENES: Mapping[str, Callable[[Visitor], Shot]] = MappingProxyType(
    {
        "recommend": recommendations,
        "movie": card,
        "why": why,
        "profile": profile,
        "night-vote": night_vote,
        "night-ballot": night_ballot,
        "night-winner": night_winner,
    }
)


def photograph(page: Page, shot: Shot) -> Image.Image:
    """Cut a message out of the page, as wide as its embeds, in few colours."""
    page.mouse.move(0, 0)
    expect(shot.message).to_be_in_viewport(ratio=0.9)
    message, end = _box(shot.message), _box(shot.end)
    avatar = _box(shot.message.locator(".message-avatar"))
    shown = shot.message.locator(".embed-card, .message-content, .component-button").all()
    right = max(box["x"] + box["width"] for box in map(_box, shown))
    area: FloatRect = {
        "x": avatar["x"] - _MARGIN,
        "y": message["y"],
        "width": right - avatar["x"] + 2 * _MARGIN,
        "height": end["y"] + end["height"] - message["y"] + _MARGIN,
    }
    taken = Image.open(io.BytesIO(page.screenshot(clip=area))).convert("RGB")
    return taken.quantize(_COLOURS, Image.Quantize.MEDIANCUT, kmeans=4, dither=Image.Dither.NONE)


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
                file = PICTURES / f"{name}.png"
                photograph(visitor.page, scene(visitor)).save(file, optimize=True)
                yield file
