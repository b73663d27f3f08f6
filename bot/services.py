"""What the bot works with: opened by `bot.app`, handed to each request for as long as it takes."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, Final

import discord

from bot.models.beyond import Catalogs
from bot.models.in_use import Models
from bot.posters import Artwork, FilmFactsService
from bot.storage import Storage
from recsys.catalog import WiderCatalog
from recsys.model.recommender import Recommender
from recsys.turns import ASKER

_SERVICES: Final = "services"
"""Where an interaction carries its own."""


@dataclass(frozen=True, slots=True)
class Services:
    """What one request works with, from its beginning to its end.

    Attributes:
        recommender: the model that was in use when the request began.
        storage: the database.
        facts: what OMDb knows of films.
        artwork: posters for films without one.
        catalogs: widen the model's catalogue.
    """

    recommender: Recommender
    storage: Storage
    facts: FilmFactsService
    artwork: Artwork
    catalogs: Catalogs

    @property
    def catalog(self) -> WiderCatalog:
        """The films that members can name: the model's, and those that its data set lacks."""
        return self.catalogs.over(self.recommender.catalog)


@dataclass(frozen=True, slots=True)
class Resources:
    """Everything that is open; `bot.app` closes it.

    What lasts longer than a request holds this, and borrows the services for each piece of work:
    the model in use can be another one a moment later.

    Attributes:
        models: the model in use.
        storage: the database.
        facts: what OMDb knows of films.
        artwork: posters for films without one.
        catalogs: widen the model's catalogue.
    """

    models: Models
    storage: Storage
    facts: FilmFactsService
    artwork: Artwork
    catalogs: Catalogs

    @contextmanager
    def borrow(self) -> Iterator[Services]:
        """Give the services for one piece of work, whose model stays open as long as this lasts."""
        with self.models.borrow() as recommender:
            yield Services(recommender, self.storage, self.facts, self.artwork, self.catalogs)


def begin(interaction: discord.Interaction[Any]) -> None:
    """Begin to work for whom an interaction comes from, with one model until this task ends.

    Every command, control and form passes here before anything else.
    """
    ASKER.set(interaction.user.id)
    resources: Resources = interaction.client.resources
    borrowed, task = ExitStack(), asyncio.current_task()
    assert task is not None
    interaction.extras[_SERVICES] = borrowed.enter_context(resources.borrow())
    # discord.py keeps interactions and their messages in circles, which must not keep a model.
    borrowed.callback(interaction.extras.pop, _SERVICES)
    task.add_done_callback(lambda _: borrowed.close())


def services_of(interaction: discord.Interaction[Any]) -> Services:
    """Return the services of the request that an interaction is; see `begin`.

    discord.py makes the controls of old messages from nothing but the interaction.
    """
    services: Services = interaction.extras[_SERVICES]
    return services
