"""What members read about their imports. Pure: values in, messages out."""

from collections.abc import Mapping
from typing import Final

import discord

from bot.films.card import ACCENT
from bot.films.verdict_words import EMOJI
from bot.onboarding.imports.films import Film
from bot.onboarding.imports.preview import Choices, Found, Preview
from bot.onboarding.imports.rows import Means
from bot.onboarding.imports.scale import BEST, Scale, mean_of
from bot.onboarding.imports.unpack import MOST_BYTES
from bot.storage.imports import UNDOABLE, Import, Undone, Written
from bot.storage.types import Verdict
from bot.ui.limits import FIELD_VALUE, lines_within, plain_clipped

EXPIRED: Final = "That import has expired, or another one came after it. `/import` starts anew."
UNDONE_ALREADY: Final = (
    f"There's nothing left to undo: that import is undone already, or older than {UNDOABLE.days} "
    "days."
)
WITHDRAWN: Final = "Nothing was imported."
_TITLE: Final = 60
"""Characters of a title in a list of many."""
_HOW: Final = (
    (
        "Letterboxd",
        "Settings → Data → Export your data. Send the zip as it is, or one of the CSV files in it.",
    ),
    ("IMDb", "Your ratings → ⋯ → Export. Series and episodes are left out."),
    ("Trakt", "Settings → Data → Export, or any list of its API as a JSON file."),
    ("MovieLens", "Your profile → Import/export → Ratings as CSV."),
    ("Matinee", "The zip of `/privacy export`, from here or from another bot like me."),
)


def instructions(newest: Import | None) -> discord.Embed:
    """Return where the files come from, and when the member imported last."""
    embed = discord.Embed(
        title="📥 Bring your ratings along",
        description=(
            "Use `/import` with your file. You'll see what's in it first, and nothing is "
            f"saved before you press **Import**. I take up to {MOST_BYTES // 2**20} MiB."
        ),
        colour=ACCENT,
    )
    for service, how in _HOW:
        embed.add_field(name=service, value=how, inline=False)
    if newest is not None and newest.done_at is not None:
        when = discord.utils.format_dt(newest.done_at, "R")
        embed.add_field(
            name="Your last import",
            value=f"From {newest.service}, {when}. You can undo it here.",
            inline=False,
        )
    return embed


def preview_embed(service: str, found: Found, choices: Choices, would: Preview) -> discord.Embed:
    """Return what a file has, and what would become of it."""
    embed = discord.Embed(
        title=f"📥 From {service}: {many(len(found.films), 'film')}",
        description="\n".join(_summary(found, choices, would)),
        colour=ACCENT,
    )
    if found.half_stars:
        embed.add_field(name="Your scale", value=_scale(found, choices.scale), inline=False)
    if would.unsure:
        name = f"Not sure about {len(would.unsure):,}"
        if not choices.unsure:
            name += ", left out"
        lines = [f"{_title(film)} → {_named(film)}" for film in would.unsure]
        embed.add_field(name=name, value=lines_within(lines, FIELD_VALUE // 2), inline=False)
    if would.unknown:
        lines = [_title(film) for film in would.unknown]
        name = f"Not in my catalogue: {len(lines):,}"
        embed.add_field(name=name, value=lines_within(lines, FIELD_VALUE // 2), inline=False)
    return embed


def written_text(service: str, written: Written) -> str:
    """Return what was imported."""
    parts = _verdicts(written.verdicts)
    if written.wanted:
        parts.append(f"🔖 {written.wanted:,}")
    replaced = f" {many(written.replaced, 'rating')} changed." if written.replaced else ""
    return (
        f"📥 Imported from {service}: {' · '.join(parts) or 'nothing new'}.{replaced} "
        "`/recommend` knows your taste now."
    )


def undone_text(undone: Undone) -> str:
    """Return what was undone."""
    kept = (
        f" {many(undone.kept, 'film')} you've rated anew since stayed as you left "
        f"{'it' if undone.kept == 1 else 'them'}."
        if undone.kept
        else ""
    )
    return f"↩️ Import undone: {many(undone.films, 'film')} as before.{kept}"


def stars(half_stars: int) -> str:
    """Return a rating as people write it, in stars and in points: "3.5 ★ (7/10)"."""
    return f"{half_stars / 2:g} ★ ({half_stars}/{BEST})"


def _summary(found: Found, choices: Choices, would: Preview) -> list[str]:
    lines = [f"**{would.sure:,}** recognised{_others(would)}"]
    if would.beyond:
        lines.append(
            f"**{would.beyond:,}** of them not in my data yet: saved now, counted once "
            f"{'it is' if would.beyond == 1 else 'they are'}"
        )
    if found.series:
        lines.append(f"Left out: {many(found.series, 'row')} about series or games")
    if found.unreadable:
        lines.append(f"Left out: {many(found.unreadable, 'row')} I can't read")
    if found.is_unnamed and choices.listed is None:
        return [*lines, "", "Letterboxd's lists all look alike. **Choose what this one is** below."]
    become = _verdicts(would.verdicts)
    if would.wanted:
        become.append(f"🔖 {would.wanted:,}")
    lines += ["", f"They'd become {' · '.join(become)}" if become else "Nothing to import."]
    if become and not would.changes:
        lines.append("You have all of that already.")
        return lines
    new = [
        many(count, noun)
        for count, noun in ((would.new, "new rating"), (would.newly_wanted, "new watchlist film"))
        if count
    ]
    if would.same:
        new.append(f"{would.same:,} you have already")
    if new:
        lines.append(", ".join(new))
    if would.replaced:
        lines.append(f"⚠️ **{many(would.replaced, 'rating')}** you gave here would change")
    return lines


def _others(would: Preview) -> str:
    others = []
    if would.unsure:
        others.append(f"**{len(would.unsure):,}** uncertain")
    if would.unknown:
        others.append(f"**{len(would.unknown):,}** unknown")
    return "".join(f" · {each}" for each in others)


def _scale(found: Found, scale: Scale) -> str:
    usual = mean_of(found.half_stars)
    assert usual is not None  # there are ratings
    liked = f"👍 from {stars(scale.like_from)}" if scale.like_from <= BEST else "no 👍"
    disliked = f"👎 up to {stars(scale.dislike_to)}" if scale.dislike_to else "no 👎"
    return (
        f"You give {usual:.1f} ★ on average. What's clearly above that means you like it, what's "
        f"far below that you don't: {liked}, {disliked}, and 👀 between. Move it below if that's "
        "not you."
    )


def _verdicts(counts: Mapping[Verdict, int]) -> list[str]:
    return [f"{EMOJI[each]} {counts[each]:,}" for each in Verdict if counts[each]]


def _title(film: Film) -> str:
    return plain_clipped(film.display, _TITLE)


def _named(film: Film) -> str:
    return plain_clipped(film.meant, _TITLE)


def many(count: int, noun: str) -> str:
    """Return a number of things: "1 film", "2,000 films"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


LISTED_AS: Final[Mapping[Means, str]] = {
    Means.WATCHED: "Films I've watched (watched.csv)",
    Means.WANTED: "My watchlist (watchlist.csv)",
    Means.LIKED: "Films I like (likes/films.csv)",
}
"""What a list may be."""
