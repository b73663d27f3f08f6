"""The demo as a person meets it: the real program, and somebody in front of a browser.

The browser's test and the program that makes the pictures of the README both go through this.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from lab.loopback.patience import patience

ROOT = Path(__file__).parents[1]
CHROMIUM = shutil.which("chromium")
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
_LOOK = 1_000
"""Milliseconds."""
_PATIENCE = patience(3) * 1000
"""Milliseconds for what the page does."""
LONG_ENOUGH = patience(2)
"""Seconds for the program to end."""

expect.set_options(timeout=_PATIENCE)


@dataclass(frozen=True, slots=True)
class Demo:
    """The program, serving its page.

    Attributes:
        process: its first lines are read, the rest of its output is still in the pipe.
        url: the page's address.
    """

    process: subprocess.Popen[str]
    url: str


@contextmanager
def running_demo(data: Path, log: Path, *arguments: str) -> Iterator[Demo]:
    """Run ``python -m bot demo``; end it with SIGTERM if it has not ended by itself.

    Args:
        data: the host's data folder.
        log: file for what the program writes to its standard error.
        arguments: more of the command line.
    """
    command = [sys.executable, "-m", "bot", "demo", *arguments]
    environment = os.environ | {"MATINEE_DATA": str(data)}
    with (
        log.open("a") as errors,
        subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as process,
    ):
        assert process.stdout is not None
        try:
            lines = (line.strip() for line in process.stdout)
            url = next((line for line in lines if line.startswith("http://")), None)
            assert url is not None, log.read_text()
            yield Demo(process, url)
        finally:
            process.terminate()
            process.wait(LONG_ENOUGH)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a browser without windows."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


class Visitor:
    """Somebody at the page, who does what people do: look, type, choose, press."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.messages = page.locator("#channel-message-list article.channel-message")
        self._composer = page.locator("#channel-composer")
        self._offers = self._composer.locator(".command-popup [role=option]")

    def settle(self) -> None:
        """Wait until the page has done what it was told, and shows it."""
        self.page.wait_for_function("() => window.simcordPreview.ready")

    def look(self) -> None:
        """Look at what is new for a moment, as people do: what they press sooner isn't meant."""
        self.page.wait_for_timeout(_LOOK)

    def become(self, name: str) -> None:
        """Look at the channel as another member."""
        (wanted,) = self.page.locator("#viewer-picker").select_option(label=name)
        self.page.wait_for_function("id => window.simcordPreview.viewerId === id", arg=wanted)
        self.settle()

    def command(self, name: str, **options: str) -> Locator:
        """Type a command, take the first choice offered for each option, and send it.

        Returns:
            The answer.
        """
        self.type_command(name)
        for option, typed in options.items():
            self.choose(option, typed)
        return self.send()

    def type_command(self, name: str) -> None:
        """Type the name of a command and take it from the list."""
        self._composer.locator("#channel-composer-input").press_sequentially(f"/{name}")
        expect(self._offers.first).to_contain_text(f"/{name}")
        self.page.keyboard.press("Enter")
        expect(self._composer.locator(".command-chip")).to_have_text(f"/{name}")

    def choose(self, option: str, typed: str) -> None:
        """Fill an option: type, and take the first of the bot's offers."""
        self.fill(option, typed)
        self._offers.filter(has_text=typed).first.click()

    def fill(self, option: str, typed: str) -> None:
        """Type into an option for which the bot offers nothing."""
        field = self._composer.locator(f"input[data-option='{option}']")
        if not field.is_visible():
            self._composer.locator(f".command-popup [data-value='{option}']").click()
        field.press_sequentially(typed)

    def attach(self, option: str, filename: str, content: bytes) -> None:
        """Fill an option with a file."""
        field = self._composer.locator(f"input[type=file][data-option='{option}']")
        if not field.count():
            self._composer.locator(f".command-popup [data-value='{option}']").click()
        field.set_input_files({"name": filename, "mimeType": "", "buffer": content})

    def send(self) -> Locator:
        """Send the text in the box; return the answer, whatever comes after it."""
        answer = self.messages.nth(self.messages.count())
        self._composer.locator("#send-message").click()
        expect(answer).to_be_visible()
        self.settle()
        name = answer.get_attribute("data-message-id")
        assert name is not None
        return self.page.locator(f"article.channel-message[data-message-id='{name}']")

    def pick(self, message: Locator, count: int) -> None:
        """Choose the first options of a message's first menu, of which several can be chosen."""
        menu = message.locator(".preview-select").first
        menu.locator("button").first.click()
        for place in range(count):
            menu.locator("[role=option]").nth(place).click()
        menu.locator("button").first.click()
        self.settle()

    def offers(self) -> list[str]:
        """Return what the list over the box offers."""
        return self._offers.all_inner_texts()


@contextmanager
def visit(
    browser: Browser, url: str, *, viewport: tuple[int, int] = (1280, 1000), scale: float = 1
) -> Iterator[Visitor]:
    """Open the page in a browser that shares nothing with the others.

    Args:
        browser: started.
        url: the page's address.
        viewport: width and height of the page.
        scale: pixels of a screenshot a pixel of the page.
    """
    # The page forbids scripts of others, and those of a test are.
    context = browser.new_context(
        viewport={"width": viewport[0], "height": viewport[1]},
        device_scale_factor=scale,
        bypass_csp=True,
    )
    try:
        context.set_default_timeout(_PATIENCE)
        visitor = Visitor(context.new_page())
        visitor.page.goto(url)
        visitor.settle()
        yield visitor
    finally:
        context.close()


def button(message: Locator, label: str) -> Locator:
    """Return a message's button by what stands on it."""
    return message.locator(".component-button", has_text=label)


def reaction(message: Locator, emoji: str) -> Locator:
    """Return the reaction under a message."""
    return message.locator(".reaction-chip", has_text=emoji)


def expect_pictures(message: Locator, count: int) -> None:
    """Check that a message shows this many pictures, each really loaded."""
    pictures = message.locator(".embed-media img")
    expect(pictures).to_have_count(count)
    for index in range(count):
        expect(pictures.nth(index)).not_to_have_js_property("naturalWidth", 0)
