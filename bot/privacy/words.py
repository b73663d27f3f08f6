"""What members are told about their data. Pure: values in, sentences out."""

import discord

from bot.films.card import ACCENT
from bot.films.verdict_words import EMOJI
from bot.storage.types import Inventory, Verdict

_HIDDEN_MEANS = (
    "Cards don't count you, the reasons on your public lists name none of your films, and in movie "
    "nights your taste helps choose the films without anyone seeing how they suit you."
)
_VISIBLE_MEANS = (
    "• on cards (`/movie`): your 👍 👎 👀 in this server's counts. Only numbers, never your name; "
    "but while you're the only visible member, the numbers are yours.\n"
    "• on your public lists (`/recommend`): reasons that may name films you like.\n"
    "• in movie nights you join: how well each film suits you, next to your name; and on how many "
    "watchlists a film is, yours included, from two on."
)
_ALWAYS_SEEN = (
    "Either way, what you do in public is public: everybody sees the lists and cards you post, "
    "your reactions, and which movie nights you join."
)
_WHERE = (
    "In this bot's own database, under your Discord id, without your name or messages. It's never "
    "passed on."
)
EXPORTED = (
    "📦 Everything I store about you, for you alone. `README.txt` says what's in each file; the "
    "CSV files open in any spreadsheet."
)
NOTHING_TO_EXPORT = (
    "I don't store anything about you, so there's nothing to export. It begins with the first film "
    "you `/rate`."
)
TOO_MUCH_TO_EXPORT = (
    "Everything about you is more than fits into a file on Discord. Please ask whoever runs me "
    "for it."
)


def inventory_embed(stored: Inventory, guild_id: int | None) -> discord.Embed:
    """Return what is stored about a member who asks in that server, or in direct messages."""
    embed = discord.Embed(title="What I store about you", colour=ACCENT)
    for name, value in (
        ("Ratings", _ratings(stored)),
        ("Undo", _many(stored.history, "change")),
        ("Watchlist", _many(stored.watchlist, "film")),
        ("Server lists", f"{_many(stored.server_films, 'film')} you added"),
        ("Reactions", f"{_many(stored.reactions, 'reaction')} on cards, counted as ratings"),
        ("Cards", f"{_many(stored.cards, 'film')} shown in your direct messages"),
        ("Lists", f"{_many(stored.listings, 'list')} you asked for"),
        ("Shown", f"{_many(stored.shown, 'film')} in lists, so that none comes twice"),
        ("Skipped", f"{_many(stored.skipped, 'film')} you didn't know"),
        ("Imports", f"{_many(stored.imports, 'file')} you imported, for undo"),
        ("Movie nights", f"{_many(stored.nights, 'night')} you took part in"),
        ("Visibility", _visibility(stored, guild_id)),
    ):
        embed.add_field(name=name, value=value)
    embed.add_field(name="Where", value=_WHERE, inline=False)
    embed.add_field(name="What others see", value=_seen_by_others(stored, guild_id), inline=False)
    embed.add_field(
        name="Yours to decide",
        value="`/profile films` lists your ratings, `/privacy visibility` shows or hides you in a "
        "server, `/privacy export` gives you all of it, `/privacy delete` deletes it at once.",
        inline=False,
    )
    return embed


def ask_to_show() -> str:
    """Return what a member reads before they become visible in a server."""
    return (
        "You're hidden in this server. If you become visible, others here will see\n"
        f"{_VISIBLE_MEANS}\n"
        "Nothing else is shown, and you can hide again at any time."
    )


def shown(*, already: bool) -> str:
    """Return what others see of a member who is visible in this server."""
    now = "already visible" if already else "now visible"
    return (
        f"You're {now} in this server. Others here see\n"
        f"{_VISIBLE_MEANS}\n"
        "Nothing else is shown, and nothing changes in other servers."
    )


def hidden(*, already: bool) -> str:
    """Return what others see of a member who is hidden in this server."""
    now = "already hidden" if already else "now hidden"
    return f"You're {now} in this server. {_HIDDEN_MEANS} Messages already posted stay as they are."


def ask_to_erase(stored: Inventory) -> str:
    """Return the question before everything about a member is removed."""
    return (
        f"Delete everything I store about you, in all servers: {_counts(stored)}? "
        "You can't undo this."
    )


def nothing_stored() -> str:
    """Return the answer when there is nothing to delete."""
    return (
        "I don't store anything about you, so there's nothing to delete. It begins with the first "
        "film you `/rate`."
    )


def erased_text(erased: Inventory) -> str:
    """Return what was removed."""
    if erased.is_empty:
        return nothing_stored()
    standing = (
        "Your reactions still stand under messages on Discord, but they don't count any more. "
        if erased.reactions
        else ""
    )
    return (
        f"🗑️ Deleted: {_counts(erased)}. Nothing about you is left.\n"
        f"{standing}If you rate a film again, we start from scratch."
    )


def _ratings(stored: Inventory) -> str:
    if not stored.verdicts:
        return "None"
    by_verdict = [(each, stored.by_verdict[each]) for each in Verdict if each in stored.by_verdict]
    parts = [f"{EMOJI[each]} {count}" for each, count in by_verdict]
    return f"{_many(stored.verdicts, 'film')}: {' · '.join(parts)}"


def _visibility(stored: Inventory, guild_id: int | None) -> str:
    others = len(stored.visible_in - {guild_id})
    if guild_id is None:
        return f"In {_many(others, 'server')}" if others else "In no server"
    here = "Visible in this server" if guild_id in stored.visible_in else "Hidden in this server"
    return f"{here}, visible in {_many(others, 'other server')}" if others else here


def _seen_by_others(stored: Inventory, guild_id: int | None) -> str:
    if guild_id is None:
        return f"Only what you made visible in servers. {_ALWAYS_SEEN}"
    if guild_id not in stored.visible_in:
        return f"{_HIDDEN_MEANS} {_ALWAYS_SEEN}"
    return f"{_VISIBLE_MEANS}\n{_ALWAYS_SEEN}"


def _counts(stored: Inventory) -> str:
    """Return what is stored in words; kinds of which there is nothing are left out."""
    counts = (
        (stored.verdicts, "rating", ""),
        (stored.history, "change", " to undo"),
        (stored.watchlist, "film", " on your watchlist"),
        (stored.server_films, "film", " you added to servers' lists"),
        (stored.reactions, "counted reaction", ""),
        (stored.cards, "film", " shown in direct messages"),
        (stored.listings, "list", " you asked for"),
        (stored.shown, "film", " that lists have shown you"),
        (stored.skipped, "film", " you said you didn't know"),
        (stored.imports, "imported file", ""),
        (stored.nights, "movie night", " you took part in"),
        (len(stored.visible_in), "server", " you were visible in"),
    )
    *others, last = (f"{_many(count, noun)}{rest}" for count, noun, rest in counts if count)
    return f"{', '.join(others)} and {last}" if others else last


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
