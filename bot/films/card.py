"""Films as embeds. Pure: values in, `discord.Embed` out, within Discord's limits."""

from collections.abc import Callable, Sequence
from typing import Final
from urllib.parse import quote_plus

import discord

from bot.films.looks import FilmLook
from bot.posters import FilmFacts
from bot.storage.types import Tally
from bot.ui import limits
from bot.ui.limits import plain, plain_clipped
from bot.ui.message import copied
from recsys.movies import Movie
from recsys.reasons import explain
from recsys.types import Evidence, ItemId

ACCENT = discord.Colour(0xE8B04A)
"""Gold."""

INVENTED = "Sample data (invented ratings)"
"""Has to be below everything that comes from the sample."""

PLAIN_LOOK = FilmLook()
"""A film without facts and picture."""

ENOUGH_HIDDEN: Final = 3
"""Hidden members are counted from so many on."""

_HERE: Final = "Those who show their taste here"
"""Names the line of a card that follows what is said."""
_HERE_TOO: Final = "In this server"
"""How cards of earlier versions name it."""
_LAST_COUNTS: Final = "React to rate it. Of several reactions your last one counts."
_HALF_TITLE = 120
_LISTED_TITLE = 40
_NO_BREAK = "\N{NO-BREAK SPACE}"
_MINUTES = 60
_PLOT = 600


def film_embed(movie: Movie, look: FilmLook, *, number: int | None = None) -> discord.Embed:
    """Return a film's title with its link, its facts in a line, and its picture, small.

    ``number`` is its place in a list.
    """
    title = plain_clipped(movie.display, limits.EMBED_TITLE - 8)
    embed = discord.Embed(
        title=title if number is None else f"{number} · {title}",
        url=movie.imdb_url,
        description=facts_line(movie, look.facts) or None,
        colour=ACCENT,
    )
    if look.url:
        embed.set_thumbnail(url=look.url)
    return embed


def page_embed(
    movie: Movie, look: FilmLook, reason: str = "", *, discovery: bool = False
) -> discord.Embed:
    """Return a film with its picture large, what is known of it, where, and why it is shown."""
    embed = film_embed(movie, look)
    embed.set_thumbnail(url=None).set_image(url=look.url)
    known = [running_line(movie, look), ratings_line(look), links_line(movie)]
    why = ["🔎 **A discovery**" if discovery else "", reason]
    text = "\n\n".join("\n".join(filter(None, lines)) for lines in (known, why) if any(lines))
    embed.description = limits.clip(text, limits.EMBED_DESCRIPTION) or None
    return embed


def movie_card(movie: Movie, look: FilmLook) -> discord.Embed:
    """Return the card of one film: what is known of it, with its picture large."""
    embed = page_embed(movie, look)
    facts = look.facts
    if facts and facts.plot:
        plot = plain_clipped(facts.plot, _PLOT)
        embed.description = "\n\n".join(filter(None, [embed.description, plot]))
    if facts and facts.director:
        director = plain_clipped(facts.director, limits.FIELD_VALUE)
        embed.add_field(name="Director", value=director)
    if movie.aka:
        names = plain_clipped(" · ".join(movie.aka), limits.FIELD_VALUE)
        embed.add_field(name="Also known as", value=names)
    return embed


def public_card(movie: Movie, look: FilmLook, tally: Tally | None) -> discord.Embed:
    """Return the card that everybody in a channel sees.

    ``tally`` is of the server; ``None`` outside of one.
    """
    embed = movie_card(movie, look)
    if tally is not None:
        embed.add_field(name=_HERE, value=said_here(tally), inline=False)
        embed.set_footer(text=_LAST_COUNTS)
    return embed


def say_here(embed: discord.Embed, line: str) -> discord.Embed:
    """Return a card with another line about its server; any other embed stays as it is."""
    said = copied(embed)
    for at, field in enumerate(said.fields):
        if field.name in {_HERE, _HERE_TOO}:
            said.set_field_at(at, name=_HERE, value=line, inline=False)
    return said


def said_here(tally: Tally) -> str:
    """Return what a server thinks, in counts; few hidden members aren't counted."""
    known = (
        f"👍 {tally.likes} · 👎 {tally.dislikes} · 👀 {tally.seen}"
        if tally.likes or tally.dislikes or tally.seen
        else ""
    )
    if tally.hidden < ENOUGH_HIDDEN:
        return known or "None of them has rated it yet (`/privacy visibility`)."
    if not known:
        return f"None of them yet, but {tally.hidden} others reacted and keep theirs to themselves."
    return f"{known}, and {tally.hidden} more who keep theirs to themselves"


def links_line(movie: Movie) -> str:
    """Return links to where more is known about a film; they need no key."""
    words = quote_plus(movie.display.replace("(", "").replace(")", ""))
    places = {
        "IMDb": movie.imdb_url,
        "Letterboxd": movie.imdb_id and f"https://letterboxd.com/imdb/{movie.imdb_id}/",
        "Trailer": f"https://www.youtube.com/results?search_query={words}+trailer",
        "JustWatch": f"https://www.justwatch.com/us/search?q={quote_plus(movie.title)}",
    }
    links = [f"[{name}]({address})" for name, address in places.items() if address]
    return " · ".join(links)


def facts_line(movie: Movie, facts: FilmFacts | None) -> str:
    """Return genres, length and rating in one line; what isn't known is left out."""
    parts = [" · ".join(plain(genre) for genre in movie.genres)]
    if facts and facts.runtime_minutes:
        parts.append(duration(facts.runtime_minutes))
    if facts and facts.imdb_rating is not None:
        parts.append(f"⭐ {facts.imdb_rating:.1f} IMDb")
    return " — ".join(part for part in parts if part)


def running_line(movie: Movie, look: FilmLook) -> str:
    """Return genres and length in one line; what isn't known is left out."""
    parts = [plain(genre) for genre in movie.genres]
    if look.facts and look.facts.runtime_minutes:
        parts.append(duration(look.facts.runtime_minutes))
    return " · ".join(parts)


def ratings_line(look: FilmLook) -> str:
    """Return what people elsewhere think of a film in one line; what isn't known is left out."""
    parts = []
    if look.viewers:
        viewers = f"{look.viewers.count:,} viewer{'s' * (look.viewers.count != 1)}"
        parts.append(f"★ {look.viewers.mean_stars:.1f} from {viewers} on MovieLens")
    if look.facts and look.facts.imdb_rating is not None:
        parts.append(f"{look.facts.imdb_rating:.1f} on IMDb")
    return " · ".join(parts)


def titles_line(titles: Sequence[str], at: int) -> str:
    """Return the titles of a list in one line, the one ``at`` that place bold."""
    names = (plain_clipped(title, _LISTED_TITLE) for title in titles)
    marked = (f"**{name}**" if place == at else name for place, name in enumerate(names))
    return f"{_NO_BREAK}· ".join(marked)


def duration(minutes: int) -> str:
    """Return a running time as people say it: 2 h 16 min."""
    hours, rest = divmod(minutes, _MINUTES)
    return f"{hours} h {rest:02} min" if hours else f"{rest} min"


def reason(evidence: Evidence, title_of: Callable[[ItemId], str]) -> str:
    """Return the evidence as a sentence; arguments as of `explain`."""

    def bold(item_id: ItemId) -> str:
        return f"**{plain_clipped(title_of(item_id), _HALF_TITLE)}**"

    said = explain(evidence, bold)
    return f"{said[0].upper()}{said[1:]}."
