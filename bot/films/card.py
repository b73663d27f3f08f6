"""Films as embeds. Pure: values in, `discord.Embed` out, within Discord's limits."""

from collections.abc import Callable, Sequence

import discord

from bot.films.looks import FilmLook
from bot.posters import FilmFacts
from bot.storage.types import Tally
from bot.ui import limits
from bot.ui.limits import plain, plain_clipped
from recsys.model.built import ModelMeta
from recsys.movies import Movie
from recsys.reasons import explain
from recsys.types import Evidence, ItemId

ACCENT = discord.Colour(0xE8B04A)
"""Gold."""

INVENTED = "Sample data (invented ratings)"
"""Has to be below everything that comes from the sample."""

PLAIN_LOOK = FilmLook()
"""A film without facts and picture."""

_HALF_TITLE = 120
_LISTED_TITLE = 40
_NO_BREAK = "\N{NO-BREAK SPACE}"
_MINUTES = 60
_PLOT = 600
_NAMED = 3


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
    """Return a film with its picture large, what is known of it, and why it is recommended."""
    embed = film_embed(movie, look)
    embed.set_thumbnail(url=None).set_image(url=look.url)
    known = [running_line(movie, look), ratings_line(look)]
    why = ["🔎 **A discovery**" if discovery else "", reason]
    text = "\n\n".join("\n".join(filter(None, lines)) for lines in (known, why) if any(lines))
    embed.description = limits.clip(text, limits.EMBED_DESCRIPTION) or None
    return embed


def movie_card(
    movie: Movie, look: FilmLook, tally: Tally | None, *, invented: bool
) -> discord.Embed:
    """Return the public card of one film, with its picture large.

    ``tally`` says what the visible members of this server think; it is ``None`` outside a server.
    An ``invented`` number of ratings is left out.
    """
    embed = film_embed(movie, look)
    embed.set_thumbnail(url=None)
    facts = look.facts
    if look.url:
        embed.set_image(url=look.url)
    if facts and facts.plot:
        plot = plain_clipped(facts.plot, _PLOT)
        embed.description = "\n\n".join(filter(None, [embed.description, plot]))
    if facts and facts.director:
        director = plain_clipped(facts.director, limits.FIELD_VALUE)
        embed.add_field(name="Director", value=director)
    if movie.aka:
        names = plain_clipped(" · ".join(movie.aka), limits.FIELD_VALUE)
        embed.add_field(name="Also known as", value=names)
    if not invented:
        embed.add_field(name="Rated by", value=f"{movie.ratings:,} MovieLens users")
    if tally is not None:
        embed.add_field(name="In this server", value=server_verdicts(tally), inline=False)
    return embed


def server_verdicts(tally: Tally) -> str:
    """Return what the visible members think, in counts."""
    if not (tally.likes or tally.dislikes or tally.seen):
        return "Nobody who shares their taste here has rated it yet (`/privacy visibility`)."
    return f"👍 {tally.likes} · 👎 {tally.dislikes} · 👀 {tally.seen}"


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
    """Return the evidence as a sentence."""

    def bold(item_id: ItemId) -> str:
        return f"**{plain_clipped(title_of(item_id), _HALF_TITLE)}**"

    said = explain(evidence, bold)
    return f"{said[0].upper()}{said[1:]}."


def why_embed(
    movie: Movie, evidence: Evidence, title_of: Callable[[ItemId], str], meta: ModelMeta
) -> discord.Embed:
    """Return everything that speaks for a film, for the member alone."""
    embed = discord.Embed(
        title=plain_clipped(f"Why {movie.display}?", limits.EMBED_TITLE),
        url=movie.imdb_url,
        description=reason(evidence, title_of),
        colour=ACCENT,
    )
    told = evidence.contributions
    if evidence.neighbours:
        embed.add_field(name="Asked", value=f"{evidence.neighbours} with your taste")
        embed.add_field(name="Rated it", value=f"{evidence.raters} of them")
        embed.add_field(name="4★ or more", value=f"{evidence.likers} of them")
    if evidence.mean_stars is not None:
        embed.add_field(name="Their stars", value=stars(evidence.mean_stars))
    for name, items in (
        ("Films of yours that speak for it", [c.item_id for c in told if c.amount > 0]),
        ("Films of yours that speak against it", [c.item_id for c in told[::-1] if c.amount < 0]),
    ):
        if items:
            titles = (f"• {plain_clipped(title_of(item), _HALF_TITLE)}" for item in items[:_NAMED])
            text = limits.lines_within(titles, limits.FIELD_VALUE)
            embed.add_field(name=name, value=text, inline=False)
    if meta.invented:
        embed.set_footer(text=INVENTED)
    return embed


def stars(mean: float) -> str:
    """Return a mean rating as a row of stars and a number: ★★★★☆ 4.2."""
    full = round(mean)
    return f"{'★' * full}{'☆' * (5 - full)} {mean:.1f}"
