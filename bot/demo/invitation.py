"""What newcomers need to know: in the terminal, and in the first message of the channel."""

import sys
import threading
import webbrowser

import discord

from bot.demo.cast import CAST, Character
from bot.demo.omdb import EXAMPLE
from bot.ui.message import Message

_ACCENT = 0xF2B544


def invitation(url: str) -> str:
    """Return what the terminal says when the page is there."""
    *names, newcomer = (each.name for each in CAST)
    return f"""
Matinee is open at
{url}

  Type /recommend in the box at the bottom, press Enter, then the arrow beside the box.
  Press the buttons under the films; under a /movie card the reactions count just the same.
  /movienight start announces a night: join it as several people, then press Suggest films.
  "Viewing as", at the top, makes you {", ".join(names)} or {newcomer}, who is new here.
  Be two people at once in two tabs. Menus of messages (Apps) are the one thing this page lacks.
  What you do is saved for the next time; --reset deletes it. Ctrl-C ends the demo.
"""


def invite(url: str) -> threading.Thread | None:
    """Print the page's address, and open it in a browser if this is a terminal that has one.

    Returns the thread that opens the browser, if there is one; nobody has to wait for it.
    """
    sys.stdout.write(invitation(url))
    sys.stdout.flush()
    browser = _window() if sys.stdout.isatty() else None
    if browser is None:
        return None
    opening = threading.Thread(target=browser.open, args=(url,), daemon=True)
    opening.start()
    return opening


def _window() -> webbrowser.BaseBrowser | None:
    """Return the browser, unless it is one that takes the terminal for itself."""
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return None
    return None if type(browser) is webbrowser.GenericBrowser else browser


def welcome() -> Message:
    """Return the first message of the channel."""
    embed = discord.Embed(
        title="Welcome to the Matinee demo",
        description=(
            "I find films for you, and a film for the whole evening. Type a command below, press "
            "Enter, then the arrow:\n"
            "👋 `/start`: rate a few films, and I know your taste within a minute\n"
            "🍿 `/recommend`: films for you, and why\n"
            "🎬 `/movie`: one film for everybody to rate by reaction\n"
            f"🔎 `/movie` with `{EXAMPLE}`: a film that my ratings are too old for, looked "
            "up (the demo has an OMDb of its own, with six invented films)\n"
            "🎟️ `/movienight start`: announce a night, press **Join** as two or three of the "
            "people below, then **Suggest films** and vote\n"
            "👤 `/profile show`: what your ratings say about your taste\n"
            "❓ `/help`: the rest"
        ),
        colour=_ACCENT,
    )
    who = "\n".join(f"**{each.name}** · {each.taste}{_shown(each)}" for each in CAST)
    embed.add_field(name="You can be anybody here: “Viewing as”, at the top", value=who)
    return Message(embeds=[embed])


def _shown(character: Character) -> str:
    return " · 👁️ taste visible" if character.visible else ""
