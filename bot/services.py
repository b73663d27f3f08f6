"""What the bot works with: opened by `bot.app`, handed to cogs and controls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import discord

from bot.films.looks import Illustrator
from bot.storage import Storage
from recsys.ports import MovieRecommender


@dataclass(frozen=True, slots=True)
class Services:
    """The open resources.

    Attributes:
        recommender: the open model.
        storage: the database.
        illustrator: posters and facts.
    """

    recommender: MovieRecommender
    storage: Storage
    illustrator: Illustrator


def services_of(interaction: discord.Interaction[Any]) -> Services:
    """Return the services of the bot that got an interaction.

    discord.py makes the controls of old messages anew with nothing but the interaction in hand.
    """
    services: Services = interaction.client.services
    return services
