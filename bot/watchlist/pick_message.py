"""The film of a watchlist that is picked for its member, in words. Pure."""

from collections.abc import Callable

import discord

from bot.films import card as cards
from bot.films.looks import FilmLook
from bot.films.own_lists import NO_WATCHLIST
from bot.films.suggest import Kind
from bot.ui import limits
from bot.watchlist.pick import Picks
from recsys.model.built import ModelMeta
from recsys.movies import Movie
from recsys.types import ItemId

NOTHING_SPEAKS = "I can't tell how well it suits you, but you did put it on your list."


def pick_embed(
    movie: Movie,
    look: FilmLook,
    picks: Picks,
    title_of: Callable[[ItemId], str],
    meta: ModelMeta,
) -> discord.Embed:
    """Return the film with the reason that puts it where it is.

    Args:
        movie: one of the picks.
        look: its facts and picture.
        picks: the films to pick from.
        title_of: a film's title by its id.
        meta: the model, for what its users are called.
    """
    embed = cards.film_embed(movie, look)
    evidence = picks.evidence.get(movie.id)
    reason = cards.reason(evidence, title_of, meta.viewers) if evidence else NOTHING_SPEAKS
    lines = [embed.description or "", f"💬 {reason}"]
    embed.description = limits.clip("\n".join(filter(None, lines)), limits.EMBED_DESCRIPTION)
    if meta.invented:
        embed.set_footer(text=cards.INVENTED)
    return embed


def pick_heading(picks: Picks, place: int) -> str:
    """Return the text above the film.

    Args:
        picks: the films to pick from.
        place: of the film on it, from 0.
    """
    films = len(picks.films)
    unrated = "" if films == picks.listed else " you haven't rated"
    whole = f"the {films:,} films on your watchlist{unrated}"
    if films == 1:
        return f"🔖 **The one film on your watchlist{unrated}:**"
    if place:
        return f"🔖 **Or this one, number {place + 1} of {whole}:**"
    match picks.kind:
        case Kind.PERSONAL:
            return f"🔖 **Of {whole}, this one suits you best:**"
        case Kind.STARTERS:
            return f"🔖 **Of {whole}, most people love this one.** I don't know your taste yet."
        case Kind.STANDBY:
            return (
                f"🔖 **Of {whole}, most people love this one.** "
                "Recommendations are down right now, so this isn't about your own taste yet."
            )


def nothing_to_pick(picks: Picks) -> str:
    """Return the sentence for a watchlist with no film to pick."""
    if not picks.listed:
        return NO_WATCHLIST
    return (
        "You've rated every film on your watchlist. `/recommend` finds more to add, and "
        "`/watchlist show` has the old ones."
    )
