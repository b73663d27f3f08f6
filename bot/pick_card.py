"""The film of a watchlist that is picked for its member, in words. Pure."""

from collections.abc import Callable

import discord

from bot import cards, limits
from bot.illustrations import Illustration
from bot.member_lists import NO_WATCHLIST
from bot.picks import Shortlist
from bot.suggestions import Kind
from recsys.model.built import ModelMeta
from recsys.movies import Movie
from recsys.types import ItemId

NOTHING_SPEAKS = "I can't tell how it suits you, but you put it on your list."


def pick_embed(
    movie: Movie,
    look: Illustration,
    choice: Shortlist,
    title_of: Callable[[ItemId], str],
    meta: ModelMeta,
) -> discord.Embed:
    """Return the film with the reason that puts it where it is.

    Args:
        movie: one of the shortlist.
        look: its facts and picture.
        choice: the shortlist.
        title_of: a film's title by its id.
        meta: the model, for what its users are called.
    """
    embed = cards.film_embed(movie, look)
    evidence = choice.evidence.get(movie.id)
    reason = cards.reason(evidence, title_of, meta.viewers) if evidence else NOTHING_SPEAKS
    lines = [embed.description or "", f"💬 {reason}"]
    embed.description = limits.clip("\n".join(filter(None, lines)), limits.EMBED_DESCRIPTION)
    if meta.invented:
        embed.set_footer(text=cards.INVENTED)
    return embed


def pick_heading(choice: Shortlist, place: int) -> str:
    """Return the text above the film.

    Args:
        choice: the shortlist.
        place: of the film on it, from 0.
    """
    films = len(choice.films)
    unrated = "" if films == choice.listed else " that you have not rated"
    whole = f"the {films:,} films on your watchlist{unrated}"
    if films == 1:
        return f"🔖 **There is one film on your watchlist{unrated}:**"
    if place:
        return f"🔖 **Or this one, number {place + 1} of {whole}:**"
    match choice.kind:
        case Kind.PERSONAL:
            return f"🔖 **Of {whole}, this one suits you best:**"
        case Kind.STARTERS:
            return f"🔖 **Of {whole}, most people love this one.** I don't know your taste yet."
        case Kind.STANDBY:
            return (
                f"🔖 **Of {whole}, most people love this one.** "
                "The recommender can't be reached just now, so your own taste has to wait."
            )


def nothing_to_pick(choice: Shortlist) -> str:
    """Return the sentence for a watchlist with no film to pick."""
    if not choice.listed:
        return NO_WATCHLIST
    return (
        "You have rated every film on your watchlist. `/recommend` finds more to put there, and "
        "`/watchlist show` has the old ones."
    )
