"""What the bot works with: opened by `bot.app`, given to cogs, looked up by controls."""

from dataclasses import dataclass
from typing import Any

import discord

from bot.posters import Artwork, FilmFactsService
from bot.storage import Storage
from recsys.model.recommender import Recommender


@dataclass(frozen=True, slots=True)
class Services:
    """The open resources; `bot.app` closes them.

    Attributes:
        recommender: the open model.
        storage: the database.
        facts: what OMDb knows of films.
        artwork: posters for films without one.
    """

    recommender: Recommender
    storage: Storage
    facts: FilmFactsService
    artwork: Artwork


def services_of(interaction: discord.Interaction[Any]) -> Services:
    """Return the services of the bot that got an interaction.

    discord.py makes the controls of old messages from nothing but the interaction.
    """
    services: Services = interaction.client.services
    return services
