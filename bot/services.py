"""What the bot works with: opened by `bot.app`, handed to cogs and controls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord

from bot.illustrations import Illustrator
from bot.storage import Storage
from recsys.model.recommender import Recommender

if TYPE_CHECKING:
    # These are made of controls, and controls ask for the services.
    from bot.nights.host import NightHost
    from bot.pages import Pages


@dataclass(frozen=True, slots=True)
class Services:
    """The open resources.

    Attributes:
        recommender: the open model.
        storage: the database.
        illustrator: posters and facts.
        pages: lists of films.
        nights: movie nights.
    """

    recommender: Recommender
    storage: Storage
    illustrator: Illustrator
    pages: Pages
    nights: NightHost


def services_of(interaction: discord.Interaction[Any]) -> Services:
    """Return the services of the bot that got an interaction.

    discord.py makes the controls of old messages anew with nothing but the interaction in hand.
    """
    services: Services = interaction.client.services
    return services
