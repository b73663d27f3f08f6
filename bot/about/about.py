"""``/about``: what the bot is, what it is made of, and whether it works."""

import logging
from dataclasses import dataclass
from importlib.metadata import version
from typing import Final

import discord
from discord import app_commands
from discord.ext import commands

from bot.films.card import ACCENT, INVENTED
from bot.films.options import personal
from bot.services import Resources, Services, services_of
from bot.storage import StorageError
from bot.ui import limits
from bot.ui.control import Interaction
from bot.ui.message import Message
from bot.ui.respond import show, think
from recsys.errors import IndexFault
from recsys.model.built import ModelMeta

log = logging.getLogger(__name__)

_LICENCE: Final = 500
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
_QDRANT: Final = "**[Qdrant](https://qdrant.tech)**: finds viewers with your taste."
_THANKS: Final = f"{_MOVIELENS}\n{_OMDB}\n{_QDRANT}"


class AboutCog(commands.Cog):
    """The attribution that licences ask for, and whether everything works."""

    def __init__(self, resources: Resources) -> None:
        self._models = resources.models
        self._version = version("matinee")

    @app_commands.command(name="about")
    @personal
    async def about(self, interaction: Interaction) -> None:
        """See what I am, whose ratings I use, and whether everything works."""
        # A server that is away takes its time to say nothing.
        await think(interaction)
        services = services_of(interaction)
        application = interaction.client.application
        embed = about_embed(
            services.recommender.meta,
            State(
                storage=await self._storage_works(services),
                recommender=await _engine_answers(services),
                engine=services.recommender.engine,
                newest=services.recommender.catalog.newest,
                looks_up=services.facts.has_key,
                coming=self._models.coming,
            ),
            version=self._version,
            policy_url=application.privacy_policy_url if application else None,
        )
        await show(interaction, Message(embeds=[embed]))

    async def _storage_works(self, services: Services) -> bool:
        try:
            await services.storage.state.set("version", self._version)
        except StorageError as error:
            log.error("/about: %s", error)  # noqa: TRY400 - one sentence, the trace says no more
            return False
        return True


async def _engine_answers(services: Services) -> bool:
    try:
        await services.recommender.health()
    except IndexFault as error:
        log.warning("/about: %s", error)
        return False
    return True


@dataclass(frozen=True, slots=True)
class State:
    """Which parts work at this moment.

    Attributes:
        storage: whether the database answers.
        recommender: whether the engine does.
        engine: which one it is, ``"edge"`` or ``"server"``.
        coming: about a data set that isn't in use yet; empty if there is none.
        newest: the year of the newest film that has ratings.
        looks_up: whether others are looked up on OMDb.
    """

    storage: bool
    recommender: bool
    engine: str
    newest: int | None = None
    looks_up: bool = False
    coming: str = ""


def about_embed(
    meta: ModelMeta, state: State, *, version: str, policy_url: str | None
) -> discord.Embed:
    """Return what the bot is, what it is made of, and whether it works.

    ``policy_url`` is the privacy policy that the host has entered with Discord.
    """
    embed = discord.Embed(
        title="Matinee",
        description=(
            f"I look for {meta.viewers} with your taste and show you what they loved, and I find "
            "films for an evening that suit everyone.\n"
            f"{_state(state)}\n🔒 {_your_data(policy_url)}"
        ),
        colour=ACCENT,
    )
    licence = limits.plain_clipped(meta.licence, _LICENCE)
    embed.add_field(
        name="Ratings in use", value=f"{_data(meta)}\n{_newest(state)}{licence}", inline=False
    )
    if state.coming:
        coming = limits.plain_clipped(state.coming, limits.FIELD_VALUE)
        embed.add_field(name="On its way", value=coming, inline=False)
    embed.add_field(name="With thanks to", value=_THANKS, inline=False)
    return embed.set_footer(text=f"Matinee {version} · /help shows what I can do")


def _data(meta: ModelMeta) -> str:
    counts = (
        f"**{limits.plain_clipped(meta.dataset, limits.CHOICE_NAME)}**: {meta.ratings:,} ratings "
        f"of {meta.movies:,} films by {meta.users:,} users"
    )
    if meta.invented:
        return f"{counts}\n⚠️ {INVENTED}: good for trying me out, not for choosing a film."
    return counts


def _newest(state: State) -> str:
    if state.newest is None:
        return ""
    others = (
        "others are looked up on OMDb"
        if state.looks_up
        else "for others, whoever runs me needs a key of OMDb"
    )
    return f"Films up to {state.newest}; {others}.\n"


def _state(state: State) -> str:
    engine = _ENGINES[state.engine]
    return "\n".join(
        (
            "✅ Ratings are being saved."
            if state.storage
            else "❌ I can't save anything right now. Please try again in a few minutes.",
            f"✅ Recommendations work ({engine})."
            if state.recommender
            else f"❌ Recommendations are down right now ({engine}): ratings are still saved, and "
            "lists show films most people love.",
        )
    )


def _your_data(policy_url: str | None) -> str:
    said = "`/privacy show` lists everything I store about you, `/privacy delete` deletes it."
    return said if policy_url is None else f"{said} [Privacy policy]({policy_url})"
