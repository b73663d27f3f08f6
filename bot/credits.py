"""What the bot says about itself: version, data, licences, thanks, state. Pure."""

from dataclasses import dataclass
from typing import Final

import discord

from bot import limits
from bot.cards import ACCENT, INVENTED
from recsys.model.built import ModelMeta

_ENGINES: Final = {"edge": "Qdrant Edge, embedded", "server": "a Qdrant server"}

_MOVIELENS: Final = (
    "**MovieLens** of GroupLens, University of Minnesota, who do not endorse this bot: "
    "F. M. Harper and J. A. Konstan. 2015. [The MovieLens Datasets: History and Context]"
    "(https://doi.org/10.1145/2827872). ACM TiiS 5, 4, Article 19."
)
_OMDB: Final = (
    "**[OMDb](https://www.omdbapi.com)**: posters and facts, where they are shown, under "
    "[CC BY-NC 4.0](https://creativecommons.org/licenses/by-nc/4.0/)."
)
_QDRANT: Final = "**[Qdrant](https://qdrant.tech)**: finds the viewers whose taste is like yours."
_THANKS: Final = f"{_MOVIELENS}\n{_OMDB}\n{_QDRANT}"


@dataclass(frozen=True, slots=True)
class State:
    """Which parts work at this moment.

    Attributes:
        storage: whether the database answers.
        recommender: whether the engine does.
    """

    storage: bool
    recommender: bool


def about_embed(
    meta: ModelMeta, state: State, *, version: str, policy_url: str | None
) -> discord.Embed:
    """Return what the bot is, what it is made of, and how it does.

    Args:
        meta: the model in use.
        state: what works.
        version: of the program.
        policy_url: the privacy policy that the host has entered with Discord.
    """
    embed = discord.Embed(
        title="Matinee",
        description=(
            "I find films for you, and reasons with them: I look for "
            f"{meta.viewers} with your taste and show what they loved."
        ),
        colour=ACCENT,
    )
    for name, value in (
        ("Ratings in use", _data(meta)),
        ("Their licence", limits.plain_clipped(meta.licence, limits.FIELD_VALUE)),
        ("With thanks to", _THANKS),
        ("Right now", _state(meta, state)),
        ("Your data", _your_data(policy_url)),
    ):
        embed.add_field(name=name, value=value, inline=False)
    return embed.set_footer(text=f"Matinee {version} · /help shows what I can do")


def _data(meta: ModelMeta) -> str:
    counts = (
        f"**{limits.plain_clipped(meta.dataset, limits.CHOICE_NAME)}**: {meta.ratings:,} ratings "
        f"of {meta.movies:,} films by {meta.users:,} users"
    )
    if meta.invented:
        return f"{counts}\n⚠️ {INVENTED}: good for trying me out, not for choosing a film."
    return counts


def _state(meta: ModelMeta, state: State) -> str:
    engine = _ENGINES.get(meta.engine, meta.engine)
    return "\n".join(
        (
            "✅ Your ratings are kept."
            if state.storage
            else "❌ I can't keep anything just now. Please try again in a few minutes.",
            f"✅ The recommender answers ({engine})."
            if state.recommender
            else f"❌ The recommender ({engine}) can't be reached just now: ratings are kept all "
            "the same, and lists show well-loved films.",
        )
    )


def _your_data(policy_url: str | None) -> str:
    said = "`/privacy show` has everything that I keep about you, `/privacy delete` ends it."
    return said if policy_url is None else f"{said} [Privacy policy]({policy_url})"
